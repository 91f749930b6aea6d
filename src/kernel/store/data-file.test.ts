import { copyFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { frozenStart, Kernel, type Migration } from '../index.ts'
import { folder, openKernel } from '../kernel.fixture.ts'
import { kernelMigrations } from '../tables.ts'

const notes: Migration = { step: 2, name: 'test: notes', sql: 'CREATE TABLE notes (text TEXT NOT NULL)' }
const tags: Migration = { step: 3, name: 'test: tags', sql: 'CREATE TABLE tags (word TEXT NOT NULL)' }

const open = (file: string, migrations: readonly Migration[] = [notes]) => openKernel({ file, migrations })

const secret = 'pin 739161'
const add = (kernel: Kernel, text: string) =>
  kernel.transact((tx) => sql`INSERT INTO notes VALUES (${text})`.execute(tx.db()).then(() => {}))
const erase = (kernel: Kernel) =>
  kernel.transact((tx) => sql`DELETE FROM notes`.execute(tx.db()).then(() => {}))

/** The names of the data file and its log that hold the secret. */
const traces = (of: string) =>
  readdirSync(of).filter((name) => {
    const path = join(of, name)
    return statSync(path).isFile() && readFileSync(path).includes(secret)
  })
const soon = { timeout: 10_000 }
/** Until all that came before is scrubbed. */
const scrubbed = (file: string) =>
  expect.poll(() => existsSync(`${file}-wal`) && statSync(`${file}-wal`).size, soon).toBe(0)

describe('what was erased is soon nowhere in the data file, nor in its log', () => {
  it('after a process that was killed before it could see to that', async () => {
    const live = folder()
    const killed = await open(join(live, 'data.db'))
    await scrubbed(join(live, 'data.db'))
    await add(killed, secret)
    await erase(killed)
    const dead = folder()
    for (const end of ['', '-wal']) copyFileSync(join(live, `data.db${end}`), join(dead, `data.db${end}`))
    expect(traces(dead)).toEqual(['data.db-wal'])
    await open(join(dead, 'data.db'))
    await expect.poll(() => traces(dead), soon).toEqual([])
  })

  it('when everything was emptied', async () => {
    const at = folder()
    const kernel = await open(join(at, 'data.db'))
    await scrubbed(join(at, 'data.db'))
    await add(kernel, secret)
    await kernel.transact((tx) => tx.scrub())
    await scrubbed(join(at, 'data.db'))
    expect(traces(at)).toEqual(['data.db'])
    await add(kernel, secret)
    await kernel.refill(async () => {}, { mode: 'frozen', now: frozenStart })
    await expect.poll(() => traces(at), soon).toEqual([])
  })

  it('when a snapshot was put in its place', async () => {
    const at = folder()
    const kernel = await open(join(at, 'data.db'))
    await scrubbed(join(at, 'data.db'))
    await kernel.freeze(frozenStart)
    await kernel.start()
    await kernel.takeSnapshot('before')
    await add(kernel, secret)
    expect(traces(at)).toEqual(['data.db-wal'])
    await kernel.restoreSnapshot('before')
    await expect.poll(() => traces(at), soon).toEqual([])
  })

  it('while units keep coming', async () => {
    const at = folder()
    const kernel = await open(join(at, 'data.db'))
    await scrubbed(join(at, 'data.db'))
    await add(kernel, secret)
    await kernel.transact(async (tx) => {
      await sql`DELETE FROM notes`.execute(tx.db())
      tx.scrub()
    })
    let units = 0
    const load = { on: true }
    const busy = Array.from({ length: 3 }, async () => {
      while (load.on) {
        // They write nothing, or a full log would be begun anew by itself.
        await kernel.transact((tx) => sql`SELECT 1 FROM notes`.execute(tx.db()))
        await kernel.read((rx) => sql`SELECT 1 FROM notes`.execute(rx.db()))
        units++
      }
    })
    try {
      await expect.poll(() => traces(at), soon).toEqual([])
      expect(units).toBeGreaterThan(0)
    } finally {
      load.on = false
      await Promise.all(busy)
    }
  })
})

describe('the steps of the schema', () => {
  const later: Migration = { step: 4, name: 'test: stars', sql: 'ALTER TABLE notes ADD COLUMN stars INTEGER' }

  /** As a payersim left it that counted the steps by their place in one list. */
  function formerFile(): string {
    const file = join(folder(), 'data.db')
    const former = new Sqlite(file)
    former.pragma(`application_id = ${0x7079736d}`)
    for (const { sql: step } of [...kernelMigrations, notes, tags]) former.exec(step)
    former.exec(`INSERT INTO notes VALUES ('kept'); INSERT INTO tags VALUES ('kept')`)
    former.pragma('user_version = 3')
    former.close()
    return file
  }

  it('that a file lacks are taken, wherever they stand, and no other', async () => {
    const file = formerFile()
    for (const _ of ['at first', 'again']) {
      const kernel = await Kernel.open({ file, migrations: [notes, later, tags] })
      const rows = await kernel.read((rx) => sql`SELECT text, stars, word FROM notes, tags`.execute(rx.db()))
      expect(rows.rows).toEqual([{ text: 'kept', stars: null, word: 'kept' }])
      await kernel.close()
    }
    await expect(Kernel.open({ file, migrations: [notes, tags] })).rejects.toMatchObject({
      reason: 'newer-version',
    })
  })

  it('are taken in their order by a new file, and when everything is emptied', async () => {
    const kernel = await open(join(folder(), 'data.db'), [later, tags, notes])
    await kernel.refill(async () => {}, { mode: 'frozen', now: frozenStart })
    const { rows } = await kernel.read((rx) => sql`SELECT stars FROM notes`.execute(rx.db()))
    expect(rows).toEqual([])
  })

  it('may not share a number', async () => {
    const twice = { ...tags, step: 2 }
    await expect(Kernel.open({ migrations: [notes, twice] })).rejects.toThrow(
      'Step 2 is both "test: notes" and "test: tags".',
    )
  })
})
