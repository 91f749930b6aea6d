import { createSecretKey, hash, type KeyObject } from 'node:crypto'
import type { EventKind } from '../events/index.ts'
import { Deliveries, Due, DueWork, Scheduler, type Subscription } from './delivery/index.ts'
import { Faults } from './faults.ts'
import { hmacSha256 } from './hmac.ts'
import { Holds } from './holds.ts'
import { type Identity, openIdentity } from './identity.ts'
import type { Json } from './json.ts'
import { type Logger, silentLogger } from './logger.ts'
import { type Randomness, seededRandomness, systemRandomness } from './random.ts'
import { Retention } from './retention.ts'
import { ownTables } from './retention-tables.ts'
import { safeLogger } from './safe-logger.ts'
import {
  type DbSchema,
  lookAt,
  openStore,
  type SnapshotView,
  type Store,
  schemaVersion,
  united,
} from './store/index.ts'
import { kernelDbSchema } from './tables.ts'
import { ClockMoves, type ClockReading, Deadlines, WaitLimit, type WaitOptions } from './time/index.ts'
import { traceIds } from './trace-ids.ts'
import type { OfTrace, Rx, Tx } from './tx.ts'
import { Units } from './units.ts'
import { Waits } from './waits.ts'
import { Worlds } from './worlds.ts'

export interface KernelOptions {
  /** A path, `:memory:`, a connection string of PostgreSQL, or the bytes of a serialized store. */
  file?: string | Buffer
  /** What the rooms have in the database. */
  dbSchemas?: readonly DbSchema[]
  /** Makes ids and codes repeatable. */
  seed?: string | undefined
  /** How many business milliseconds the past is kept, except the ledger; everything if absent. */
  keep?: number | undefined
  logger?: Logger | undefined
}

/** The default time of a new, frozen clock. */
export const frozenStart = Date.parse('2026-01-05T09:00:00.000Z')

/** The base of all rooms: the store, the clock, randomness, deadlines, deliveries. */
export class Kernel {
  readonly logger: Logger
  readonly random: Randomness
  readonly deadlines = new Deadlines()
  readonly faults = new Faults()
  readonly holds = new Holds({
    now: () => this.lastKnown().now,
    transact: (work, of) => this.transact(work, of),
  })
  readonly retention: Retention
  /** A short id for all that one cause brings about, such as a merchant's request or a dial. */
  readonly newTrace: () => string
  readonly #deliveries = new Deliveries(this.faults)
  readonly #scheduler: Scheduler
  readonly #units: Units
  readonly #waits: Waits
  readonly #moves: ClockMoves
  readonly #worlds: Worlds
  readonly #key: KeyObject
  readonly #hmac: (text: string) => string
  readonly #lookupKey: string
  readonly #seeded: { seed: string | undefined; generation: number }
  /** Whether the data file had been filled when it was opened. */
  readonly #filled: boolean
  #lastEvent: number

