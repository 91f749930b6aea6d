import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { type Law, type Migration, united } from './db-schema.ts'
import { hot } from './hot.ts'
import { SqliteStore } from './sqlite-store.ts'

interface Tables {
  owners: { id: number }
  notes: { id: number; owner: number | null; text: string }
}
const migrations = [
  {
    step: 1,
    name: 'test: notes',
    sql: `CREATE TABLE owners (id INTEGER PRIMARY KEY);
      CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER REFERENCES owners(id), text TEXT NOT NULL);
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
      CREATE TABLE leases (name TEXT PRIMARY KEY);
      CREATE TABLE clock (frozen_at INTEGER);`,
  },
]
const laws: readonly Law[] = [{ name: 'notes_stay', table: 'notes', on: 'delete', refuse: 'a note stays' }]
const schemaOf = (steps: readonly Migration[]) => united([{ migrations: steps, laws }])
const add = hot<Tables, { owner: number | null; text: string }>()((db, slot) =>
  db.insertInto('notes').values({ owner: slot('owner'), text: slot('text') } as never),
)
const notes = hot<Tables, Record<never, never>>()((db) => db.selectFrom('notes').selectAll().orderBy('id'))

const stores: SqliteStore[] = []
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})

async function inMemory(with_ = migrations): Promise<SqliteStore> {
  const store = await SqliteStore.open({ file: ':memory:', schema: schemaOf(with_) })
  stores.push(store)
  return store
}

const write = (store: SqliteStore, text: string) =>
  store.transact((unit) => unit.insert(add, { owner: null, text }))
const know = (store: SqliteStore) =>
  store.transact((unit) => sql`INSERT INTO meta VALUES ('key', 'one')`.execute(unit.db()))
const all = (store: SqliteStore) => store.read((reader) => reader.run(notes, {}))

/** A store that takes the connection which a closed store returned to the pool. */
async function afterAnother(what: (store: SqliteStore) => Promise<unknown>): Promise<SqliteStore> {
  const before = await inMemory()
  await what(before)
  await before.close()
  return inMemory()
}

