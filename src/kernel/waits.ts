import { setMaxListeners } from 'node:events'
import type { Store } from './store/index.ts'
import type { Read, Rx } from './tx.ts'

/** Waits, in real time, for something to be committed. */
export class Waits {
  readonly #onCommit: Store['onCommit']
  readonly #read: Read
  #made: AbortController | undefined
  #isOver = false

  constructor(onCommit: Store['onCommit'], read: Read) {
    this.#onCommit = onCommit
    this.#read = read
  }

  /** Made when it is first used: in most copies of a world nothing waits. */
  get #ending(): AbortController {
    if (!this.#made) {
      this.#made = new AbortController()
      setMaxListeners(0, this.#made.signal)
      if (this.#isOver) this.#made.abort('stopped')
    }
    return this.#made
  }

  /** Aborted when all waits end. */
  get ended(): AbortSignal {
    return this.#ending.signal
  }

  /** Ends all waits, and those to come. */
  end(): void {
    this.#isOver = true
    this.#made?.abort('stopped')
  }

  /** What `look` finds in the committed state; undefined after `waitMs`, after the signal, or at the end of all waits. */
  async waitFor<Found>(
    look: (rx: Rx) => Promise<Found | undefined>,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<Found | undefined> {
    const end = performance.now() + waitMs
    const ends = signal ? [this.#ending.signal, signal] : [this.#ending.signal]
    while (!ends.some(({ aborted }) => aborted)) {
      let wake = () => {}
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      const stop = this.#onCommit(wake)
      try {
        const found = await this.#read(look)
        const left = end - performance.now()
        if (found !== undefined || left <= 0) return found
        // Made only now: most that is looked for is there at once.
        await wokenOr(ends, left, { woken, wake })
      } finally {
        stop()
      }
    }
    return undefined
  }
}

/** Waits until woken, for so long at most; an abort wakes too. */
async function wokenOr(
  ends: readonly AbortSignal[],
  waitMs: number,
  { woken, wake }: { woken: Promise<void>; wake: () => void },
): Promise<void> {
  if (ends.some(({ aborted }) => aborted)) return
  for (const each of ends) each.addEventListener('abort', wake)
  const timer = setTimeout(wake, waitMs)
  try {
    await woken
  } finally {
    clearTimeout(timer)
    for (const each of ends) each.removeEventListener('abort', wake)
  }
}
