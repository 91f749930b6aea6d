import { afterEach, describe, expect, it } from 'vitest'
import type { FaultPlanInput } from '../faults-schema.ts'
import type { Json } from '../json.ts'
import { frozenStart, Kernel } from '../kernel.ts'
import type { DeliveryResult, Subscription } from './subscription.ts'

const opened: Kernel[] = []
afterEach(async () => {
  for (const kernel of opened.splice(0)) await kernel.close()
})

const urlOf = (note: unknown) => `http://${String(note).split(' ')[0]}.test/callback`

async function rig(
  plan: Partial<FaultPlanInput> & { do: string },
  of: Partial<Subscription<'note.added'>> = {},
) {
  const kernel = await Kernel.open()
  opened.push(kernel)
  await kernel.freeze(frozenStart)
  const got: string[] = []
  const answer: { result: DeliveryResult } = { result: { ok: true } }
  kernel.subscribe<'note.added', Json>({
    name: 'shop',
    to: ['note.added'],
    mode: 'at-most-once',
    plan: (_, { data }) => ({ data: data.note ?? null }),
    target: (data) => ({ url: urlOf(data) }),
    async attempt({ data }) {
      const { now } = await kernel.clock()
      got.push(`${data} at ${(now - frozenStart) / 1000}`)
      return answer.result
    },
    ...of,
  })
  await kernel.start()
  await kernel.transact((tx) => kernel.faults.replace(tx, [{ point: 'callback', ...plan }]))
  const add = async (...notes: string[]) => {
    for (const note of notes) {
      await kernel.transact((tx) => tx.emit({ kind: 'note.added', phone: '+46733000001', data: { note } }))
      await kernel.settle()
    }
  }
  const log = () => kernel.read((rx) => kernel.deliveries.list(rx, 'shop'))
  return { kernel, got, answer, add, log }
}

describe('a fault on a callback', () => {
  it('dropped marks it and sends nothing; at most once stays so', async () => {
    const { got, add, log, kernel } = await rig({ do: 'dropped', when: { first: 1 } })
    await add('shop 1', 'shop 2')
    await kernel.advance(3_600_000)
    expect(got).toEqual(['shop 2 at 0'])
    expect((await log()).map(({ status, attempts, result }) => [status, attempts, result])).toEqual([
      ['failed', 1, { fault: 'fault-1', error: 'dropped on its way', errorIn: { fr: 'perdu en route' } }],
      ['done', 1, null],
    ])
  })

  it('dropped the first three times lets the fourth attempt through, where there is one', async () => {
    const { got, add, kernel } = await rig(
      { do: 'dropped', when: { first: 3 } },
      { mode: 'at-least-once', retry: () => 1_000 },
    )
    await add('shop 1')
    await kernel.advance(60_000)
    expect(got).toEqual(['shop 1 at 3'])
  })

  it('failing-dns says so in the log', async () => {
    const { got, add, log } = await rig({ do: 'failing-dns', match: { host: 'shop.test' } })
    await add('shop 1', 'other 1')
    expect(got).toEqual(['other 1 at 0'])
    expect((await log())[0]?.result).toEqual({
      fault: 'fault-1',
      error: 'shop.test cannot be reached: getaddrinfo ENOTFOUND shop.test.',
      errorIn: { fr: 'shop.test est injoignable : getaddrinfo ENOTFOUND shop.test.' },
    })
  })

  it('late leaves when the clock has moved so far, and others do not wait for it', async () => {
    const { got, add, kernel } = await rig({ do: 'late', when: { first: 1 }, args: { delay: 'PT5M' } })
    await add('shop 1', 'shop 2')
    await kernel.advance(299_999)
    expect(got).toEqual(['shop 2 at 0'])
    await kernel.advance(1)
    expect(got).toEqual(['shop 2 at 0', 'shop 1 at 300'])
  })

  it('late each time is late once for each attempt', async () => {
    const { got, answer, add, kernel } = await rig(
      { do: 'late', args: { delay: 'PT10S' } },
      { mode: 'at-least-once', retry: () => 1_000 },
    )
    answer.result = { ok: false }
    await add('shop 1')
    await kernel.advance(25_000)
    expect(got).toEqual(['shop 1 at 10', 'shop 1 at 21'])
  })

  it('doubled sends it twice', async () => {
    const { got, add, log } = await rig({ do: 'doubled' })
    await add('shop 1')
    expect(got).toEqual(['shop 1 at 0', 'shop 1 at 0'])
    expect(await log()).toMatchObject([{ status: 'done', attempts: 1 }])
  })

  it('out-of-order leaves behind the next one to the same host', async () => {
    const { got, add } = await rig({ do: 'out-of-order', when: { first: 1 } })
    await add('shop 1', 'other 1')
    expect(got).toEqual(['other 1 at 0'])
    await add('shop 2', 'shop 3')
    expect(got).toEqual(['other 1 at 0', 'shop 2 at 0', 'shop 1 at 0', 'shop 3 at 0'])
  })

  it('out-of-order leaves by itself where nothing comes to overtake it', async () => {
    const { got, add, kernel } = await rig({ do: 'out-of-order', args: { delay: 'PT20S' } })
    await add('shop 1')
    await kernel.advance(60_000)
    expect(got).toEqual(['shop 1 at 20'])
  })

  it('lets the rest of its lane pass', async () => {
    const lane: Partial<Subscription<'note.added'>> = {
      plan: (_, { data }) => ({ data: data.note ?? null, lane: 'one' }),
    }
    const { got, kernel } = await rig({ do: 'late', when: { first: 1 }, args: { delay: 'PT1M' } }, lane)
    await kernel.transact(async (tx) => {
      for (const note of ['shop 1', 'shop 2']) await tx.emit({ kind: 'note.added', data: { note } })
    })
    await kernel.advance(60_000)
    expect(got).toEqual(['shop 2 at 0', 'shop 1 at 60'])
  })

  it('reaches the phone that it names, and no subscriber that has no target', async () => {
    const other = await rig({ do: 'dropped', match: { phone: '+46733000002' } })
    await other.add('shop 1')
    expect(other.got).toHaveLength(1)
    const ama = await rig({ do: 'dropped', match: { phone: '+46733000001' } })
    await ama.add('shop 1')
    expect(ama.got).toHaveLength(0)
    const prompts = await rig({ do: 'dropped' })
    const prompted: string[] = []
    prompts.kernel.subscribe({
      name: 'prompt',
      to: ['note.added'],
      mode: 'at-most-once',
      plan: () => ({}),
      attempt: async () => {
        prompted.push('prompt')
        return { ok: true }
      },
    })
    await prompts.add('shop 1')
    expect([prompts.got, prompted]).toEqual([[], ['prompt']])
  })
})
