import { useSyncExternalStore } from 'react'
import type { Exchange } from '../../../web/parts.ts'
import type { MomoCaller, OrderKind } from './momo.ts'

/** An order that this page has sent. */
export interface Order {
  id: string
  kind: OrderKind
  caller: MomoCaller
  phone: string
  words: string
  sent: Exchange
  /** The status answers that differ from the previous one, in order. */
  seen: Array<{ at: string; status: string; exchange: Exchange }>
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

export function noteStatus(id: string, step: Order['seen'][number]): void {
  change(orders.map((each) => (each.id === id ? { ...each, seen: [...each.seen, step] } : each)))
}

export function lastStatus({ seen }: Order): string | undefined {
  return seen.at(-1)?.status
}

export function isFinal(order: Order): boolean {
  return ['SUCCESSFUL', 'FAILED'].includes(lastStatus(order) ?? '')
}
