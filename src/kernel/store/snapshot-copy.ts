import type { Database } from 'better-sqlite3'
import type { DbSchema } from './db-schema.ts'
import { emptyAll } from './migrate.ts'
import { dropLaws, makeLaws } from './sqlite-schema.ts'

/** Tables that a snapshot does not replace: the file's identity, and the leases of processes. */
const ownTables = ['meta', 'leases']
const versionsAt = 18

/** A copy of all committed data, as bytes that open as an in-memory database. */
export function bytesOf(database: Database): Buffer {
  const bytes = database.serialize()
  // The header of a file in WAL mode says so, but an in-memory database has no log: 1 is the rollback journal.
  // https://www.sqlite.org/fileformat2.html#file_format_version_numbers
  bytes.writeUInt8(1, versionsAt)
  bytes.writeUInt8(1, versionsAt + 1)
  return bytes
}

/**
 * Replaces all rows by those of `source`, inside the caller's transaction, so that other processes on the file see it as
 * any commit. Id counters never go back. Both databases have this schema.
 */
export function replaceAll(target: Database, source: Database, schema: Required<DbSchema>): void {
  emptyAll(target, schema, ownTables)
  // Laws check each transition; a bulk restore would fail those checks.
  dropLaws(target)
  target.pragma('defer_foreign_keys = ON')
  for (const table of tablesOf(source)) if (!ownTables.includes(table)) copyTable(target, source, table)
  makeLaws(target, schema)
  // Otherwise it stays on until the transaction ends; for an in-memory store that is when the store closes.
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
  // As 64-bit integers, because a JavaScript number would round large ones.
  const rows = source
    .prepare(`SELECT ${columns.join(', ')} FROM "${table}"`)
    .safeIntegers(true)
    .raw(true)
  for (const row of rows.iterate()) insert.run(row as unknown[])
}
