import type { Kernel } from './kernel.ts'
import type { Tx } from './tx.ts'

/** Writes what came of deliveries: those that are answered before the store gets to it share one unit. */
export class DeliveryResults {
  readonly #kernel: Pick<Kernel, 'transact'>
  #works: Array<(tx: Tx) => Promise<void>> = []
  #unit: Promise<void> | undefined

  constructor(kernel: Pick<Kernel, 'transact'>) {
    this.#kernel = kernel
  }

  /** Rejects where the unit failed: then nothing of it was written. */
  write(work: (tx: Tx) => Promise<void>): Promise<void> {
    this.#works.push(work)
    this.#unit ??= this.#together()
    return this.#unit
  }

  #together(): Promise<void> {
    const works = this.#works
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
}
