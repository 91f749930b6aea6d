import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** The server of the tests; undefined where there is none. */
export const testServer = () => process.env.PAYERSIM_TEST_POSTGRES || undefined

/** A connection string for schemas of its own on the server of the tests, and how they are dropped. */
export function ownSchemas(): { url: string; drop(): Promise<void> } {
  const prefix = `t${randomBytes(6).toString('hex')}`
  const url = new URL(testServer() ?? '')
  url.searchParams.set('schema', prefix)
  return { url: url.href, drop: () => dropSchemas(prefix) }
}

async function dropSchemas(prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServer() })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT quote_ident(nspname) AS name FROM pg_namespace WHERE nspname LIKE $1`,
      [`${prefix}%`],
    )
    for (const { name } of rows) await client.query(`DROP SCHEMA ${name} CASCADE`)
  } finally {
    await client.end()
  }
}
