import { timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import {
  type HttpRequest,
  hasSeveralHosts,
  hostName,
  isLocalName,
  isLoopback,
  problemNamed,
  sendProblem,
} from '../kernel/index.ts'
import type { Problem } from '../terms/sim/problem.ts'

/** Headers of a proxy or tunnel: a request through a tunnel to this machine arrives from loopback too. */
const forwarding = ['forwarded', 'via', 'x-real-ip', 'true-client-ip', 'cf-connecting-ip', 'ngrok-trace-id']

/** What is looked at of a request. */
type Guarded = Pick<HttpRequest, 'headers' | 'rawHeaders' | 'url' | 'peer'>

/** Why a request counts as foreign; undefined for a local one. */
function foreignness(request: Guarded): string | undefined {
  const { headers, peer } = request
  if (!isLoopback(peer.remoteAddress)) return 'it does not come from this machine'
  const { host } = headers
  // Node returns only the first of several.
  if (host === undefined || hasSeveralHosts(request)) return 'it does not have exactly one Host'
  if (!isLocalName(hostName(host))) return `its Host is ${host}, not a local name`
  if (!request.url.startsWith('/')) return 'it names a whole URL, as requests to a proxy do'
  const forwarded = Object.keys(headers).find(
    (name) => forwarding.includes(name) || name.startsWith('x-forwarded'),
  )
  if (forwarded) return `it was forwarded (${forwarded})`
  return foreignPage(request, peer.encrypted === true)
}

/** Why a request counts as one of another page than ours; undefined if it is none. */
export function foreignPage({ headers }: Pick<Guarded, 'headers'>, secure: boolean): string | undefined {
  const origin = `${secure ? 'https' : 'http'}://${headers.host}`
  if (headers.origin !== undefined && headers.origin !== origin) return `its Origin is ${headers.origin}`
  // `same-site` is another port of this machine.
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'another site’s page sent it'
  return undefined
}

function bears(request: Guarded, adminToken: string): boolean {
  return isToken(/^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '', adminToken)
}

/** Whether somebody gave the admin token, found out in constant time. */
export function isToken(given: string, adminToken: string): boolean {
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
 * Allows requests from this machine, and requests with the admin token; others get the problem that it returns. A tunnel,
 * a page that rebinds its name and a callback to our own port all come from 127.0.0.1, so the peer's address alone is not
 * enough. A request in this process comes from this machine.
 */
export function guardOf({
  adminToken,
  behindProxy,
}: ControlAccess): (request: Guarded) => Problem | undefined {
  return (request) => {
    if (adminToken !== undefined && bears(request, adminToken)) return undefined
    if (behindProxy)
      return problemNamed(
        'token-needed',
        'payersim is behind a proxy: send its admin token as Authorization: Bearer TOKEN.',
      )
    const why = foreignness(request)
    if (why === undefined) return undefined
    return problemNamed(
      'not-local',
      `Control routes are for this machine only, and ${why}. ` +
        'Start payersim with an admin token and send it as Authorization: Bearer TOKEN.',
    )
  }
}

/** The same for the page and the documents. */
export function localOnly(access: ControlAccess): RequestHandler {
  const refuse = guardOf(access)
  return ({ headers, rawHeaders, originalUrl: url, socket: peer }, response, next) => {
    const refusal = refuse({ headers, rawHeaders, url, peer })
    if (refusal === undefined) next()
    else sendProblem(response, refusal)
  }
}
