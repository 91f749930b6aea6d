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
