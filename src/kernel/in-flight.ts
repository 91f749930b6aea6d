import type { CallbackFault } from './faults-of-deliveries.ts'
import type { DeliveryMode } from './tables.ts'

/** A delivery that was claimed, with its event. */
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
  /** What is to go wrong with this attempt. */
  fault: CallbackFault | undefined
}

/** How many deliveries of one subscriber may be on their way at once: one that hangs holds up no other. */
const atOnce = 32

/** What this process has on its way: it gives its place back when it is answered, its lane when that is recorded. */
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
