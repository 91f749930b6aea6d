import type { Database } from 'better-sqlite3'
import { Connection } from './connection.ts'
import type { DbSchema } from './db-schema.ts'
import { openSqlite } from './sqlite.ts'

/** The size of the pool. */
const poolSize = 4

interface Pooled {
  connection: Connection
  schema: Required<DbSchema>
}

const pool: Pooled[] = []

/**
 * An in-memory database with tables and no rows, from a pool. All its work happens in one transaction. Releasing it rolls
 * that back, so the tables and prepared statements can be used again: making them costs as much as a short session.
 *
 * @param layOut makes the schema
 */
export function acquireMemoryDatabase(
  schema: Required<DbSchema>,
  layOut: (database: Database) => void,
): { connection: Connection; release: () => void } {
  const at = pool.findIndex((one) => isSame(one.schema, schema))
  const pooled = pool.splice(at, at < 0 ? 0 : 1)[0] ?? { connection: laidOut(layOut), schema }
  const { connection } = pooled
  connection.database.exec('BEGIN')
  return { connection, release: () => release(pooled) }
}

function laidOut(layOut: (database: Database) => void): Connection {
  const database = openSqlite(':memory:')
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

/** Rooms declare their schemas as constants, so that those of two kernels have the same parts. */
function isSame(some: Required<DbSchema>, other: Required<DbSchema>): boolean {
  const parts = ['migrations', 'laws', 'consequences', 'views'] as const
  return parts.every((part) => {
    const [mine, theirs] = [some[part], other[part]]
    return mine.length === theirs.length && mine.every((one, at) => one === theirs[at])
  })
}
