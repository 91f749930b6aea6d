import { describe, expect, it } from 'vitest'
import { openWorld, order, reference, shop } from './world.fixture.ts'

const head = '"externalId":"order-17","amount":"12.5","currency":"EUR"'
const payer = '"payer":{"partyIdType":"MSISDN","partyId":"46733000001"}'
const tail = '"payerMessage":"Order 17","payeeNote":"seventeen"'

describe.each(['/collection/v1_0', '/testpg/v1_0'])('a request to pay on %s', (base) => {
  it('is accepted with an empty body, then pending, then successful', async () => {
    const { ask, status, answer } = await openWorld()
    expect(await ask(1, {}, base)).toMatchObject({ status: 202, text: '' })
    expect(await status(1, base)).toMatchObject({
      status: 200,
      text: `{${head},${payer},${tail},"status":"PENDING"}`,
    })
    await answer('approve')
    expect((await status(1, base)).text).toMatch(
      new RegExp(
        `^\\{"financialTransactionId":"\\d{8,10}",${head},${payer},${tail},"status":"SUCCESSFUL"\\}$`,
      ),
    )
  })
})

describe('a request to pay', () => {
  it('says why it failed', async () => {
    const { ask, status, answer, kernel } = await openWorld()
    await ask(1)
    await answer('reject')
    expect((await status(1)).text).toBe(
      `{${head},${payer},${tail},"status":"FAILED","reason":"APPROVAL_REJECTED"}`,
    )
    await ask(2, { body: { ...order, amount: '50.01' } })
    await answer('approve')
    expect((await status(2)).json).toMatchObject({ status: 'FAILED', reason: 'NOT_ENOUGH_FUNDS' })
    await ask(3)
    await kernel.advance(300_000)
    expect((await status(3)).json).toMatchObject({ status: 'FAILED', reason: 'EXPIRED' })
    await ask(4, { body: { ...order, payer: { partyIdType: 'EMAIL', partyId: 'nobody@example.com' } } })
    await kernel.settle()
    await kernel.advance(60_000)
    expect((await status(4)).json).toMatchObject({ status: 'FAILED', reason: 'PAYER_NOT_FOUND' })
  })

  it('gives its reason as an object, and expiry by its other name, where the world says so', async () => {
    const { ask, status, kernel } = await openWorld({
      'reason-form': 'object',
      'expiry-reason': 'COULD_NOT_PERFORM_TRANSACTION',
    })
    await ask(1)
    await kernel.advance(300_000)
    expect((await status(1)).json).toMatchObject({
      reason: { code: 'COULD_NOT_PERFORM_TRANSACTION', message: expect.any(String) },
    })
  })

  it('leaves out what was not sent, and ignores what nobody knows', async () => {
    const { ask, status } = await openWorld()
    const body = { amount: '50.0', currency: 'EUR', payer: order.payer, payeeNote: null, colour: 'red' }
    expect((await ask(1, { body })).status).toBe(202)
    expect((await status(1)).text).toBe(`{"amount":"50","currency":"EUR",${payer},"status":"PENDING"}`)
  })

  it.each([
    ['+46733000001', 'MSISDN'],
    ['0248888736', 'MSISDN'],
    ['ama@example.com', 'EMAIL'],
    ['5cecb5a7-8bd0-4f49-87b1-8eb9ecc7b7bc', 'PARTY_CODE'],
  ])('echoes the payer %s as it came', async (partyId, partyIdType) => {
    const { ask, status } = await openWorld()
    const payer = { partyIdType, partyId }
    expect((await ask(1, { body: { ...order, payer } })).status).toBe(202)
    expect((await status(1)).json).toMatchObject({ payer })
  })

  it('is found only by its own merchant, under a well-formed reference id', async () => {
    const { ask, call, bearer, kernel, momo, signed } = await openWorld()
    await ask(1)
    const other = { ...shop, id: 'a1b2c3d4-0000-4000-8000-000000000002', apiKey: 'f'.repeat(32) }
    await kernel.transact((tx) => momo.addApiUser(tx, other))
    const get = (id: string, headers: Record<string, string>) =>
      call('GET', `/collection/v1_0/requesttopay/${id}`, { headers })
    const missing = { status: 404, json: { code: 'RESOURCE_NOT_FOUND' } }
    expect(await get(reference(1), await signed('collection', other))).toMatchObject(missing)
    expect(await get(reference(2), bearer)).toMatchObject(missing)
    expect((await get(reference(1).toUpperCase(), bearer)).status).toBe(200)
    expect(await get('17', bearer)).toMatchObject({ status: 400, text: '' })
  })

  it('refuses a reference id twice, but another merchant may use it', async () => {
    const { ask, kernel, momo, signed } = await openWorld()
    await ask(1)
    expect(await ask(1, { body: { ...order, amount: '1' } })).toMatchObject({
      status: 409,
      text: '{"message":"Duplicated reference id. Creation of resource failed.","code":"RESOURCE_ALREADY_EXIST"}',
    })
    const other = { ...shop, id: 'a1b2c3d4-0000-4000-8000-000000000002', apiKey: 'f'.repeat(32) }
    await kernel.transact((tx) => momo.addApiUser(tx, other))
    expect((await ask(1, { headers: await signed('collection', other) })).status).toBe(202)
  })

  it('accepts the id of its API user as a reference id', async () => {
    const { ask } = await openWorld()
    expect((await ask(1, { headers: { 'X-Reference-Id': shop.id } })).status).toBe(202)
  })

  it('is taken once, however many ask at the same instant', async () => {
    const { ask } = await openWorld()
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => ask(1)))).map(({ status }) => status)
    expect(statuses.sort()).toEqual([202, ...Array(9).fill(409)])
  })
})
