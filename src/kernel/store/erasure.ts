const nextTurn = () => new Promise<void>((turned) => setImmediate(turned))
const pause = (milliseconds: number, awaited: boolean) =>
  new Promise<void>((over) => {
    const timer = setTimeout(over, milliseconds)
    // Where nobody waits any more it keeps no process alive.
    if (!awaited) timer.unref()
  })

/** How long answers wait for another process that is in the way, in all, in real milliseconds. */
export const erasureWaitMs = 1_000
/** How often the log is tried meanwhile, and afterwards. */
const retryMs = 5
const lateRetryMs = 50

/**
 * Empties the write-ahead log after an erasure. `secure_delete` overwrites what is erased in the file itself, but
 * earlier versions of its pages stay in the log until a truncating checkpoint, which no other connection may be in the
 * way of.
 */
export class Erasure {
  /** Empties the log; false where somebody is in the way. */
  readonly #empty: () => boolean
  readonly #waiting: Array<() => void> = []
  #trying = false
  /** Somebody is in the way for longer than anybody waits. */
  #late = false
  #ended = false

  constructor(empty: () => boolean) {
    this.#empty = empty
  }

  /**
   * Lets these go on when the log has been emptied: at once, where nobody is in the way. Where that takes longer than
   * {@link erasureWaitMs}, counted from the first who had to wait, all go on, and the log is emptied soon after the
   * other process lets go.
   */
  before(goOn: ReadonlyArray<() => void>): void {
    this.#waiting.push(...goOn)
    if (this.#late) this.#letGo()
    if (this.#trying) return
    if (this.#empty()) this.#letGo()
    else void this.#try()
  }

  /** One last try; nobody waits any more. */
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
      // What this process does itself ends within a turn of the event loop.
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
