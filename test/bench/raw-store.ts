import Sqlite from 'better-sqlite3'

/** Makes the schema and the rows of a data file again, in memory. */
export function rawStore(file: string): { make(): Sqlite.Database } {
  const db = new Sqlite(file, { readonly: true })
  const schema = db
    .prepare("SELECT type, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
    .all() as Array<{ type: string; sql: string }>
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .pluck()
    .all() as string[]
  const filled = tables
    .map((name) => ({ name, rows: db.prepare(`SELECT * FROM "${name}"`).raw().all() as unknown[][] }))
    .filter(({ rows }) => rows.length > 0)
  db.close()
  const ddl = (...types: string[]) =>
    schema
      .filter(({ type }) => types.includes(type))
      .map(({ sql }) => `${sql};`)
      .join('\n')
  const [structure, laws] = [ddl('table', 'index', 'view'), ddl('trigger')]
  return {
    make() {
      const made = new Sqlite(':memory:')
      made.pragma('foreign_keys = OFF')
      made.transaction(() => {
        made.exec(structure)
        for (const { name, rows } of filled) {
          const insert = made.prepare(`INSERT INTO "${name}" VALUES (${rows[0]?.map(() => '?').join(', ')})`)
          for (const row of rows) insert.run(...row)
        }
        // Afterwards, since they would act again on what they led to.
        made.exec(laws)
      })()
      return made
    },
  }
}
