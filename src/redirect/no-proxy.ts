import type { VendorHosts } from './vendor-hosts.ts'

type Environment = Readonly<Record<string, string | undefined>>

const local = ['localhost', '127.0.0.1', '::1']

/**
 * The hosts that a program shall reach without the proxy: this machine, and the user's own exemptions except those that
 * match a vendor's host. The proxy itself follows the user's exemptions for all other hosts.
 */
export function directHosts({ NO_PROXY, no_proxy }: Environment, vendors: VendorHosts): string[] {
  const users = [no_proxy, NO_PROXY].flatMap((list) => (list ?? '').split(/[\s,]+/))
  return [...new Set([...local, ...users.filter((entry) => entry !== '' && !exemptsVendor(entry, vendors))])]
}

function exemptsVendor(entry: string, vendors: VendorHosts): boolean {
  const name = entry
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^[*.]+|\.$/g, '')
  // Some programs compare only the end of a name, so that "tn.com" matches "mtn.com".
  return name === '' || vendors.isVendorHost(name) || vendors.domains.some((domain) => domain.endsWith(name))
}

/** The same hosts in Java's form: with stars, without ports. */
export function javaDirectHosts(direct: readonly string[]): string[] {
  const users = direct
    .filter((entry) => !local.includes(entry))
    // Java does not support ranges of addresses.
    .filter((entry) => !entry.includes('/'))
    .map((entry) => entry.replace(/:\d+$/, '').replace(/^\*?\./, ''))
    .filter((entry) => entry !== '' && !entry.includes('*'))
  return ['localhost', '127.*', '[::1]', ...users.flatMap((name) => [name, `*.${name}`])]
}
