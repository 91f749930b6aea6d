import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { frozenStart, Kernel, type Migration } from '../index.ts'
import { folder, openKernel } from '../kernel.fixture.ts'

const notes: Migration = { step: 2, name: 'test: notes', sql: 'CREATE TABLE notes (text TEXT NOT NULL)' }
const open = (file: string) => Kernel.open({ file, dbSchemas: [{ migrations: [notes] }] })
const fill = (kernel: Kernel, many: number) =>
  kernel.transact(async (tx) => {
    for (let count = 0; count < many; count++)
      await sql`INSERT INTO notes VALUES (${'x'.repeat(1_000)})`.execute(tx.db())
  })
const read = (kernel: Kernel) =>
  kernel.read((rx) => sql`SELECT sum(length(text)) AS sum FROM notes`.execute(rx.db()))

/** Zeroes pages at the end, which hold notes. */
function damage(file: string): void {
  const bytes = readFileSync(file)
  bytes.fill(0, bytes.length - 8 * 4096, bytes.length - 2 * 4096)
  writeFileSync(file, bytes)
}

/** A data file that was closed, or, with its log, one whose process was killed. */
async function dataFile({ many, killed = false }: { many: number; killed?: boolean }): Promise<string> {
  const live = join(folder(), 'live.db')
  const kernel = await openKernel({ file: live, dbSchemas: [{ migrations: [notes] }] })
  await fill(kernel, many)
  await kernel.transact((tx) => tx.scrub())
  await fill(kernel, 1)
  if (!killed) await kernel.close()
  const file = join(folder(), 'data.db')
  for (const end of killed ? ['', '-wal'] : ['']) copyFileSync(live + end, file + end)
  return file
}
describe('a damaged data file', () => {
  it.each([
    ['a small one', { many: 100 }],
    ['a small one of a process that was killed', { many: 100, killed: true }],
    ['a large one of a process that was killed', { many: 10_000, killed: true }],
  ])('is refused at the start and left as it was, with a line of what to do: %s', async (_, of) => {
    const file = await dataFile(of)
    await (await open(await dataFile(of))).close()
    damage(file)
    const before = ['', '-wal'].map((end) => file + end).filter(existsSync)
    const bytes = before.map((path) => readFileSync(path))
    await expect(open(file)).rejects.toMatchObject({
      reason: 'damaged',
      message: expect.stringMatching(
        /^The data file .*data\.db is damaged \(.+\)\. Put a copy in its place while payersim is stopped, or name another with --data\.$/,
      ),
    })
    expect(before.map((path, at) => readFileSync(path).equals(bytes[at] as Buffer))).not.toContain(false)
    mkdirSync(`${file}.snapshots`)
    await expect(open(file)).rejects.toThrow(`such as a snapshot from ${file}.snapshots, or name`)
  })

  it('is told of where that is found later, and from then on', async () => {
    const file = await dataFile({ many: 10_000 })
    expect(statSync(file).size).toBeGreaterThan(8 * 1024 * 1024)
    damage(file)
    const kernel = await openKernel({ file, dbSchemas: [{ migrations: [notes] }] })
    await kernel.start()
    expect(kernel.store.trouble).toBeUndefined()
    await expect(read(kernel)).rejects.toMatchObject({ reason: 'damaged' })
    await fill(kernel, 1).catch(() => {})
    expect(kernel.store.trouble).toMatchObject({ reason: 'damaged' })
  })

  it('has a copy in each of its snapshots, which a start takes as it is', async () => {
    const at = folder()
    const kernel = await openKernel({ file: join(at, 'data.db'), dbSchemas: [{ migrations: [notes] }] })
    await kernel.freeze(frozenStart)
    await kernel.start()
    await fill(kernel, 3)
    await kernel.takeSnapshot('copy')
    const again = join(folder(), 'data.db')
    copyFileSync(join(at, 'data.db.snapshots', 'copy.db'), again)
    const next = await openKernel({ file: again, dbSchemas: [{ migrations: [notes] }] })
    expect((await read(next)).rows).toEqual([{ sum: 3_000 }])
    expect(next.hmac('test', 'x')).toBe(kernel.hmac('test', 'x'))
  })
})
