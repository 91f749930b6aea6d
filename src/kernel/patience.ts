import { BusyError } from './errors.ts'

/**
 * How long a call waits for others' work, in real milliseconds. By default an app has ten seconds to answer a delivery,
 * so that it takes a crowd of apps that hang to make a call give up.
 */
export const longestPatienceMs = 60_000

/** How a caller waits. */
export interface Waiting {
  /** Fires when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined
  /** {@link longestPatienceMs} where absent. */
  patienceMs?: number | undefined
}

/** Says what is waited for: one sentence, and the data of it. */
export type WhatFor = () => Promise<{ sentence: string; data?: Record<string, unknown> }>

/** The patience of one call: all its waits share one bound, and end when the caller has gone. */
export class Patience {
  readonly signal: AbortSignal | undefined
  readonly #forMs: number
  readonly #end: number

  constructor({ signal, patienceMs = longestPatienceMs }: Waiting = {}) {
    this.signal = signal
    this.#forMs = patienceMs
    this.#end = performance.now() + patienceMs
  }

  /** @throws BusyError where nobody waits any more */
  mustBeAwaited(): void {
    if (this.signal?.aborted) throw BusyError.nobodyWaits()
  }

  /** @throws BusyError where nobody waits any more, or it has been long enough */
  async check(whatFor: WhatFor): Promise<void> {
    if (this.signal?.aborted || performance.now() >= this.#end) throw await this.#over(whatFor)
  }

  /**
   * Waits for something that may take longer than the caller does. What it rejects with is passed on.
   *
   * @throws BusyError
   */
  async of(work: Promise<unknown>, whatFor: WhatFor): Promise<void> {
    let wake = () => {}
    const over = new Promise<'over'>((resolve) => {
      wake = () => resolve('over')
    })
    const timer = setTimeout(wake, Math.max(0, this.#end - performance.now()))
    this.signal?.addEventListener('abort', wake)
    if (this.signal?.aborted) wake()
    try {
      if ((await Promise.race([work.then(() => 'done'), over])) === 'over') throw await this.#over(whatFor)
    } finally {
      clearTimeout(timer)
      this.signal?.removeEventListener('abort', wake)
    }
  }

  async #over(whatFor: WhatFor): Promise<BusyError> {
    if (this.signal?.aborted) return BusyError.nobodyWaits()
    const { sentence, data } = await whatFor()
    return BusyError.waitedTooLong(`Gave up after ${this.#forMs / 1000} s: ${sentence}`, data)
  }
}
