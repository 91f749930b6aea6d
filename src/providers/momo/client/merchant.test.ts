import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SimulatorClient } from '../../../client/index.ts'
import { Watched } from '../../../client/watched.fixture.ts'

const payer = '+46733000001'

describe('a merchant', () => {
  let world: Watched
  let sim: SimulatorClient

  beforeEach(async () => {
    world = await Watched.begin()
    sim = world.client
  })
  afterEach(() => world.end())

  const posted = () => world.seen.filter(({ path }) => path.endsWith('/requesttopay'))

  it('provisions itself once, over the routes an integrator uses, before its first request', async () => {
    const merchant = sim.merchant({ name: 'kiosk.example' })
    expect(world.seen).toHaveLength(0)
    await Promise.all([
      merchant.requestToPay({ payer, amount: '1' }),
      merchant.requestToPay({ payer, amount: '2' }),
    ])
    const user = world.seen.filter(({ path }) => path === '/v1_0/apiuser')
    expect(user).toHaveLength(1)
    expect(user[0]?.body).toBe('{"providerCallbackHost":"kiosk.example"}')
    expect(world.tokens).toBe(1)
  })

  it('sends what MTN expects of a request to pay', async () => {
    const order = await sim
      .merchant()
      .requestToPay({ payer, amount: '12.50', message: 'Order 17', note: 'n' })
    expect(order.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
    expect(JSON.parse(posted()[0]?.body ?? '')).toEqual({
      amount: '12.50',
      currency: 'EUR',
      payer: { partyIdType: 'MSISDN', partyId: '46733000001' },
      payerMessage: 'Order 17',
      payeeNote: 'n',
    })
    expect(posted()[0]?.headers).toMatchObject({
      'X-Reference-Id': order.id,
      'X-Target-Environment': 'sandbox',
      'X-Callback-Url': `http://${world.sinks[0]}/callbacks/${order.id}`,
      Authorization: expect.stringMatching(/^Bearer ./),
    })
  })

  it('keeps the callbacks of its orders apart, their bodies parsed', async () => {
    const merchant = sim.merchant()
    const first = await merchant.requestToPay({ payer, amount: '1.00' })
    const second = await merchant.requestToPay({ payer, amount: '2.00' })
    await sim.phone(payer).prompted()
    await sim.phone(payer).choose('Reject')
    expect(await first.settled()).toMatchObject({ status: 'FAILED', reason: 'APPROVAL_REJECTED' })
    expect(first.callbacks).toEqual([
      expect.objectContaining({ method: 'POST', body: expect.objectContaining({ status: 'FAILED' }) }),
    ])
    expect(second.callbacks).toEqual([])
    await expect(second.settled({ waitMs: 60 })).rejects.toThrow('is still PENDING after 60 ms')
  })

  it('waits for the callback of a final order, which may come after the answer', async () => {
    const order = await sim.merchant().requestToPay({ payer, amount: '1.00' })
    await sim.phone(payer).prompted()
    await sim.phone(payer).choose('Reject')
    expect(await order.status({ callbackWaitMs: 0 })).toMatchObject({ status: 'FAILED' })
    await order.status()
    expect(order.callbacks).toHaveLength(1)
  })

  it('renews a token that the business clock has outrun', async () => {
    const order = await sim.merchant().requestToPay({ payer, amount: '1.00' })
    await sim.clock.advance('PT61M')
    expect(await order.status({ callbackWaitMs: 0 })).toMatchObject({ reason: 'EXPIRED' })
    expect(world.tokens).toBe(2)
  })

  it('is one of the world API users in another environment, called back where its host can be had', async () => {
    const merchant = sim.merchant({ environment: 'mtnghana' })
    await merchant.requestToPay({ payer, amount: '5' })
    expect(world.paths()).not.toContain('POST /v1_0/apiuser')
    expect(posted()[0]?.headers).toMatchObject({
      'X-Target-Environment': 'mtnghana',
      'X-Callback-Url': expect.stringContaining('http://shop.example/'),
    })
    expect(JSON.parse(posted()[0]?.body ?? '')).toMatchObject({ currency: 'GHS' })
    expect(await merchant.balance()).toEqual({ amount: '10000', currency: 'GHS' })
  })

  it('asks for no callback where its host cannot be had', async () => {
    const deaf = new SimulatorClient({
      fetch: (request) => world.fetch(request),
      listen: (receive) => world.listen(receive),
    })
    await deaf.merchant({ environment: 'mtnghana' }).requestToPay({ payer, amount: '5' })
    expect(posted()[0]?.headers).not.toHaveProperty('X-Callback-Url')
  })

  it('names the world API users where none fits', async () => {
    await expect(
      sim.merchant({ environment: 'mtnbenin' }).requestToPay({ payer, amount: '5', currency: 'XOF' }),
    ).rejects.toThrow('no API user in environment "mtnbenin". It has some in: mtnghana.')
    await expect(sim.merchant({ environment: 'mtnghana', name: 'other.example' }).balance()).rejects.toThrow(
      'no API user "other.example"',
    )
  })

  it('carries the vendor code of a refusal, and no secret', async () => {
    const merchant = sim.merchant({ currency: 'XXX' })
    const thrown = await merchant.requestToPay({ payer, amount: '1' }).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ data: { status: 500, code: 'INVALID_CURRENCY' } })
    const secrets = world.seen.flatMap(({ headers = {} }) =>
      [headers['Ocp-Apim-Subscription-Key'], headers.Authorization?.split(' ')[1]].filter((one) => one),
    )
    expect(secrets).toContain('c-key')
    for (const secret of secrets) expect(JSON.stringify(thrown) + String(thrown)).not.toContain(secret)
  })

  it('tries again after a provisioning that failed, and closes its sink with the client', async () => {
    world.refused.set('POST /v1_0/apiuser', { status: 500, headers: {}, text: 'down' })
    const merchant = sim.merchant()
    await expect(merchant.balance()).rejects.toThrow('POST /v1_0/apiuser answered 500: down')
    world.refused.clear()
    await expect(merchant.balance()).resolves.toBeDefined()
    expect([world.sinks.length, world.closed]).toEqual([1, 0])
    await sim.close()
    expect(world.closed).toBe(1)
  })

  it('shares the sink of a host with others of that name', async () => {
    const orders = []
    for (const environment of ['mtnghana', 'mtnghana']) {
      orders.push(await sim.merchant({ environment }).requestToPay({ payer, amount: '5.00' }))
    }
    expect(world.sinks).toEqual(['shop.example'])
    await sim.clock.advance('PT5M')
    for (const order of orders) {
      await order.settled()
      expect(order.callbacks).toHaveLength(1)
    }
  })

  it('provisions itself again after a reset', async () => {
    const merchant = sim.merchant()
    await merchant.balance()
    await sim.reset()
    await merchant.balance()
    expect(world.seen.filter(({ path }) => path === '/v1_0/apiuser')).toHaveLength(2)
  })

  it('can ask an e-mail address or a party code for money', async () => {
    const merchant = sim.merchant()
    await merchant.requestToPay({ payer: 'ama@example.org', amount: '1' })
    await merchant.requestToPay({ payer: 'fd2fbc5c-3c9f-4ad9-9b6e-0d3c1f4f2a11', amount: '1' })
    expect(posted().map(({ body }) => JSON.parse(body ?? '').payer.partyIdType)).toEqual([
      'EMAIL',
      'PARTY_CODE',
    ])
  })
})
