import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { folder, openKernel } from '../kernel.fixture.ts'
import { frozenStart, type Kernel } from '../kernel.ts'

const minute = 60_000
const nextTurn = () => new Promise((turned) => setImmediate(turned))

/** A subscriber whose attempts are answered by hand, over a file that the test reads beside it. */
async function app(kernel: Kernel, plan: (n: number) => { lane?: string; dueAt?: number } = () => ({})) {
  const seen: number[] = []
  const answers: Array<() => void> = []
  kernel.subscribe({
    name: 'app',
    to: ['note.added'],
    mode: 'at-most-once',
    plan: (_tx, { data }) => plan(data.n ?? 0),
    async attempt({ event }) {
      seen.push(event.data.n ?? 0)
      await new Promise<void>((answer) => answers.push(answer))
      return { ok: true }
    },
  })
  await kernel.freeze(frozenStart)
  const tell = (n: number) => kernel.transact((tx) => tx.emit({ kind: 'note.added', data: { n } }))
  const answer = () => {
    for (const one of answers.splice(0)) one()
  }
  /** Answers all that comes until the promise settles. */
  const answering = async <Result>(promise: Promise<Result>): Promise<Result> => {
    let over = false
    const settled = promise.finally(() => {
      over = true
    })
    while (!over) {
      answer()
      await nextTurn()
    }
    return settled
  }
  return { seen, tell, answer, answering }
}

/** A kernel on a file, and the deliveries that another program sees in it. */
async function onFile() {
  const file = join(folder(), 'payersim.db')
  const kernel = await openKernel({ file })
  const beside = new Sqlite(file, { readonly: true })
  const rows = () =>
    beside.prepare('SELECT status, attempts, holder IS NULL AS free FROM deliveries ORDER BY id').all()
  return { kernel, rows, file }
}

const inFlight = { status: 'attempting', attempts: 1, free: 0 }
const pending = { status: 'pending', attempts: 0, free: 1 }

it('a due delivery is marked in the unit that writes it, and attempted after its caller has gone on', async () => {
  const { kernel, rows } = await onFile()
  const { seen, tell, answer } = await app(kernel)
  await kernel.start()
  await tell(1)
  expect([rows(), seen]).toEqual([[inFlight], []])
  await nextTurn()
  expect(seen).toEqual([1])
  answer()
  await kernel.settle()
  expect(rows()).toEqual([{ status: 'done', attempts: 1, free: 1 }])
})

it.each([
  ['is due later', { dueAt: frozenStart + minute }],
  ['has a lane', { lane: 'ama' }],
])('one that %s is pending first', async (_, plan) => {
  const { kernel, rows } = await onFile()
  const { tell, answering } = await app(kernel, () => plan)
  await kernel.start()
  await tell(1)
  expect(rows()).toEqual([pending])
  await answering(kernel.settle())
})

it('none is claimed before the start, nor while others wait for a slot', async () => {
  const { kernel, rows } = await onFile()
  const { seen, tell, answer, answering } = await app(kernel)
  await tell(0)
  expect(rows()).toEqual([pending])
  await kernel.start()
  await Promise.all(Array.from({ length: 200 }, (_, index) => tell(index + 1)))
  while (seen.length < 128) await nextTurn()
  answer()
  await tell(201)
  expect(rows().at(-1)).toEqual(pending)
  await answering(kernel.settle())
  expect(seen).toEqual(Array.from({ length: 202 }, (_, index) => index))
})

it('a unit that is rolled back leaves no attempt, and no slot taken', async () => {
  const { kernel, rows } = await onFile()
  const { seen, tell, answering } = await app(kernel)
  await kernel.start()
  const failing = () =>
    kernel.transact(async (tx) => {
      await tx.emit({ kind: 'note.added', data: { n: 99 } })
      throw new Error('no')
    })
  await Promise.allSettled(Array.from({ length: 130 }, failing))
  await Promise.all(Array.from({ length: 128 }, (_, index) => tell(index)))
  expect(rows()).toEqual(Array(128).fill(inFlight))
  await nextTurn()
  expect(seen).toEqual(Array.from({ length: 128 }, (_, index) => index))
  await answering(kernel.settle())
})

it('a stop waits for the attempt of a unit that commits meanwhile', async () => {
  const { kernel, rows } = await onFile()
  const { seen, tell, answering } = await app(kernel)
  await kernel.start()
  let inUnit = () => {}
  const begun = new Promise<void>((resolve) => {
    inUnit = resolve
  })
  const told = kernel.transact(async (tx) => {
    await tx.emit({ kind: 'note.added', data: { n: 1 } })
    inUnit()
  })
  await begun
  await answering(Promise.all([told, kernel.stop()]))
  expect([seen, rows()]).toEqual([[1], [{ status: 'done', attempts: 1, free: 1 }]])
  // A unit after the stop leaves its delivery to the next start.
  await tell(2)
  expect(rows().at(-1)).toEqual(pending)
})

it('a snapshot that is taken while units write holds none in flight', async () => {
  const { kernel, rows } = await onFile()
  const { tell, answering } = await app(kernel)
  await kernel.start()
  const told = tell(1)
  await answering(Promise.all([told, kernel.takeSnapshot('meanwhile')]))
  await answering(Promise.all([tell(2), kernel.settle()]))
  await kernel.restoreSnapshot('meanwhile')
  expect(rows()).not.toContainEqual(inFlight)
  await answering(kernel.settle())
})

it('a delivery in flight when its process died is lost, as one that was claimed later', async () => {
  const { kernel, file, rows } = await onFile()
  const { tell, answering } = await app(kernel)
  await kernel.start()
  await tell(1)
  expect(rows()).toEqual([inFlight])
  // What a dead process leaves: its lease runs out, its rows stay.
  const dead = new Sqlite(file)
  dead.exec('DELETE FROM leases')
  dead.close()
  const next = await openKernel({ file })
  const { seen } = await app(next)
  await next.start()
  expect([rows(), seen]).toEqual([[{ status: 'lost', attempts: 1, free: 1 }], []])
  await answering(kernel.settle())
})