  private constructor(
    readonly store: Store,
    options: KernelOptions,
    { key, generation, filled, lastEvent }: Identity,
  ) {
    this.#filled = filled
    this.#lastEvent = lastEvent
    this.logger = options.logger ? safeLogger(options.logger) : silentLogger
    this.#seeded = { seed: options.seed, generation }
    this.random = this.randomFor('')
    this.newTrace = traceIds(this.randomFor(':trace'))
    this.#key = createSecretKey(key)
    this.#hmac = hmacSha256(key)
    this.#lookupKey = this.hmac('fingerprint', '')
    store.onTrouble((trouble) => {
      const of = { store: store.description }
      if (trouble) this.logger.error({ ...of, error: trouble.message }, 'the data file cannot be used')
      else this.logger.warn(of, 'the data file can be written again')
    })
    store.onCommit(({ own }) => {
      if (!own) this.faults.forget()
    })
    this.retention = new Retention(options.keep, this.deadlines, ownTables)
    const due = new Due()
    this.#units = new Units(store, {
      random: this.random,
      newTrace: () => this.newTrace(),
      fanOut: (tx, event) => {
        tx.afterCommit(() => {
          this.#lastEvent = event.id
        })
        return this.#deliveries.fanOut(tx, event)
      },
      due: (hint) => due.committed(hint),
    })
    this.#waits = new Waits(
      (listener) => store.onCommit(listener),
      (work) => this.#units.read(work),
    )
    this.#scheduler = new Scheduler({
      due,
      work: new DueWork(this.deadlines, this.#deliveries),
      store,
      read: (work) => this.#units.read(work),
      transact: (work, of) => this.#units.transact(work, of),
      waitFor: (look, waitMs, signal) => this.#waits.waitFor(look, waitMs, signal),
      keepTime: (unit) => this.#units.keepClock(unit),
      begin: (tx) => this.retention.begin(tx),
      holds: this.holds,
      logger: this.logger,
    })
    this.#moves = new ClockMoves(this.#units, this.#scheduler)
    this.#worlds = new Worlds({
      store,
      units: this.#units,
      moves: this.#moves,
      scheduler: this.#scheduler,
      deliveries: this.#deliveries,
      retention: this.retention,
      faults: this.faults,
      holds: this.holds,
    })
  }

  /**
   * Looks at a data file or a database, and changes nothing.
   *
   * @returns the version of its schema, undefined where there is none yet, and the newest that this payersim has
   * @throws StoreError for one that cannot be used
   */
  static async look(
    data: string,
    dbSchemas: readonly DbSchema[],
  ): Promise<{ version: number | undefined; newest: number }> {
    const schema = united([kernelDbSchema, ...dbSchemas])
    return { version: await lookAt(data, schema), newest: schemaVersion(schema) }
  }

  /** Opens the store. No deadline fires and no delivery is sent before {@link start}. */
  static async open(options: KernelOptions = {}): Promise<Kernel> {
    const store = await openStore({
      file: options.file ?? ':memory:',
      schema: united([kernelDbSchema, ...(options.dbSchemas ?? [])]),
    })
    try {
      const kernel = await store.transact(async (unit) => {
        const identity = await openIdentity(unit, options.seed)
        const opened = new Kernel(store, options, identity)
        await opened.#units.clockReaches(unit, identity.lastEventAt)
        return opened
      })
      for (const path of store.exposed)
        options.logger?.warn({ path }, 'others may read this file, and another user owns it: chmod it 600')
      return kernel
    } catch (error) {
      await store.close()
      throw error
    }
  }

  /** A source under the same seed whose values do not depend on what others draw. */
  randomFor(purpose: string): Randomness {
    const { seed, generation } = this.#seeded
    return seed === undefined ? systemRandomness : seededRandomness(seed + purpose, generation)
  }

  /** From now on fires deadlines and attempts deliveries, while this process holds the lease. */
  start(): Promise<void> {
    this.#moves.emitFromNow()
    return this.#scheduler.start()
  }

  /** Starts no new deadline or delivery, waits for those in flight, and ends all waits. */
  async stop(): Promise<void> {
    this.#waits.end()
    this.holds.end()
    await this.#scheduler.stop()
  }

  /** Aborted when the kernel stops: for answers that go on until then. */
  get stopped(): AbortSignal {
    return this.#waits.ended
  }

  async close(): Promise<void> {
    await this.stop()
    await this.store.close()
  }

  transact<Result>(work: (tx: Tx) => Promise<Result> | Result, of?: OfTrace): Promise<Result> {
    return this.#units.transact(work, of)
  }

  read<Result>(work: (rx: Rx) => Promise<Result> | Result): Promise<Result> {
    return this.#units.read(work)
  }

  subscribe<Kind extends EventKind, Planned extends Json>(subscription: Subscription<Kind, Planned>): void {
    this.#deliveries.subscribe(subscription)
  }

  get deliveries(): Pick<
    Deliveries,
    'callbackSubscribers' | 'list' | 'ofEvents' | 'find' | 'repeat' | 'hasten'
  > {
    return this.#deliveries
  }

  /**
   * Fills a new data file in one unit; false if it was filled before.
   *
   * @param world what this process would fill it with, as a short text, where all processes must have the same
   * @throws StoreError if others run with another world
   */
  async fillOnce(
    fill: (tx: Tx) => Promise<void>,
    clock: ClockReading,
    world?: string | undefined,
  ): Promise<boolean> {
    if (this.#filled && world === undefined) return false
    return this.#worlds.fillOnce(fill, clock, world)
  }

  /**
   * Empties the store and fills it again, in one unit, after the deliveries in flight have arrived. Ids are never used
   * again.
   *
   * @throws BusyError if that takes too long, or the caller has gone
   */
  async refill(fill: (tx: Tx) => Promise<void>, clock: ClockReading, waiting?: WaitOptions): Promise<void> {
    await this.#worlds.refill(fill, clock, waiting)
    this.faults.forget()
  }

  /**
   * Takes a snapshot of the whole store; replaces one of the same name. First sends what is due, so that a restored store
   * does not send it again; new deliveries wait.
   *
   * @throws BusyError if that takes too long, or the caller has gone
   */
  takeSnapshot(name: string, waiting?: WaitOptions): Promise<SnapshotView> {
    return this.#worlds.takeSnapshot(name, waiting)
  }

  /**
   * Restores a snapshot and its time, in one unit, after the deliveries in flight have arrived. Ids are never used again.
   *
   * @throws NotFoundError
   * @throws BusyError if that takes too long, or the caller has gone
   */
  async restoreSnapshot(name: string, waiting?: WaitOptions): Promise<ClockReading> {
    const key = this.#key.export().toString('hex')
    const clock = await this.#worlds.restoreSnapshot(name, key, waiting)
    this.faults.forget()
    return clock
  }

  /** The name of the snapshot that was taken or restored last, also if it was removed since; undefined if there is none. */
  lastSnapshot(rx: Rx): Promise<string | undefined> {
    return this.#worlds.lastSnapshot(rx)
  }

  /** Deletes a snapshot. @throws NotFoundError */
  removeSnapshot(name: string): Promise<void> {
    return this.#worlds.removeSnapshot(name)
  }

  /**
   * Each restore first awaits `read`, with nothing in flight, so that a reader of the timeline can read it to the end. `read`
   * must not throw. Returns how to unsubscribe.
   */
  beforeRestores(read: () => Promise<void>): () => void {
    return this.#worlds.beforeRestores(read)
  }

  /** A copy of the whole store, to open as another kernel in memory. */
  copy(waiting?: WaitOptions): Promise<Buffer> {
    return this.#worlds.copy(waiting)
  }

  /** A hash with the key of this data file; a different `purpose` gives a different hash. */
  hmac(purpose: string, text: string): string {
    return this.#hmac(`${purpose}\0${text}`)
  }

  /** A faster keyed hash for look-ups on busy paths: one digest, where {@link hmac} takes two and an object. */
  fingerprint(purpose: string, text: string): string {
    return hash('sha256', `${this.#lookupKey}\0${purpose}\0${text}`, 'hex')
  }

  /**
   * Waits, in real time, until `look` finds something in the committed state; undefined after `waitMs`, after the signal,
   * or when the kernel stops.
   */
  waitFor<Found>(
    look: (rx: Rx) => Promise<Found | undefined>,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<Found | undefined> {
    return this.#waits.waitFor(look, waitMs, signal)
  }

  /**
   * Waits until everything due now, and what that caused, has been attempted.
   *
   * @throws BusyError if that takes too long, or the caller has gone
   */
  settle(waiting?: WaitOptions): Promise<void> {
    return this.#scheduler.settle(new WaitLimit(waiting))
  }

  clock(): Promise<ClockReading> {
    return this.#units.clock()
  }

  /** The time and the last event that this process knows, without a query. */
  lastKnown(): { now: number; event: number } {
    return { now: this.#units.now, event: this.#lastEvent }
  }

  /** Stops the clock, at `at` if given: moves step by step to a later time, at once to an earlier one. */
  freeze(at?: number, waiting?: WaitOptions): Promise<ClockReading> {
    return this.#moves.freeze(at, waiting)
  }

  run(waiting?: WaitOptions): Promise<ClockReading> {
    return this.#moves.run(waiting)
  }

  /**
   * Moves the clock, deadline by deadline; returns when all that fell due, and what that caused, has been attempted.
   *
   * @throws BusyError if that takes too long, or the caller has gone
   */
  advance(milliseconds: number, waiting?: WaitOptions): Promise<ClockReading> {
    return this.#moves.advance(milliseconds, waiting)
  }
}
