import pg from 'pg'
import type { DbSchema } from '../../src/kernel/store/db-schema.ts'
import type { openStore as real } from '../../src/kernel/store/open-store.ts'
import { layoutOf } from '../../src/kernel/store/postgres/layout.ts'
import { PostgresStore } from '../../src/kernel/store/postgres/store.ts'
import { SqliteStore } from '../../src/kernel/store/sqlite-store.ts'
import { ownSchemas } from './database.fixture.ts'

export { isPostgres, lookAt, shownData } from '../../src/kernel/store/open-store.ts'

/** Schemas that nobody uses, by what is in them: making one takes ten times as long as emptying it. */
const free = new Map<string, string[]>()
const nameOf = ({ migrations, laws }: DbSchema) => JSON.stringify([migrations, laws])

/** Opens on the server of the tests what they would have in memory. */
export const openStore: typeof real = async ({ file, schema }) => {
  if (file !== ':memory:') return SqliteStore.open({ file, schema })
  const url = free.get(nameOf(schema))?.pop() ?? ownSchemas().url
  const store = await PostgresStore.open({ url, schema })
  const close = store.close.bind(store)
  store.close = async () => {
    await close()
    await begin(url, schema)
    free.set(nameOf(schema), [...(free.get(nameOf(schema)) ?? []), url])
  }
  return store
}

/** Makes the schema as it was at first. */
async function begin(connectionString: string, schema: Required<DbSchema>): Promise<void> {
  const { order, tables, identities } = layoutOf(schema)
  const prefix = new URL(connectionString).searchParams.get('schema')
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(
      [
        `SET search_path TO ${prefix}_main`,
        // Neither laws nor references.
        'SET session_replication_role = replica',
        ...order.map((table) => `DELETE FROM ${table}`),
        ...tables.filter((sql) => sql.startsWith('INSERT INTO')),
        ...[...identities].map(
          ([table, column]) => `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), 1, false)`,
        ),
      ].join(';\n'),
    )
  } finally {
    await client.end()
  }
}
