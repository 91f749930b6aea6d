import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Simulator, startSimulator } from './index.ts'

const closing: Simulator[] = []
afterEach(async () => {
  for (const sim of closing.splice(0)) await sim.close()
})
const kept = (sim: Simulator) => {
  closing.push(sim)
  return sim
}
const ama = '+46733000001'

describe('a fork', () => {
  it('begins with the world and the open session, and then goes its own way', async () => {
    const base = kept(await startSimulator({ clock: 'frozen' }))
    const order = await base.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
    await base.settle()
    const [approves, waits] = [kept(await base.fork()), kept(await base.fork())]

    await approves.phone(ama).choose('Approve')
    expect(await approves.phone(ama).reply('1234')).toMatchObject({ status: 'ended' })
    await waits.clock.advance('PT1H')
    const balance = async (sim: Simulator) => (await sim.world()).phones[0]?.balances[0]?.amount
    expect(await Promise.all([base, approves, waits].map(balance))).toEqual(['500.00', '487.50', '500.00'])
    expect((await base.clock.read()).now).toBe('2026-01-05T09:00:00.000Z')
    expect((await waits.clock.read()).now).toBe('2026-01-05T10:00:00.000Z')
    expect((await base.phone(ama).look()).screen).toMatchObject({ status: 'open' })
    expect(await order.status()).toMatchObject({ status: 'PENDING' })
    // The order was made in this simulator, so the fork sends no callback to its sink.
    await approves.settle()
    expect(order.callbacks).toEqual([])
    expect(await approves.callbacks()).toMatchObject([{ status: 'done' }])
    expect(await approves.audit()).toMatchObject({ ok: true })
  })

  it('has sinks of its own, beside those of its origin', async () => {
    const base = kept(await startSimulator({ clock: 'frozen' }))
    const pay = (sim: Simulator) => sim.merchant().requestToPay({ payer: ama, amount: '1', currency: 'EUR' })
    const here = await pay(base)
    const fork = kept(await base.fork())
    await fork.phone(ama).cancel()
    const there = await pay(fork)
    await fork.clock.advance('PT6M')
    expect(there.callbacks).toHaveLength(1)
    expect(here.callbacks).toEqual([])
    await base.clock.advance('PT6M')
    expect(here.callbacks).toHaveLength(1)
    expect(there.callbacks).toHaveLength(1)
  })

  it('knows the PINs of its origin, and reads the world only for a phone that is new', async () => {
    const base = kept(await startSimulator({ clock: 'frozen' }))
    const fork = kept(await base.fork())
    const { fetch } = fork.port
    const asked: string[] = []
    vi.spyOn(fork.port, 'fetch').mockImplementation((request) => {
      asked.push(`${request.method} ${request.path}`)
      return fetch(request)
    })
    await fork.phone(ama).dial('*165#')
    expect(fork.phone(ama).pin).toBe('1234')
    expect(asked).toEqual([`POST /_sim/phones/${ama}/dial`])

    const stranger = '+46733000099'
    await fork.merchant().requestToPay({ payer: stranger, amount: '1', currency: 'EUR' })
    await fork.phone(stranger).dial('*165#')
    expect(fork.phone(stranger).pin).toBe('1234')
    const asks = () => asked.filter((one) => one === 'GET /_sim/world').length
    const before = asks()
    expect(before).toBeGreaterThan(0)
    await fork.reset()
    await fork.phone(ama).dial('*165#')
    expect(asks()).toBe(before + 1)
  })

  it('outlives its origin, resets to the world it was given, and forks again', async () => {
    const base = await startSimulator({ clock: 'frozen', at: '2027-02-03T04:05:06Z' })
    const fork = kept(await base.fork())
    await base.close()
    const second = kept(await fork.fork())
    await second.phone(ama).dial('*165#')
    expect((await fork.phone(ama).look()).screen).toBeNull()
    await second.clock.advance('PT1H')
    await second.reset()
    expect((await second.clock.read()).now).toBe('2027-02-03T04:05:06.000Z')
  })

  it('listens on a port of its own, and replays where it is seeded', async () => {
    const base = kept(await startSimulator({ clock: 'frozen', seed: 'one' }))
    const [first, second, other] = [
      kept(await base.fork({ port: 0 })),
      kept(await base.fork()),
      kept(await base.fork({ seed: 'two' })),
    ]
    expect(base.url).toBeUndefined()
    expect(await (await fetch(`${first.url}/_sim/health`)).json()).toMatchObject({ status: 'ok' })
    const session = async (sim: Simulator) => (await sim.phone(ama).dial('*165#')).sessionId
    expect(await session(first)).toBe(await session(second))
    expect(await session(other)).not.toBe(await session(second))
  })
})
