import type { Database } from 'better-sqlite3'
import { StoreError } from '../errors.ts'

/** One step of the schema. Steps are only ever added; the number of steps is the schema's version. */
export interface Migration {
  /** Names the room and the change, such as `wallet: pre-approvals`. */
  readonly name: string
  readonly sql: string
}

/** Version 0 is an empty file; each migration adds one. */
export function schemaVersion(migrations: readonly Migration[]): number {
  return migrations.length
}

/** Brings the schema up to date in one transaction, so that a crash leaves the old schema or the new one. */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    const version = database.pragma('user_version', { simple: true }) as number
    if (version > schemaVersion(migrations)) throw newerVersion(database.name, version, migrations)
    for (const migration of migrations.slice(version)) database.exec(migration.sql)
    database.pragma(`user_version = ${schemaVersion(migrations)}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

export function newerVersion(path: string, version: number, migrations: readonly Migration[]): StoreError {
  return new StoreError(
    'newer-version',
    `${path} was written by a newer payersim (schema ${version}, this one knows ${schemaVersion(migrations)}); ` +
      'it was left as it is. Update payersim, or name another file with --data.',
    { path, version },
  )
}

/**
 * Empties the database to a fresh schema, inside the caller's transaction. Rows of the tables named in `keep` stay,
 * and so do the counters of ids, so that no id is ever used again.
 */
export function rebuild(database: Database, migrations: readonly Migration[], keep: readonly string[]): void {
  const kept = keep.map((table) => ({
    table,
    rows: database.prepare(`SELECT * FROM ${table}`).all() as object[],
  }))
  const counters = database.prepare('SELECT name, seq FROM sqlite_sequence').all() as Array<{
    name: string
    seq: number
  }>
  const objects = database
    .prepare(
      `SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table') AND name NOT LIKE 'sqlite_%' ORDER BY rowid DESC`,
    )
    .all() as Array<{ type: string; name: string }>
  // Newest first, so that no table goes before one that refers to it; a table's triggers go with it.
  for (const { type, name } of objects) database.exec(`DROP ${type.toUpperCase()} "${name}"`)
  for (const { sql } of migrations) database.exec(sql)
  for (const { table, rows } of kept) {
    for (const row of rows) {
      const columns = Object.keys(row)
      database
        .prepare(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
        )
        .run(row)
    }
  }
  for (const { name, seq } of counters) {
    database.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(name)
    database.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(name, seq)
  }
}
