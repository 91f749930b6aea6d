import type { Database } from 'better-sqlite3'
import { StoreError } from '../errors.ts'
import { type DbSchema, schemaVersion } from './db-schema.ts'
import { dropLaws, makeLaws } from './sqlite-schema.ts'
import { allSteps } from './whole-schema.ts'

/**
 * Brings the schema up to date in one transaction, so that a crash leaves the old schema or the new one. Foreign keys are
 * checked at its end, so that a step may give a table that others refer to another definition: see {@link redefined}.
 */
export function migrate(database: Database, schema: Required<DbSchema>): void {
  if (versionOf(database, schema) === schemaVersion(schema)) return
  // SQLite ignores this pragma inside a transaction.
  database.pragma('foreign_keys = OFF')
  database.exec('BEGIN IMMEDIATE')
  try {
    // Another process may have migrated the file meanwhile.
    const version = versionOf(database, schema)
    if (version < schemaVersion(schema)) {
      dropLaws(database)
      if (version === 0) database.exec(allSteps(schema.migrations))
      else for (const { step, sql } of schema.migrations) if (step > version) database.exec(sql)
      makeLaws(database, schema)
      mustRefer(database)
      database.pragma(`user_version = ${schemaVersion(schema)}`)
    }
    database.exec('COMMIT')
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  } finally {
    database.pragma('foreign_keys = ON')
  }
}

/** @throws StoreError for a newer version */
function versionOf(database: Database, schema: Required<DbSchema>): number {
  const version = database.pragma('user_version', { simple: true }) as number
  if (version > schemaVersion(schema)) throw newerVersion(database.name, version, schema)
  return version
}

function mustRefer(database: Database): void {
  const orphans = database.pragma('foreign_key_check') as Array<{
    table: string
    rowid: number
    parent: string
  }>
  const [first] = orphans
  if (!first) return
  const { table, rowid, parent } = first
  throw new Error(
    `${orphans.length} rows refer to rows that are missing; the first is row ${rowid} of ${table}, which refers to ${parent}.`,
  )
}

/**
 * The SQL of a step that gives a table another definition, and keeps its rows, the counter of its ids and what refers to
 * it. Its indexes are gone afterwards: the step makes them again.
 *
 * @param definition what stands between the parentheses of CREATE TABLE
 * @param columns that the old table has too
 */
export function redefined(table: string, definition: string, columns: readonly string[]): string {
  const kept = columns.join(', ')
  return `
      CREATE TABLE ${table}_redefined (${definition});
      INSERT INTO ${table}_redefined (${kept}) SELECT ${kept} FROM ${table};
      DELETE FROM sqlite_sequence WHERE name = '${table}_redefined';
      INSERT INTO sqlite_sequence (name, seq)
        SELECT '${table}_redefined', seq FROM sqlite_sequence WHERE name = '${table}';
      DROP TABLE ${table};
      ALTER TABLE ${table}_redefined RENAME TO ${table};`
}

export function newerVersion(path: string, version: number, schema: Required<DbSchema>): StoreError {
  return new StoreError(
    'newer-version',
    `${path} was written by a newer payersim (schema ${version}, this one knows ${schemaVersion(schema)}); ` +
      'it was left as it is. Update payersim, or name another file with --data.',
    { path, version },
  )
}

/**
 * Empties the database to a fresh schema, inside the caller's transaction. Rows of the tables named in `keep` stay,
 * and so do the counters of ids, so that no id is ever used again.
 */
export function emptyAll(database: Database, schema: Required<DbSchema>, keep: readonly string[]): void {
  const kept = keep.map((table) => ({
    table,
    rows: database.prepare(`SELECT * FROM ${table}`).all() as object[],
  }))
  const counters = database.prepare('SELECT name, seq FROM sqlite_sequence').all() as Array<{
    name: string
    seq: number
  }>
  dropLaws(database)
  for (const name of childrenFirst(database)) database.exec(`DROP TABLE "${name}"`)
  database.exec(allSteps(schema.migrations))
  makeLaws(database, schema)
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

/**
 * The tables, each before the tables that it refers to, so that each can be dropped while no rows refer to it. The order
 * of creation is no help: a later migration may give an old table a column that refers to a new one.
 */
function childrenFirst(database: Database): string[] {
  const tables = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all() as string[]
  const references = new Map(
    tables.map((name) => {
      const targets = database.pragma(`foreign_key_list("${name}")`) as Array<{ table: string }>
      return [name, targets.map(({ table }) => table)]
    }),
  )
  const order: string[] = []
  while (references.size > 0) {
    const isReferred = (name: string) =>
      [...references].some(([other, targets]) => other !== name && targets.includes(name))
    const free = [...references.keys()].find((name) => !isReferred(name))
    if (free === undefined)
      throw new Error(`Tables refer to each other in a circle: ${[...references.keys()]}`)
    order.push(free)
    references.delete(free)
  }
  return order
}
