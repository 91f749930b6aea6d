import { StoreError } from '../errors.ts'
import { type BatchStatements, batchAsSavepoint, batchAsTransaction } from './batch-statements.ts'
import { type Connection, isBusy } from './connection.ts'
import type { DbSchema } from './db-schema.ts'
import { Erasure } from './erasure.ts'
import { type OpenOptions, openDatabases } from './open-file.ts'
import { storeClosed, unitInUnit } from './refusals.ts'
import { Scope } from './scope.ts'
import { SnapshotStore } from './snapshot-store.ts'
import { SqliteUnit } from './sqlite-unit.ts'
import { StallWatchdog } from './stall-watchdog.ts'
import type { Reader, Store, Unit } from './store.ts'
import { longestLockMs, StoreHealth } from './store-health.ts'

/** A batch ends at this many units or milliseconds: one commit serves many units, but no hop waits long for others. */
const batchUnits = 64
const batchMilliseconds = 8
const gatherTurns = 4
/** How often to look whether another process has committed. */
const watchMilliseconds = 100
/** The files are checked at every tenth of these intervals: once a second. */
const looksPerFileCheck = 10

interface Job {
  work: (unit: Unit) => unknown
  resolve: (value: never) => void
  reject: (error: unknown) => void
}

const nextTurn = () => new Promise<void>((turned) => setImmediate(turned))

/**
 * The embedded store. Units that wait at the same time share one outer transaction and one commit; each has its own
 * savepoint. If a unit throws, only that unit is rolled back and fails.
 */
export class SqliteStore implements Store {
  readonly private: boolean
  readonly description: string
  readonly snapshots: SnapshotStore
  readonly exposed: readonly string[]
  readonly #writer: Connection
  readonly #reader: Connection
  readonly #listeners = new Set<(commit: { own: boolean }) => void>()
  readonly #queue: Job[] = []
  readonly #schema: Required<DbSchema>
  readonly #statements: BatchStatements
  readonly #bytes: () => Buffer
  readonly #closeDatabases: () => void
  /** Counts the batches. */
  #batchNumber = 0
  #batching = false
  #draining: Promise<void> | undefined
  #inUnit = false
  #readers = 0
  #closed = false
  #watch: NodeJS.Timeout | undefined
  #looks = 0
  readonly #health: StoreHealth
  readonly #erasure = new Erasure(() => this.#emptyLog())
  #dataVersion: unknown
  /** Of a private store, with the number of rows that it had changed by then. */
  #lastCopy: { bytes: WeakRef<Buffer>; changes: number | undefined } | undefined

