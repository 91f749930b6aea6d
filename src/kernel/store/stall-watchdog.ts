import type { StoreError } from '../errors.ts'
import { unitWaited } from './refusals.ts'

/**
 * Awaits units or reads, and fails the current one if it waits for something other than its own queries. The promises of
 * queries settle in microtasks, so a unit that is not done when the microtasks are is stalled. Node runs `nextTick` then,
 * before any timer or input: no other caller runs while a unit is at work.
 */
export class StallWatchdog {
  #armed = false
  #ended = false
  #fail: (error: StoreError) => void = () => {}

  wait<Result>(work: Promise<Result> | Result): Promise<Result> | Result {
    if (!(work instanceof Promise)) return work
    if (!this.#armed) {
      this.#armed = true
      // From a microtask, because a tick that a timer or input asks for runs before the microtasks.
      queueMicrotask(() => process.nextTick(() => this.#stalled()))
    }
    // Promise.race costs more than some units.
    return new Promise((resolve, reject) => {
      this.#fail = reject
      work.then(resolve, reject)
    })
  }

  #stalled() {
    this.#armed = false
    if (this.#ended) return
    this.#fail(unitWaited())
  }

  end() {
    this.#ended = true
  }
}
