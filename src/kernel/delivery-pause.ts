import type { KernelCore } from './core.ts'
import { messageOf } from './errors.ts'
import { isHeld, releaseLease, renewMilliseconds, takeLease } from './lease.ts'
import type { Rx, Tx } from './tx.ts'
import type { WaitLimit, WhatFor } from './wait-limit.ts'

const leaseName = 'stillness'
/** How often to look whether what other processes have on their way has arrived, in real milliseconds. */
const lookMs = 50

/** Holds the deliveries of all processes on a file back, so that a world can be kept or replaced between two of them. */
export class DeliveryPause {
  readonly #kernel: Pick<KernelCore, 'store' | 'waitFor' | 'logger'>
  readonly #holder: string

  constructor(kernel: Pick<KernelCore, 'store' | 'waitFor' | 'logger'>, holder: string) {
    this.#kernel = kernel
    this.#holder = holder
  }

  /** Whether another process holds deliveries back; asked in the unit that would claim them. */
  async isHeldElsewhere(tx: Tx): Promise<boolean> {
    return !this.#kernel.store.private && (await isHeld(tx, leaseName))
  }

  /**
   * Does something while no process has a delivery on its way. A process that dies meanwhile holds the others' back for
   * the time of a lease.
   *
   * @param anyAttempting whether any delivery is on its way, from whichever process
   * @throws BusyError
   */
  async run(
    work: () => Promise<void>,
    {
      anyAttempting,
      limit,
      whatFor,
    }: { anyAttempting: (rx: Rx) => Promise<boolean>; limit: WaitLimit; whatFor: WhatFor },
  ): Promise<void> {
    const { store } = this.#kernel
    if (store.private) return work()
    try {
      let taken = Number.NEGATIVE_INFINITY
      for (;;) {
        if (performance.now() - taken >= renewMilliseconds) {
          const mine = await store.transact((unit) => takeLease(unit, leaseName, this.#holder))
          if (mine) taken = performance.now()
        }
        const still = async (rx: Rx) => ((await anyAttempting(rx)) ? undefined : true)
        const held = Number.isFinite(taken)
        if (held && (await this.#kernel.waitFor(still, lookMs, limit.signal))) break
        await limit.check(whatFor)
        if (!held) await new Promise((waited) => setTimeout(waited, lookMs))
      }
      await work()
    } finally {
      await store
        .transact((unit) => releaseLease(unit, leaseName, this.#holder))
        // It runs out by itself, and what went wrong before is the reason.
        .catch((error) => this.#kernel.logger.warn({ error: messageOf(error) }, 'a lease was not given back'))
    }
  }
}
