import { type ClockReading, loadClock, putClock } from './clock.ts'
import type { ClockMoves } from './clock-moves.ts'
import type { KernelCore } from './core.ts'
import type { Deliveries } from './deliveries.ts'
import { readMeta, writeMeta } from './identity.ts'
import type { Scheduler } from './scheduler.ts'
import type { SnapshotView, Unit } from './store/store.ts'
import type { Tx } from './tx.ts'
import type { Units } from './units.ts'
import type { WaitOptions } from './wait-limit.ts'

/** Fills, copies, saves and restores the whole content of the store, while nothing is in flight. */
export class Worlds {
  readonly #kernel: Pick<KernelCore, 'store' | 'retention' | 'clock'>
  readonly #units: Units
  readonly #moves: ClockMoves
  readonly #scheduler: Scheduler
  readonly #deliveries: Deliveries
  readonly #readers = new Set<() => Promise<void>>()

  constructor(
    kernel: Pick<KernelCore, 'store' | 'retention' | 'clock'>,
    {
      units,
      moves,
      scheduler,
      deliveries,
    }: { units: Units; moves: ClockMoves; scheduler: Scheduler; deliveries: Deliveries },
  ) {
    this.#kernel = kernel
    this.#units = units
    this.#moves = moves
    this.#scheduler = scheduler
    this.#deliveries = deliveries
  }

  fillOnce(fill: (tx: Tx) => Promise<void>, clock: ClockReading): Promise<boolean> {
    return this.#kernel.store.transact(async (unit) => {
      const meta = await unit.run(readMeta, {})
      if (meta.some(({ key }) => key === 'filled')) return false
      await unit.change(writeMeta, { key: 'filled', value: '1' })
      await this.#fill(unit, fill, clock)
      return true
    })
  }

  async refill(fill: (tx: Tx) => Promise<void>, clock: ClockReading, waiting?: WaitOptions): Promise<void> {
    const { store } = this.#kernel
    const emptied = async () => {
      await store.transact(async (unit) => {
        await unit.empty(['meta', 'leases'])
        const tx = await this.#fill(unit, fill, clock)
        await tx.emit({ kind: 'world.reset' })
      })
    }
    await this.#moves.inTurn(waiting, (limit) => this.#scheduler.whileNothingInFlight(emptied, limit))
  }

  beforeRestores(read: () => Promise<void>): () => void {
    this.#readers.add(read)
    return () => void this.#readers.delete(read)
  }

  async removeSnapshot(name: string): Promise<void> {
    this.#kernel.store.snapshots.remove(name)
    await this.#units.transact((tx) => tx.emit({ kind: 'snapshot.removed', data: { name } }))
  }

  takeSnapshot(name: string, waiting?: WaitOptions): Promise<SnapshotView> {
    const { store } = this.#kernel
    return this.#whenQuiet(waiting, async () => {
      // Writes the present time to the row, so that a restored clock continues from it.
      await this.#units.clockUnit(async (unit) => {
        const { mode, now } = await this.#units.readClock(unit)
        await putClock(unit, mode, now)
      })
      const taken = await store.snapshots.put(name)
      await this.#units.transact((tx) => tx.emit({ kind: 'snapshot.taken', data: { name } }))
      return taken
    })
  }

  /**
   * @param key the key of the data file, in hex
   * @throws NotFoundError
   */
  async restoreSnapshot(name: string, key: string, waiting?: WaitOptions): Promise<ClockReading> {
    const { store } = this.#kernel
    const snapshot = store.snapshots.open(name, key)
    try {
      await this.#whenQuiet(waiting, async () => {
        await Promise.all([...this.#readers].map((read) => read()))
        await store.transact(async (unit) => {
          await unit.restore(snapshot)
          await this.#units.setClock(unit, async (of) => {
            const { mode, frozen_at: at } = await loadClock(of)
            await putClock(of, mode, at)
          })
          // The snapshot may contain deliveries that were in flight.
          const tx = await this.#units.txOver(unit)
          await this.#deliveries.recover(tx, '')
          await this.#kernel.retention.begin(tx)
          await tx.emit({ kind: 'snapshot.restored', data: { name } })
        })
      })
    } finally {
      snapshot.close()
    }
    return this.#kernel.clock()
  }

  copy(waiting?: WaitOptions): Promise<Buffer> {
    const { store } = this.#kernel
    return this.#whenQuiet(waiting, () => store.copy())
  }

  /**
   * Waits until what is due now has been attempted, then runs `work` with nothing in flight. What falls due meanwhile is
   * sent afterwards.
   */
  async #whenQuiet<Result>(waiting: WaitOptions | undefined, work: () => Promise<Result>): Promise<Result> {
    const results: Result[] = []
    await this.#moves.inTurn(waiting, async (limit) => {
      await this.#scheduler.settle(limit)
      await this.#scheduler.whileNothingInFlight(async () => void results.push(await work()), limit)
    })
    return results[0] as Result
  }

  async #fill(unit: Unit, fill: (tx: Tx) => Promise<void>, { mode, now }: ClockReading): Promise<Tx> {
    await this.#units.setClock(unit, (of) => putClock(of, mode, now))
    const tx = await this.#units.txOver(unit)
    await fill(tx)
    await this.#kernel.retention.begin(tx)
    return tx
  }
}
