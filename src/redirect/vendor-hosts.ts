import { type Vendor, vendors } from './vendors.ts'

/** Every host of a vendor is one of these, or below one. */
export const vendorDomains: readonly string[] = vendors.flatMap(({ domains }) => domains)

/** The vendors' hosts that programs are known to call. Not all hosts: see `isVendorHost`. */
export const vendorHosts: readonly string[] = vendors.flatMap(({ known }) => known)

/** A host for comparison: in lower case, without a final dot. */
export function plainHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '')
}

/** The vendor of this host; undefined for any other host. */
export function vendorOf(host: string): Vendor | undefined {
  return vendors.find(({ domains }) => domains.some((domain) => isWithin(host, domain)))
}

export function isVendorHost(host: string): boolean {
  return vendorOf(host) !== undefined
}

/** Whether payersim answers for this host. Calls to a vendor's other hosts are refused. */
export function isAnswered(host: string): boolean {
  const answered = vendorOf(host)?.answered ?? []
  return answered.some((entry) =>
    entry.startsWith('.') ? isWithin(host, entry.slice(1)) : plainHost(host) === entry,
  )
}

function isWithin(host: string, domain: string): boolean {
  const name = plainHost(host)
  return name === domain || name.endsWith(`.${domain}`)
}

export interface Target {
  /** An IPv6 address has no brackets here. */
  host: string
  port: number
}

/** Reads `host:port`, as in CONNECT and `Host`; undefined if it is malformed. */
export function readTarget(authority: string | undefined, defaultPort?: number): Target | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:@/?#[\]\s]+))(?::(\d{1,5}))?$/i.exec(authority ?? '')
  const host = match?.[1] ?? match?.[2]
  const port = match?.[3] === undefined ? defaultPort : Number(match[3])
  if (host === undefined || port === undefined || port < 1 || port > 65_535) return undefined
  return { host, port }
}
