import { useSyncExternalStore } from 'react'
import type { Exchange } from '../../../web/parts.ts'
import type { Wish } from './kinds.ts'
import type { MomoCaller } from './momo.ts'

/** An answer to the question how an order stands. */
export interface Look {
  /** MTN's; of a consent, which has none, one of those that scripts expect. */
  status: string
  exchange: Exchange
  /** Of a consent: the token to read the data with. */
  token?: string
}

/** An order that this page has sent. */
export interface Order {
  /** The `X-Reference-Id`, and what its callbacks are known by. */
  id: string
  /** What the API knows it by: the same, or the `auth_req_id` of a consent. */
  reference: string
  wish: Wish
  caller: MomoCaller
  sent: Exchange
  /** The answers whose status differs from that of the previous one, in order. */
  seen: Array<Look & { at: string }>
}

let orders: readonly Order[] = []
const listeners = new Set<() => void>()

function change(next: readonly Order[]): void {
  orders = next
  for (const listener of listeners) listener()
}

/** The orders of this page, newest first. They are kept when another view is opened. */
export function useOrders(): readonly Order[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => orders,
  )
}

export function addOrder(order: Order): void {
  change([order, ...orders])
}

export function noteLook(id: string, look: Order['seen'][number]): void {
  change(orders.map((each) => (each.id === id ? { ...each, seen: [...each.seen, look] } : each)))
}

export function lastStatus({ seen }: Order): string | undefined {
  return seen.at(-1)?.status
}

export function wasAccepted({ sent }: Order): boolean {
  return sent.status >= 200 && sent.status < 300
}

/** It waits for its payer, or for the time to pass. */
export function isOpen(order: Order): boolean {
  return wasAccepted(order) && ['PENDING', 'CREATED'].includes(lastStatus(order) ?? '')
}

const finals = ['SUCCESSFUL', 'FAILED', 'DENIED', 'EXPIRED', 'ENDED']

/** Nothing will change it any more. */
export function isFinal(order: Order): boolean {
  return finals.includes(lastStatus(order) ?? '')
}
