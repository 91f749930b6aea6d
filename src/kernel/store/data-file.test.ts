import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { frozenStart, Kernel, type Migration } from '../index.ts'
import { folder, openKernel } from '../kernel.fixture.ts'
import { kernelDbSchema } from '../tables.ts'
import { erasureWaitMs } from './erasure.ts'

// Greater than every step that the rooms use, now and for a while.
const notes: Migration = { step: 1002, name: 'test: notes', sql: 'CREATE TABLE notes (text TEXT NOT NULL)' }
const tags: Migration = { step: 1003, name: 'test: tags', sql: 'CREATE TABLE tags (word TEXT NOT NULL)' }

const open = (file: string, migrations: readonly Migration[] = [notes]) =>
  openKernel({ file, dbSchemas: [{ migrations }] })

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
/** Of the data file's log. */
const bytesOfLog = (at: string) => statSync(join(at, 'data.db-wal')).size

const eraseAndScrub = (kernel: Kernel) =>
  kernel.transact(async (tx) => {
    await sql`DELETE FROM notes`.execute(tx.db())
    tx.scrub()
  })

/** Another program that reads the data file, and blocks the checkpoint until it ends its read. */
function otherReader(at: string): () => void {
  const other = new Sqlite(join(at, 'data.db'), { readonly: true })
  other.exec('BEGIN')
  other.prepare('SELECT count(*) FROM notes').get()
  return () => other.close()
}

describe('what was erased is nowhere in the data file, nor in its log, once that is acknowledged', () => {
  it('by the unit that erased it', async () => {
    const at = folder()
    const kernel = await open(join(at, 'data.db'))
    await add(kernel, secret)
    expect(traces(at)).toEqual(['data.db-wal'])
    await eraseAndScrub(kernel)
    expect(traces(at)).toEqual([])
    expect(bytesOfLog(at)).toBe(0)
  })

  it('when everything was emptied', async () => {
    const at = folder()
    const kernel = await open(join(at, 'data.db'))
    await add(kernel, secret)
    await kernel.transact((tx) => tx.scrub())
    expect(traces(at)).toEqual(['data.db'])
    await add(kernel, secret)
    await kernel.refill(async () => {}, { mode: 'frozen', now: frozenStart })
    expect(traces(at)).toEqual([])
  })

  it('when a snapshot was put in its place', async () => {
    const at = folder()
    const kernel = await open(join(at, 'data.db'))
    await kernel.freeze(frozenStart)
    await kernel.start()
    await kernel.takeSnapshot('before')
    await add(kernel, secret)
    expect(traces(at)).toEqual(['data.db-wal'])
    await kernel.restoreSnapshot('before')
    expect(traces(at)).toEqual([])
  })

  it('while units and reads keep coming', async () => {
    const at = folder()
    const kernel = await open(join(at, 'data.db'))
    const load = { on: true }
    const busy = Array.from({ length: 3 }, async () => {
      while (load.on) {
        await kernel.transact((tx) => sql`INSERT INTO notes VALUES ('load')`.execute(tx.db()))
        await kernel.read((rx) => sql`SELECT 1 FROM notes`.execute(rx.db()))
      }
    })
    try {
      for (let round = 0; round < 20; round++) {
        await add(kernel, secret)
        expect(traces(at)).not.toEqual([])
        await eraseAndScrub(kernel)
        expect(traces(at)).toEqual([])
      }
    } finally {
      load.on = false
      await Promise.all(busy)
    }
  })

  it('costs nothing where nothing is erased: the log stays as it is', async () => {
    const at = folder()
    const kernel = await open(join(at, 'data.db'))
    await add(kernel, 'one')
    const before = bytesOfLog(at)
    await add(kernel, 'two')
    expect(bytesOfLog(at)).toBeGreaterThan(before)
  })

  it('and, after a process that was killed before it could see to that, before anything is served', async () => {
    const live = folder()
    const killed = await open(join(live, 'data.db'))
    await add(killed, secret)
    await erase(killed)
    const dead = folder()
    for (const end of ['', '-wal']) copyFileSync(join(live, `data.db${end}`), join(dead, `data.db${end}`))
    expect(traces(dead)).toEqual(['data.db-wal'])
    await open(join(dead, 'data.db'))
    expect(traces(dead)).toEqual([])
  })

  it('nor in what such a process had begun to take a snapshot of', async () => {
    const at = folder()
    const snapshots = join(at, 'data.db.snapshots')
    mkdirSync(snapshots)
    const ended = spawnSync(process.execPath, ['-e', '']).pid
    const own = `.own.${process.pid}`
    for (const name of [
      `.before.${ended}`,
      `.before.${ended}-journal`,
      own,
      `.now.${process.ppid}`,
      'kept.db',
    ])
      writeFileSync(join(snapshots, name), secret)
    await open(join(at, 'data.db'))
    expect(readdirSync(snapshots).sort()).toEqual([`.now.${process.ppid}`, 'kept.db'])
  })

  it('or when the process ends, where its unit was still waiting', async () => {
    const at = folder()
    const kernel = await Kernel.open({ file: join(at, 'data.db'), dbSchemas: [{ migrations: [notes] }] })
    await add(kernel, secret)
    const letGo = otherReader(at)
    const erased = eraseAndScrub(kernel)
    await expect.poll(() => traces(at)).toEqual(['data.db-wal'])
    letGo()
    await kernel.close()
    await erased
    expect(traces(at)).toEqual([])
  })
})

