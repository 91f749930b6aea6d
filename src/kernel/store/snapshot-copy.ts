import type { Database } from 'better-sqlite3'
import { type Migration, rebuild } from './migrate.ts'

/** Not part of a world: who leads, and what the file is known by. */
const ownTables = ['meta', 'leases']
const versionsAt = 18

/** A copy of all committed data, as bytes that open as a database of their own in memory. */
export function bytesOf(database: Database): Buffer {
  const bytes = database.serialize()
  // A file in WAL mode says so in its header, and memory has no log: 1 is the rollback journal.
  // https://www.sqlite.org/fileformat2.html#file_format_version_numbers
  bytes.writeUInt8(1, versionsAt)
  bytes.writeUInt8(1, versionsAt + 1)
  return bytes
}

/**
 * Puts the rows of `source` in the place of all others, inside the caller's transaction, so that other processes on
 * the file see it like any commit. The counters of ids never go back. Both have the schema of `migrations`.
 */
export function replaceAll(target: Database, source: Database, migrations: readonly Migration[]): void {
  rebuild(target, migrations, ownTables)
  const triggers = target
    .prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid`)
    .all() as Array<{ name: string; sql: string }>
  // They guard what happens, one step after another; here the end of it arrives at once.
  for (const { name } of triggers) target.exec(`DROP TRIGGER "${name}"`)
  target.pragma('defer_foreign_keys = ON')
  for (const table of tablesOf(source)) if (!ownTables.includes(table)) copyTable(target, source, table)
  for (const { sql } of triggers) target.exec(sql)
  // Else it would stay on until the end of the transaction, and that around a store in memory ends with the store.
  target.pragma('defer_foreign_keys = OFF')
}

function tablesOf(database: Database): string[] {
  return database
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
    )
    .pluck()
    .all() as string[]
}

function copyTable(target: Database, source: Database, table: string): void {
  const columns = (source.pragma(`table_info("${table}")`) as Array<{ name: string }>).map(
    ({ name }) => `"${name}"`,
  )
  target.exec(`DELETE FROM "${table}"`)
  const insert = target.prepare(
    `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  // As 64-bit integers: a number of JavaScript would round the largest.
  const rows = source
    .prepare(`SELECT ${columns.join(', ')} FROM "${table}"`)
    .safeIntegers(true)
    .raw(true)
  for (const row of rows.iterate()) insert.run(row as unknown[])
}
