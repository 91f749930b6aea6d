import type { EventKind } from '../events/index.ts'
import type { CallbackTarget } from './faults-of-deliveries.ts'
import type { Json } from './json.ts'
import type { DeliveryMode } from './tables.ts'
import type { KernelEvent, Tx } from './tx.ts'

export interface Delivery<Kind extends EventKind = EventKind, Planned extends Json = Json> {
  id: number
  event: KernelEvent<Kind>
  /** What `plan` prepared. */
  data: Planned
  /** 1 at the first attempt. */
  attempt: number
}

export interface DeliveryResult {
  ok: boolean
  /** Kept with the delivery, for its log. Holds no secret. */
  detail?: Json
}

/** Somebody who is told of events of these kinds after they are committed, with what `plan` prepared of each. */
export interface Subscription<Kind extends EventKind = EventKind, Planned extends Json = Json> {
  /** Unique, such as `momo.callback`. */
  name: string
  to: readonly Kind[]
  mode: DeliveryMode
  /** Runs inside the unit that emits: decides whether to deliver, when, and with which data. Undefined means not wanted. */
  plan(tx: Tx, event: KernelEvent<Kind>): Promise<Plan<Planned> | undefined> | Plan<Planned> | undefined
  /** Where an attempt goes, from what `plan` prepared; with it, faults at the point `callback` reach the deliveries. */
  target?(data: Planned): CallbackTarget
  /** Runs after the commit, outside any unit. What it throws counts as `ok: false`. */
  attempt(delivery: Delivery<Kind, Planned>): Promise<DeliveryResult>
  /** Milliseconds to wait after a failed attempt of an at-least-once delivery, or undefined to give up. */
  retry?(attempt: number): number | undefined
}

export interface Plan<Planned extends Json = Json> {
  data?: Planned
  /** Deliveries of one lane leave one at a time, in order; one that has to be tried again lets the others pass. */
  lane?: string
  /** Business time; at once where absent. */
  dueAt?: number
}

/** Five attempts in all: after 1, 5, 30 and 120 seconds of business time. */
export function defaultRetry(attempt: number): number | undefined {
  const seconds = [1, 5, 30, 120][attempt - 1]
  return seconds === undefined ? undefined : seconds * 1000
}
