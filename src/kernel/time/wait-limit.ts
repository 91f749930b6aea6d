import { BusyError } from '../errors.ts'

/**
 * How long a call waits for other work, in real milliseconds. By default an app has ten seconds to answer a delivery, so a
 * call gives up only if many apps hang.
 */
export const longestWaitMs = 60_000

/** How long a caller waits. */
export interface WaitOptions {
  /** Aborted when the caller has gone. */
  signal?: AbortSignal | undefined
  /** {@link longestWaitMs} by default. */
  limitMs?: number | undefined
}

/** Describes what the call waits for: a sentence and its data. */
export type WhatFor = () => Promise<{ sentence: string; data?: Record<string, unknown> }>

/** The wait limit of one call: all its waits share it, and end when the caller has gone. */
export class WaitLimit {
  readonly signal: AbortSignal | undefined
  readonly #forMs: number
  readonly #end: number

  constructor({ signal, limitMs = longestWaitMs }: WaitOptions = {}) {
    this.signal = signal
    this.#forMs = limitMs
    this.#end = performance.now() + limitMs
  }

  /** @throws BusyError if the caller has gone */
  throwIfAborted(): void {
    if (this.signal?.aborted) throw BusyError.nobodyWaits()
  }

  /** @throws BusyError if the caller has gone, or the limit is reached */
  async check(whatFor: WhatFor): Promise<void> {
    if (this.signal?.aborted || performance.now() >= this.#end) throw await this.#over(whatFor)
  }

  /**
   * Awaits `work` up to the limit. Rejects as `work` does.
   *
   * @throws BusyError
   */
  async wait(work: Promise<unknown>, whatFor: WhatFor): Promise<void> {
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
