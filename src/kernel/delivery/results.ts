import type { Transact, Tx } from '../tx.ts'

/** The most results in one unit. */
const mostAwaited = 32
/** The longest that a result waits for others, in real milliseconds. */
const longestWait = 3

/** Writes the results of deliveries. Results that come soon after each other share one unit, and so one commit. */
export class DeliveryResults {
  readonly #transact: Transact
  /** How many deliveries are in flight, with those already answered. */
  readonly #inFlight: () => number
  #works: Array<(tx: Tx) => Promise<void>> = []
  #unit: Promise<void> | undefined
  #begin = () => {}

  constructor(transact: Transact, inFlight: () => number = () => 0) {
    this.#transact = transact
    this.#inFlight = inFlight
  }

  /** Rejects if the unit failed: then none of its results was written. */
  write(work: (tx: Tx) => Promise<void>): Promise<void> {
    this.#works.push(work)
    this.#unit ??= this.#together()
    const { length } = this.#works
    if (length >= mostAwaited || length >= this.#inFlight()) this.#begin()
    return this.#unit
  }

  async #together(): Promise<void> {
    const works = this.#works
    await this.#othersMayCome()
    const begun = () => {
      if (this.#works !== works) return
      this.#works = []
      this.#unit = undefined
    }
    const unit = this.#transact(async (tx) => {
      begun()
      for (const work of works) await work(tx)
    })
    // A closed or locked store rejects the unit before it begins.
    unit.catch(begun)
    return unit
  }

  /** Waits until every delivery in flight has its result here, or the longest wait is over. */
  #othersMayCome(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longestWait)
      const begin = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#begin = begin
    })
  }
}