  private constructor(options: OpenOptions) {
    this.#schema = options.schema
    const opened = openDatabases({ file: options.file, schema: this.#schema })
    const { writer, reader, file } = opened
    this.#writer = writer
    this.#reader = reader
    this.#statements = opened.enclosed ? batchAsSavepoint : batchAsTransaction
    this.#bytes = opened.bytes
    this.#closeDatabases = opened.close
    this.exposed = opened.exposed
    this.private = file === undefined
    this.description = file ?? ':memory:'
    this.#health = new StoreHealth(file, this.#writer.database)
    this.snapshots = new SnapshotStore(file ?? opened.bytes, {
      schema: this.#schema,
      quietly: (work) => this.#outsideBatches(work),
    })
    if (!this.private) {
      this.#dataVersion = this.#readDataVersion()
      this.#watch = setInterval(() => this.#lookForOthers(), watchMilliseconds).unref()
    }
  }

  /**
   * Opens or creates the store. What a killed process had erased is gone from the log afterwards.
   *
   * @throws StoreError
   */
  static async open(options: OpenOptions): Promise<SqliteStore> {
    const store = new SqliteStore(options)
    if (!store.private) await new Promise<void>((emptied) => store.#erasure.before([emptied]))
    return store
  }

  transact<Result>(work: (unit: Unit) => Promise<Result> | Result): Promise<Result> {
    if (this.#inUnit) {
      return Promise.reject(unitInUnit())
    }
    if (this.#closed) return Promise.reject(storeClosed(this.description))
    if (this.#health.refusal) return Promise.reject(this.#health.refusal)
    return new Promise<Result>((resolve, reject) => {
      this.#queue.push({ work, resolve: resolve as (value: never) => void, reject })
      this.#draining ??= this.#drain()
    })
  }

  async read<Result>(work: (reader: Reader) => Promise<Result> | Result): Promise<Result> {
    if (this.#closed) throw storeClosed(this.description)
    const { database } = this.#reader
    const ownSnapshot = this.#reader !== this.#writer
    // In memory both use one connection, which shows what a unit has not committed.
    while (!ownSnapshot && this.#batching) await nextTurn()
    const isFirst = ownSnapshot && this.#readers === 0
    this.#readers++
    const scope = new Scope(this.#reader)
    const watchdog = new StallWatchdog()
    try {
      if (isFirst) database.exec('BEGIN')
      return await watchdog.wait(work(scope))
    } catch (error) {
      throw this.#health.recognise(error)
    } finally {
      watchdog.end()
      scope.end()
      this.#readers--
      if (ownSnapshot && this.#readers === 0 && database.inTransaction) database.exec('COMMIT')
    }
  }

  get trouble(): StoreError | undefined {
    return this.#health.trouble
  }

  onTrouble(listener: (trouble: StoreError | undefined) => void): void {
    this.#health.onChange = listener
  }

  onCommit(listener: (commit: { own: boolean }) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#watch)
    while (this.#draining) await this.#draining
    if (!this.private) {
      this.#erasure.end()
      // Lets callers that waited for the erasure run first.
      await nextTurn()
    }
    this.#closeDatabases()
  }

  #emptyLog(): boolean {
    if (this.#batching || this.#readers > 0) return false
    try {
      const [result] = this.#writer.database.pragma('wal_checkpoint(TRUNCATE)') as Array<{ busy: number }>
      return result?.busy === 0
    } catch {
      // Another process recovers the file, or the disk fails; the next commit reports that.
      return false
    }
  }

  copy(): Promise<Buffer> {
    return this.#outsideBatches(() => {
      if (!this.private) return this.#bytes()
      // A suite forks one prepared world for each test.
      const [changes] = this.#writer.all('SELECT total_changes() AS count', []) as Array<{ count: number }>
      const last = this.#lastCopy?.bytes.deref()
      if (last && this.#lastCopy?.changes === changes?.count) return last
      const bytes = this.#bytes()
      this.#lastCopy = { bytes: new WeakRef(bytes), changes: changes?.count }
      return bytes
    })
  }

  async #outsideBatches<Result>(work: () => Result): Promise<Result> {
    do await nextTurn()
    while (this.#batching)
    if (this.#closed) throw storeClosed(this.description)
    return work()
  }

  async #drain(): Promise<void> {
    try {
      // Yields a turn, so that settled callers run before the next batch sets #inUnit.
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
    this.#batchNumber++
    const { database } = this.#writer
    const done: Array<() => void> = []
    const erased: Array<() => void> = []
    const failed: Array<(error: unknown) => void> = []
    const committed: SqliteUnit[] = []
    const watchdog = new StallWatchdog()
    try {
      await this.#begin()
      const started = performance.now()
      for (let units = 0; units < batchUnits && performance.now() - started < batchMilliseconds; units++) {
        const job = this.#queue.shift()
        if (!job) break
        failed.push(job.reject)
        const unit = new SqliteUnit(this.#writer, this.#batchNumber, this.#schema)
        const settle = await this.#runUnit(job, unit, watchdog)
        ;(unit.erases && !this.private ? erased : done).push(settle)
        if (unit.listens) committed.push(unit)
        if (!database.inTransaction) {
          throw (
            this.trouble ??
            new StoreError('batch-lost', 'SQLite ended the transaction; nothing of this batch was written.')
          )
        }
      }
      this.#writer.change(this.#statements.commit, [])
      this.#health.committed()
    } catch (thrown) {
      const error = this.#health.recognise(thrown)
      if (this.#batching && database.inTransaction)
        for (const sql of this.#statements.undo) database.exec(sql)
      // No transaction could begin: the waiting units fail, so that they do not wait for ever.
      if (failed.length === 0) failed.push(...this.#queue.splice(0, batchUnits).map(({ reject }) => reject))
      for (const reject of failed) reject(error)
      return
    } finally {
      this.#batching = false
      watchdog.end()
    }
    if (erased.length > 0) this.#erasure.before(erased)
    for (const settle of done) settle()
    // Callers go on in a later microtask.
    for (const unit of committed) unit.committed()
    this.#notify(true)
  }

  async #runUnit(job: Job, unit: SqliteUnit, watchdog: StallWatchdog): Promise<() => void> {
    const { database } = this.#writer
    this.#writer.change('SAVEPOINT unit', [])
    this.#inUnit = true
    try {
      const value = await watchdog.wait(job.work(unit))
      if (unit.failure) throw unit.failure.error
      this.#writer.change('RELEASE unit', [])
      return () => job.resolve(value as never)
    } catch (thrown) {
      const error = this.#health.recognise(thrown)
      unit.rolledBack()
      if (database.inTransaction) {
        this.#writer.change('ROLLBACK TO unit', [])
        this.#writer.change('RELEASE unit', [])
      }
      return () => job.reject(error)
    } finally {
      this.#inUnit = false
      unit.end()
    }
  }

  /** Another process may hold the lock: retries, without blocking the event loop. */
  async #begin(): Promise<void> {
    const giveUp = performance.now() + longestLockMs
    for (;;) {
      try {
        this.#writer.change(this.#statements.begin, [])
        this.#batching = true
        this.#health.began()
        return
      } catch (error) {
        if (!isBusy(error)) throw error
        if (performance.now() > giveUp) throw this.#health.locked(error)
        await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 19))
      }
    }
  }

  #notify(own: boolean) {
    for (const listener of this.#listeners) listener({ own })
  }

  #readDataVersion(): unknown {
    return this.#reader.database.pragma('data_version', { simple: true })
  }

  #lookForOthers() {
    if (++this.#looks % looksPerFileCheck === 0) this.#health.checkFiles()
    let version: unknown
    try {
      version = this.#readDataVersion()
    } catch {
      // Another process is recovering the file; the next check reads the version.
      return
    }
    if (version === this.#dataVersion) return
    this.#dataVersion = version
    this.#notify(false)
  }
}
