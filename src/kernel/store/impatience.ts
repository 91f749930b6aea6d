import { StoreError } from '../errors.ts'

/**
 * Waits for units, or for reads, and fails the one under way when a turn of the event loop has passed: it awaits
 * nothing but its own queries. One look at the next turn serves all the units of a batch.
 */
export class Impatience {
  #nextTurn: NodeJS.Immediate | undefined
  #fail: (error: StoreError) => void = () => {}

  wait<Result>(work: Promise<Result> | Result): Promise<Result> | Result {
    if (!(work instanceof Promise)) return work
    this.#nextTurn ??= setImmediate(() => this.#turned())
    // Not Promise.race, which costs more than some units do.
    return new Promise((resolve, reject) => {
      this.#fail = reject
      work.then(resolve, reject)
    })
  }

  #turned() {
    this.#nextTurn = undefined
    this.#fail(
      new StoreError(
        'unit-waited',
        'A unit of work waited for something other than its own queries. Do that before or after the unit.',
      ),
    )
  }

  end() {
    clearImmediate(this.#nextTurn)
  }
}
