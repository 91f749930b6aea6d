import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hot } from '../../src/kernel/index.ts'
import { united } from '../../src/kernel/store/db-schema.ts'
import { PostgresStore } from '../../src/kernel/store/postgres/store.ts'
import { cuttingProxy, type Fate } from './cutting-proxy.fixture.ts'
import { ownSchemas, testServer } from './database.fixture.ts'

interface Tables {
  notes: { id: number; text: string }
}
const schema = united([
  {
    migrations: [
      {
        step: 1,
        name: 'test: notes',
        sql: 'CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL);',
      },
    ],
  },
])
const addNote = hot<Tables, { text: string }>()((db, slot) =>
  db.insertInto('notes').values({ text: slot('text') } as never),
)
const allNotes = hot<Tables, Record<never, never>>()((db) =>
  db.selectFrom('notes').select('text').orderBy('id'),
)

describe.skipIf(testServer() === undefined)('a connection that is lost', () => {
  let fate: (sent: Buffer) => Fate
  let store: PostgresStore
  let end: () => Promise<void>
  beforeEach(async () => {
    fate = () => 'on'
    const { url, drop } = ownSchemas()
    const proxy = await cuttingProxy(new URL(url), (sent) => fate(sent))
    store = await PostgresStore.open({ url: proxy.url, schema })
    end = async () => {
      await store.close()
      await proxy.close()
      await drop()
    }
  })
  afterEach(() => end())

  const write = (text: string) => store.transact((unit) => unit.insert(addNote, { text }))
  const texts = async () => (await store.read((reader) => reader.run(allNotes, {}))).map(({ text }) => text)
  /** What happens to the first piece that has these words, and to no later one. */
  const once = (words: string, what: Fate) => {
    fate = (sent) => {
      if (!sent.includes(words)) return 'on'
      fate = () => 'on'
      return what
    }
  }

  it('while a commit is answered leaves what was written, and its caller hears so', async () => {
    await write('a')
    once('COMMIT', 'last')
    let done = 0
    await store.transact(async (unit) => {
      unit.afterCommit(() => done++)
      await unit.insert(addNote, { text: 'b' })
    })
    expect(done).toBe(1)
    expect(await texts()).toEqual(['a', 'b'])
  })

  it('before a commit arrives leaves nothing, and its caller hears so', async () => {
    once('COMMIT', 'lost')
    let done = 0
    const lost = store.transact(async (unit) => {
      unit.afterCommit(() => done++)
      await unit.insert(addNote, { text: 'lost' })
    })
    await expect(lost).rejects.toMatchObject({ name: 'StoreError', reason: 'unreachable' })
    expect(done).toBe(0)
    await write('b')
    expect(await texts()).toEqual(['b'])
    expect(store.trouble).toBeUndefined()
  })

  it.each(['last', 'lost'] as const)(
    'in the middle of a unit (%s) leaves nothing of it, and holds up no other',
    async (what) => {
      once('insert into', what)
      const settled = await Promise.allSettled(['a', 'b', 'c'].map(write))
      expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
      await write('d')
      expect(await texts()).toEqual(['b', 'c', 'd'])
    },
  )

  it('of a read fails that alone', async () => {
    await write('a')
    once('select', 'lost')
    await expect(texts()).rejects.toMatchObject({ reason: 'unreachable' })
    expect(await texts()).toEqual(['a'])
  })
})