describe('a store in memory after another', () => {
  it('is blank, and counts its ids from the start, though the tables refuse to be emptied', async () => {
    const store = await afterAnother(async (before) => {
      expect(await write(before, 'a')).toBe(1)
      expect(await write(before, 'b')).toBe(2)
    })
    expect(await all(store)).toEqual([])
    expect(await write(store, 'c')).toBe(1)
    expect(await all(store)).toEqual([{ id: 1, owner: null, text: 'c' }])
  })

  it('is blank after a unit that failed', async () => {
    const store = await afterAnother(async (before) => {
      await write(before, 'kept')
      const failing = before.transact(async (unit) => {
        await unit.insert(add, { owner: null, text: 'undone' })
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await all(before)).toHaveLength(1)
    })
    expect(await all(store)).toEqual([])
  })

  it('has its tables as they were, after they were laid out anew or a snapshot was put in their place', async () => {
    const store = await afterAnother(async (before) => {
      await know(before)
      await write(before, 'a')
      await before.snapshots.put('one')
      await before.transact((unit) => unit.empty(['meta']))
      expect(await all(before)).toEqual([])
      const snapshot = await before.snapshots.open('one', 'one')
      await before.transact((unit) => unit.restore(snapshot))
      snapshot.close()
      expect(await all(before)).toHaveLength(1)
    })
    expect(await all(store)).toEqual([])
    expect(await store.snapshots.list()).toEqual([])
    await write(store, 'b')
    const erasing = store.transact((unit) => sql`DELETE FROM notes`.execute(unit.db()))
    await expect(erasing).rejects.toThrow('a note stays')
  })

  it('has nothing to do with one whose tables are others', async () => {
    const before = await inMemory()
    await before.close()
    const [migration] = migrations
    const others = [
      { ...migration, sql: `${migration?.sql} CREATE TABLE more (id INTEGER);` },
    ] as typeof migrations
    const store = await inMemory(others)
    await store.transact((unit) => sql`INSERT INTO more VALUES (1)`.execute(unit.db()))
  })

  it('shows nothing of itself to a reader of the one before', async () => {
    const before = await inMemory()
    const late = await before.read((reader) => {
      void before.close()
      void inMemory()
      return reader.run(notes, {}).catch((error: unknown) => error)
    })
    expect(late).toMatchObject({ reason: 'closed' })
  })

  it('is of its own where both are open', async () => {
    const [one, other] = [await inMemory(), await inMemory()]
    await write(one, 'a')
    expect(await all(other)).toEqual([])
  })
})

describe('a store in memory', () => {
  it('holds its references after a snapshot was put in its place', async () => {
    const store = await inMemory()
    await know(store)
    await store.snapshots.put('one')
    const snapshot = await store.snapshots.open('one', 'one')
    await store.transact((unit) => unit.restore(snapshot))
    snapshot.close()
    const orphan = store.transact((unit) => unit.insert(add, { owner: 7, text: 'of nobody' }))
    await expect(orphan).rejects.toThrow('FOREIGN KEY')
  })

  it('is copied with all that is committed', async () => {
    const store = await inMemory()
    await write(store, 'a')
    const copy = await SqliteStore.open({ file: await store.copy(), schema: schemaOf(migrations) })
    stores.push(copy)
    await write(store, 'b')
    expect(await all(copy)).toEqual([{ id: 1, owner: null, text: 'a' }])
  })

  it('that was opened from a copy is as the copy again for the next, however many there are', async () => {
    const store = await inMemory()
    await write(store, 'a')
    const bytes = await store.copy()
    const opened = async () => {
      const copy = await SqliteStore.open({ file: bytes, schema: schemaOf(migrations) })
      stores.push(copy)
      return copy
    }
    for (let round = 0; round < 3; round++) {
      const [one, other] = [await opened(), await opened()]
      await write(one, 'one')
      await write(other, 'other')
      expect(await all(one)).toMatchObject([{ text: 'a' }, { id: 2, text: 'one' }])
      expect(await all(other)).toMatchObject([{ text: 'a' }, { id: 2, text: 'other' }])
      await one.close()
      await other.close()
    }
    const grown = await opened()
    await write(grown, 'one')
    const ofGrown = await SqliteStore.open({ file: await grown.copy(), schema: schemaOf(migrations) })
    stores.push(ofGrown)
    expect(await all(ofGrown)).toMatchObject([{ text: 'a' }, { text: 'one' }])
    await write(grown, 'two')
    expect(await all(grown)).toMatchObject([{ text: 'a' }, { text: 'one' }, { text: 'two' }])
    await grown.close()
    expect(await all(await opened())).toMatchObject([{ text: 'a' }])
    await write(store, 'b')
    const later = await SqliteStore.open({ file: await store.copy(), schema: schemaOf(migrations) })
    stores.push(later)
    expect(await all(later)).toMatchObject([{ text: 'a' }, { text: 'b' }])
  })

  it('is not copied anew while nothing has changed, and is after a write, an erasure and a restore', async () => {
    const store = await inMemory()
    await know(store)
    await write(store, 'a')
    const first = await store.copy()
    expect(await store.copy()).toBe(first)
    const unchanged = async () => (await store.copy()).equals(first)
    await store.snapshots.put('one')
    expect(await unchanged()).toBe(true)
    await write(store, 'b')
    expect(await unchanged()).toBe(false)
    const snapshot = await store.snapshots.open('one', 'one')
    await store.transact((unit) => unit.restore(snapshot))
    snapshot.close()
    const copy = await SqliteStore.open({ file: await store.copy(), schema: schemaOf(migrations) })
    stores.push(copy)
    expect(await all(copy)).toEqual([{ id: 1, owner: null, text: 'a' }])
  })
})
