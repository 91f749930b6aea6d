import { timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import type { Request, RequestHandler } from 'express'
import { sendProblem } from '../kernel/index.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Signs that somebody forwarded the request: a tunnel to this machine arrives from loopback too. */
const forwarding = ['forwarded', 'via', 'x-real-ip', 'true-client-ip', 'cf-connecting-ip', 'ngrok-trace-id']

function isLoopback(address: string | undefined): boolean {
  if (address === '127.0.0.1') return true
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '')
  const family = isIP(plain)
  return family !== 0 && loopback.check(plain, family === 6 ? 'ipv6' : 'ipv4')
}

/** The name in a `Host` header, without its port; undefined where the header is no name and port as a whole. */
function hostName(host: string): string | undefined {
  const [, address, name] = /^(?:\[([0-9a-f:.]{2,45})\]|([0-9a-z._-]{1,253}))(?::\d{1,5})?$/i.exec(host) ?? []
  return (address ?? name)?.toLowerCase().replace(/\.$/, '')
}

function isLocalHost(host: string): boolean {
  const name = hostName(host)
  if (name === undefined) return false
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name)
}

/** The one `Host` of a request; Node gives the first of several. */
function hostOf({ headers, rawHeaders }: Request): string | undefined {
  const several = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1
  return several ? undefined : headers.host
}

/** What makes a request foreign, in words, or undefined for a local one. */
function foreignness(request: Request): string | undefined {
  const { headers } = request
  if (!isLoopback(request.socket.remoteAddress)) return 'it does not come from this machine'
  const host = hostOf(request)
  if (host === undefined) return 'it does not have exactly one Host'
  if (!isLocalHost(host)) return `its Host is ${host}, not a local name`
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

/** Who may use the control routes. */
export interface ControlAccess {
  /** Lets in whoever bears it. */
  adminToken: string | undefined
  /**
   * Everybody must bear the token: behind a proxy a request from anywhere may look as one of this machine, since some
   * proxies send no forwarding header and a local Host.
   */
  behindProxy: boolean
}

/**
 * Lets in what comes from this machine itself, or bears the admin token. A tunnel, a page that rebinds its name
 * and a callback to our own port all come from 127.0.0.1: so the peer's address alone decides nothing.
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
