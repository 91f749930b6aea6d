import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import type { Payments } from '../src/terms/sim/payment.ts'
import type { PhoneView } from '../src/terms/sim/phone.ts'
import type { WorldView } from '../src/terms/sim/world.ts'

const ama = '+46733000001'
const money = { amount: '12.50', currency: 'EUR' }

describe('of many phones and payments, what is looked for', () => {
  let sim: Simulator & { url: string }
  beforeEach(async () => {
    sim = (await startSimulator({ clock: 'frozen', port: 0 })) as Simulator & { url: string }
  }, 60_000)
  afterEach(() => sim.close())
  const ask = async (path: string) => (await fetch(`${sim.url}/_sim${path}`)).json() as Promise<unknown>
  const phones = (query: Record<string, string>) =>
    ask(`/phones?${new URLSearchParams(query)}`) as Promise<PhoneView[]>
  const numbers = async (query: Record<string, string>) => (await phones(query)).map(({ msisdn }) => msisdn)
  const world = (query: Record<string, string>) =>
    ask(`/world?${new URLSearchParams(query)}`) as Promise<WorldView>
  const payments = (query: Record<string, string>) =>
    ask(`/payments?${new URLSearchParams(query)}`) as Promise<Payments>
  const pay = async (payer: string, rest: object = {}) => {
    const order = await sim.merchant().requestToPay({ payer, ...money, ...rest })
    await sim.settle()
    return order
  }

  it('are phones by their page, their numbers, their names, and open sessions', async () => {
    const all = await numbers({})
    const [first = '', second = '', third = ''] = all
    expect(await numbers({ limit: '2' })).toEqual([first, second])
    expect(await numbers({ limit: '1', after: second })).toEqual([third])
    expect(await numbers({ numbers: `${third.slice(1)},${first},+46733999999` })).toEqual([first, third])
    expect(await numbers({ search: 'LINDQVIST' })).toEqual([ama])
    expect(await numbers({ search: '%' })).toEqual([])
    expect(await numbers({ search: ama.slice(-6) })).toContain(ama)
    expect(await numbers({ open: 'true' })).toEqual([])
    await sim.phone(ama).dial('*165#')
    expect(await numbers({ open: 'true' })).toEqual([ama])
  })

  it('is the news of a phone: whether it rings, what waits, and which SMS came', async () => {
    const news = async () => (await phones({ numbers: ama, news: 'true' }))[0]?.news
    expect(await news()).toEqual({ rings: false, toApprove: 0, missed: 0, sms: [] })
    await pay(ama)
    expect(await news()).toEqual({ rings: true, toApprove: 1, missed: 0, sms: [] })
    await sim.phone(ama).choose('Approve')
    expect(await news()).toMatchObject({ rings: false, toApprove: 1 })
    await sim.phone(ama).reply('1234')
    await sim.settle()
    expect(await news()).toEqual({ rings: false, toApprove: 0, missed: 0, sms: [expect.any(String)] })
    await sim.phone(ama).dial('*165#')
    expect(await news()).toMatchObject({ rings: false })
  })

  it('are the phones of the world, with what else it has', async () => {
    const whole = await world({})
    const some = await world({ limit: '2' })
    expect(some).toEqual({ ...whole, phones: whole.phones.slice(0, 2) })
    expect(await world({ limit: '0' })).toEqual({ ...whole, phones: [] })
    expect((await world({ limit: '1000' })).phones).toEqual(whole.phones)
    const ofAma = whole.phones.filter(({ msisdn }) => msisdn === ama)
    expect((await world({ numbers: ama })).phones).toEqual(ofAma)
    expect((await world({ search: 'lindq' })).phones).toEqual(ofAma)
  })

  it('are payments by words: of people, merchants, references, amounts and messages', async () => {
    const old = await pay(ama, { externalId: 'the-oldest', message: '50% off' })
    for (let more = 0; more < 4; more++) await pay('+46733000002', { amount: `${more + 1}.00` })
    const found = async (search: string) => (await payments({ search })).payments.map(({ id }) => id)
    const oldest = ['request-1']
    for (const words of [
      'lindqvist',
      ama,
      'the-OLDEST',
      old.id,
      '12.50',
      '12.5',
      'request-1',
      '50% off',
      'ama 12.50',
    ])
      expect(await found(words), words).toEqual(oldest)
    const all = '4673300000'
    expect(await found(all)).toHaveLength(5)
    for (const words of ['nobody', 'ama 3.00', '_', '0.1250']) expect(await found(words), words).toEqual([])
    const page = await payments({ search: all, limit: '2' })
    const next = await payments({ search: all, limit: '3', after: page.after ?? '' })
    expect([...page.payments, ...next.payments].map(({ id }) => id)).toEqual(
      [5, 4, 3, 2, 1].map((id) => `request-${id}`),
    )
    expect(next.after).toBeNull()
  })
})
