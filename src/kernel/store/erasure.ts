const nextTurn = () => new Promise<void>((turned) => setImmediate(turned))
const pause = (milliseconds: number, awaited: boolean) =>
  new Promise<void>((over) => {
    const timer = setTimeout(over, milliseconds)
    // When no caller waits, the timer must not keep the process alive.
    if (!awaited) timer.unref()
  })

/** How long callers wait, in total, for another process that blocks the checkpoint, in real milliseconds. */
export const erasureWaitMs = 1_000
/** The interval between attempts while callers wait, and afterwards. */
const retryMs = 5
const lateRetryMs = 50

/**
 * Empties the write-ahead log after an erasure. `secure_delete` overwrites erased data in the file itself, but earlier
 * versions of its pages stay in the log until a truncating checkpoint. Any other connection in use can block that.
 */
export class Erasure {
  /** Empties the log; false if another connection blocks it. */
  readonly #empty: () => boolean
  readonly #waiting: Array<() => void> = []
  #trying = false
  /** The log has been blocked for longer than {@link erasureWaitMs}: callers no longer wait. */
  #late = false
  #ended = false

  constructor(empty: () => boolean) {
    this.#empty = empty
  }

  /**
   * Calls these once the log is empty: at once, if nothing blocks it. After {@link erasureWaitMs}, counted from the first
   * caller that had to wait, it calls all of them anyway, and empties the log soon after the other process lets go.
   */
  before(goOn: ReadonlyArray<() => void>): void {
    this.#waiting.push(...goOn)
    if (this.#late) this.#letGo()
    if (this.#trying) return
    if (this.#empty()) this.#letGo()
    else void this.#try()
  }

  /** Makes a last attempt, and calls all that still wait. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    if (this.#trying) this.#empty()
    this.#letGo()
  }

  async #try(): Promise<void> {
    this.#trying = true
    const begun = performance.now()
    while (!this.#ended) {
      // This process's own reads and batches end within a turn of the event loop.
      await nextTurn()
      if (this.#ended || this.#empty()) break
      this.#late ||= performance.now() - begun > erasureWaitMs
      if (this.#late) this.#letGo()
      await pause(this.#late ? lateRetryMs : retryMs, !this.#late)
    }
    this.#trying = false
    this.#late = false
    this.#letGo()
  }

  #letGo(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
