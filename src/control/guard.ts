import { timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { hasSeveralHosts, hostName, isLocalName, isLoopback, sendProblem } from '../kernel/index.ts'

/** Headers of a proxy or tunnel: a request through a tunnel to this machine arrives from loopback too. */
const forwarding = ['forwarded', 'via', 'x-real-ip', 'true-client-ip', 'cf-connecting-ip', 'ngrok-trace-id']

/** Why a request counts as foreign; undefined for a local one. */
function foreignness(request: Request): string | undefined {
  const { headers } = request
  if (!isLoopback(request.socket.remoteAddress)) return 'it does not come from this machine'
  const { host } = headers
  // Node returns only the first of several.
  if (host === undefined || hasSeveralHosts(request)) return 'it does not have exactly one Host'
  if (!isLocalName(hostName(host))) return `its Host is ${host}, not a local name`
  if (!request.originalUrl.startsWith('/')) return 'it names a whole URL, as requests to a proxy do'
  const forwarded = Object.keys(headers).find(
    (name) => forwarding.includes(name) || name.startsWith('x-forwarded'),
  )
  if (forwarded) return `it was forwarded (${forwarded})`
  if (headers.origin !== undefined && headers.origin !== `${request.protocol}://${host}`) {
    return `its Origin is ${headers.origin}`
  }
  // `same-site` is another port of this machine.
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'another site’s page sent it'
  return undefined
}

function bears(request: Request, adminToken: string): boolean {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  // Node reads header bytes as Latin-1; a client may have meant UTF-8.
  const wanted = Buffer.from(adminToken)
  return [Buffer.from(given, 'latin1'), Buffer.from(given)].some(
    (bytes) => wanted.length > 0 && bytes.length === wanted.length && timingSafeEqual(bytes, wanted),
  )
}

/** The access rules of the control routes. */
export interface ControlAccess {
  /** A request with this token is allowed. */
  adminToken: string | undefined
  /**
   * Every request needs the token: behind a proxy any request may look local, since some proxies send no
   * forwarding header and a local Host.
   */
  behindProxy: boolean
}

/**
 * Allows requests from this machine, and requests with the admin token. A tunnel, a page that rebinds its name
 * and a callback to our own port all come from 127.0.0.1, so the peer's address alone is not enough.
 */
export function localOnly({ adminToken, behindProxy }: ControlAccess): RequestHandler {
  return (request, response, next) => {
    if (adminToken !== undefined && bears(request, adminToken)) return next()
    if (behindProxy) {
      sendProblem(response, {
        status: 403,
        title: 'Forbidden',
        detail: 'payersim is behind a proxy: send its admin token as Authorization: Bearer TOKEN.',
      })
      return
    }
    const why = foreignness(request)
    if (why === undefined) return next()
    sendProblem(response, {
      status: 403,
      title: 'Forbidden',
      detail:
        `Control routes are for this machine only, and ${why}. ` +
        'Start payersim with an admin token and send it as Authorization: Bearer TOKEN.',
    })
  }
}
