import type { EventKind } from '../../events/index.ts'
import type { Json } from '../json.ts'
import type { DeliveryMode } from '../tables.ts'
import type { KernelEvent, Tx } from '../tx.ts'
import type { CallbackTarget } from './faults-of-deliveries.ts'

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
  /** Stored with the delivery, for its log. Contains no secret. */
  detail?: Json
}

/** A subscriber to events of these kinds. `plan` prepares each delivery; `attempt` runs after the commit. */
export interface Subscription<Kind extends EventKind = EventKind, Planned extends Json = Json> {
  /** Unique, such as `momo.callback`. */
  name: string
  to: readonly Kind[]
  mode: DeliveryMode
  /** Its deliveries are callbacks to a merchant or an app: `GET /_sim/callbacks` lists them. */
  isCallback?: true
  /** Runs inside the unit that emits: decides when to deliver and with which data. Undefined: no delivery. */
  plan(tx: Tx, event: KernelEvent<Kind>): Promise<Plan<Planned> | undefined> | Plan<Planned> | undefined
  /** The receiver, from the data of `plan`. Without it, faults at the point `callback` do not apply. */
  target?(data: Planned): CallbackTarget
  /** Runs after the commit, outside any unit. An error counts as `ok: false`. */
  attempt(delivery: Delivery<Kind, Planned>): Promise<DeliveryResult>
  /** Milliseconds to wait after a failed attempt of an at-least-once delivery, or undefined to give up. */
  retry?(attempt: number): number | undefined
}

export interface Plan<Planned extends Json = Json> {
  data?: Planned
  /** Deliveries of one lane are sent one at a time, in order; one that waits for its next attempt does not block them. */
  lane?: string
  /** Business time; now by default. */
  dueAt?: number
}

/** Five attempts in all: after 1, 5, 30 and 120 seconds of business time. */
export function defaultRetry(attempt: number): number | undefined {
  const seconds = [1, 5, 30, 120][attempt - 1]
  return seconds === undefined ? undefined : seconds * 1000
}
