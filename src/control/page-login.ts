import { randomBytes } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { problemNamed, sendProblem } from '../kernel/index.ts'
import { foreignPage, isToken } from './guard.ts'
import { placeOf } from './place.ts'

/** From the link to the page's question: a redirect. */
const lifetimeMs = 60_000
/** Whoever makes more of them at once has the token already. */
const mostTickets = 16

const cookieName = 'payersim-login'
/** The only path that a browser sends it to, below that of the world. */
const path = '/page/login'

/**
 * The way in by a link, `/?token=TOKEN`. The link is answered with a redirect to `/`, or `/w/{name}/` in a world, so that the token is in no address
 * that stays, and with a ticket in a cookie, which the page turns in at `/page/login` for the token, once. The
 * cookie is not the session itself: browsers send cookies of `localhost` to every port of it.
 */
export class PageLogin {
  /** When each ticket ends, in milliseconds of `now`. */
  readonly #tickets = new Map<string, number>()
  readonly #adminToken: string
  readonly #now: () => number

  constructor(adminToken: string, now: () => number = () => performance.now()) {
    this.#adminToken = adminToken
    this.#now = now
  }

  /** At `/`: passes on what has no token in its address. */
  readonly byLink: RequestHandler = (request, response, next) => {
    const { token } = request.query
    if (token === undefined) return next()
    if (typeof token === 'string' && isToken(token, this.#adminToken))
      response.setHeader('Set-Cookie', cookie(request, this.#ticket(), lifetimeMs / 1_000))
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('Referrer-Policy', 'no-referrer')
    response
      .status(303)
      .location(`${placeOf(request).base}/`)
      .end()
  }

  /** `POST /page/login`: 200 with the token for a ticket, 204 without one. */
  readonly turnIn: RequestHandler = (request, response) => {
    const foreign = foreignPage(request, request.secure)
    if (foreign !== undefined)
      return sendProblem(response, problemNamed('foreign-page', `Only the page asks this, and ${foreign}.`))
    response.setHeader('Cache-Control', 'no-store')
    const ticket = ticketIn(request.headers.cookie ?? '')
    if (ticket === undefined) return void response.status(204).end()
    response.setHeader('Set-Cookie', cookie(request, '', 0))
    const end = this.#tickets.get(ticket)
    this.#tickets.delete(ticket)
    if (end === undefined || end < this.#now()) return void response.status(204).end()
    response.json({ token: this.#adminToken })
  }

  #ticket(): string {
    const ticket = randomBytes(24).toString('base64url')
    this.#tickets.set(ticket, this.#now() + lifetimeMs)
    const [oldest = ''] = this.#tickets.keys()
    if (this.#tickets.size > mostTickets) this.#tickets.delete(oldest)
    return ticket
  }
}

function cookie(request: Request, value: string, seconds: number): string {
  const { base } = placeOf(request)
  const secure = request.secure ? '; Secure' : ''
  return `${cookieName}=${value}; Path=${base}${path}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`
}

function ticketIn(cookies: string): string | undefined {
  const begin = `${cookieName}=`
  const found = cookies
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(begin))
  return found?.slice(begin.length)
}
