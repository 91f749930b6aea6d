import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { StoreError } from '../../errors.ts'
import { type DbSchema, schemaVersion } from '../db-schema.ts'
import { isTrouble } from '../disk-trouble.ts'
import { storeClosed, unitInUnit } from '../refusals.ts'
import type { Reader, Store, Unit } from '../store.ts'
import { Attention } from './attention.ts'
import { bytesOfWorld } from './bytes.ts'
import { PostgresDatabase, quotedName, type Session } from './database.ts'
import { Hearing } from './hearing.ts'
import { layOut, layoutOf, mainWorld, newerSchema, registryOf, schemaOf, turnsOf } from './layout.ts'
import { placeOf } from './place.ts'
import { Scope } from './scope.ts'
import { PostgresSnapshots } from './snapshots.ts'
import { PostgresUnit } from './unit.ts'

/** A batch ends at this many units or milliseconds: one commit serves many units, but no other node waits long. */
const batchUnits = 64
const batchMilliseconds = 250
const gatherTurns = 4
/** How often a database that could not be reached is tried again, in real milliseconds. */
const retryMs = 500
/** How long it is asked whether a batch was written whose commit had no answer. */
const longestDoubtMs = 30_000

interface Job {
  work: (unit: Unit) => unknown
  resolve: (value: never) => void
  reject: (error: unknown) => void
}

const nextTurn = () => new Promise<void>((turned) => setImmediate(turned))

/** The unit that the code at work belongs to. */
const current = new AsyncLocalStorage<PostgresUnit>()

/**
 * A world in a schema of a PostgreSQL database, which other processes may have open too. Units that wait at the same time
 * share one transaction and one commit, each with a savepoint of its own; a lock for the world lets one batch of all
 * processes write at a time, so that what a unit has read stays so until it has written.
 */
export class PostgresStore implements Store {
  readonly private = false
  readonly exposed: readonly string[] = []
  readonly description: string
  readonly snapshots: PostgresSnapshots
  readonly #database: PostgresDatabase
  readonly #schema: Required<DbSchema>
  readonly #world: string
  readonly #hearing: Hearing
  readonly #listeners = new Set<(commit: { own: boolean }) => void>()
  readonly #queue: Job[] = []
  /** This process, for the database. */
  readonly #node = randomUUID()
  #turn = 0
  #draining: Promise<void> | undefined
  #closed = false
  #trouble: StoreError | undefined
  #troubleChanged: (trouble: StoreError | undefined) => void = () => {}
  #retry: NodeJS.Timeout | undefined

