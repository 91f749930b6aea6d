import type { Reader, Store, Unit } from './store/index.ts'
import { BusinessClock, type ClockReading, type ClockRow, loadClock, putClock } from './time/index.ts'
import { type OfTrace, type Outbox, Rx, Tx } from './tx.ts'

/** Reads and units of work with the business time: the clock is read once per batch, and set only here. */
export class Units {
  readonly #clock = new BusinessClock()
  #clockOfBatch: { batch: number; row: ClockRow } | undefined
  #lastClock: ClockRow | undefined
  #mending = false

  constructor(
    readonly store: Store,
    readonly outbox: Outbox,
  ) {}

  transact<Result>(work: (tx: Tx) => Promise<Result> | Result, of?: OfTrace): Promise<Result> {
    return this.store.transact((unit) => {
      const tx = this.#txOfBatch(unit, of)
      return tx ? work(tx) : this.#firstOfBatch(unit, of).then(work)
    })
  }

  read<Result>(work: (rx: Rx) => Promise<Result> | Result): Promise<Result> {
    return this.store.read(async (reader) => work(await this.reading(reader)))
  }

  async reading(reader: Reader): Promise<Rx> {
    return new Rx(reader, await this.#clock.read(reader))
  }

  /** Units of one batch share one reading of the clock: within a batch no other process can move it. */
  #txOfBatch(unit: Unit, of?: OfTrace): Tx | undefined {
    const known = this.#clockOfBatch
    if (known?.batch !== unit.batch) return undefined
    return new Tx(unit, this.#clock.reading(known.row), this.outbox, of)
  }

  async #firstOfBatch(unit: Unit, of?: OfTrace): Promise<Tx> {
    const row = await loadClock(unit)
    if (this.#clock.wasSetBack(row)) this.#mendSoon()
    this.#lastClock = row
    this.#clockOfBatch = { batch: unit.batch, row }
    return new Tx(unit, this.#clock.reading(row), this.outbox, of)
  }

  /** For a unit that sets the clock itself: others of its batch do not share its reading, because it may be rolled back. */
  async txOver(unit: Unit): Promise<Tx> {
    return new Tx(unit, await this.#clock.read(unit), this.outbox)
  }

  /** In its own unit, because the current one may be rolled back. */
  #mendSoon(): void {
    if (this.#mending) return
    this.#mending = true
    setImmediate(() => {
      this.store
        .transact((unit) => this.#clock.keep(unit))
        // If writing fails, the next unit tries again.
        .catch(() => {})
        .finally(() => {
          this.#mending = false
        })
    })
  }

  /** The only way to set the clock. */
  async setClock(unit: Unit, set: (unit: Unit) => Promise<void>): Promise<void> {
    await set(unit)
    this.#clock.forget()
    this.#clockOfBatch = undefined
    const row = await loadClock(unit)
    unit.afterCommit(() => {
      this.#lastClock = row
    })
  }

  /** Sets the clock, in its own unit, to what `to` makes of the present reading. */
  moveClock(to: (present: ClockReading) => ClockReading): Promise<void> {
    return this.store.transact((unit) =>
      this.setClock(unit, async (of) => {
        const { mode, now } = to(await this.#clock.read(of))
        await putClock(of, mode, now)
      }),
    )
  }

  clock(): Promise<ClockReading> {
    return this.store.read((reader) => this.#clock.read(reader))
  }

  /** Stores how far a running clock has come. */
  keepClock(unit: Unit): Promise<void> {
    return this.#clock.keep(unit)
  }

  /** A running clock does not begin before the last event. */
  clockReaches(unit: Unit, at: number): Promise<void> {
    return this.#clock.reach(unit, at)
  }

  /** The time that this process knows, without a query. */
  get now(): number {
    return this.#lastClock ? this.#clock.reading(this.#lastClock).now : Date.now()
  }
}
