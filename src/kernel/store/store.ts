import type { Kysely } from 'kysely'
import type { StoreError } from '../errors.ts'
import type { Hot } from './hot.ts'

/** The queries that a read may await. */
export interface Reader {
  /** Typed queries over the tables that a room declares. */
  db<Tables>(): Kysely<Tables>
  /** Runs a query compiled once with {@link hot}. */
  run<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row[]>
  /** The first row of a query compiled once, or undefined. */
  first<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row | undefined>
  /** Real milliseconds, by a clock that all processes with this store share; only for leases. */
  sharedTime(): Promise<number>
}

/** The queries of a unit of work: all of them commit together or not at all. */
export interface Unit extends Reader {
  /** Units with the same number share one transaction, so no other process has written between them. */
  readonly batch: number
  /** How many rows the statement changed. */
  change<Values>(query: Hot<Values, unknown>, values: Values): Promise<number>
  /** The id of the inserted row. The only way to get it, because `RETURNING` is slower in SQLite. */
  insert<Values>(query: Hot<Values, unknown>, values: Values): Promise<number>
  /** The greatest id that a table has ever given, even if its row was deleted; 0 if it has given none. */
  lastId(table: string): Promise<number>
  /**
   * Calls the listener once this unit has committed, in the order of the units, before any caller goes on. Never if the unit
   * or its batch was rolled back. It must not throw.
   */
  afterCommit(listener: () => void): void
  /** Also removes what this unit erases from the engine's logs, before the unit's promise settles. */
  scrub(): void
  /** Deletes all rows except those of the named tables. Ids are never used again. */
  empty(keep: readonly string[]): Promise<void>
  /** Replaces all rows by those of a snapshot of the same store, except its identity and its leases. */
  restore(snapshot: OpenSnapshot): Promise<void>
}

/** A named copy of the whole store. */
export interface SnapshotView {
  name: string
  /** Business time at which it was taken, epoch milliseconds; null where it cannot be read. */
  takenAt: number | null
  bytes: number
  /** Why it cannot be restored, if listing it already shows that. */
  problem?: string
}

/** A snapshot with the schema of this version, ready for {@link Unit.restore}. */
export interface OpenSnapshot {
  close(): void
}

export interface Snapshots {
  /** Copies the committed data; replaces a snapshot of the same name. @throws InputError for an invalid name */
  put(name: string): Promise<SnapshotView>
  /** Sorted by name. */
  list(): Promise<SnapshotView[]>
  /**
   * @param key the key of the store that will load it: the PINs in the snapshot must be hashed with the same key
   * @throws NotFoundError
   * @throws ConflictError if it is of another store, of a newer version, or unreadable
   */
  open(name: string, key: string): Promise<OpenSnapshot>
  /** @throws NotFoundError */
  remove(name: string): Promise<void>
}

/**
 * The port to the database. `test/store/conformance.ts` lists what it promises, and holds each engine to it.
 */
export interface Store {
  /**
   * The only way to write. The unit may await only its own `Unit`; its promise settles after the commit. A unit one of whose
   * statements failed fails with that error, also if it catches it.
   *
   * @throws StoreError
   */
  transact<Result>(work: (unit: Unit) => Promise<Result> | Result): Promise<Result>
  /** Reads a consistent view of the committed state. */
  read<Result>(work: (reader: Reader) => Promise<Result> | Result): Promise<Result>
  /** Calls the listener at every commit: of this process at once, of others soon after. Returns how to unsubscribe. */
  onCommit(listener: (commit: { own: boolean }) => void): () => void
  /** Why the store cannot be used now; undefined if it can. */
  readonly trouble: StoreError | undefined
  /** Calls the listener once when a trouble begins, and with undefined when it ends. */
  onTrouble(listener: (trouble: StoreError | undefined) => void): void
  readonly snapshots: Snapshots
  /** All committed data, as bytes that open as a store in memory. Others may get the same buffer: only read it. */
  copy(): Promise<Buffer>
  /** True if no other process can open the same data. */
  readonly private: boolean
  /** Files of this store that other users can read, because another user owns them. */
  readonly exposed: readonly string[]
  readonly description: string
  /** Does the units that wait, then refuses all others. */
  close(): Promise<void>
}
