import { quotedName, type Rows, withoutTimeOut } from './database.ts'
import type { Layout } from './layout.ts'

type Run = (sql: string) => Promise<Rows>

/** Tables that a snapshot does not replace: the world's identity, and the leases of processes. */
const ownTables = ['meta', 'leases']

/**
 * Deletes all rows except those of some tables, inside the caller's transaction; the rows that a new world begins with are
 * there again. The laws are about single changes: they rest meanwhile. The counters of ids go on.
 */
export async function emptyWorld(run: Run, layout: Layout, keep: readonly string[]): Promise<void> {
  await run(withoutTimeOut)
  const tables = layout.order.filter((table) => !keep.includes(table))
  await withoutLaws(run, tables, async () => {
    for (const table of [...tables].reverse()) await run(`DELETE FROM ${table}`)
    for (const sql of layout.tables) if (sql.startsWith('INSERT INTO')) await run(sql)
  })
}

/** Replaces all rows by those of another schema with the same tables, inside the caller's transaction. */
export async function replaceWorld(run: Run, layout: Layout, from: string): Promise<void> {
  await emptyWorld(run, layout, ownTables)
  const tables = layout.order.filter((table) => !ownTables.includes(table))
  await withoutLaws(run, tables, async () => {
    for (const table of tables) {
      await run(`DELETE FROM ${table}`)
      await copyTable(run, { table, from, layout })
    }
  })
}

/** Copies the rows of all tables into empty ones of the schema in the search path, and the counters of ids. */
export async function copyRows(run: Run, layout: Layout, from: string): Promise<void> {
  for (const table of layout.order) {
    await run(`DELETE FROM ${table}`)
    await copyTable(run, { table, from, layout })
  }
}

/** The columns of both may stand in another order, where a step added one. */
async function copyTable(
  run: Run,
  { table, from, layout }: { table: string; from: string; layout: Layout },
): Promise<void> {
  const { rows } = await run(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
      WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped`,
  )
  const [{ columns } = { columns: '' }] = rows as Array<{ columns: string }>
  await run(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${quotedName(from)}.${table}`)
  const column = layout.identities.get(table)
  if (column !== undefined)
    await run(
      `SELECT setval(s, greatest(m, pg_sequence_last_value(s::regclass))) FROM
        (SELECT pg_get_serial_sequence('${table}', '${column}') AS s, (SELECT max(${column}) FROM ${table}) AS m) AS at
        WHERE m IS NOT NULL`,
    )
}

async function withoutLaws(run: Run, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  for (const table of tables) await run(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  await work()
  // A table whose references are still to be checked cannot be altered.
  await run('SET CONSTRAINTS ALL IMMEDIATE')
  for (const table of tables) await run(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  await run('SET CONSTRAINTS ALL DEFERRED')
}
