import { migrate } from '../migrate.ts'
import { bytesOf } from '../snapshot-copy.ts'
import { openSqlite } from '../sqlite.ts'
import { dropLaws, makeLaws } from '../sqlite-schema.ts'
import type { Session } from './database.ts'
import type { Layout } from './layout.ts'

/** All rows of the world in the search path, as bytes that open as an SQLite store in memory. */
export async function bytesOfWorld(session: Session, { schema, order, identities }: Layout): Promise<Buffer> {
  const database = openSqlite(':memory:')
  try {
    migrate(database, schema)
    dropLaws(database)
    database.pragma('foreign_keys = OFF')
    for (const table of order) {
      database.exec(`DELETE FROM "${table}"`)
      const { rows } = await session.query(`SELECT * FROM ${table}`)
      const [first] = rows as object[]
      if (first) {
        const columns = Object.keys(first)
        const insert = database.prepare(
          `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
        )
        for (const row of rows) insert.run(row)
      }
      const column = identities.get(table)
      if (column === undefined || !countsIds(database, table)) continue
      const last = await session.query(
        `SELECT pg_sequence_last_value(pg_get_serial_sequence('${table}', '${column}')::regclass) AS id`,
      )
      const { id } = last.rows[0] as { id: number | null }
      database.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(table)
      if (id !== null)
        database.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(table, id)
    }
    makeLaws(database, schema)
    return bytesOf(database)
  } finally {
    database.close()
  }
}

/** Whether SQLite keeps a counter of the ids of a table. */
function countsIds(database: ReturnType<typeof openSqlite>, table: string): boolean {
  const sql = database.prepare('SELECT sql FROM sqlite_master WHERE name = ?').pluck().get(table) as string
  return sql.includes('AUTOINCREMENT')
}
