import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, expect, it } from 'vitest'
import { folder } from '../kernel.fixture.ts'
import { frozenStart, Kernel } from '../kernel.ts'

const opened: Kernel[] = []
afterEach(async () => {
  for (const kernel of opened.splice(0)) await kernel.close()
})

/** An at-most-once subscriber, with the calls that it got and how each is answered. */
async function called({ file = ':memory:', dueInMs = 0 } = {}) {
  const kernel = await Kernel.open({ file })
  opened.push(kernel)
  await kernel.freeze(frozenStart)
  const heard: number[] = []
  const answer = { with: async () => ({ ok: true }) }
  kernel.subscribe({
    name: 'merchant',
    to: ['note.added'],
    mode: 'at-most-once',
    plan: (tx) => ({ dueAt: tx.now + dueInMs }),
    attempt({ id }) {
      heard.push(id)
      return answer.with()
    },
  })
  await kernel.start()
  const pay = () => kernel.transact((tx) => tx.emit({ kind: 'note.added' }))
  const states = async () =>
    (await kernel.read((rx) => kernel.deliveries.list(rx, 'merchant'))).map(({ status }) => status)
  return { kernel, heard, answer, pay, states }
}

it.each([
  ['was answered', { ok: true }, 'done'],
  ['failed', { ok: false }, 'failed'],
])('what %s when a snapshot was taken is not sent again when it is restored', async (_, result, status) => {
  const { kernel, heard, answer, pay, states } = await called()
  answer.with = async () => result
  await pay()
  await kernel.takeSnapshot('then')
  await kernel.restoreSnapshot('then')
  await kernel.advance(3_600_000)
  expect(heard).toHaveLength(1)
  expect(await states()).toEqual([status])
})

it('what is on its way when a snapshot is taken is waited for, and not sent again', async () => {
  const { kernel, heard, answer, pay, states } = await called()
  let arrive = () => {}
  const left = new Promise<void>((leaves) => {
    answer.with = () => {
      leaves()
      return new Promise((resolve) => {
        arrive = () => resolve({ ok: true })
      })
    }
  })
  await pay()
  await left
  const taken = kernel.takeSnapshot('then')
  arrive()
  await taken
  await kernel.restoreSnapshot('then')
  await kernel.advance(3_600_000)
  expect(heard).toHaveLength(1)
  expect(await states()).toEqual(['done'])
})

it('what was still to come when a snapshot was taken comes in each world that is restored, once', async () => {
  const { kernel, heard, pay, states } = await called({ dueInMs: 60_000 })
  await pay()
  await kernel.takeSnapshot('then')
  await kernel.restoreSnapshot('then')
  await kernel.settle()
  expect(heard).toHaveLength(0)
  await kernel.advance(60_000)
  expect(heard).toHaveLength(1)
  await kernel.restoreSnapshot('then')
  expect(await states()).toEqual(['pending'])
  await kernel.advance(3_600_000)
  expect(heard).toHaveLength(2)
  expect(await states()).toEqual(['done'])
})

it('what had left when a snapshot was taken by other means is lost, and not sent again', async () => {
  const file = join(folder(), 'data.db')
  const { kernel, heard, pay, states } = await called({ file, dueInMs: 60_000 })
  await pay()
  await kernel.takeSnapshot('then')
  const snapshot = new Sqlite(join(`${file}.snapshots`, 'then.db'))
  snapshot.exec(`UPDATE deliveries SET status = 'attempting', holder = 'another', attempts = 1`)
  snapshot.close()
  await kernel.restoreSnapshot('then')
  await kernel.advance(3_600_000)
  expect(heard).toHaveLength(0)
  expect(await states()).toEqual(['lost'])
})
