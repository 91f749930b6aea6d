import type { Deadlines, Mark } from '../time/index.ts'
import type { Rx } from '../tx.ts'
import type { Deliveries } from './deliveries.ts'

/** All that falls due: the deadlines and the deliveries. */
export class DueWork {
  readonly deadlines: Deadlines
  readonly deliveries: Deliveries

  constructor(deadlines: Deadlines, deliveries: Deliveries) {
    this.deadlines = deadlines
    this.deliveries = deliveries
  }

  /** The earliest time after now at which a deadline or a delivery falls due; infinity if none does. */
  async next(rx: Rx): Promise<number> {
    return Math.min(await this.deadlines.next(rx), await this.deliveries.next(rx))
  }

  /** A mark for a wait that begins now; undefined if nothing is due and nothing is in flight but what is held. */
  async mark(rx: Rx, held: ReadonlySet<number>): Promise<Mark | undefined> {
    if (await this.#isIdle(rx, held)) return undefined
    const [delivery, deadline] = [await this.deliveries.lastId(rx), await this.deadlines.lastId(rx)]
    return { now: rx.now, delivery, deadline }
  }

  /** Whether anything up to the mark is due or in flight and not held. */
  async anyOf(rx: Rx, mark: Mark, held: ReadonlySet<number>): Promise<boolean> {
    return (await this.deliveries.anyOf(rx, mark, held)) || this.deadlines.anyOf(rx, mark)
  }

  async #isIdle(rx: Rx, held: ReadonlySet<number>): Promise<boolean> {
    if (await this.deliveries.anyDue(rx)) return false
    if ((await this.deadlines.due(rx)).length > 0) return false
    return !(await this.deliveries.anyAttempting(rx, held))
  }
}
