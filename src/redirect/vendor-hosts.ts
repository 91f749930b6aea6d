/**
 * The hosts that the vendors' own pages and clients name, and that clients have no option to change.
 * MTN: the servers of its OpenAPI exports (https://momodeveloper.mtn.com), and the older gateways that clients
 * still default to. Africa's Talking: lib/common.js of its SDK (https://www.npmjs.com/package/africastalking).
 * OnePipe: https://docs.onepipe.io, and the white label that speaks the same API.
 *
 * Some products behind them, such as voice, are not spoken here: better a 404 than a call that costs money.
 */
export const vendorHosts: readonly string[] = [
  'sandbox.momodeveloper.mtn.com',
  'proxy.momoapi.mtn.com',
  'ericssonbasicapi1.azure-api.net',
  'ericssonbasicapi2.azure-api.net',
  'pg-all.azure-api.net',
  ...['africastalking.com', 'sandbox.africastalking.com'].flatMap((domain) =>
    ['api', 'content', 'voice', 'bundles', 'insights', 'chat'].map((name) => `${name}.${domain}`),
  ),
  'api.onepipe.io',
  'api.dev.onepipe.io',
  'api.staging.onepipe.io',
  'api.paygateplus.ng',
]

/** A host as vendors' hosts are compared: in lower case, without the dot that may end it. */
export function plainHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '')
}

export function isVendorHost(host: string): boolean {
  return vendorHosts.includes(plainHost(host))
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
