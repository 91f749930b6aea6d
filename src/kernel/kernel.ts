import { createHmac, hash } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import pino, { type Logger } from 'pino'
import {
  type ClockReading,
  type ClockRow,
  freezeClock,
  loadClock,
  moveClock,
  readClock,
  readingOf,
  runClock,
} from './clock.ts'
import { Deadlines } from './deadlines.ts'
import { Deliveries, type Subscription } from './deliveries.ts'
import { nextDue } from './due.ts'
import { Faults } from './faults.ts'
import { type Randomness, seededRandomness, systemRandomness } from './random.ts'
import { Scheduler } from './scheduler.ts'
import type { Migration } from './store/migrate.ts'
import type { SnapshotView } from './store/snapshot-shelf.ts'
import { SqliteStore } from './store/sqlite-store.ts'
import type { Reader, Unit } from './store/store.ts'
import { type KernelTables, kernelMigrations } from './tables.ts'
import { type Outbox, Rx, Tx } from './tx.ts'

export interface KernelOptions {
  /** A path, `:memory:`, or the bytes of a serialized store. */
  file?: string | Buffer
  /** The rooms' tables, in a fixed order, after the kernel's own. */
  migrations?: readonly Migration[]
  /** Makes ids and codes replay. */
  seed?: string | undefined
  logger?: Logger | undefined
}

/** Where the clock of a new store stands when it is frozen and nobody says where. */
export const frozenStart = Date.parse('2026-01-05T09:00:00.000Z')

/** What every room stands on: the store, the clock, chance, deadlines, deliveries. */
export class Kernel {
  readonly logger: Logger
  readonly random: Randomness
  readonly deadlines = new Deadlines()
  readonly faults = new Faults()
  readonly #deliveries = new Deliveries(this.faults)
  readonly #scheduler: Scheduler
  readonly #outbox: Outbox
  readonly #key: Buffer
  readonly #lookupKey: string
  readonly #ending = new AbortController()
  #clockOfBatch: { batch: number; row: ClockRow } | undefined
  #lastClock: ClockRow | undefined
  #lastEvent: number
  #started = false
  #moving: Promise<unknown> = Promise.resolve()

  private constructor(
    readonly store: SqliteStore,
    options: KernelOptions,
    { key, generation, lastEvent }: { key: Buffer; generation: number; lastEvent: number },
  ) {
    this.#lastEvent = lastEvent
    this.logger = options.logger ?? pino({ level: 'silent' })
    this.random = options.seed === undefined ? systemRandomness : seededRandomness(options.seed, generation)
    this.#key = key
    this.#lookupKey = this.hmac('fingerprint', '')
    setMaxListeners(0, this.#ending.signal)
    this.#scheduler = new Scheduler(this, this.deadlines, this.#deliveries)
    this.#outbox = {
      random: this.random,
      fanOut: (tx, event) => {
        this.#lastEvent = event.id
        return this.#deliveries.fanOut(tx, event)
      },
      due: (at) => this.#scheduler.expect(at),
      scrub: () => this.store.scrub(),
    }
  }

  /** Opens the store. Nothing is fired or delivered before {@link start}. */
  static async open(options: KernelOptions = {}): Promise<Kernel> {
    const store = new SqliteStore({
      file: options.file ?? ':memory:',
      migrations: [...kernelMigrations, ...(options.migrations ?? [])],
    })
    try {
      const identity = await store.transact((unit) => openIdentity(unit, options.seed))
      return new Kernel(store, options, identity)
    } catch (error) {
      await store.close()
      throw error
    }
  }

  /** Fires deadlines and attempts deliveries from now on, while this process holds the lease. */
  start(): Promise<void> {
    this.#started = true
    return this.#scheduler.start()
  }

