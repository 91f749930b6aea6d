import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import pino, { type Logger } from 'pino'
import type { EventKind } from '../events/index.ts'
import type { ClockReading } from './clock.ts'
import { ClockMoves } from './clock-moves.ts'
import { Deadlines } from './deadlines.ts'
import { Deliveries, type Subscription } from './deliveries.ts'
import { Faults } from './faults.ts'
import { type Identity, openIdentity } from './identity.ts'
import type { Json } from './json.ts'
import { Patience, type Waiting } from './patience.ts'
import { type Randomness, seededRandomness, systemRandomness } from './random.ts'
import { Retention } from './retention.ts'
import { ownTables } from './retention-tables.ts'
import { safeLogger } from './safe-logger.ts'
import { Scheduler } from './scheduler.ts'
import type { Migration } from './store/migrate.ts'
import type { SnapshotView } from './store/snapshot-store.ts'
import { SqliteStore } from './store/sqlite-store.ts'
import type { Reader, Unit } from './store/store.ts'
import { kernelMigrations } from './tables.ts'
import { Rx, type Tx } from './tx.ts'
import { Units } from './units.ts'
import { Worlds } from './worlds.ts'

export interface KernelOptions {
  /** A path, `:memory:`, or the bytes of a serialized store. */
  file?: string | Buffer
  /** The rooms' tables, in a fixed order, after the kernel's own. */
  migrations?: readonly Migration[]
  /** Makes ids and codes replay. */
  seed?: string | undefined
  /** How many milliseconds of the business clock what happened is kept, the ledger aside; all where absent. */
  keep?: number | undefined
  logger?: Logger | undefined
}

/** Where the clock of a new store stands when it is frozen and nobody says where. */
export const frozenStart = Date.parse('2026-01-05T09:00:00.000Z')

const silent = pino({ level: 'silent' })

/** What every room stands on: the store, the clock, chance, deadlines, deliveries. */
export class Kernel {
  readonly logger: Logger
  readonly random: Randomness
  readonly deadlines = new Deadlines()
  readonly faults = new Faults()
  readonly retention: Retention
  readonly #deliveries = new Deliveries(this.faults)
  readonly #scheduler: Scheduler
  readonly #units: Units
  readonly #moves: ClockMoves
  readonly #worlds: Worlds
  readonly #key: KeyObject
  readonly #lookupKey: string
  readonly #ending = new AbortController()
  #lastEvent: number

