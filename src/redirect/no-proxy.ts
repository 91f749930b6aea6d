import { isVendorHost, vendorDomains } from './vendor-hosts.ts'

type Environment = Readonly<Record<string, string | undefined>>

const local = ['localhost', '127.0.0.1', '::1']

/**
 * The hosts that a program shall reach without the proxy: this machine, and the user's own exemptions except those that
 * match a vendor's host. The proxy itself follows the user's exemptions for all other hosts.
 */
export function directHosts({ NO_PROXY, no_proxy }: Environment): string[] {
  const users = [no_proxy, NO_PROXY].flatMap((list) => (list ?? '').split(/[\s,]+/))
  return [...new Set([...local, ...users.filter((entry) => entry !== '' && !exemptsVendor(entry))])]
}

function exemptsVendor(entry: string): boolean {
  const name = entry
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^[*.]+|\.$/g, '')
  // Some programs compare only the end of a name, so that "tn.com" matches "mtn.com".
  return name === '' || isVendorHost(name) || vendorDomains.some((domain) => domain.endsWith(name))
}

/** The same hosts in Java's form: with stars, without ports. */
export function javaDirectHosts(env: Environment): string[] {
  const users = directHosts(env)
    .filter((entry) => !local.includes(entry))
    // Java does not support ranges of addresses.
    .filter((entry) => !entry.includes('/'))
    .map((entry) => entry.replace(/:\d+$/, '').replace(/^\*?\./, ''))
    .filter((entry) => entry !== '' && !entry.includes('*'))
  return ['localhost', '127.*', '[::1]', ...users.flatMap((name) => [name, `*.${name}`])]
}
