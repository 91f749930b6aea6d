import { jsonOf } from '../../../web/parts.ts'
import { kinds } from './kinds.ts'
import type { Look, Order } from './orders.ts'

/** Asks the API how an order stands. */
export async function look(order: Order): Promise<Look> {
  if (order.wish.kind === 'consent') return lookAtConsent(order)
  const exchange = await order.caller.call('GET', `${kinds[order.wish.kind].path}/${order.reference}`)
  const { status = `HTTP ${exchange.status}` } = (jsonOf(exchange.answer) ?? {}) as { status?: string }
  return { status, exchange }
}

/** What the errors of OpenID Connect CIBA (section 11) say of a consent, in the words of the script steps. */
const standings: Readonly<Record<string, string>> = {
  authorization_pending: 'PENDING',
  slow_down: 'PENDING',
  access_denied: 'DENIED',
  expired_token: 'EXPIRED',
}

/** A consent has no status: its token is asked for until it is given, and then the data. */
async function lookAtConsent({ caller, reference, seen }: Order): Promise<Look> {
  const known = seen.findLast(({ token }) => token !== undefined)?.token
  if (known !== undefined) return readData(caller, known)
  const body = { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: reference }
  const path = `/${caller.product}/oauth2/token/`
  const exchange = await caller.callAs(caller.basic, 'POST', path, { body, isForm: true })
  const answer = (jsonOf(exchange.answer) ?? {}) as { access_token?: string; error?: string }
  if (answer.access_token !== undefined) return readData(caller, answer.access_token)
  return { status: standings[answer.error ?? ''] ?? `HTTP ${exchange.status}`, exchange }
}

async function readData(caller: Order['caller'], token: string): Promise<Look> {
  const exchange = await caller.callAs(`Bearer ${token}`, 'GET', `/${caller.product}/oauth2/v1_0/userinfo`)
  // Taken back, or over: the token is then as good as any other text.
  const standing: Readonly<Record<number, string>> = { 200: 'GIVEN', 401: 'ENDED' }
  return { status: standing[exchange.status] ?? `HTTP ${exchange.status}`, exchange, token }
}
