import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { FaultPoint } from '../terms/index.ts'
import { type FaultPlanInput, type FaultSubject, InputError, Kernel } from './index.ts'
import { readTimeline } from './timeline.ts'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
const open = async (file = ':memory:') => {
  const kernel = await Kernel.open({ file })
  closing.push(() => kernel.close())
  return kernel
}
async function planned(...plans: FaultPlanInput[]) {
  const kernel = await open()
  await kernel.transact((tx) => kernel.faults.replace(tx, plans))
  return kernel
}
const next = <Point extends FaultPoint>(kernel: Kernel, subject: FaultSubject & { point: Point }) =>
  kernel.transact((tx) => kernel.faults.next(tx, subject))
/** Which of `turns` calls a fault was injected into, from 1. */
async function injected(kernel: Kernel, turns: number, subject: FaultSubject): Promise<number[]> {
  const hit: number[] = []
  for (let turn = 1; turn <= turns; turn++) if (await next(kernel, subject)) hit.push(turn)
  return hit
}

describe('a fault plan', () => {
  it('applies to what it matches, is counted and is on the timeline', async () => {
    const kernel = await planned({
      id: 'no otp',
      point: 'sms',
      do: 'rejected',
      match: { recipient: '46733000001', sender: 'MoMo' },
      args: { reason: 'UserInBlacklist' },
    })
    const ama = { point: 'sms', phone: '+46733000001', code: 'MoMo' } as const
    expect(await next(kernel, { ...ama, phone: '+46733000002' })).toBeUndefined()
    expect(await next(kernel, { ...ama, code: 'Other' })).toBeUndefined()
    expect(await next(kernel, { ...ama, point: 'sms-report' })).toBeUndefined()
    expect(await next(kernel, ama)).toEqual({
      plan: 'no otp',
      do: 'rejected',
      delayMs: 0,
      reason: 'UserInBlacklist',
    })
    expect(await kernel.read((rx) => kernel.faults.list(rx))).toMatchObject([
      { id: 'no otp', point: 'sms', match: { recipient: '+46733000001' }, met: 1, injected: 1 },
    ])
    expect(await kernel.read((rx) => readTimeline(rx, { kind: 'fault' }))).toMatchObject([
      {
        kind: 'fault.injected',
        phone: '+46733000001',
        data: { plan: 'no otp', point: 'sms', do: 'rejected', code: 'MoMo', reason: 'UserInBlacklist' },
      },
    ])
  })

  it('matches a host on any port, or on the one it names', async () => {
    for (const [host, hit] of [
      ['shop.test', true],
      ['shop.test:8080', true],
      ['Shop.Test:8080', true],
      ['shop.test:80', false],
      ['other.test', false],
    ] as const) {
      const kernel = await planned({ point: 'callback', do: 'dropped', match: { host } })
      expect((await next(kernel, { point: 'callback', host: 'shop.test:8080' })) !== undefined).toBe(hit)
    }
  })

  it.each([
    [{}, [1, 2, 3, 4, 5]],
    [{ first: 2 }, [1, 2]],
    [{ nth: 3 }, [3]],
    [{ nth: 3, first: 2 }, [3]],
    [{ probability: 0 }, []],
    [{ probability: 1, first: 4 }, [1, 2, 3, 4]],
  ])('when %j applies to calls %j of five', async (when, expected) => {
    const kernel = await planned({ point: 'sms', do: 'lost', when })
    expect(await injected(kernel, 5, { point: 'sms' })).toEqual(expected)
  })

  it('on the second hop counts second hops only', async () => {
    const kernel = await planned({ point: 'ussd-hop', do: 'app-time-out', when: { hop: 2, nth: 2 } })
    const hit: string[] = []
    for (const session of ['a', 'b', 'c']) {
      for (const hop of [1, 2, 3]) {
        if (await next(kernel, { point: 'ussd-hop', hop })) hit.push(`${session}${hop}`)
      }
    }
    expect(hit).toEqual(['b2'])
  })

  it('of a probability replays with its seed, and draws otherwise with another', async () => {
    const run = async (seed: string) => {
      const kernel = await planned({ point: 'sms', do: 'lost', when: { probability: 0.5, seed } })
      return injected(kernel, 40, { point: 'sms' })
    }
    const one = await run('one')
    expect(await run('one')).toEqual(one)
    expect(await run('two')).not.toEqual(one)
    expect(one.length).toBeGreaterThan(8)
    expect(one.length).toBeLessThan(32)
  })

  it('gives way to the plans before it', async () => {
    const kernel = await planned(
      { point: 'sms', do: 'lost', when: { first: 1 } },
      { point: 'sms', do: 'delayed', args: { delay: 'PT1M30S' } },
    )
    expect(await next(kernel, { point: 'sms' })).toMatchObject({ plan: 'fault-1', do: 'lost' })
    expect(await next(kernel, { point: 'sms' })).toMatchObject({ plan: 'fault-2', delayMs: 90_000 })
    expect(await kernel.read((rx) => kernel.faults.list(rx))).toMatchObject([
      { met: 2, injected: 1 },
      { met: 1, injected: 1 },
    ])
  })

  it('is not counted by a unit that is undone', async () => {
    const kernel = await planned({ point: 'sms', do: 'lost', when: { first: 1 } })
    const undone = kernel.transact(async (tx) => {
      await kernel.faults.next(tx, { point: 'sms' })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await injected(kernel, 2, { point: 'sms' })).toEqual([1])
  })

  it('is seen by the units of its batch from its plan on, and no more where that is undone', async () => {
    const kernel = await planned()
    const lost = { point: 'sms', do: 'lost' }
    const ask = () => next(kernel, { point: 'sms' })
    const set = () => kernel.transact((tx) => kernel.faults.replace(tx, [lost]))
    const undo = () =>
      kernel.transact(async (tx) => {
        await kernel.faults.replace(tx, [lost])
        expect(await kernel.faults.next(tx, { point: 'sms' })).toMatchObject({ do: 'lost' })
        throw new Error('undone')
      })
    const undone = await Promise.allSettled([ask(), undo(), ask()])
    expect(undone.map((one) => one.status === 'fulfilled' && one.value)).toEqual([
      undefined,
      false,
      undefined,
    ])
    const [before, , after] = await Promise.all([ask(), set(), ask()])
    expect([before, after]).toMatchObject([undefined, { do: 'lost' }])
    expect(await ask()).toMatchObject({ do: 'lost' })
  })

  it('outlives a restart with its counts, until it is replaced or cleared', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'data.db')
    const before = await Kernel.open({ file })
    await before.transact((tx) =>
      before.faults.replace(tx, [{ point: 'sms', do: 'lost', when: { first: 1 } }]),
    )
    expect(await next(before, { point: 'sms' })).toBeDefined()
    await before.close()
    const after = await open(file)
    expect(await next(after, { point: 'sms' })).toBeUndefined()
    await after.transact((tx) => after.faults.replace(tx, [{ point: 'sms', do: 'lost' }]))
    expect(await next(after, { point: 'sms' })).toBeDefined()
    await after.transact((tx) => after.faults.clear(tx))
    expect(await next(after, { point: 'sms' })).toBeUndefined()
    expect(await after.read((rx) => after.faults.list(rx))).toEqual([])
  })
})

