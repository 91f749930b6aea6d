import { expect, it } from 'vitest'
import { openKernel } from './kernel.fixture.ts'
import { frozenStart } from './kernel.ts'
import { unfinishedEvents } from './retention-tables.ts'

it('the unfinished deliveries of a subscriber are those that wait, are due, or are in flight, with a lane or without', async () => {
  const kernel = await openKernel({})
  const answers: Array<() => void> = []
  const subscriber = (name: string) =>
    kernel.subscribe({
      name,
      to: ['note.added'],
      mode: 'at-least-once',
      plan: (_tx, { data: { lane, n } }) => ({
        ...(lane === undefined ? {} : { lane: `${name} ${lane}` }),
        ...(n === 5 ? { dueAt: frozenStart + 60_000 } : {}),
      }),
      async attempt({ event }) {
        if (event.data.n !== 1) await new Promise<void>((answer) => answers.push(answer))
        return { ok: true }
      },
    })
  for (const name of ['one', 'other']) subscriber(name)
  await kernel.freeze(frozenStart)
  await kernel.start()
  const tell = (data: { n: number; lane?: string }) =>
    kernel.transact((tx) => tx.emit({ kind: 'note.added', data }))
  await tell({ n: 1 })
  await kernel.settle()
  // In flight without a lane, in flight in one, behind it, and due later.
  await tell({ n: 2 })
  await tell({ n: 3, lane: 'ama' })
  await tell({ n: 4, lane: 'ama' })
  await tell({ n: 5 })
  while (answers.length < 4) await new Promise((turned) => setImmediate(turned))
  const numbers = async (name: string) => {
    const events = await kernel.read((rx) => unfinishedEvents(rx, name))
    return events.map(({ data }) => (data as { n: number }).n).sort()
  }
  expect(await numbers('one')).toEqual([2, 3, 4, 5])
  expect(await numbers('nobody')).toEqual([])
  let over = false
  const settled = kernel.advance(60_000).finally(() => {
    over = true
  })
  while (!over) {
    for (const answer of answers.splice(0)) answer()
    await new Promise((turned) => setImmediate(turned))
  }
  await settled
  expect(await numbers('one')).toEqual([])
})