describe('another process in the way of an erasure', () => {
  it('is waited for by one that starts, which does not end meanwhile', async () => {
    const at = folder()
    const file = join(at, 'data.db')
    await open(file)
    const letGo = otherReader(at)
    try {
      const kernel = new URL('../kernel.ts', import.meta.url).href
      const script = `const { Kernel } = await import(${JSON.stringify(kernel)})
        const notes = { step: 1002, name: 'test: notes', sql: 'CREATE TABLE notes (text TEXT NOT NULL)' }
        const opened = await Kernel.open({ file: ${JSON.stringify(file)}, dbSchemas: [{ migrations: [notes] }] })
        console.log('opened')
        await opened.close()`
      const child = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        encoding: 'utf8',
      })
      expect([child.stdout, child.stderr, child.status]).toEqual(['opened\n', '', 0])
    } finally {
      letGo()
    }
  })

  it('is waited for', async () => {
    const at = folder()
    const kernel = await open(join(at, 'data.db'))
    await add(kernel, secret)
    const letGo = otherReader(at)
    setTimeout(letGo, 100)
    await eraseAndScrub(kernel)
    expect(traces(at)).toEqual([])
  })

  it('is waited for a second at most, whoever else has to; the log is emptied when it lets go', async () => {
    const at = folder()
    const kernel = await open(join(at, 'data.db'))
    await add(kernel, secret)
    const letGo = otherReader(at)
    const begun = performance.now()
    const took = () => performance.now() - begun
    const first = eraseAndScrub(kernel).then(took)
    // Units that erase nothing do not wait.
    await add(kernel, 'another')
    expect(took()).toBeLessThan(erasureWaitMs)
    const [one, other] = await Promise.all([first, eraseAndScrub(kernel).then(took)])
    for (const each of [one, other]) {
      expect(each).toBeGreaterThanOrEqual(erasureWaitMs)
      // It takes some milliseconds, or longer on a busy machine.
      expect(each).toBeLessThan(erasureWaitMs * 2)
    }
    expect(traces(at)).toEqual(['data.db-wal'])
    // The second is over.
    const again = performance.now()
    await eraseAndScrub(kernel)
    expect(performance.now() - again).toBeLessThan(erasureWaitMs)
    letGo()
    await expect.poll(() => traces(at), { timeout: 1_000, interval: 10 }).toEqual([])
  })
})

describe('the steps of the schema', () => {
  const later: Migration = {
    step: 1004,
    name: 'test: stars',
    sql: 'ALTER TABLE notes ADD COLUMN stars INTEGER',
  }

  /** A file of an older payersim, which numbered the steps by their position in one list. */
  function formerFile(): string {
    const file = join(folder(), 'data.db')
    const former = new Sqlite(file)
    former.pragma(`application_id = ${0x7079736d}`)
    for (const { sql: step } of [...kernelDbSchema.migrations, notes, tags]) former.exec(step)
    former.exec(`INSERT INTO notes VALUES ('kept'); INSERT INTO tags VALUES ('kept')`)
    former.pragma('user_version = 1003')
    former.close()
    return file
  }

  it('that a file lacks are taken, wherever they stand, and no other', async () => {
    const file = formerFile()
    for (const _ of ['at first', 'again']) {
      const kernel = await Kernel.open({ file, dbSchemas: [{ migrations: [notes, later, tags] }] })
      const rows = await kernel.read((rx) => sql`SELECT text, stars, word FROM notes, tags`.execute(rx.db()))
      expect(rows.rows).toEqual([{ text: 'kept', stars: null, word: 'kept' }])
      await kernel.close()
    }
    await expect(Kernel.open({ file, dbSchemas: [{ migrations: [notes, tags] }] })).rejects.toMatchObject({
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
    const twice = { ...tags, step: 1002 }
    await expect(Kernel.open({ dbSchemas: [{ migrations: [notes, twice] }] })).rejects.toThrow(
      'Step 1002 is both "test: notes" and "test: tags".',
    )
  })
})