describe('a fault plan that cannot be used', () => {
  it.each([
    [
      { point: 'ussd-hops', do: 'lost' },
      /plan 1: point: there is no "ussd-hops"; the nearest known word is "ussd-hop"/,
    ],
    [
      { point: 'sms', do: 'losst' },
      /plan 1: do: "losst" is none of lost, delayed, rejected, .* at "sms"; the nearest known word is "lost"/,
    ],
    [{ point: 'ussd-hop', do: 'lost' }, /"lost" is none of app-time-out, dropped-answer, .* at "ussd-hop"/],
    [
      { point: 'sms', do: 'lost', match: JSON.parse('{"__proto__":"x"}') },
      /plan 1: match: there is no "__proto__"; the nearest known word is/,
    ],
    [{ point: 'sms', do: 'lost', wen: {} }, /plan 1: there is no "wen"; the nearest known word is "when"/],
    [{ point: 'sms', do: 'lost', when: { frist: 1 } }, /plan 1: when: .*"frist".* is "first"/],
    [{ point: 'sms', do: 'lost', match: { recipent: 'x' } }, /plan 1: match: .* is "recipient"/],
    [
      { point: 'sms', do: 'lost', match: { recipient: 'Ama' } },
      /^plan 1: match\.recipient: "Ama" is no phone number; write it in international form/,
    ],
    [
      { point: 'sms', do: 'lost', match: { recipient: '0733000001' } },
      /^plan 1: match\.recipient: "0733000001" is no phone number; write .* such as "\+46733000001"/,
    ],
    [
      { point: 'ussd-hop', do: 'dropped-session', match: { serviceCode: '*384*1' } },
      /^plan 1: match\.serviceCode: "\*384\*1" is no service code; .* such as "\*165#"/,
    ],
    ...['http://x/', 'x/', 'x:port', 'x y', 'user@x', ':80'].map((host): [object, RegExp] => [
      { point: 'callback', do: 'dropped', match: { host } },
      /^plan 1: match\.host: ".*" is no host; write its name alone, or name:port/,
    ]),
    [{ point: 'sms', do: 'lost', when: { first: 0 } }, /plan 1: when\.first: /],
    [
      { point: 'sms', do: 'lost', when: { hop: 1 } },
      /plan 1: when\.hop: 1 does not go with "sms"; count with nth or first/,
    ],
    [{ point: 'sms', do: 'lost', when: { seed: 'x' } }, /when\.seed: "x" does not go without "probability"/],
    [{ point: 'sms', do: 'lost', when: { probability: 2 } }, /when\.probability/],
    [{ point: 'sms', do: 'delayed' }, /do: "delayed" needs "args: \{ delay: PT5S \}"/],
    [{ point: 'sms', do: 'delayed', args: { delay: 'PT0S' } }, /args\.delay: "PT0S" is no delay/],
    [{ point: 'sms', do: 'delayed', args: { delay: '5s' } }, /args\.delay: "5s" is not a duration/],
    [{ point: 'sms', do: 'lost', args: { delay: 'PT5S' } }, /args\.delay: "PT5S" does not go with "lost"/],
    [{ point: 'sms', do: 'lost', args: { reason: 'x' } }, /args\.reason: "x" does not go with "lost"/],
    [{ do: 'lost' }, /plan 1: point: /],
    ['lost', /plan 1: /],
  ])('as %j is refused and named', async (plan, message) => {
    const kernel = await planned({ point: 'sms', do: 'lost' })
    const replaced = kernel.transact((tx) => kernel.faults.replace(tx, [plan]))
    await expect(replaced).rejects.toThrow(InputError)
    await expect(replaced).rejects.toThrow(message)
    expect(await kernel.read((rx) => kernel.faults.list(rx))).toHaveLength(1)
  })

  it('is told apart by its number, and may not share an id', async () => {
    const kernel = await open()
    const replace = (plans: unknown) => kernel.transact((tx) => kernel.faults.replace(tx, plans))
    await expect(replace([{ point: 'sms', do: 'lost' }, { point: 'sms' }])).rejects.toThrow(/^plan 2: do: /)
    const twice = { id: 'x', point: 'sms', do: 'lost' }
    await expect(replace([twice, twice])).rejects.toThrow('Two fault plans have the id "x".')
    for (const plans of [null, {}, 'sms', Array(101).fill({ point: 'sms', do: 'lost' })]) {
      await expect(replace(plans)).rejects.toThrow(InputError)
    }
  })
})
