import { StoreError } from '../errors.ts'

/**
 * Awaits units or reads, and fails the current one if it is not done after one turn of the event loop: a unit may await
 * only its own queries. All units of a batch share one check per turn.
 */
export class TurnWatchdog {
  #nextTurn: NodeJS.Immediate | undefined
  #fail: (error: StoreError) => void = () => {}

  wait<Result>(work: Promise<Result> | Result): Promise<Result> | Result {
    if (!(work instanceof Promise)) return work
    this.#nextTurn ??= setImmediate(() => this.#turned())
    // Promise.race costs more than some units.
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
