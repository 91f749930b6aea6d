import type { Database } from 'better-sqlite3'
import { Connection } from './connection.ts'
import type { DbSchema } from './db-schema.ts'
import { bytesOf } from './snapshot-copy.ts'
import { openSqlite } from './sqlite.ts'

/** The size of the pool. */
const poolSize = 4
/** A database of more bytes than these is not kept. */
const mostBytes = 8 * 1024 * 1024

/** What a database in memory begins as: with tables and no rows, or as a serialized one. */
interface Beginning {
  schema: Required<DbSchema>
  bytes: Buffer | undefined
}

interface Pooled extends Beginning {
  connection: Connection
  /** Rolled back, it would not be as it began. */
  changed: boolean
}

const pool: Pooled[] = []

/**
 * An in-memory database from a pool. All its work happens in one transaction. Releasing it rolls that back, so it is as it
 * began, and its tables and prepared statements can be used again: making them costs as much as a short session.
 *
 * @param layOut makes the schema
 */
export function acquireMemoryDatabase(
  beginning: Beginning,
  layOut: (database: Database) => void,
): { connection: Connection; bytes: () => Buffer; release: () => void } {
  const { bytes, schema } = beginning
  const at = pool.findIndex((one) => one.bytes === bytes && isSame(one.schema, schema))
  const found = at < 0 ? undefined : pool.splice(at, 1)[0]
  const pooled = found ?? { ...beginning, connection: laidOut(bytes ?? ':memory:', layOut), changed: false }
  const { connection } = pooled
  connection.database.exec('BEGIN')
  return { connection, bytes: () => bytesIn(pooled), release: () => release(pooled) }
}

function laidOut(content: Buffer | ':memory:', layOut: (database: Database) => void): Connection {
  const database = openSqlite(content)
  layOut(database)
  return new Connection(database)
}

function bytesIn(pooled: Pooled): Buffer {
  const { database } = pooled.connection
  if (!pooled.bytes) return bytesOf(database)
  // Of a database that was opened from bytes, SQLite serializes only what is committed.
  database.exec('COMMIT')
  pooled.changed = true
  try {
    return bytesOf(database)
  } finally {
    database.exec('BEGIN')
  }
}

function release(pooled: Pooled): void {
  const { database } = pooled.connection
  // A late read of the old store must fail; it must not see the next store's data.
  pooled.connection = pooled.connection.replace()
  // If SQLite ended the transaction by itself, the content is unknown.
  const isWhole = database.inTransaction
  if (isWhole) database.exec('ROLLBACK')
  if (!isWhole || pooled.changed || (pooled.bytes?.length ?? 0) > mostBytes) {
    database.close()
    return
  }
  pool.push(pooled)
  // A world that is forked no more gives way.
  if (pool.length > poolSize) pool.shift()?.connection.database.close()
}

/** Rooms declare their schemas as constants, so that those of two kernels have the same parts. */
function isSame(some: Required<DbSchema>, other: Required<DbSchema>): boolean {
  const parts = ['migrations', 'laws', 'consequences', 'views'] as const
  return parts.every((part) => {
    const [mine, theirs] = [some[part], other[part]]
    return mine.length === theirs.length && mine.every((one, at) => one === theirs[at])
  })
}
