import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { httpPort, type SimulatorClient } from './index.ts'
import { Watched } from './watched.fixture.ts'

const ama = '+46733000001'
const order = { payer: ama, amount: '12.50', currency: 'EUR' }

describe('an option that nobody knows is refused, with the nearest that is known', () => {
  let world: Watched
  let sim: SimulatorClient
  beforeEach(async () => {
    world = await Watched.begin()
    sim = world.client
  })
  afterEach(() => world.end())

  it.each<[call: string, act: () => unknown, refusal: string]>([
    [
      'merchant',
      () => sim.merchant({ enviroment: 'sandbox' } as never),
      'merchant: there is no "enviroment". Did you mean "environment"?',
    ],
    [
      'requestToPay',
      () => sim.merchant().requestToPay({ ...order, ammount: '1' } as never),
      'requestToPay: there is no "ammount". Did you mean "amount"?',
    ],
    [
      'preApprove',
      () => sim.merchant().preApprove({ payer: ama, validty: 'P1D' } as never),
      'there is no "validty". Did you mean "validity"?',
    ],
    [
      'transfer',
      () => sim.merchant().transfer({ payee: ama, amount: '1', product: 'disbursment' } as never),
      'product is "disbursment"; it is disbursement or remittance. Did you mean "disbursement"?',
    ],
    [
      'getBalance',
      () => sim.onepipeApp().getBalance({ source: '1', mockMode: 'inspekt' } as never),
      'mockMode is "inspekt"; it is live or inspect. Did you mean "inspect"?',
    ],
    ['onepipeApp', () => sim.onepipeApp({ name: 'Shop' } as never), 'takes the name of an app'],
    [
      'prompted',
      () => sim.phone(ama).prompted({ waitMS: 0 } as never),
      'prompted: there is no "waitMS". Did you mean "waitMs"?',
    ],
    [
      'look',
      () => sim.phone(ama).look({ waitMs: -1 }),
      'waitMs is -1; it is a number of milliseconds from 0 on',
    ],
    ['messages', () => sim.phone(ama).messages({ contain: 'a' } as never), 'Did you mean "contains"?'],
    [
      'nextSms',
      () => sim.phone(ama).nextSms({ from: 'Shop' } as never),
      'nextSms: there is no "from". It knows after, contains or waitMs.',
    ],
    [
      'nextSms',
      () => sim.phone(ama).nextSms('code' as never),
      'nextSms takes an object of options, and got "code".',
    ],
    ['choose', () => sim.phone(ama).choose(1 as never), 'a text or a RegExp, and not by 1'],
    ['timeline', () => sim.timeline({ knd: 'ussd' } as never), 'there is no "knd". Did you mean "kind"?'],
    [
      'serviceCode',
      () => sim.network.serviceCode('*384*1#', { callbackURL: 'http://a.test/' } as never),
      'Did you mean "callbackUrl"?',
    ],
    [
      'shortCode',
      () => sim.network.shortCode('1234', { callbakUrl: null } as never),
      'Did you mean "callbackUrl"?',
    ],
    ['httpPort', () => httpPort('http://127.0.0.1:1', { header: {} } as never), 'Did you mean "headers"?'],
    ['phone', () => sim.phone('073 300'), '"073 300" begins with 0, as'],
    ['phone', () => sim.phone(46733000001 as never), '46733000001 is no phone number. Write it as a text'],
    ['phone', () => sim.phone('+46 (733) 1'), 'is no phone number'],
    ['a payer', () => sim.merchant().requestToPay({ amount: '1' } as never), 'A payer or payee is a phone'],
    [
      'a payer',
      () => sim.merchant().requestToPay({ ...order, payer: { emial: 'a' } as never }),
      'A payer or payee is a phone',
    ],
  ])('%s', async (_, act, refusal) => {
    await expect((async () => act())()).rejects.toMatchObject({
      name: 'ClientError',
      message: expect.stringContaining(refusal),
    })
    // A refused request is not sent.
    expect(world.paths().filter((path) => path.startsWith('POST /collection/v'))).toEqual([])
  })

  it('and of what was made, its status and its end', async () => {
    const asked = await sim.merchant().requestToPay(order)
    await expect(asked.status({ callbackWait: 1 } as never)).rejects.toThrow('Did you mean "callbackWaitMs"?')
    await expect(asked.settled({ waitMs: Number.NaN })).rejects.toThrow('waitMs is NaN')
    await expect(asked.notify('Hi', { lang: 'en' } as never)).rejects.toThrow('there is no "lang"')
  })

  it('but undefined is as if it were not there', async () => {
    const asked = await sim
      .merchant({ name: undefined } as never)
      .requestToPay({ ...order, note: undefined } as never)
    expect(asked.id).toMatch(/^[0-9a-f-]{36}$/)
  })
})
