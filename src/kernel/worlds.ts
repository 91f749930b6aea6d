import { type Deliveries, isHeld, leadership, type Scheduler } from './delivery/index.ts'
import type { Faults } from './faults.ts'
import type { Holds } from './holds.ts'
import { metaOf, readMeta, writeMeta } from './identity.ts'
import type { Retention } from './retention.ts'
import { otherWorld, type SnapshotView, type Store, type Unit } from './store/index.ts'
import { type ClockMoves, type ClockReading, loadClock, putClock, type WaitOptions } from './time/index.ts'
import type { Rx, Tx } from './tx.ts'
import type { Units } from './units.ts'

/** In the table that a snapshot does not replace: the name of the last one taken or restored. */
const inForceKey = 'snapshot'
/** There too: the world that the processes with this store have. */
const worldKey = 'world'

/** What filling and restoring a world needs of the kernel. */
export interface WorldsNeeds {
  store: Pick<Store, 'transact' | 'copy' | 'snapshots' | 'description'>
  units: Pick<Units, 'transact' | 'txOver' | 'setClock' | 'moveClock' | 'clock'>
  moves: Pick<ClockMoves, 'inTurn'>
  scheduler: Pick<Scheduler, 'settle' | 'whileNothingInFlight'>
  deliveries: Pick<Deliveries, 'recover'>
  retention: Pick<Retention, 'begin'>
  faults: Pick<Faults, 'replaced'>
  holds: Pick<Holds, 'end'>
}

/** Fills, copies, saves and restores the whole content of the store, while nothing is in flight. */
export class Worlds {
  readonly #store: WorldsNeeds['store']
  readonly #units: WorldsNeeds['units']
  readonly #moves: WorldsNeeds['moves']
  readonly #scheduler: WorldsNeeds['scheduler']
  readonly #deliveries: WorldsNeeds['deliveries']
  readonly #retention: WorldsNeeds['retention']
  readonly #faults: WorldsNeeds['faults']
  readonly #holds: WorldsNeeds['holds']
  readonly #readers = new Set<() => Promise<void>>()

  constructor({ store, units, moves, scheduler, deliveries, retention, faults, holds }: WorldsNeeds) {
    this.#store = store
    this.#units = units
    this.#moves = moves
    this.#scheduler = scheduler
    this.#deliveries = deliveries
    this.#retention = retention
    this.#faults = faults
    this.#holds = holds
  }

  fillOnce(
    fill: (tx: Tx) => Promise<void>,
    clock: ClockReading,
    world: string | undefined,
  ): Promise<boolean> {
    return this.#store.transact(async (unit) => {
      const meta = await unit.run(readMeta, {})
      const theirs = meta.find(({ key }) => key === worldKey)?.value
      if (world !== undefined && world !== theirs) {
        if (theirs !== undefined && (await isHeld(unit, leadership)))
          throw otherWorld(this.#store.description)
        await unit.change(writeMeta, { key: worldKey, value: world })
      }
      if (meta.some(({ key }) => key === 'filled')) return false
      await unit.change(writeMeta, { key: 'filled', value: '1' })
      await this.#fill(unit, fill, clock)
      return true
    })
  }

  async refill(fill: (tx: Tx) => Promise<void>, clock: ClockReading, waiting?: WaitOptions): Promise<void> {
    const emptied = async () => {
      await this.#store.transact(async (unit) => {
        await unit.empty(['meta', 'leases'])
        this.#faults.replaced(unit)
        const tx = await this.#fill(unit, fill, clock)
        await tx.change(writeMeta, { key: inForceKey, value: '' })
        await tx.emit({ kind: 'world.reset' })
      })
    }
    this.#holds.end()
    await this.#moves.inTurn(waiting, (limit) => this.#scheduler.whileNothingInFlight(emptied, limit))
  }

  beforeRestores(read: () => Promise<void>): () => void {
    this.#readers.add(read)
    return () => void this.#readers.delete(read)
  }

  async removeSnapshot(name: string): Promise<void> {
    await this.#store.snapshots.remove(name)
    await this.#units.transact((tx) => tx.emit({ kind: 'snapshot.removed', data: { name } }))
  }

  takeSnapshot(name: string, waiting?: WaitOptions): Promise<SnapshotView> {
    return this.#whenQuiet(waiting, async () => {
      // Writes the present time to the row, so that a restored clock continues from it.
      await this.#units.moveClock((present) => present)
      const taken = await this.#store.snapshots.put(name)
      await this.#units.transact(async (tx) => {
        await tx.change(writeMeta, { key: inForceKey, value: name })
        await tx.emit({ kind: 'snapshot.taken', data: { name } })
      })
      return taken
    })
  }

  /**
   * @param key the key of the data file, in hex
   * @throws NotFoundError
   */
  async restoreSnapshot(name: string, key: string, waiting?: WaitOptions): Promise<ClockReading> {
    const snapshot = await this.#store.snapshots.open(name, key)
    try {
      this.#holds.end()
      await this.#whenQuiet(waiting, async () => {
        await Promise.all([...this.#readers].map((read) => read()))
        await this.#store.transact(async (unit) => {
          await unit.restore(snapshot)
          this.#faults.replaced(unit)
          await this.#units.setClock(unit, async (of) => {
            const { mode, frozen_at: at } = await loadClock(of)
            await putClock(of, mode, at)
          })
          // The snapshot may contain deliveries that were in flight.
          const tx = await this.#units.txOver(unit)
          await this.#deliveries.recover(tx, '')
          await this.#retention.begin(tx)
          await tx.change(writeMeta, { key: inForceKey, value: name })
          await tx.emit({ kind: 'snapshot.restored', data: { name } })
        })
      })
    } finally {
      snapshot.close()
    }
    return this.#units.clock()
  }

  /** The name of the snapshot that was taken or restored last, also if it was removed since; undefined if there is none. */
  async lastSnapshot(rx: Rx): Promise<string | undefined> {
    return (await rx.first(metaOf, { key: inForceKey }))?.value || undefined
  }

  copy(waiting?: WaitOptions): Promise<Buffer> {
    return this.#whenQuiet(waiting, () => this.#store.copy())
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
    await this.#retention.begin(tx)
    return tx
  }
}
