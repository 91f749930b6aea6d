import type { Kysely } from 'kysely'
import type { Hot } from './hot.ts'

/** What a read may use: queries, and nothing that takes time. */
export interface Reader {
  /** Typed queries over the tables that a room declares. */
  db<Tables>(): Kysely<Tables>
  /** Runs a query compiled once with {@link hot}. */
  run<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row[]>
  /** The first row of a query compiled once, or undefined. */
  first<Values, Row>(query: Hot<Values, Row>, values: Values): Promise<Row | undefined>
}

/** The SQL of a unit of work: everything it does commits together or not at all. */
export interface Unit extends Reader {
  /** How many rows the statement changed. */
  change<Values>(query: Hot<Values, unknown>, values: Values): Promise<number>
  /** The id of the row that the statement inserted: cheaper than `RETURNING`, which SQLite keeps in a table first. */
  insert<Values>(query: Hot<Values, unknown>, values: Values): Promise<number>
}

/**
 * The port to the database. One conformance suite (`test/store`) runs over every implementation.
 */
export interface Store {
  /** The only way to write. The unit awaits nothing but its own `Unit`; its promise settles after the commit. */
  transact<Result>(work: (unit: Unit) => Promise<Result> | Result): Promise<Result>
  /** Reads committed state only, at one instant. */
  read<Result>(work: (reader: Reader) => Promise<Result> | Result): Promise<Result>
  /** Tells of every commit, this process's at once and other processes' soon after. Returns how to stop. */
  onCommit(listener: (commit: { own: boolean }) => void): () => void
  /** True where no other process can have the same data. */
  readonly private: boolean
  readonly description: string
  close(): Promise<void>
}
