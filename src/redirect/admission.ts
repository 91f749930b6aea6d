import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { userOfPeer } from './peer.ts'

const user = 'payersim'

/** Which programs may use the proxy to reach other hosts, and so use the user's own proxy with its password. */
export interface Admission {
  /** The proxy's URL for the programs of the run, with the password. */
  url(port: number): string
  admits(request: IncomingMessage): Promise<boolean>
}

/**
 * Admits programs that send a password which is only in this run's environment. Java and others send no password. If the
 * system tells the user of a connection, programs of the same user need none: they could read it anyway.
 */
export function makeAdmission(
  peer: typeof userOfPeer = userOfPeer,
  own: number | undefined = process.getuid?.(),
): Admission {
  const password = randomBytes(16).toString('hex')
  const wanted = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)
  return {
    url: (port) => `http://${user}:${password}@127.0.0.1:${port}`,
    async admits({ headers, socket }) {
      const given = Buffer.from(headers['proxy-authorization'] ?? '')
      if (given.length === wanted.length && timingSafeEqual(given, wanted)) return true
      return own !== undefined && (await peer(socket)) === own
    },
  }
}
