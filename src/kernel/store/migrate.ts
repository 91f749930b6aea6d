import type { Database } from 'better-sqlite3'
import { StoreError } from '../errors.ts'

/** One step of the schema. Steps are only added; the schema version is the greatest step that was run. */
export interface Migration {
  /**
   * Steps of all rooms share one count, from 1. A new step takes the next number, whichever room it is in, so that older
   * files lack only that step.
   */
  readonly step: number
  /** Names the room and the change, such as `wallet: pre-approvals`. */
  readonly name: string
  readonly sql: string
}

/** The migrations in the order in which to run them. */
export function inOrder(migrations: readonly Migration[]): Migration[] {
  const ordered = migrations.toSorted((a, b) => a.step - b.step)
  ordered.forEach(({ step, name }, at) => {
    const before = ordered[at - 1]
    if (before?.step === step) throw new Error(`Step ${step} is both "${before.name}" and "${name}".`)
  })
  return ordered
}

/** Version 0 is an empty file. `migrations` must be in order, here and below. */
export function schemaVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.step ?? 0
}

/** Brings the schema up to date in one transaction, so that a crash leaves the old schema or the new one. */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    const version = database.pragma('user_version', { simple: true }) as number
    if (version > schemaVersion(migrations)) throw newerVersion(database.name, version, migrations)
    for (const { step, sql } of migrations) if (step > version) database.exec(sql)
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
export function emptyAll(
  database: Database,
  migrations: readonly Migration[],
  keep: readonly string[],
): void {
  const kept = keep.map((table) => ({
    table,
    rows: database.prepare(`SELECT * FROM ${table}`).all() as object[],
  }))
  const counters = database.prepare('SELECT name, seq FROM sqlite_sequence').all() as Array<{
    name: string
    seq: number
  }>
  for (const name of named(database, 'view')) database.exec(`DROP VIEW "${name}"`)
  // A table's triggers go with it.
  for (const name of childrenFirst(database)) database.exec(`DROP TABLE "${name}"`)
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

function named(database: Database, type: 'table' | 'view'): string[] {
  return database
    .prepare(`SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all(type) as string[]
}

/**
 * The tables, each before the tables that it refers to, so that each can be dropped while no rows refer to it. The order
 * of creation is no help: a later migration may give an old table a column that refers to a new one.
 */
function childrenFirst(database: Database): string[] {
  const references = new Map(
    named(database, 'table').map((name) => {
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
