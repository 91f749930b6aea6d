import { RedirectError } from '../errors.ts'
import { plainHost, type VendorHosts } from '../vendor-hosts.ts'

/** A host and port outside that a sealed command may reach. */
export interface Forward {
  /** `localhost`, or the name of another machine. */
  host: string
  port: number
}

const loopbackNames = ['localhost', '127.0.0.1', '::1', '[::1]']

export function isLoopbackName(host: string): boolean {
  return loopbackNames.includes(plainHost(host))
}

/** Reads `5432` and `db.example:5432`. @throws RedirectError for any other form */
export function readForward(text: string): Forward {
  const match = /^(?:(.+):)?(\d{1,5})$/.exec(text)
  const port = Number(match?.[2])
  const host = plainHost(match?.[1] ?? 'localhost')
  if (!match || port < 1 || port > 65_535) throw wrong(text, 'that is no port')
  if (isLoopbackName(host)) return { host: 'localhost', port }
  if (/^[\d.]+$/.test(host) || host.includes(':'))
    throw wrong(text, `${host} is an address; only names can be let in`)
  if (!/^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?$/.test(host))
    throw wrong(text, `"${host}" is no name of a machine`)
  return { host, port }
}

/** @throws RedirectError for a forward to a vendor's host */
export function refuseVendors(forwards: readonly Forward[], vendors: VendorHosts): void {
  for (const { host, port } of forwards)
    if (vendors.isVendorHost(host))
      throw wrong(`${host}:${port}`, `${host} is a vendor’s, and a sealed command does not reach vendors`)
}

function wrong(text: string, why: string): RedirectError {
  return new RedirectError(
    `--forward ${text}: ${why}. Give a port of this machine such as 5432, or a name and its port such as ` +
      'db.example:5432.',
  )
}
