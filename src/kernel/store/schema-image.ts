import Sqlite, { type Database } from 'better-sqlite3'
import type { Migration } from './migrate.ts'
import { bytesOf } from './snapshot-copy.ts'

let image: { migrations: readonly Migration[]; bytes: Buffer } | undefined

/**
 * Opens a new database in memory: as a copy of the empty one that the last with the same schema was, where this process
 * has had one, since to lay out the tables costs more than all the rest of a start.
 *
 * @param layOut takes all the migrations
 */
export function openInMemory(
  migrations: readonly Migration[],
  layOut: (database: Database) => void,
): Database {
  if (image && isSame(image.migrations, migrations)) return new Sqlite(image.bytes)
  const database = new Sqlite(':memory:')
  layOut(database)
  image = { migrations, bytes: bytesOf(database) }
  return database
}

function isSame(some: readonly Migration[], others: readonly Migration[]): boolean {
  const same = (at: number) => some[at]?.step === others[at]?.step && some[at]?.sql === others[at]?.sql
  return some.length === others.length && others.every((_, at) => same(at))
}
