import type { DeliveryMode } from '../tables.ts'
import type { CallbackFault } from './faults-of-deliveries.ts'

/** A claimed delivery, with its event. */
export interface Claimed {
  id: number
  attempts: number
  data: string
  lane: string | null
  mode: DeliveryMode
  subscriber: string
  event_id: number
  kind: string
  phone: string | null
  at: number
  event_data: string
  /** Of the event. */
  trace: string | null
  /** The fault to inject into this attempt. */
  fault: CallbackFault | undefined
}

/** The most deliveries of one subscriber in flight: a subscriber that hangs does not block others. */
const atOnce = 32

/** The deliveries that this process has in flight. The slot is free after the answer, the lane after the commit. */
export class InFlight {
  readonly #rows = new Set<Claimed>()
  readonly #used = new Map<string, number>()

  freeSlots(subscriber: string): number {
    return atOnce - (this.#used.get(subscriber) ?? 0)
  }

  lanes(): Set<string | null> {
    return new Set([...this.#rows].map(({ lane }) => lane))
  }

  started(row: Claimed): void {
    this.#rows.add(row)
    this.#used.set(row.subscriber, (this.#used.get(row.subscriber) ?? 0) + 1)
  }

  answered({ subscriber }: Claimed): void {
    this.#used.set(subscriber, (this.#used.get(subscriber) ?? 1) - 1)
  }

  recorded(row: Claimed): void {
    this.#rows.delete(row)
  }
}
