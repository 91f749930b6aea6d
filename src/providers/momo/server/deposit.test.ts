import { describe, expect, it } from 'vitest'
import { openWorld, payout, reference } from './world.fixture.ts'

async function world(quirks?: Record<string, string>) {
  const opened = await openWorld(quirks)
  const shown = (n: number) => opened.get(`/disbursement/v1_0/deposit/${reference(n)}`)
  return { ...opened, shown }
}
const v1 = '/disbursement/v1_0/deposit'
const v2 = '/disbursement/v2_0/deposit'
const hook = { 'X-Callback-Url': 'http://cb.example/hook' }
const body =
  '"externalId":"payout-3","amount":"7.5","currency":"EUR","payee":{"partyIdType":"MSISDN","partyId":"46733000001"},' +
  '"payerMessage":"Refund of order 17","payeeNote":"three","status":"SUCCESSFUL"'

describe('a deposit', () => {
  it('has its status without the transaction id that its callback has', async () => {
    const { post, shown, kernel, callbacks } = await world()
    expect(await post(v1, 1, { headers: hook, body: payout })).toMatchObject({ status: 202, text: '' })
    await kernel.settle()
    expect(await shown(1)).toMatchObject({ status: 200, text: `{${body}}` })
    expect(String(callbacks[0]?.body)).toMatch(
      new RegExp(`^\\{"financialTransactionId":"\\d{10}",${body}\\}$`),
    )
  })

  it('has it in both where the world says so', async () => {
    const { post, shown, kernel, callbacks } = await world({ 'deposit-transaction-id': 'sent' })
    await post(v1, 1, { headers: hook, body: payout })
    await kernel.settle()
    expect((await shown(1)).text).toBe(String(callbacks[0]?.body))
    expect((await shown(1)).json).toMatchObject({ financialTransactionId: expect.stringMatching(/^\d{10}$/) })
  })

  it('of version 1 is called back by POST, of version 2 by PUT', async () => {
    const { post, kernel, callbacks } = await world()
    await post(v1, 1, { headers: hook, body: payout })
    await post(v2, 2, { headers: hook, body: payout })
    await kernel.settle()
    expect(callbacks.map(({ method }) => method)).toEqual(['POST', 'PUT'])
  })

  it('is taken once, and its reference id is no transfer’s', async () => {
    const { post, transfer, get, kernel } = await world()
    const answers = await Promise.all([v1, v2, v1].map((path) => post(path, 1, { body: payout })))
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])
    const again = await transfer(1)
    expect(again).toMatchObject({ status: 409, json: { code: 'RESOURCE_ALREADY_EXIST' } })
    expect(again.why).toContain('is a deposit of this API user, and a transfer was asked for')
    await kernel.settle()
    expect((await get(`/disbursement/v1_0/transfer/${reference(1)}`)).status).toBe(404)
    expect((await get('/disbursement/v1_0/account/balance')).json).toMatchObject({
      availableBalance: '992.5',
    })
  })

  it('of nothing is 400, and of an empty payee alone 500, as MTN’s SDK for Java expects', async () => {
    const { post, shown } = await world()
    for (const path of [v1, v2]) {
      expect((await post(path, 1, { body: {} })).status).toBe(400)
      expect((await post(path, 1, { body: { payee: {} } })).status).toBe(500)
    }
    expect((await shown(1)).status).toBe(404)
  })

  it('to nobody, and of more than there is, fails', async () => {
    const { post, shown, kernel } = await world()
    await post(v1, 1, { body: { ...payout, payee: { partyIdType: 'EMAIL', partyId: 'nobody@example.com' } } })
    await post(v2, 2, { body: { ...payout, amount: '1000.01' } })
    await kernel.settle()
    expect((await shown(1)).json).toMatchObject({ status: 'FAILED', reason: 'PAYEE_NOT_FOUND' })
    expect((await shown(2)).json).toMatchObject({ status: 'FAILED', reason: 'NOT_ENOUGH_FUNDS' })
  })
})
