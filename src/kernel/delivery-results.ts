import type { KernelCore } from './core.ts'
import type { Tx } from './tx.ts'

/** As many results as one unit waits for. */
const mostAwaited = 32
/** The longest that a result waits for others, in real milliseconds. */
const longestWait = 3

/** Writes what came of deliveries: those that are answered soon after each other share one unit, and so one commit. */
export class DeliveryResults {
  readonly #kernel: Pick<KernelCore, 'transact'>
  /** How many deliveries are on their way, with those whose result is here. */
  readonly #underWay: () => number
  #works: Array<(tx: Tx) => Promise<void>> = []
  #unit: Promise<void> | undefined
  #begin = () => {}

  constructor(kernel: Pick<KernelCore, 'transact'>, underWay: () => number = () => 0) {
    this.#kernel = kernel
    this.#underWay = underWay
  }

  /** Rejects where the unit failed: then nothing of it was written. */
  write(work: (tx: Tx) => Promise<void>): Promise<void> {
    this.#works.push(work)
    this.#unit ??= this.#together()
    const { length } = this.#works
    if (length >= mostAwaited || length >= this.#underWay()) this.#begin()
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
    const unit = this.#kernel.transact(async (tx) => {
      begun()
      for (const work of works) await work(tx)
    })
    // A store that is closed or locked fails the unit before it begins.
    unit.catch(begun)
    return unit
  }

  /** Until nobody is on the way any more whose result could come too, or it has been long enough. */
  #othersMayCome(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longestWait)
      this.#begin = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
