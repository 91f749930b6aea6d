import type { CallbackTarget } from './faults-of-deliveries.ts'
import type { DeliveryMode } from './tables.ts'
import type { Json, KernelEvent, Tx } from './tx.ts'

export interface Delivery {
  id: number
  event: KernelEvent
  /** What `plan` prepared. */
  data: Json
  /** 1 at the first attempt. */
  attempt: number
}

export interface DeliveryResult {
  ok: boolean
  /** Kept with the delivery, for its log. Holds no secret. */
  detail?: Json
}

/** Somebody who is told of events after they are committed. */
export interface Subscription {
  /** Unique, such as `momo.callback`. */
  name: string
  to: readonly string[]
  mode: DeliveryMode
  /** Runs inside the unit that emits: decides whether to deliver, when, and with which data. Undefined means not wanted. */
  plan(tx: Tx, event: KernelEvent): Promise<Plan | undefined> | Plan | undefined
  /** Where an attempt goes, from what `plan` prepared; with it, faults at the point `callback` reach the deliveries. */
  target?(data: Json): CallbackTarget
  /** Runs after the commit, outside any unit. What it throws counts as `ok: false`. */
  attempt(delivery: Delivery): Promise<DeliveryResult>
  /** Milliseconds to wait after a failed attempt of an at-least-once delivery, or undefined to give up. */
  retry?(attempt: number): number | undefined
}

export interface Plan {
  data?: Json
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
