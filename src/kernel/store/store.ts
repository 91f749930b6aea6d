import type { Kysely } from 'kysely'
import type { Hot } from './hot.ts'

/** The queries that a read may await. */
export interface Reader {
  /** Typed queries over the tables that a room declares. */
  db<Tables>(): Kysely<Tables>
  /** Runs a query compiled once with {@link hot}. */
  run<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row[]>
  /** The first row of a query compiled once, or undefined. */
  first<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row | undefined>
}

/** The queries of a unit of work: all of them commit together or not at all. */
export interface Unit extends Reader {
  /** How many rows the statement changed. */
  change<Values>(query: Hot<Values, unknown>, values: Values): Promise<number>
  /** The id of the inserted row: cheaper than `RETURNING`, for which SQLite fills a temporary table. */
  insert<Values>(query: Hot<Values, unknown>, values: Values): Promise<number>
}

/**
 * The port to the database. One conformance suite (`test/store`) runs over every implementation.
 */
export interface Store {
  /** The only way to write. The unit may await only its own `Unit`; its promise settles after the commit. */
  transact<Result>(work: (unit: Unit) => Promise<Result> | Result): Promise<Result>
  /** Reads a consistent view of the committed state. */
  read<Result>(work: (reader: Reader) => Promise<Result> | Result): Promise<Result>
  /** Calls the listener at every commit: of this process at once, of others soon after. Returns how to unsubscribe. */
  onCommit(listener: (commit: { own: boolean }) => void): () => void
  /** True if no other process can open the same data. */
  readonly private: boolean
  readonly description: string
  close(): Promise<void>
}
