import type { StoreError } from '../../errors.ts'
import { unitWaited } from '../refusals.ts'

/**
 * Awaits one unit or read, and fails it if it waits for something other than its own queries: others would wait for that
 * too. What a query answered is worked on in microtasks, so one that neither ends nor asks again by the next turn is stalled.
 */
export class Attention {
  #underway = 0
  #ended = false
  #fail: (error: StoreError) => void = () => {}

  async wait<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    try {
      const failed = new Promise<never>((_, reject) => {
        this.#fail = reject
      })
      const begun = work()
      this.#look()
      return await Promise.race([begun, failed])
    } finally {
      this.#ended = true
    }
  }

  asks(): void {
    this.#underway += 1
  }

  hears(): void {
    this.#underway -= 1
    this.#look()
  }

  #look(): void {
    if (this.#underway > 0) return
    setImmediate(() => {
      if (this.#ended || this.#underway > 0) return
      this.#fail(unitWaited())
    })
  }
}
