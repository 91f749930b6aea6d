import { type ClockRow, loadClock, readingOf } from './clock.ts'
import type { SqliteStore } from './store/sqlite-store.ts'
import type { Unit } from './store/store.ts'
import { type Outbox, Tx } from './tx.ts'

/** Units of work with the time in them: the clock is read once for each batch, and set here only. */
export class Units {
  #clockOfBatch: { batch: number; row: ClockRow } | undefined
  #lastClock: ClockRow | undefined

  constructor(
    readonly store: SqliteStore,
    readonly outbox: Outbox,
  ) {}

  transact<Result>(work: (tx: Tx) => Promise<Result> | Result): Promise<Result> {
    return this.store.transact((unit) => {
      const tx = this.#txOfBatch(unit)
      return tx ? work(tx) : this.txOver(unit).then(work)
    })
  }

  /** Units of one batch read the clock once: between them only this process could have moved it. */
  #txOfBatch(unit: Unit): Tx | undefined {
    const known = this.#clockOfBatch
    return known?.batch === this.store.batch ? new Tx(unit, readingOf(known.row), this.outbox) : undefined
  }

  async txOver(unit: Unit): Promise<Tx> {
    const row = await loadClock(unit)
    this.#lastClock = row
    this.#clockOfBatch = { batch: this.store.batch, row }
    return new Tx(unit, readingOf(row), this.outbox)
  }

  /** The only way to set the clock. */
  async setClock(unit: Unit, set: (unit: Unit) => Promise<void>): Promise<void> {
    await set(unit)
    this.#clockOfBatch = undefined
    this.#lastClock = await loadClock(unit)
  }

  /** As {@link setClock}, in a unit of its own. */
  clockUnit(set: (unit: Unit) => Promise<void>): Promise<void> {
    return this.store.transact((unit) => this.setClock(unit, set))
  }

  /** The time as this process knows it, without a query. */
  get now(): number {
    return this.#lastClock ? readingOf(this.#lastClock).now : Date.now()
  }
}
