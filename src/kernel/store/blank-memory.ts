import Sqlite, { type Database } from 'better-sqlite3'
import { Connection } from './connection.ts'
import type { Migration } from './migrate.ts'

/** As many as this process keeps for later. */
const mostKept = 4

interface Blank {
  connection: Connection
  migrations: readonly Migration[]
}

const kept: Blank[] = []

/**
 * A database in memory that is empty but for its tables, with a transaction around all that will happen in it: what is
 * given back is made blank by undoing that, and keeps its tables and its prepared statements. To lay out the one and to
 * prepare the others costs as much as a short session.
 *
 * @param layOut takes all the migrations
 */
export function takeBlank(
  migrations: readonly Migration[],
  layOut: (database: Database) => void,
): { connection: Connection; giveBack: () => void } {
  const at = kept.findIndex((one) => isSame(one.migrations, migrations))
  const blank = kept.splice(at, at < 0 ? 0 : 1)[0] ?? { connection: laidOut(layOut), migrations }
  const { connection } = blank
  connection.database.exec('BEGIN')
  return { connection, giveBack: () => giveBack(blank) }
}

function laidOut(layOut: (database: Database) => void): Connection {
  const database = new Sqlite(':memory:')
  layOut(database)
  return new Connection(database)
}

function giveBack(blank: Blank): void {
  const { database } = blank.connection
  // A read that is late must not meet the next one's data.
  blank.connection = blank.connection.handOn()
  // Where SQLite has ended the transaction by itself nobody knows what is left.
  const isWhole = database.inTransaction
  if (isWhole) database.exec('ROLLBACK')
  if (isWhole && kept.length < mostKept) kept.push(blank)
  else database.close()
}

function isSame(some: readonly Migration[], others: readonly Migration[]): boolean {
  const same = (at: number) => some[at]?.step === others[at]?.step && some[at]?.sql === others[at]?.sql
  return some.length === others.length && others.every((_, at) => same(at))
}
