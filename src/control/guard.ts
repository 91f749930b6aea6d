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

/** The name in a `Host` header, without its port. */
function hostName(host: string): string {
  return (/^\[([^\]]*)\]/.exec(host)?.[1] ?? host.replace(/:\d*$/, '')).toLowerCase().replace(/\.$/, '')
}

function isLocalHost(host: string | undefined): boolean {
  if (host === undefined) return false
  const name = hostName(host)
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name)
}

/** What makes a request foreign, in words, or undefined for a local one. */
function foreignness(request: Request): string | undefined {
  const { headers } = request
  if (!isLoopback(request.socket.remoteAddress)) return 'it does not come from this machine'
  if (!isLocalHost(headers.host)) return `its Host is ${headers.host ?? 'absent'}, not a local name`
  const forwarded = Object.keys(headers).find(
    (name) => forwarding.includes(name) || name.startsWith('x-forwarded'),
  )
  if (forwarded) return `it was forwarded (${forwarded})`
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) {
    return `its Origin is ${headers.origin}`
  }
  if (headers['sec-fetch-site'] === 'cross-site') return 'another site’s page sent it'
  return undefined
}

function bears(request: Request, adminToken: string): boolean {
  const given = Buffer.from(/^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '')
  const wanted = Buffer.from(adminToken)
  return wanted.length > 0 && given.length === wanted.length && timingSafeEqual(given, wanted)
}

/**
 * Lets in what comes from this machine itself, or bears the admin token. A tunnel, a page that rebinds its name
 * and a callback to our own port all come from 127.0.0.1: so the peer's address alone decides nothing.
 */
export function localOnly(adminToken: string | undefined): RequestHandler {
  return (request, response, next) => {
    if (adminToken !== undefined && bears(request, adminToken)) return next()
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
