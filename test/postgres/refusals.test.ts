import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { hot, Kernel } from '../../src/kernel/index.ts'
import type { KernelTables } from '../../src/kernel/tables.ts'
import { ownSchemas, testServer } from './database.fixture.ts'

const closing: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function schemas(): { url: string; prefix: string } {
  const { url, drop } = ownSchemas()
  closing.push(drop)
  return { url, prefix: new URL(url).searchParams.get('schema') ?? '' }
}

/** What an operator does on the server. */
async function onServer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: testServer() })
  await client.connect()
  try {
    for (const sql of statements) await client.query(sql)
  } finally {
    await client.end()
  }
}

/** A database of its own, made with these words. */
async function ownDatabase(words = ''): Promise<{ url: string; name: string }> {
  const name = `d${randomBytes(6).toString('hex')}`
  await onServer(`CREATE DATABASE ${name} TEMPLATE template0 ${words}`)
  closing.push(() => onServer(`DROP DATABASE ${name}`))
  const url = new URL(testServer() ?? '')
  url.pathname = `/${name}`
  return { url: url.href, name }
}

/** Why payersim does not start with these data. */
async function refusalOf(file: string): Promise<{ name: string; reason: string; message: string }> {
  try {
    const kernel = await Kernel.open({ file })
    await kernel.close()
  } catch (error) {
    return error as { name: string; reason: string; message: string }
  }
  throw new Error('payersim started.')
}

const changed = (to: (url: URL) => void, from = testServer() ?? '') => {
  const url = new URL(from)
  to(url)
  return url.href
}

describe.skipIf(testServer() === undefined)('payersim does not start, and says what to do,', () => {
  it('with a schema that is not its own, which it leaves', async () => {
    const { url, prefix } = schemas()
    await onServer(`CREATE SCHEMA ${prefix}`, `CREATE TABLE ${prefix}.other (id int)`)
    expect(await refusalOf(url)).toMatchObject({
      reason: 'not-ours',
      message: expect.stringContaining(
        `has a schema ${prefix} that is not payersim's; it was left as it is. Name another prefix of schemas with ?schema=NAME`,
      ),
    })
    await onServer(`SELECT * FROM ${prefix}.other`)
  })

  it('with a schema of another in the place of its first world', async () => {
    const { url, prefix } = schemas()
    await onServer(`CREATE SCHEMA ${prefix}_main`, `CREATE TABLE ${prefix}_main.other (id int)`)
    expect(await refusalOf(url)).toMatchObject({
      reason: 'not-ours',
      message: expect.stringContaining(`has a schema ${prefix}_main that is not payersim's`),
    })
    await onServer(`SELECT * FROM ${prefix}_main.other`)
  })

  it('with what a newer payersim wrote', async () => {
    const { url, prefix } = schemas()
    await (await Kernel.open({ file: url })).close()
    await onServer(`UPDATE ${prefix}.worlds SET version = 999`)
    expect(await refusalOf(url)).toMatchObject({
      reason: 'newer-version',
      message: expect.stringMatching(/newer payersim \(schema 999, .+ Update payersim on this node\.$/),
    })
  })

  it('with a database that can only be read', async () => {
    const { url, name } = await ownDatabase()
    await onServer(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    expect(await refusalOf(url)).toMatchObject({
      reason: 'read-only',
      message: expect.stringContaining('Name the primary, or allow writing.'),
    })
  })

  it('as a user who may make no schemas, and then with the right that it names', async () => {
    const { url, name } = await ownDatabase()
    const user = `u${randomBytes(6).toString('hex')}`
    await onServer(`CREATE ROLE ${user} LOGIN PASSWORD 'secret'`)
    closing.splice(closing.length - 1, 0, () => onServer(`DROP ROLE ${user}`))
    const file = changed((of) => {
      of.username = user
      of.password = 'secret'
    }, url)
    const { reason, message } = await refusalOf(file)
    const grant = `GRANT CREATE ON DATABASE ${name} TO ${user}`
    expect({ reason, message }).toEqual({
      reason: 'read-only',
      message: expect.stringContaining(`${grant};`),
    })
    expect(message).not.toContain('secret')
    await onServer(grant)
    await (await Kernel.open({ file })).close()
  })

  it('as a user other than the one whose schemas they are', async () => {
    const { url } = schemas()
    await (await Kernel.open({ file: url })).close()
    const user = `u${randomBytes(6).toString('hex')}`
    await onServer(`CREATE ROLE ${user} LOGIN PASSWORD 'secret'`)
    closing.push(() => onServer(`DROP ROLE ${user}`))
    const file = changed((of) => {
      of.username = user
      of.password = 'secret'
    }, url)
    expect(await refusalOf(file)).toMatchObject({
      reason: 'read-only',
      message: expect.stringContaining('Name the user who made its schemas'),
    })
  })

  it('with a database in another encoding', async () => {
    const { url } = await ownDatabase("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    expect(await refusalOf(url)).toMatchObject({
      reason: 'unreadable',
      message: expect.stringContaining(
        "is encoded in LATIN1; payersim needs UTF8: CREATE DATABASE payersim ENCODING 'UTF8'",
      ),
    })
  })

  it('with a wrong password, which it does not tell', async () => {
    const { message, reason } = await refusalOf(changed((url) => (url.password = 'w4ong')))
    expect(reason).toBe('unreachable')
    expect(message).toContain('password authentication failed')
    expect(message).toContain('Check the user and the password in the connection string')
    expect(message).not.toContain('w4ong')
  })

  it('with a database that is not there', async () => {
    expect(await refusalOf(changed((url) => (url.pathname = '/nowhere')))).toMatchObject({
      reason: 'unreachable',
      message: expect.stringContaining(`CREATE DATABASE nowhere ENCODING 'UTF8' TEMPLATE template0`),
    })
  })

  it('where nobody listens', async () => {
    expect(await refusalOf(changed((url) => (url.port = '1')))).toMatchObject({
      reason: 'unreachable',
      message: expect.stringMatching(/ECONNREFUSED.+See that it runs and lets this machine in/),
    })
  })

  it.each([
    'postgres://host:99999/db',
    'postgres://[/db',
    'postgres://user:%zz@127.0.0.1/db',
    'postgres://127.0.0.1/db?pool=0',
    'postgres://127.0.0.1/db?schema=No',
  ])('with %s, which is no connection string', async (url) => {
    expect(await refusalOf(url)).toMatchObject({
      name: 'StoreError',
      reason: 'unreadable',
      message: expect.stringMatching(/^The connection string of PostgreSQL cannot be used: /),
    })
  })
})

const writeNote = hot<KernelTables, { key: string }>()((db, slot) =>
  db.insertInto('meta').values({ key: slot('key'), value: '' }),
)

describe.skipIf(testServer() === undefined)('an old node', () => {
  it('writes nothing after a newer one has brought the schema up to date', async () => {
    const { url, prefix } = schemas()
    const kernel = await Kernel.open({ file: url })
    closing.push(() => kernel.close())
    await onServer(`UPDATE ${prefix}.worlds SET version = 999`)
    const written = kernel.transact((tx) => tx.change(writeNote, { key: 'old' }))
    await expect(written).rejects.toMatchObject({
      reason: 'newer-version',
      message: expect.stringContaining('Update payersim on this node'),
    })
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query(`SELECT key FROM ${prefix}_main.meta WHERE key = 'old'`)
    await client.end()
    expect(rows).toEqual([])
  })
})
