import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'

describe('what the page reads', () => {
  let sim: Simulator
  beforeEach(async () => {
    sim = await startSimulator({ clock: 'frozen', port: 0 })
  })
  afterEach(() => sim.close())
  const get = async (path: string) => (await fetch(`${sim.url}/_sim${path}`)).json()
  const pay = async () => {
    const ama = sim.phone('+46733000001')
    await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
    await ama.prompted()
    await ama.reply('1')
    return ama
  }

  it('has accounts and their entries', async () => {
    const ama = await pay()
    await ama.reply(ama.pin)
    const accounts = (await get('/ledger/accounts')) as Array<{ id: number; name: string; balance: string }>
    const account = accounts.find(({ name }) => name === 'Ama Lindqvist')
    expect(account).toMatchObject({
      kind: 'person',
      currency: 'EUR',
      balance: '487.50',
      phone: '+46733000001',
    })
    const entries = (await get(`/ledger/entries?account=${account?.id}`)) as Array<{ id: number }>
    expect(entries).toMatchObject([
      { kind: 'funding', amount: '500.00', currency: 'EUR', at: '2026-01-05T09:00:00.000Z' },
      { kind: 'request-to-pay', amount: '-12.50' },
    ])
    expect(await get(`/ledger/entries?account=${account?.id}&after=${entries[0]?.id}`)).toHaveLength(1)
    expect(await get('/ledger/entries?account=x')).toMatchObject({ status: 400 })
  })

  it('has the machines, and where a session stands', async () => {
    const [menu] = (await get('/machines')) as Array<{ name: string; initial: string; states: string[] }>
    expect(menu).toMatchObject({ name: 'menu', initial: 'openingMenu' })
    expect(await get('/phones/+46733000001/machine')).toBeNull()
    const ama = await pay()
    expect(await get('/phones/+46733000001/machine')).toMatchObject({
      machine: 'prompt',
      state: 'pin',
    })
    await ama.cancel()
    expect(await get('/phones/+46733000001/machine')).toBeNull()
  })

  it('has the way of a session with what was typed, and what was never done', async () => {
    const path = '/phones/+46733000001/path'
    expect(await get(path)).toBeNull()
    const ama = await pay()
    await ama.reply('9999')
    await ama.reply(ama.pin)
    expect(await get(path)).toMatchObject({
      machine: 'prompt',
      status: 'ended',
      startedAt: '2026-01-05T09:00:00.000Z',
      state: 'result',
      steps: [
        { typed: [], through: ['openingItem'], state: 'approval' },
        { typed: ['1'], through: ['askingPin'], state: 'pin' },
        { typed: ['****'], through: ['approving'], state: 'pin' },
        { typed: ['****'], through: ['approving'], state: 'result' },
      ],
    })
    await ama.dial('*165*2#')
    await ama.reply('12')
    expect(await get(path)).toMatchObject({
      machine: 'menu',
      status: 'open',
      state: 'balancePin',
      steps: [{ typed: ['2'] }, { typed: ['****'], state: 'balancePin' }],
    })
    const [menu, prompt] = (await get('/machines/seen')) as Array<{ sessions: number; states: string[] }>
    expect(menu).toMatchObject({ machine: 'menu', sessions: 1 })
    expect(menu?.states).toContain('balancePin')
    expect(menu?.states).not.toContain('history')
    expect(prompt).toMatchObject({ machine: 'prompt', sessions: 1 })
    expect(prompt?.states.sort()).toEqual([
      'approval',
      'approving',
      'askingPin',
      'openingItem',
      'pin',
      'result',
    ])
    await ama.dial('*384*7#')
    expect(await get(path)).toBeNull()
  })

  it('has the networks, and when something falls due', async () => {
    expect(await get('/network/dialects')).toContainEqual({
      networkCode: '63902',
      name: 'Safaricom Kenya',
      screenSeptets: 160,
      inputCharacters: 80,
    })
    expect(await get('/clock/next')).toEqual({ at: null })
    await pay()
    const { at } = (await get('/clock/next')) as { at: string }
    expect(Date.parse(at)).toBeGreaterThan(Date.parse('2026-01-05T09:00:00Z'))
    expect(Date.parse(at)).toBeLessThanOrEqual(Date.parse('2026-01-05T09:05:00Z'))
  })
})
