import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { endianness } from 'node:os'

/** An IPv4 address as in Linux's tables: the bytes as one number, in the byte order of the machine. */
function hexOf(address: string): string {
  const bytes = Buffer.from(address.split('.').map(Number))
  return (endianness() === 'LE' ? bytes.reverse() : bytes).toString('hex').toUpperCase()
}

const portHex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0')

/**
 * The id of the user whose program is the other end of a local connection; undefined if the system is not Linux, or does
 * not tell. The connection must be to an IPv4 address.
 */
export async function userOfPeer(socket: Socket): Promise<number | undefined> {
  const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket
  if (process.platform !== 'linux' || !/^[\d.]+$/.test(remoteAddress)) return undefined
  // Java opens IPv6 sockets, which have the IPv4 address at the end.
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/self/net/${name}`, 'latin1').catch(() => '')),
  )
  const local = `${hexOf(remoteAddress)}:${portHex(remotePort)}`
  const remote = `${hexOf(localAddress)}:${portHex(localPort)}`
  return userIn(tables.join('\n'), local, remote)
}

/** The user of the socket between these addresses, from Linux's tables of connections. */
export function userIn(tables: string, local: string, remote: string): number | undefined {
  for (const line of tables.split('\n')) {
    const [, from = '', to = '', , , , , user, , inode] = line.trim().split(/\s+/)
    if (!from.endsWith(local) || !to.endsWith(remote)) continue
    // A socket that its program has closed is listed with the user root and inode 0.
    return inode !== '0' ? Number(user) : undefined
  }
  return undefined
}
