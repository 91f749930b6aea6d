import type { Database } from 'better-sqlite3'
import type { Consequence, DbSchema, Law, View } from './db-schema.ts'

/** Makes the triggers of the laws and consequences, and the views. */
export function makeLaws(database: Database, { laws, consequences, views }: Required<DbSchema>): void {
  for (const view of views) database.exec(viewOf(view))
  for (const law of laws) database.exec(triggerOf(law))
  for (const consequence of consequences) database.exec(consequenceOf(consequence))
}

/** Drops all triggers and views, also those of an older version. {@link makeLaws} makes them again. */
export function dropLaws(database: Database): void {
  const made = database
    .prepare(`SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY type`)
    .all() as Array<{ type: string; name: string }>
  for (const { type, name } of made) database.exec(`DROP ${type} "${name}"`)
}

function triggerOf({ name, table, on, where, refuse }: Law): string {
  const when = where === undefined ? '' : `\nWHEN ${where}`
  return `CREATE TRIGGER ${name} BEFORE ${on.toUpperCase()} ON ${table}${when}
BEGIN SELECT ${raise(refuse)}; END`
}

function consequenceOf({ name, table, run }: Consequence): string {
  return `CREATE TRIGGER ${name} AFTER INSERT ON ${table} BEGIN\n${statements(run)}\nEND`
}

function viewOf({ name, as, insert }: View): string {
  const view = `CREATE VIEW ${name} AS\n${as}`
  if (!insert) return view
  const refusals = insert.laws.map(({ where, refuse }) => `SELECT ${raise(refuse)} WHERE ${where}`)
  return `${view};
CREATE TRIGGER ${insert.name} INSTEAD OF INSERT ON ${name} BEGIN
${statements([...refusals, ...insert.run])}
END`
}

function raise(refuse: string): string {
  return `RAISE(ABORT, '${refuse.replaceAll("'", "''")}')`
}

function statements(run: readonly string[]): string {
  return run.map((sql) => `${sql};`).join('\n')
}