  private constructor(
    readonly store: SqliteStore,
    options: KernelOptions,
    { key, generation, lastEvent }: Identity,
  ) {
    this.#lastEvent = lastEvent
    this.logger = options.logger ? safeLogger(options.logger) : silent
    this.random = options.seed === undefined ? systemRandomness : seededRandomness(options.seed, generation)
    this.#key = createSecretKey(key)
    this.#lookupKey = this.hmac('fingerprint', '')
    setMaxListeners(0, this.#ending.signal)
    store.onTrouble((trouble) => {
      const of = { store: store.description }
      if (trouble) this.logger.error({ ...of, error: trouble.message }, 'the data file cannot be used')
      else this.logger.warn(of, 'the data file can be written again')
    })
    this.retention = new Retention(options.keep, this.deadlines, ownTables)
    this.#scheduler = new Scheduler(this, this.deadlines, this.#deliveries)
    this.#units = new Units(store, {
      random: this.random,
      fanOut: (tx, event) => {
        this.#lastEvent = event.id
        return this.#deliveries.fanOut(tx, event)
      },
      due: (at) => this.#scheduler.expect(at),
      scrub: () => this.store.scrub(),
    })
    this.#moves = new ClockMoves(this, this.#units, this.#scheduler)
    this.#worlds = new Worlds(this, {
      units: this.#units,
      moves: this.#moves,
      scheduler: this.#scheduler,
      deliveries: this.#deliveries,
    })
  }

  /** Opens the store. Nothing is fired or delivered before {@link start}. */
  static async open(options: KernelOptions = {}): Promise<Kernel> {
    const store = new SqliteStore({
      file: options.file ?? ':memory:',
      migrations: [...kernelMigrations, ...(options.migrations ?? [])],
    })
    try {
      await store.scrubLeftovers()
      const identity = await store.transact((unit) => openIdentity(unit, options.seed))
      for (const path of store.exposed)
        options.logger?.warn({ path }, 'others may read this file, and another user owns it: chmod it 600')
      const kernel = new Kernel(store, options, identity)
      await store.transact((unit) => kernel.#units.clockReaches(unit, identity.lastEventAt))
      return kernel
    } catch (error) {
      await store.close()
      throw error
    }
  }

  /** Fires deadlines and attempts deliveries from now on, while this process holds the lease. */
  start(): Promise<void> {
    this.#moves.tellFromNow()
    return this.#scheduler.start()
  }

  /** Nothing new is fired or delivered, what is on its way may arrive, and nobody waits any more. */
  async stop(): Promise<void> {
    this.#ending.abort('stopped')
    await this.#scheduler.stop()
  }

  async close(): Promise<void> {
    await this.stop()
    await this.store.close()
  }

  transact<Result>(work: (tx: Tx) => Promise<Result> | Result): Promise<Result> {
    return this.#units.transact(work)
  }

  read<Result>(work: (rx: Rx) => Promise<Result> | Result): Promise<Result> {
    return this.store.read(async (reader) => work(await this.reading(reader)))
  }

  async reading(reader: Reader): Promise<Rx> {
    return new Rx(reader, await this.#units.readClock(reader))
  }

  subscribe<Kind extends EventKind, Planned extends Json>(subscription: Subscription<Kind, Planned>): void {
    this.#deliveries.subscribe(subscription)
  }

  get deliveries(): Pick<Deliveries, 'list' | 'repeat' | 'hasten'> {
    return this.#deliveries
  }

  /**
   * Fills a new data file, once, in one unit; false for a file that was filled before, which stays as it is.
   */
  fillOnce(fill: (tx: Tx) => Promise<void>, clock: ClockReading): Promise<boolean> {
    return this.#worlds.fillOnce(fill, clock)
  }

  /**
   * Empties the store and fills it anew, in one unit: all of it happens or nothing. Ids are never used again, and
   * what is on its way arrives before.
   *
   * @throws BusyError where that takes too long, or nobody waits any more
   */
  refill(fill: (tx: Tx) => Promise<void>, clock: ClockReading, waiting?: Waiting): Promise<void> {
    return this.#worlds.refill(fill, clock, waiting)
  }

  /**
   * Keeps the whole world under a name, outside of itself; one of the same name is replaced. What is due arrives
   * before, so that a restored world does not send it again; what others make meanwhile waits.
   *
   * @throws BusyError where that takes too long, or nobody waits any more
   */
  takeSnapshot(name: string, waiting?: Waiting): Promise<SnapshotView> {
    return this.#worlds.takeSnapshot(name, waiting)
  }

  /**
   * Back to a snapshot, its time included, in one unit. What is on its way arrives before; ids are never used again.
   *
   * @throws NotFoundError
   * @throws BusyError where that takes too long, or nobody waits any more
   */
  restoreSnapshot(name: string, waiting?: Waiting): Promise<ClockReading> {
    return this.#worlds.restoreSnapshot(name, this.#key.export().toString('hex'), waiting)
  }

  /** Throws a snapshot away. @throws NotFoundError */
  removeSnapshot(name: string): Promise<void> {
    return this.#worlds.removeSnapshot(name)
  }

  /**
   * Has a reader of the timeline, which must not throw, read up to the end before a restore takes it away: each restore
   * waits for it, with nothing on its way. Returns how to end that.
   */
  beforeRestores(read: () => Promise<void>): () => void {
    return this.#worlds.beforeRestores(read)
  }

  /** A copy of the whole world, to open a kernel of its own in memory. */
  copy(waiting?: Waiting): Promise<Buffer> {
    return this.#worlds.copy(waiting)
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
      const timer = setTimeout(wake, Math.max(0, end - performance.now()))
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

  /**
   * Waits until everything due now, and what that caused, has been attempted.
   *
   * @throws BusyError where that takes too long, or nobody waits any more
   */
  settle(waiting?: Waiting): Promise<void> {
    return this.#scheduler.settle(new Patience(waiting))
  }

  /** Writes down, in a unit of the store's, how far the clock has come. */
  keepTime(unit: Unit): Promise<void> {
    return this.#units.keepClock(unit)
  }

  clock(): Promise<ClockReading> {
    return this.store.read((reader) => this.#units.readClock(reader))
  }

  /** The time and the last event as this process knows them, for records that may not cost a query. */
  glance(): { now: number; event: number } {
    return { now: this.#units.now, event: this.#lastEvent }
  }

  /** Stops the clock, at `at` where given: a later time is reached step by step, an earlier one at once. */
  freeze(at?: number, waiting?: Waiting): Promise<ClockReading> {
    return this.#moves.freeze(at, waiting)
  }

  run(waiting?: Waiting): Promise<ClockReading> {
    return this.#moves.run(waiting)
  }

  /**
   * Moves the clock, deadline by deadline, and answers when all that fell due has been attempted, and what that caused.
   *
   * @throws BusyError where that takes too long, or nobody waits any more
   */
  advance(milliseconds: number, waiting?: Waiting): Promise<ClockReading> {
    return this.#moves.advance(milliseconds, waiting)
  }
}
