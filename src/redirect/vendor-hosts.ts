import { type Vendor, vendors } from './vendors.ts'

/** Every host that belongs to a vendor is one of these, or below one of these. */
export const vendorDomains: readonly string[] = vendors.flatMap(({ domains }) => domains)

/** The vendors' hosts that programs are known to call. There are others: `isVendorHost` knows them all. */
export const vendorHosts: readonly string[] = vendors.flatMap(({ known }) => known)

/** A host as vendors' hosts are compared: in lower case, without the dot that may end it. */
export function plainHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '')
}

/** The vendor whose host this is, undefined for anybody else's. */
export function vendorOf(host: string): Vendor | undefined {
  return vendors.find(({ domains }) => domains.some((domain) => isWithin(host, domain)))
}

export function isVendorHost(host: string): boolean {
  return vendorOf(host) !== undefined
}

/** Whether payersim answers for a host of a vendor; a call to its other hosts is refused. */
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
  /** Without brackets where it is an IPv6 address. */
  host: string
  port: number
}

/** Reads `host:port`, as in CONNECT and `Host`; undefined where it is none. */
export function readTarget(authority: string | undefined, defaultPort?: number): Target | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:@/?#[\]\s]+))(?::(\d{1,5}))?$/i.exec(authority ?? '')
  const host = match?.[1] ?? match?.[2]
  const port = match?.[3] === undefined ? defaultPort : Number(match[3])
  if (host === undefined || port === undefined || port < 1 || port > 65_535) return undefined
  return { host, port }
}
