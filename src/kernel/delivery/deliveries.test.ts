import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, expect, it } from 'vitest'
import { folder, openKernel } from '../kernel.fixture.ts'
import { frozenStart, Kernel } from '../kernel.ts'
import { readTimeline } from '../timeline.ts'
import { insertDelivery } from './queries.ts'
import { DeliveryResults } from './results.ts'

const opened: Kernel[] = []
afterEach(async () => {
  for (const kernel of opened.splice(0)) await kernel.close()
})

async function frozen(): Promise<Kernel> {
  const kernel = await Kernel.open()
  opened.push(kernel)
  await kernel.freeze(frozenStart)
  return kernel
}

it('leave at most 128 at once, and those turned away follow as places come free', async () => {
  const kernel = await frozen()
  const answers: Array<() => void> = []
  let onTheirWay = 0
  let most = 0
  kernel.subscribe({
    name: 'slow',
    to: ['note.added'],
    mode: 'at-least-once',
    plan: () => ({}),
    async attempt() {
      most = Math.max(most, ++onTheirWay)
      await new Promise<void>((answer) => answers.push(answer))
      onTheirWay--
      return { ok: true }
    },
  })
  await kernel.start()
  await kernel.transact(async (tx) => {
    for (let count = 0; count < 300; count++) await tx.emit({ kind: 'note.added' })
  })
  const left = async (count: number) => {
    while (answers.length < count) await new Promise((turned) => setImmediate(turned))
    return answers.length
  }
  expect(await left(128)).toBe(128)
  // One answer frees one slot, while all the others hang.
  answers[0]?.()
  expect(await left(129)).toBe(129)
  for (const answer of answers) answer()
  expect(await left(257)).toBe(257)
  for (const answer of answers) answer()
  expect(await left(300)).toBe(300)
  for (const answer of answers) answer()
  await kernel.settle()
  const log = await kernel.read((rx) => kernel.deliveries.list(rx, 'slow'))
  expect(log.map(({ status, attempts }) => [status, attempts])).toEqual(Array(300).fill(['done', 1]))
  expect(most).toBe(128)
})

it('are recorded once the disk takes it again, however often it failed', async () => {
  const file = join(folder(), 'payersim.db')
  const kernel = await openKernel({ file })
  let attempts = 0
  kernel.subscribe({
    name: 'merchant',
    to: ['note.added'],
    mode: 'at-most-once',
    plan: () => ({}),
    async attempt() {
      attempts++
      return { ok: true }
    },
  })
  const disk = new Sqlite(file, { timeout: 5_000 })
  // A RAISE that does not end the outer transaction, like a page that cannot be written.
  disk.exec(`CREATE TRIGGER disk_full BEFORE UPDATE OF status ON deliveries WHEN NEW.status = 'done'
    BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`)
  await kernel.start()
  await kernel.transact((tx) => tx.emit({ kind: 'note.added' }))
  const standing = () =>
    kernel.read((rx) => kernel.deliveries.list(rx, 'merchant')).then(([only]) => only?.status)
  await expect.poll(() => attempts).toBe(1)
  // Longer than the first two tries.
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(await standing()).toBe('attempting')
  disk.exec('DROP TRIGGER disk_full')
  disk.close()
  await expect.poll(standing, { timeout: 5_000 }).toBe('done')
  await kernel.settle()
  expect(attempts).toBe(1)
})

it('share one unit for what came of them, and none is written where it fails', async () => {
  const kernel = await frozen()
  const results = new DeliveryResults((work) => kernel.transact(work))
  let commits = 0
  kernel.store.onCommit(() => commits++)
  const note = async (n: number) =>
    results.write(async (tx) => void (await tx.emit({ kind: 'note.added', data: { n } })))
  await Promise.all([note(1), note(2)])
  expect(commits).toBe(1)
  const failing = results.write(() => Promise.reject(new Error('full')))
  await expect(Promise.all([note(3), failing])).rejects.toThrow('full')
  await note(4)
  const log = await kernel.read((rx) =>
    rx
      .db<{ events: { kind: string; data: string } }>()
      .selectFrom('events')
      .select('data')
      .where('kind', '=', 'note.added')
      .execute(),
  )
  expect(log.map(({ data }) => JSON.parse(data).n)).toEqual([1, 2, 4])
})

it('of subscribers that only a newer version knows stay where they are, and keep no other waiting', async () => {
  const kernel = await frozen()
  const recorded: number[] = []
  kernel.subscribe({
    name: 'known',
    to: ['note.added'],
    mode: 'at-least-once',
    plan: (tx) => ({ dueAt: tx.now + 1_000 }),
    async attempt({ event }) {
      recorded.push(event.id)
      return { ok: true }
    },
  })
  await kernel.start()
  await kernel.transact(async (tx) => {
    const id = await tx.emit({ kind: 'other.added' })
    const left = { event_id: id, subscriber: 'newer', lane: null, mode: 'at-least-once' as const }
    const row = { ...left, status: 'pending' as const, due_at: 0, data: 'null', created_at: 0 }
    for (let count = 0; count < 100; count++) await tx.change(insertDelivery, row)
    await tx.emit({ kind: 'note.added' })
  })
  await kernel.settle()
  expect(recorded).toHaveLength(0)
  await kernel.advance(1_000)
  expect(recorded).toHaveLength(1)
  const newer = await kernel.read((rx) => kernel.deliveries.list(rx, 'newer'))
  expect(new Set(newer.map(({ status }) => status))).toEqual(new Set(['pending']))
})

it('of several subscribers at once all leave, however many they are', async () => {
  const kernel = await frozen()
  const recorded = new Map<string, number>()
  for (const name of ['first', 'second', 'third', 'fourth']) {
    kernel.subscribe({
      name,
      to: ['note.added'],
      mode: 'at-least-once',
      plan: () => ({}),
      async attempt() {
        recorded.set(name, (recorded.get(name) ?? 0) + 1)
        return { ok: true }
      },
    })
  }
  await kernel.start()
  await kernel.transact(async (tx) => {
    for (let count = 0; count < 30; count++) await tx.emit({ kind: 'note.added' })
  })
  await kernel.settle()
  expect([...recorded.values()]).toEqual([30, 30, 30, 30])
})

it('of a process that stood still until another took over are that one’s, and so is their lane', async () => {
  const file = join(folder(), 'payersim.db')
  const kernel = await openKernel({ file })
  opened.push(kernel)
  let answer = () => {}
  kernel.subscribe({
    name: 'slow',
    to: ['note.added'],
    mode: 'at-least-once',
    plan: () => ({ lane: 'one' }),
    retry: () => undefined,
    async attempt() {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return { ok: false }
    },
  })
  await kernel.freeze(frozenStart)
  await kernel.start()
  for (const n of [1, 2]) await kernel.transact((tx) => tx.emit({ kind: 'note.added', data: { n } }))
  const statuses = () =>
    kernel.read(async (rx) => (await kernel.deliveries.list(rx, 'slow')).map(({ status }) => status).sort())
  await expect.poll(statuses).toEqual(['attempting', 'waiting'])
  const beside = new Sqlite(file)
  beside.exec(`UPDATE deliveries SET holder = 'another' WHERE status = 'attempting'`)
  beside.close()
  answer()
  await kernel.stop()
  expect(await statuses()).toEqual(['attempting', 'waiting'])
  const kinds = await kernel.read((rx) => readTimeline(rx, { after: 0 }))
  expect(kinds.map(({ kind }) => kind)).not.toContain('delivery.failed')
})
