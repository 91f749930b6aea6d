import type { Hosts } from '../terms/sim/provider.ts'

/** A company whose hosts are redirected. */
interface Vendor {
  /** As people call it. */
  title: string
  hosts: Hosts
}

/** The hosts of some vendors. */
export class VendorHosts {
  /** Every host of a vendor is one of these, or below one. */
  readonly domains: readonly string[]
  /** The hosts that programs are known to call. Not all hosts: see `isVendorHost`. */
  readonly known: readonly string[]
  readonly #vendors: readonly Vendor[]

  constructor(vendors: ReadonlyArray<{ title: string; hosts?: Hosts }>) {
    this.#vendors = vendors.flatMap(({ title, hosts }) => (hosts ? [{ title, hosts }] : []))
    this.domains = this.#vendors.flatMap(({ hosts }) => hosts.domains)
    this.known = this.#vendors.flatMap(({ hosts }) => hosts.known)
  }

  /** The vendor of this host; undefined for any other host. */
  vendorOf(host: string): Vendor | undefined {
    return this.#vendors.find(({ hosts }) => hosts.domains.some((domain) => isWithin(host, domain)))
  }

  isVendorHost(host: string): boolean {
    return this.vendorOf(host) !== undefined
  }

  /** Whether payersim answers for this host. Calls to a vendor's other hosts are refused. */
  isAnswered(host: string): boolean {
    const answered = this.vendorOf(host)?.hosts.answered ?? []
    return answered.some((entry) =>
      entry.startsWith('.') ? isWithin(host, entry.slice(1)) : plainHost(host) === entry,
    )
  }
}

/** A host for comparison: in lower case, without a final dot. */
export function plainHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '')
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
