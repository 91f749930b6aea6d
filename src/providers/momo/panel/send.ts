import type { WorldView } from '../../../terms/sim/world.ts'
import { type Exchange, jsonOf, live } from '../../../web/parts.ts'
import { kinds, type Wish } from './kinds.ts'
import { MomoCaller } from './momo.ts'
import { addOrder } from './orders.ts'

type ApiUser = WorldView['momo']['apiUsers'][number]

/** Sends it as this API user; it is then among the orders, accepted or not. @throws Refusal without a token */
export async function send(
  momo: WorldView['momo'],
  user: ApiUser,
  wish: Wish,
): Promise<{ id: string; sent: Exchange }> {
  const { product, path, body, isForm } = kinds[wish.kind]
  const caller = new MomoCaller(momo, user, product)
  const id = newReference()
  const headers: Record<string, string> = isForm ? {} : { 'X-Reference-Id': id }
  // The query identifies this order's callbacks, since the body has no reference id.
  if (wish.callbackUrl) headers['X-Callback-Url'] = withReference(wish.callbackUrl, id)
  const sent = await caller.call('POST', path, { headers, body: body(wish), isForm })
  const { auth_req_id: reference = id } = (jsonOf(sent.answer) ?? {}) as { auth_req_id?: string }
  addOrder({ id, reference, wish, caller, sent, seen: [] })
  live.touch()
  return { id, sent }
}

function withReference(url: string, id: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}reference=${id}`
}

/** A UUID version 4; `crypto.randomUUID` exists only in secure contexts, and a page from another machine is none. */
export function newReference(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
