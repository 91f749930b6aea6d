import type { Json } from '../json.ts'
import type { DeliveryMode } from '../tables.ts'
import type { KernelEvent } from '../tx.ts'
import type { CallbackFault } from './faults-of-deliveries.ts'

/** A claimed delivery, with its event. */
export interface Claimed {
  id: number
  /** With the one that it is claimed for. */
  attempts: number
  /** What `plan` prepared. */
  data: Json
  lane: string | null
  mode: DeliveryMode
  subscriber: string
  event: KernelEvent
  /** The fault to inject into this attempt. */
  fault: CallbackFault | undefined
}

/** The most deliveries of one subscriber in flight: a subscriber that hangs does not block others. */
const atOnce = 128

/** The deliveries that this process has in flight. The slot is free after the answer, the lane after the commit. */
export class InFlight {
  readonly #rows = new Set<Claimed>()
  readonly #used = new Map<string, number>()
  /** The slots of what the units of one batch have claimed; it is in flight once they have committed. */
  #reserved = { batch: 0, slots: new Map<string, number>() }

  /** @param batch of the unit that asks */
  freeSlots(subscriber: string, batch: number): number {
    const reserved = this.#reservedIn(batch).get(subscriber) ?? 0
    return atOnce - (this.#used.get(subscriber) ?? 0) - reserved
  }

  /** For a delivery that a unit has claimed and may not commit. */
  reserveSlot(subscriber: string, batch: number): void {
    const slots = this.#reservedIn(batch)
    slots.set(subscriber, (slots.get(subscriber) ?? 0) + 1)
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

  /** Those of an earlier batch are in flight by now, or were rolled back. */
  #reservedIn(batch: number): Map<string, number> {
    if (this.#reserved.batch !== batch) this.#reserved = { batch, slots: new Map() }
    return this.#reserved.slots
  }
}
