import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database } from 'better-sqlite3'
import type { Migration } from './db-schema.ts'

/** The tables and indexes that all steps together make, and the rows that they put in. */
export interface WholeSchema {
  /** Which steps: the SHA-256 of their SQL, in hexadecimal digits. */
  steps: string
  sql: string
}

/** Made by the build: a new database has no use for tables that a later step gives another definition. */
const builtFile = fileURLToPath(new URL('../../tables/schema.json', import.meta.url))

let built: WholeSchema | null | undefined

/** SQL that makes what all these steps make in an empty database: in one piece where the build made that, else step by step. */
export function allSteps(migrations: readonly Migration[]): string {
  if (built === undefined) built = readBuilt()
  return built?.steps === nameOf(migrations) ? built.sql : stepByStep(migrations)
}

/**
 * @param empty a database that these steps are run in
 * @throws Error where the steps make anything else than tables, indexes and rows
 */
export function wholeSchema(empty: Database, migrations: readonly Migration[]): WholeSchema {
  empty.exec(stepByStep(migrations))
  const made = empty
    .prepare('SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid')
    .all() as Array<{ type: string; name: string; sql: string }>
  const other = made.find(({ type }) => type !== 'table' && type !== 'index')
  if (other)
    throw new Error(
      `A step makes the ${other.type} ${other.name}; it belongs to the laws or views of its room.`,
    )
  // SQLite makes its own tables itself, with the first that needs them.
  const ours = made.filter(({ name }) => !name.startsWith('sqlite_'))
  const tables = made.filter(({ type }) => type === 'table').map(({ name }) => name)
  const rows = tables.flatMap((table) => rowsOf(empty, table))
  return { steps: nameOf(migrations), sql: [...ours.map(({ sql }) => `${sql};`), ...rows].join('\n') }
}

function rowsOf(database: Database, table: string): string[] {
  const columns = database.pragma(`table_info("${table}")`) as Array<{ name: string }>
  const values = columns.map(({ name }) => `quote("${name}")`).join(` || ', ' || `)
  const rows = database.prepare(`SELECT ${values} FROM "${table}"`).pluck().all() as string[]
  return rows.map((row) => `INSERT INTO "${table}" VALUES (${row});`)
}

/** SQLite keeps the text of each definition up to its semicolon: nothing stands between the two. */
const stepByStep = (migrations: readonly Migration[]) =>
  migrations.map(({ sql }) => sql.trimEnd().replace(/;?$/, ';')).join('\n')

function nameOf(migrations: readonly Migration[]): string {
  return createHash('sha256').update(stepByStep(migrations)).digest('hex')
}

/** Null where the sources are run. */
function readBuilt(): WholeSchema | null {
  try {
    return JSON.parse(readFileSync(builtFile, 'utf8'))
  } catch {
    return null
  }
}
