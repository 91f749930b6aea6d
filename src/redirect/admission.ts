import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { userOfPeer } from './peer.ts'

const user = 'payersim'

/** Who may go out through the proxy of a run, and so through the user's own proxy, with the password that it has there. */
export interface Admission {
  /** The proxy, as the run's programs are told it. */
  url(port: number): string
  admits(request: IncomingMessage): Promise<boolean>
}

/**
 * Lets programs out that bear a password which only this run's environment has. Java and others send none; where the
 * system tells whose a connection is, programs of the same user need none: they could read the password anyway.
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
