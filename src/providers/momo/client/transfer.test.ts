import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Merchant, SimulatorClient } from '../../../client/index.ts'
import { Watched } from '../../../client/watched.fixture.ts'

const payee = '+46733000001'

describe('a transfer', () => {
  let world: Watched
  let sim: SimulatorClient

  beforeEach(async () => {
    world = await Watched.begin()
    sim = world.client
  })
  afterEach(() => world.end())

  const posted = () => world.seen.filter(({ path }) => path.endsWith('/transfer'))

  it('is sent as MTN expects, with the key and a token of its product', async () => {
    const merchant = sim.merchant()
    const transfer = await merchant.transfer({
      payee,
      amount: '12.50',
      message: 'Refund 17',
      externalId: '17',
    })
    expect(posted()[0]?.path).toBe('/disbursement/v1_0/transfer')
    expect(JSON.parse(posted()[0]?.body ?? '')).toEqual({
      amount: '12.50',
      currency: 'EUR',
      externalId: '17',
      payee: { partyIdType: 'MSISDN', partyId: '46733000001' },
      payerMessage: 'Refund 17',
    })
    expect(posted()[0]?.headers).toMatchObject({
      'X-Reference-Id': transfer.id,
      'Ocp-Apim-Subscription-Key': 'd-key',
      'X-Callback-Url': `http://${world.sinks[0]}/callbacks/${transfer.id}`,
    })
    expect(world.paths()).toContain('POST /disbursement/token/')
  })

  it('is PENDING at first, and called back about when it is done', async () => {
    const transfer = await sim.merchant().transfer({ payee, amount: '5' })
    expect(await transfer.status()).toMatchObject({ status: 'PENDING' })
    await sim.settle()
    expect(await transfer.settled()).toMatchObject({ status: 'SUCCESSFUL', amount: '5' })
    expect(transfer.callbacks).toHaveLength(1)
  })

  it('can leave the remittance account', async () => {
    const merchant = sim.merchant()
    const transfer = await merchant.transfer({ payee, amount: '5', product: 'remittance' })
    await transfer.status()
    expect(posted()[0]).toMatchObject({
      path: '/remittance/v1_0/transfer',
      headers: { 'Ocp-Apim-Subscription-Key': 'r-key' },
    })
    expect(world.paths().at(-1)).toBe(`GET /remittance/v1_0/transfer/${transfer.id}`)
  })

  it('provisions its merchant once for all products', async () => {
    const merchant = sim.merchant()
    await Promise.all([
      merchant.transfer({ payee, amount: '5' }),
      merchant.requestToPay({ payer: payee, amount: '5' }),
      merchant.balance('remittance'),
    ])
    expect(world.seen.filter(({ path }) => path === '/v1_0/apiuser')).toHaveLength(1)
    expect(world.tokens).toBe(3)
  })
})

describe('an account', () => {
  let world: Watched
  let merchant: Merchant
  beforeAll(async () => {
    world = await Watched.begin()
    merchant = world.client.merchant()
  })
  afterAll(() => world.end())

  it('has a balance for each product', async () => {
    const transfer = await merchant.transfer({ payee, amount: '5' })
    await world.client.settle()
    expect(await transfer.status()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await merchant.balance()).toEqual({ amount: '10000', currency: 'EUR' })
    expect(await merchant.balance('disbursement')).toEqual({ amount: '9995', currency: 'EUR' })
  })

  it.each([
    [payee, 'msisdn/46733000001'],
    ['ama@example.com', 'email/ama@example.com'],
    [{ email: 'ama@example.com' }, 'email/ama@example.com'],
    [
      { partyCode: '1D6C5B2E-6b1f-4d52-9c43-7f0f7f1c0a01' },
      'party_code/1D6C5B2E-6b1f-4d52-9c43-7f0f7f1c0a01',
    ],
  ])('tells of its holder, given as %j', async (party, path) => {
    expect(await merchant.isActive(party)).toBe(true)
    expect(world.paths().at(-1)).toBe(`GET /collection/v1_0/accountholder/${path}/active`)
    expect(await merchant.userInfo(party)).toMatchObject({ given_name: 'Ama', birthdate: '1990-02-01' })
    expect(world.paths().at(-1)).toBe(`GET /collection/v1_0/accountholder/${path}/basicuserinfo`)
  })

  it('tells of the holder of a phone', async () => {
    expect(await merchant.isActive(world.client.phone(payee))).toBe(true)
    expect(world.paths().at(-1)).toBe('GET /collection/v1_0/accountholder/msisdn/46733000001/active')
  })

  it('says where there is nobody', async () => {
    expect(await merchant.isActive('nobody@example.com')).toBe(false)
    await expect(merchant.userInfo('nobody@example.com')).rejects.toMatchObject({ data: { status: 404 } })
  })
})

describe('an order', () => {
  it('can send its payer a text once it is paid', async () => {
    const world = await Watched.begin()
    onTestFinished(() => world.end())
    const sim = world.client
    const order = await sim.merchant().requestToPay({ payer: payee, amount: '5' })
    const ama = sim.phone(payee)
    await ama.prompted()
    await ama.choose('Approve')
    await ama.reply(ama.pin)
    await order.notify('Your ticket: 4711 – enjoy', { language: 'en' })
    const sent = world.seen.at(-1)
    expect(sent?.path).toBe(`/collection/v1_0/requesttopay/${order.id}/deliverynotification`)
    expect(sent?.headers).toMatchObject({ Language: 'en' })
    expect(JSON.parse(sent?.body ?? '')).toEqual({ notificationMessage: 'Your ticket: 4711 – enjoy' })
    await sim.settle()
    // The text fits one SMS.
    expect(await ama.messages({ contains: 'ticket' })).toMatchObject([{ text: 'Your ticket: 4711 - enjoy' }])
    await expect(order.notify('Once more')).rejects.toThrow('was notified in collection before')
    expect(world.seen.at(-1)?.headers).not.toHaveProperty('Language')
  })
})
