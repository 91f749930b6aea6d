import { BlockList, isIP } from 'node:net'

/** Made when it is first needed: Node takes milliseconds for the first. */
let loopback: BlockList | undefined

function loopbackAddresses(): BlockList {
  const addresses = new BlockList()
  addresses.addSubnet('127.0.0.0', 8, 'ipv4')
  addresses.addAddress('::1', 'ipv6')
  return addresses
}

/** Whether an address is a loopback address, which only this machine can reach. */
export function isLoopback(address: string | undefined): boolean {
  if (address === '127.0.0.1') return true
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '')
  const family = isIP(plain)
  loopback ??= loopbackAddresses()
  return family !== 0 && loopback.check(plain, family === 6 ? 'ipv6' : 'ipv4')
}

/** The name in a `Host` header, without its port; undefined if the header is not exactly a name and a port. */
export function hostName(host: string): string | undefined {
  const [, address, name] = /^(?:\[([0-9a-f:.]{2,45})\]|([0-9a-z._-]{1,253}))(?::\d{1,5})?$/i.exec(host) ?? []
  return (address ?? name)?.toLowerCase().replace(/\.$/, '')
}

/** Whether a name, without its port, always means this machine. */
export function isLocalName(name: string | undefined): boolean {
  return name !== undefined && (name === 'localhost' || name.endsWith('.localhost') || isLoopback(name))
}

/** Whether a request has more than one `Host`; Node uses the first, and a proxy may have used the last. */
export function hasSeveralHosts({ rawHeaders }: { rawHeaders: readonly string[] }): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts > 1
}

/** The host name of the simulator itself in its data, wherever it listens; `.test` never resolves in public DNS. */
export const ownHost = 'payersim.test'
