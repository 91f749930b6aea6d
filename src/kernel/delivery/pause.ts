import { messageOf } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { Store } from '../store/index.ts'
import type { WaitLimit, WhatFor } from '../time/index.ts'
import type { Rx, Tx, WaitFor } from '../tx.ts'
import { isHeld, releaseLease, renewMilliseconds, takeLease } from './lease.ts'

const leaseName = 'stillness'
/** How often to check whether the deliveries of other processes have arrived, in real milliseconds. */
const lookMs = 50

/** Pauses the deliveries of all processes on a file, so that its data can be copied or replaced between two deliveries. */
export class DeliveryPause {
  readonly #store: Pick<Store, 'private' | 'transact'>
  readonly #waitFor: WaitFor
  readonly #logger: Logger
  readonly #holder: string
  /** Within a batch no other process can take the lease. */
  #lastSeen: { batch: number; held: boolean } | undefined

  constructor(
    {
      store,
      waitFor,
      logger,
    }: { store: Pick<Store, 'private' | 'transact'>; waitFor: WaitFor; logger: Logger },
    holder: string,
  ) {
    this.#store = store
    this.#waitFor = waitFor
    this.#logger = logger
    this.#holder = holder
  }

  /** Whether a process has paused deliveries; checked in the unit that claims them. */
  async isHeldElsewhere(tx: Tx): Promise<boolean> {
    if (this.#store.private) return false
    const { batch } = tx
    if (this.#lastSeen?.batch !== batch) this.#lastSeen = { batch, held: await isHeld(tx, leaseName) }
    return this.#lastSeen.held
  }

  /**
   * Runs `work` while no process has a delivery in flight. If this process dies meanwhile, deliveries stay paused until the
   * lease expires.
   *
   * @param anyAttempting whether any process has a delivery in flight
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
    if (this.#store.private) return work()
    try {
      let taken = Number.NEGATIVE_INFINITY
      for (;;) {
        if (performance.now() - taken >= renewMilliseconds) {
          const mine = await this.#store.transact((unit) => takeLease(unit, leaseName, this.#holder))
          if (mine) taken = performance.now()
        }
        const still = async (rx: Rx) => ((await anyAttempting(rx)) ? undefined : true)
        const held = Number.isFinite(taken)
        if (held && (await this.#waitFor(still, lookMs, limit.signal))) break
        await limit.check(whatFor)
        if (!held) await new Promise((waited) => setTimeout(waited, lookMs))
      }
      await work()
    } finally {
      await this.#store
        .transact((unit) => releaseLease(unit, leaseName, this.#holder))
        // The lease expires by itself, and an earlier error is the one to report.
        .catch((error) => this.#logger.warn({ error: messageOf(error) }, 'a lease was not given back'))
    }
  }
}