  private constructor(
    database: PostgresDatabase,
    { world, schema }: { world: string; schema: Required<DbSchema> },
  ) {
    const { prefix, description } = database.place
    this.#database = database
    this.#schema = schema
    this.#world = world
    this.description = description
    this.snapshots = new PostgresSnapshots(database, { world, schema, of: schemaOf(prefix, world) })
    this.#hearing = new Hearing(database, schemaOf(prefix, world), (node) => {
      if (node !== this.#node) this.#notify(false)
    })
  }

  /**
   * Opens or creates the world.
   *
   * @param url a connection string of PostgreSQL: see {@link placeOf}
   * @throws StoreError
   */
  static async open({
    url,
    schema,
    world = mainWorld,
  }: {
    url: string
    schema: Required<DbSchema>
    world?: string
  }): Promise<PostgresStore> {
    const database = new PostgresDatabase(placeOf(url))
    try {
      await layOut(database, world, schema)
      const store = new PostgresStore(database, { world, schema })
      await store.#hearing.begin()
      return store
    } catch (error) {
      await database.close()
      throw error
    }
  }

  transact<Result>(work: (unit: Unit) => Promise<Result> | Result): Promise<Result> {
    if (current.getStore()?.over === false) {
      return Promise.reject(unitInUnit())
    }
    if (this.#closed) return Promise.reject(storeClosed(this.description))
    return new Promise<Result>((resolve, reject) => {
      this.#queue.push({ work, resolve: resolve as (value: never) => void, reject })
      this.#draining ??= this.#drain()
    })
  }

  async read<Result>(work: (reader: Reader) => Promise<Result> | Result): Promise<Result> {
    if (this.#closed) throw storeClosed(this.description)
    return this.#reading((session) => {
      const attention = new Attention()
      const scope = new Scope(session, attention)
      return attention.wait(() => work(scope)).finally(() => scope.end())
    })
  }

  /** A transaction that sees one state. */
  async #reading<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const session = await this.#connect()
    let broken = true
    try {
      session.send('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      session.send(this.#searchPath)
      try {
        return await work(session)
      } finally {
        await session.query('COMMIT')
        broken = false
      }
    } catch (error) {
      throw this.#recognise(error)
    } finally {
      session.giveBack({ broken })
    }
  }

  get trouble(): StoreError | undefined {
    return this.#trouble
  }

  onTrouble(listener: (trouble: StoreError | undefined) => void): void {
    this.#troubleChanged = listener
  }

  onCommit(listener: (commit: { own: boolean }) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async copy(): Promise<Buffer> {
    if (this.#closed) throw storeClosed(this.description)
    return this.#reading((session) => bytesOfWorld(session, layoutOf(this.#schema)))
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#retry)
    while (this.#draining) await this.#draining
    this.#hearing.end()
    await this.#database.close()
  }

  get #searchPath(): string {
    return `SET LOCAL search_path TO ${quotedName(schemaOf(this.#database.place.prefix, this.#world))}`
  }

  async #drain(): Promise<void> {
    try {
      do {
        await this.#gather()
        await this.#batch()
        await nextTurn()
      } while (this.#queue.length > 0)
    } finally {
      this.#draining = undefined
    }
  }

  /** Waits while each turn of the event loop adds more units, so that they share one commit. */
  async #gather(): Promise<void> {
    let before = 0
    for (let turn = 0; turn < gatherTurns && this.#queue.length > before; turn++) {
      before = this.#queue.length
      if (before >= batchUnits) return
      await nextTurn()
    }
  }

  async #batch(): Promise<void> {
    const settled: Array<() => void> = []
    const failed: Array<(error: unknown) => void> = []
    const committed: PostgresUnit[] = []
    let session: Session | undefined
    let broken = true
    this.#turn += 1
    try {
      session = await this.#connect()
      await this.#begin(session)
      const started = performance.now()
      for (let units = 0; units < batchUnits && performance.now() - started < batchMilliseconds; units++) {
        const job = this.#queue.shift()
        if (!job) break
        failed.push(job.reject)
        settled.push(await this.#runUnit(session, job, committed))
      }
      await this.#commit(session)
      broken = false
    } catch (thrown) {
      const error = this.#recognise(thrown)
      // No transaction could begin: the waiting units fail, so that they do not wait for ever.
      if (failed.length === 0) failed.push(...this.#queue.splice(0, batchUnits).map(({ reject }) => reject))
      for (const reject of failed) reject(error)
      return
    } finally {
      session?.giveBack({ broken })
    }
    for (const settle of settled) settle()
    // Callers go on in a later microtask.
    for (const unit of committed) unit.committed()
    this.#notify(true)
  }

  /** Waits for the turn of this process to write to the world. */
  async #begin(session: Session): Promise<void> {
    const { prefix, description } = this.#database.place
    session.send('BEGIN')
    session.send(this.#searchPath)
    session.send(this.#lock)
    const { rows } = await session.query(
      `SELECT version FROM ${registryOf(prefix)} WHERE name = $1`,
      [this.#world],
      {
        prepared: true,
      },
    )
    const version = (rows[0] as { version: number } | undefined)?.version ?? 0
    if (version > schemaVersion(this.#schema)) throw newerSchema(description, version, this.#schema)
  }

  async #runUnit(
    session: Session,
    { work, resolve, reject }: Job,
    committed: PostgresUnit[],
  ): Promise<() => void> {
    const attention = new Attention()
    const unit = new PostgresUnit(session, attention, { batch: this.#turn, layout: layoutOf(this.#schema) })
    session.send('SAVEPOINT unit')
    try {
      const value = await current.run(unit, () => attention.wait(() => work(unit)))
      if (unit.failure) throw unit.failure.error
      session.send('RELEASE SAVEPOINT unit')
      committed.push(unit)
      return () => resolve(value as never)
    } catch (thrown) {
      const error = this.#recognise(thrown)
      await session.query('ROLLBACK TO SAVEPOINT unit')
      session.send('RELEASE SAVEPOINT unit')
      return () => reject(error)
    } finally {
      unit.end()
    }
  }

  async #commit(session: Session): Promise<void> {
    const { prefix, description } = this.#database.place
    const noted = session.query(
      `INSERT INTO ${turnsOf(prefix)} (node, world, turn) VALUES ($1, $2, $3)
        ON CONFLICT (node, world) DO UPDATE SET turn = excluded.turn, at = now()`,
      [this.#node, this.#world, this.#turn],
      { prepared: true },
    )
    noted.catch(() => {})
    session.send(`SELECT pg_notify('${schemaOf(prefix, this.#world)}', '${this.#node}')`)
    try {
      const { command } = await session.query('COMMIT')
      if (command === 'COMMIT') return
    } catch (error) {
      if ((this.#recognise(error) as Partial<StoreError>).reason !== 'unreachable') throw error
      if (await this.#hasCommitted()) return
      throw error
    }
    await noted
    throw new StoreError(
      'batch-lost',
      `The database ${description} ended the transaction; nothing of this batch was written.`,
    )
  }

  /** Whether the batch was written whose commit had no answer: the lock of the world is free once that is decided. */
  async #hasCommitted(): Promise<boolean> {
    const { prefix } = this.#database.place
    const giveUp = performance.now() + longestDoubtMs
    for (;;) {
      let session: Session | undefined
      let broken = true
      try {
        session = await this.#database.connect()
        session.send('BEGIN')
        session.send(this.#lock)
        const { rows } = await session.query(
          `SELECT turn FROM ${turnsOf(prefix)} WHERE node = $1 AND world = $2`,
          [this.#node, this.#world],
        )
        await session.query('COMMIT')
        broken = false
        return (rows[0] as { turn: number } | undefined)?.turn === this.#turn
      } catch (error) {
        if (performance.now() > giveUp) throw error
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      } finally {
        session?.giveBack({ broken })
      }
    }
  }

  get #lock(): string {
    return `SELECT pg_advisory_xact_lock(hashtext('${schemaOf(this.#database.place.prefix, this.#world)}'))`
  }

  async #connect(): Promise<Session> {
    try {
      const session = await this.#database.connect()
      if (this.#trouble) this.#report(undefined)
      return session
    } catch (error) {
      throw this.#recognise(error)
    }
  }

  #recognise(thrown: unknown): unknown {
    const error = this.#database.recognise(thrown)
    if (isTrouble(error)) this.#report(error)
    return error
  }

  #report(trouble: StoreError | undefined): void {
    const isNew = this.#trouble?.reason !== trouble?.reason
    this.#trouble = trouble
    if (isNew) this.#troubleChanged(trouble)
    clearInterval(this.#retry)
    this.#retry =
      trouble && !this.#closed
        ? setInterval(() => this.read(() => undefined).catch(() => {}), retryMs).unref()
        : undefined
  }

  #notify(own: boolean) {
    for (const listener of this.#listeners) listener({ own })
  }
}