  /** Nothing new is fired or delivered, what is on its way may arrive, and nobody waits any more. */
  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#scheduler.stop()
  }

  async close(): Promise<void> {
    await this.stop()
    await this.store.close()
  }

  transact<Result>(work: (tx: Tx) => Promise<Result> | Result): Promise<Result> {
    return this.store.transact((unit) => {
      const tx = this.#txOfBatch(unit)
      return tx ? work(tx) : this.#txOver(unit).then(work)
    })
  }

  /** Units of one batch read the clock once: between them only this process could have moved it. */
  #txOfBatch(unit: Unit): Tx | undefined {
    const known = this.#clockOfBatch
    return known?.batch === this.store.batch ? new Tx(unit, readingOf(known.row), this.#outbox) : undefined
  }

  async #txOver(unit: Unit): Promise<Tx> {
    const row = await loadClock(unit)
    this.#lastClock = row
    this.#clockOfBatch = { batch: this.store.batch, row }
    return new Tx(unit, readingOf(row), this.#outbox)
  }

  #clockUnit(set: (unit: Unit) => Promise<void>): Promise<void> {
    return this.store.transact((unit) => this.#setClock(unit, set))
  }

  /** The only way to set the clock. */
  async #setClock(unit: Unit, set: (unit: Unit) => Promise<void>): Promise<void> {
    await set(unit)
    this.#clockOfBatch = undefined
    this.#lastClock = await loadClock(unit)
  }

  read<Result>(work: (rx: Rx) => Promise<Result> | Result): Promise<Result> {
    return this.store.read(async (reader) => work(await this.reading(reader)))
  }

  async reading(reader: Reader): Promise<Rx> {
    return new Rx(reader, await readClock(reader))
  }

  subscribe(subscription: Subscription): void {
    this.#deliveries.subscribe(subscription)
  }

  get deliveries(): Pick<Deliveries, 'list' | 'repeat'> {
    return this.#deliveries
  }

  /**
   * Fills a new data file, once, in one unit; false for a file that was filled before, which stays as it is.
   */
  fillOnce(fill: (tx: Tx) => Promise<void>, clock: ClockReading): Promise<boolean> {
    return this.store.transact(async (unit) => {
      const db = unit.db<KernelTables>()
      if (await db.selectFrom('meta').select('key').where('key', '=', 'filled').executeTakeFirst())
        return false
      await db.insertInto('meta').values({ key: 'filled', value: '1' }).execute()
      await this.#fill(unit, fill, clock)
      return true
    })
  }

  /**
   * Empties the store and fills it anew, in one unit: all of it happens or nothing. Ids are never used again, and
   * what is on its way arrives before.
   */
  async refill(fill: (tx: Tx) => Promise<void>, clock: ClockReading): Promise<void> {
    await this.#move(() =>
      this.#scheduler.inQuiet(() =>
        this.store.transact(async (unit) => {
          this.store.rebuild(['meta', 'leases'])
          await this.#fill(unit, fill, clock)
        }),
      ),
    )
  }

  /**
   * Keeps the whole world under a name, outside of itself; one of the same name is replaced. What is due arrives
   * before, so that a restored world does not send it again.
   */
  takeSnapshot(name: string): Promise<SnapshotView> {
    return this.#whenQuiet(async () => {
      // The row then holds the time, from which a restored clock goes on.
      await this.#clockUnit(async (unit) => moveClock(unit, (await readClock(unit)).now))
      return this.store.outsideBatches(() => this.store.snapshots.put(name))
    })
  }

  /**
   * Back to a snapshot, its time included, in one unit. What is on its way arrives before; ids are never used again.
   *
   * @throws NotFoundError
   */
  async restoreSnapshot(name: string): Promise<ClockReading> {
    const snapshot = this.store.snapshots.open(name, this.#key.toString('hex'))
    try {
      await this.#whenQuiet(() =>
        this.store.transact(async (unit) => {
          this.store.replaceWith(snapshot)
          await this.#setClock(unit, async (of) => moveClock(of, (await loadClock(of)).frozen_at))
          // Of a process that was about to deliver when the snapshot was taken.
          await this.#deliveries.recover(await this.#txOver(unit), '')
        }),
      )
    } finally {
      snapshot.close()
    }
    return this.clock()
  }

  /** A copy of the whole world, to open a kernel of its own in memory. */
  copy(): Promise<Buffer> {
    return this.#whenQuiet(() => this.store.outsideBatches(() => this.store.serialize()))
  }

  /** Does something while nothing is due and nothing is on its way, in whichever process that happens. */
  async #whenQuiet<Result>(work: () => Promise<Result>): Promise<Result> {
    const results: Result[] = []
    await this.#move(async () => {
      while (results.length === 0) {
        await this.settle()
        await this.#scheduler.inQuiet(async () => {
          if (await this.read((rx) => this.#deliveries.anyAttempting(rx))) return
          results.push(await work())
        })
      }
    })
    return results[0] as Result
  }

  async #fill(unit: Unit, fill: (tx: Tx) => Promise<void>, { mode, now }: ClockReading): Promise<void> {
    await this.#setClock(unit, (of) => (mode === 'frozen' ? freezeClock(of, now) : runClock(of, now)))
    await fill(await this.#txOver(unit))
  }

  /** A keyed hash with a key of this data file; `purpose` keeps the uses apart. */
  hmac(purpose: string, text: string): string {
    return createHmac('sha256', this.#key).update(`${purpose}\0${text}`).digest('hex')
  }

  /** A keyed hash for look-ups on busy paths: one digest, where {@link hmac} takes two and an object. */
  fingerprint(purpose: string, text: string): string {
    return hash('sha256', `${this.#lookupKey}\0${purpose}\0${text}`, 'hex')
  }

  /**
   * Waits, in real time, until `look` finds something in committed state; undefined after `waitMs`, or once the
   * signal or the kernel's own end says that nobody waits any more.
   */
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
      const stop = this.store.onCommit(wake)
      for (const each of ends) each.addEventListener('abort', wake)
      const timer = setTimeout(wake, end - performance.now())
      try {
        const found = await this.read(look)
        if (found !== undefined || performance.now() >= end) return found
        await woken
      } finally {
        stop()
        clearTimeout(timer)
        for (const each of ends) each.removeEventListener('abort', wake)
      }
    }
    return undefined
  }

  /** Waits until everything due now, and what that caused, has been attempted. */
  settle(): Promise<void> {
    return this.#scheduler.settle()
  }

  clock(): Promise<ClockReading> {
    return this.store.read(readClock)
  }

  /** The time and the last event as this process knows them, for records that may not cost a query. */
  glance(): { now: number; event: number } {
    return { now: this.#lastClock ? readingOf(this.#lastClock).now : Date.now(), event: this.#lastEvent }
  }

  /** Stops the clock, at `at` where given: a later time is reached step by step, an earlier one at once. */
  freeze(at?: number): Promise<ClockReading> {
    return this.#move(async () => {
      const before = await this.clock()
      await this.#clockUnit(async (unit) => freezeClock(unit, (await readClock(unit)).now))
      const { now } = await this.clock()
      await this.#tellMove(before, { mode: 'frozen', now: at ?? now })
      if (at !== undefined && at > now) await this.#stepTo(at)
      if (at !== undefined && at < now) {
        // What is due now must not wait for the same time to come round again.
        await this.settle()
        await this.#clockUnit((unit) => freezeClock(unit, at))
      }
      this.#scheduler.kick()
    })
  }

  run(): Promise<ClockReading> {
    return this.#move(async () => {
      const before = await this.clock()
      await this.#clockUnit(async (unit) => runClock(unit, (await readClock(unit)).now))
      await this.#tellMove(before, { mode: 'running', now: before.now })
      this.#scheduler.kick()
    })
  }

  /** Moves the clock, deadline by deadline, and answers when all that fell due has been attempted. */
  advance(milliseconds: number): Promise<ClockReading> {
    return this.#move(async () => {
      const before = await this.clock()
      // So many settle by this that what the steps below cost, writing the same time, would be felt.
      if (milliseconds === 0) return this.settle()
      const target = before.now + milliseconds
      await this.#tellMove(before, { mode: before.mode, now: target })
      await this.#stepTo(target)
    })
  }

  /** Said before what falls due on the way, as its cause. Where a clock is set before the start is no move. */
  async #tellMove(from: ClockReading, to: ClockReading): Promise<void> {
    if (!this.#started || (from.mode === to.mode && from.now === to.now)) return
    const iso = (time: number) => new Date(time).toISOString()
    const data = { mode: to.mode, from: iso(from.now), to: iso(to.now) }
    await this.transact((tx) => tx.emit({ kind: 'clock.moved', data }))
  }

  #move(work: () => Promise<void>): Promise<ClockReading> {
    const moved = this.#moving.then(work).then(() => this.clock())
    this.#moving = moved.catch(() => {})
    return moved
  }

  async #stepTo(target: number): Promise<void> {
    for (;;) {
      await this.settle()
      const next = await this.read((rx) => nextDue(rx, this.#scheduler))
      if (next > target) break
      await this.#clockUnit(async (unit) => moveClock(unit, Math.max(next, (await readClock(unit)).now)))
      await this.#scheduler.fireDue()
    }
    await this.#clockUnit(async (unit) => moveClock(unit, Math.max(target, (await readClock(unit)).now)))
    await this.settle()
  }
}

async function openIdentity(
  unit: Unit,
  seed: string | undefined,
): Promise<{ key: Buffer; generation: number; lastEvent: number }> {
  const db = unit.db<KernelTables>()
  const rows = await db.selectFrom('meta').selectAll().execute()
  const meta = new Map(rows.map(({ key, value }) => [key, value]))
  const generation = Number(meta.get('generation') ?? 0) + 1
  const random = seed === undefined ? systemRandomness : seededRandomness(seed, 0)
  const key = meta.get('key') ?? random.hex(64)
  for (const [name, value] of Object.entries({ key, generation: String(generation) })) {
    await db
      .insertInto('meta')
      .values({ key: name, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute()
  }
  const last = await db.selectFrom('events').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return { key: Buffer.from(key, 'hex'), generation, lastEvent: last?.id ?? 0 }
}
