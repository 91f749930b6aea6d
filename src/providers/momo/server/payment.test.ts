import { describe, expect, it } from 'vitest'
import { bill, openWorld, reference, shop } from './world.fixture.ts'

const path = '/collection/v2_0/payment'
async function world(...settings: Parameters<typeof openWorld>) {
  const opened = await openWorld(...settings)
  const { post, get, kernel, wallet } = opened
  const pay = (n: number, wanted: object = {}, headers = {}) =>
    post(path, n, { headers, body: { ...bill, ...wanted } })
  const shown = (n: number) => get(`${path}/${reference(n)}`)
  const balance = async () =>
    ((await get('/collection/v1_0/account/balance')).json as { availableBalance: string }).availableBalance
  /** What the service provider of this name has received. */
  const received = async (name: string) => {
    const merchantId = await kernel.read((rx) => wallet.merchants.byName(rx, name))
    if (merchantId === undefined) return undefined
    const of = { merchantId, environment: 'sandbox', product: 'collection' }
    const found = await kernel.read((rx) => wallet.merchants.balance(rx, of))
    return (found?.amount ?? 0) - 100_000
  }
  return { ...opened, pay, shown, balance, received }
}
const euros = (amount: string) => ({ money: { amount, currency: 'EUR' } })

describe('a payment', () => {
  it('moves money to the service provider, and tells of it by PUT', async () => {
    const { pay, shown, balance, received, kernel, callbacks } = await world()
    expect(await pay(1, {}, { 'X-Callback-Url': 'http://cb.example/hook' })).toMatchObject({
      status: 202,
      text: '',
    })
    expect((await shown(1)).text).toBe(`{"referenceId":"${reference(1)}","status":"PENDING"}`)
    await kernel.settle()
    const { text } = await shown(1)
    expect(text).toMatch(
      new RegExp(
        `^\\{"referenceId":"${reference(1)}","status":"SUCCESSFUL","financialTransactionId":"\\d{10}"\\}$`,
      ),
    )
    expect(callbacks.map(({ method, body }) => [method, body])).toEqual([['PUT', text]])
    expect(await balance()).toBe('980')
    expect(await received('Light & Power')).toBe(2000)
  })

  it('takes its fee on top, or out of the amount where that includes the charges', async () => {
    const { pay, balance, received, kernel } = await world(
      {},
      {},
      { fees: [{ currency: 'EUR', flat: '0.50' }] },
    )
    await pay(1)
    await kernel.settle()
    expect([await balance(), await received('Light & Power')]).toEqual(['979.5', 2000])
    await pay(2, { includeSenderCharges: true })
    await kernel.settle()
    expect([await balance(), await received('Light & Power')]).toEqual(['959.5', 3950])
    const nothing = await pay(3, { ...euros('0.50'), includeSenderCharges: 'true' })
    expect(nothing.status).toBe(400)
    expect(nothing.why).toContain('all fee')
  })

  it('to a service provider that nobody has heard of opens it in an open sandbox', async () => {
    const { pay, shown, received, kernel } = await world()
    await pay(1, { serviceProviderUserName: 'MoMoCard' })
    await kernel.settle()
    expect((await shown(1)).json).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await received('MoMoCard')).toBe(2000)
  })

  it('to an unknown one fails where phones are closed, and in every other environment', async () => {
    const closed = await world({}, {}, { openPhones: false })
    await closed.pay(1, { serviceProviderUserName: 'MoMoCard' })
    await closed.kernel.settle()
    const message = 'Payee does not exist'
    const failed = { status: 'FAILED', reason: { code: 'PAYEE_NOT_FOUND', message } }
    expect((await closed.shown(1)).json).toEqual({ referenceId: reference(1), ...failed })

    const { kernel, momo, signed, call } = await world()
    const ivorian = { ...shop, id: reference(80), targetEnvironment: 'mtnivorycoast' }
    await kernel.transact((tx) => momo.addApiUser(tx, ivorian))
    const headers = async (n: number) => ({
      ...(await signed('collection', ivorian)),
      'X-Reference-Id': reference(n),
    })
    const francs = { ...bill, money: { amount: '1000', currency: 'XOF' } }
    await call('POST', path, {
      headers: await headers(1),
      body: { ...francs, serviceProviderUserName: 'MoMoCard' },
    })
    // A known one is known everywhere; 2000 is a test amount in the sandbox alone.
    await call('POST', path, {
      headers: await headers(2),
      body: { ...francs, money: { amount: '900', currency: 'XOF' } },
    })
    await kernel.settle()
    expect((await call('GET', `${path}/${reference(1)}`, { headers: await headers(9) })).json).toMatchObject(
      failed,
    )
    expect((await call('GET', `${path}/${reference(2)}`, { headers: await headers(9) })).json).toMatchObject({
      status: 'SUCCESSFUL',
    })
  })

  it('of more than there is fails, and so does one to oneself', async () => {
    const { pay, shown, kernel } = await world()
    await pay(1, euros('1000.01'))
    await pay(2, { serviceProviderUserName: 'cb.example' })
    await kernel.settle()
    expect((await shown(1)).json).toMatchObject({ status: 'FAILED', reason: { code: 'NOT_ENOUGH_FUNDS' } })
    expect((await shown(2)).json).toMatchObject({
      status: 'FAILED',
      reason: { code: 'PAYEE_NOT_ALLOWED_TO_RECEIVE' },
    })
  })

  it.each([
    ['money', undefined],
    ['money', { amount: '-5', currency: 'EUR' }],
    ['money', { currency: 'EUR' }],
    ['customerReference', ''],
    ['customerReference', undefined],
    ['serviceProviderUserName', undefined],
    ['serviceProviderUserName', 17],
    ['includeSenderCharges', 'perhaps'],
    ['maxNumberOfRetries', 'many'],
    ['includeSenderCharges', 'true'],
    ['receiverMessage', 'x'.repeat(161)],
  ])('with %s %j is refused', async (name, value) => {
    const { pay, shown } = await world({ 'strict-types': 'refuse' })
    expect((await pay(1, { [name]: value })).status).toBe(400)
    expect((await shown(1)).status).toBe(404)
  })

  it('in a currency that the environment has not is refused', async () => {
    const { pay } = await world()
    const answer = await pay(1, { money: { amount: '5', currency: 'UGX' } })
    expect(answer).toMatchObject({ status: 500, json: { code: 'INVALID_CURRENCY' } })
  })

  it('is taken once', async () => {
    const { pay, balance, kernel } = await world()
    const answers = await Promise.all([pay(1), pay(1), pay(1)])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])
    await kernel.settle()
    expect(await balance()).toBe('980')
  })
})

describe('the test amount', () => {
  const rich = { merchantBalance: '100000' }
  it.each([
    ['1000', 'SUCCESSFUL', 'SUCCESSFUL'],
    ['2000', 'FAILED', 'FAILED'],
    ['3000', 'PENDING', 'SUCCESSFUL'],
    ['4000.00', 'PENDING', 'FAILED'],
    ['5000', 'PENDING', 'PENDING'],
    ['6000', 'PENDING', 'PENDING'],
    ['7000', 'FAILED', 'FAILED'],
  ])('%s is %s at once and %s later', async (amount, soon, later) => {
    const { pay, shown, kernel } = await world({}, {}, rich)
    await pay(1, euros(amount))
    await kernel.settle()
    expect((await shown(1)).json).toMatchObject({ status: soon })
    await kernel.advance(25_000)
    expect((await shown(1)).json).toMatchObject({ status: later })
  })

  it('is an amount like any other where they are off', async () => {
    const { pay, shown, kernel } = await world({ 'magic-amounts': 'off' }, {}, rich)
    await pay(1, euros('2000'))
    await kernel.settle()
    expect((await shown(1)).json).toMatchObject({ status: 'SUCCESSFUL' })
  })
})
