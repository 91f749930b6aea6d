import Sqlite, { type Database } from 'better-sqlite3'
import { Connection } from './connection.ts'
import type { Migration } from './migrate.ts'

/** The size of the pool. */
const poolSize = 4

interface Pooled {
  connection: Connection
  migrations: readonly Migration[]
}

const pool: Pooled[] = []

/**
 * An in-memory database with tables and no rows, from a pool. All its work happens in one transaction. Releasing it rolls
 * that back, so the tables and prepared statements can be used again: making them costs as much as a short session.
 *
 * @param layOut runs all the migrations
 */
export function acquireMemoryDatabase(
  migrations: readonly Migration[],
  layOut: (database: Database) => void,
): { connection: Connection; release: () => void } {
  const at = pool.findIndex((one) => isSame(one.migrations, migrations))
  const pooled = pool.splice(at, at < 0 ? 0 : 1)[0] ?? { connection: laidOut(layOut), migrations }
  const { connection } = pooled
  connection.database.exec('BEGIN')
  return { connection, release: () => release(pooled) }
}

function laidOut(layOut: (database: Database) => void): Connection {
  const database = new Sqlite(':memory:')
  layOut(database)
  return new Connection(database)
}

function release(pooled: Pooled): void {
  const { database } = pooled.connection
  // A late read of the old store must fail; it must not see the next store's data.
  pooled.connection = pooled.connection.replace()
  // If SQLite ended the transaction by itself, the content is unknown.
  const isWhole = database.inTransaction
  if (isWhole) database.exec('ROLLBACK')
  if (isWhole && pool.length < poolSize) pool.push(pooled)
  else database.close()
}

function isSame(some: readonly Migration[], others: readonly Migration[]): boolean {
  const same = (at: number) => some[at]?.step === others[at]?.step && some[at]?.sql === others[at]?.sql
  return some.length === others.length && others.every((_, at) => same(at))
}
