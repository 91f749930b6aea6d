import { describe, expect, it } from 'vitest'
import { openWorld, payout, reference, shop } from './world.fixture.ts'

async function world(quirks?: Record<string, string>) {
  const opened = await openWorld(quirks)
  const shown = (n: number, base = '/disbursement/v1_0') => opened.get(`${base}/transfer/${reference(n)}`)
  const balance = async (product: string) =>
    ((await opened.get(`/${product}/v1_0/account/balance`)).json as { availableBalance: string })
      .availableBalance
  return { ...opened, shown, balance }
}
const payee = '"payee":{"partyIdType":"MSISDN","partyId":"46733000001"}'
const tail = `"externalId":"payout-3",${payee},"payerMessage":"Refund of order 17","payeeNote":"three"`

describe.each([
  ['/disbursement/v1_0', 'disbursement'],
  ['/remittance/v1_0', 'remittance'],
  ['/testpg/v1_0', 'disbursement'],
])('a transfer on %s', (base, product) => {
  it('is accepted with an empty body, then pending, then successful, from the account of %s', async () => {
    const { post, shown, kernel, balance } = await world()
    // To a test number that stays pending: to any other payee the money moves at once.
    const ongoing = { ...payout, payee: { ...payout.payee, partyId: '46733123453' } }
    expect(await post(`${base}/transfer`, 2, { body: ongoing })).toMatchObject({ status: 202, text: '' })
    expect(await shown(2, base)).toMatchObject({
      status: 200,
      text: `{"amount":"7.5","currency":"EUR",${tail.replace('46733000001', '46733123453')},"status":"PENDING"}`,
    })
    expect((await post(`${base}/transfer`, 1, { body: payout })).status).toBe(202)
    await kernel.settle()
    expect((await shown(1, base)).text).toMatch(
      new RegExp(
        `^\\{"amount":"7.5","currency":"EUR","financialTransactionId":"\\d{8,10}",${tail},"status":"SUCCESSFUL"\\}$`,
      ),
    )
    for (const name of ['collection', 'disbursement', 'remittance']) {
      expect(await balance(name)).toBe(name === product ? '992.5' : '1000')
    }
  })
})

describe('a transfer', () => {
  it('says why it failed', async () => {
    const { transfer, shown, kernel, balance } = await world()
    await transfer(1, { body: { ...payout, amount: '1000.01' } })
    const nobody = { partyIdType: 'EMAIL', partyId: 'nobody@example.com' }
    await transfer(2, { body: { ...payout, payee: nobody } })
    await kernel.advance(60_000)
    expect((await shown(1)).text).toBe(
      `{"amount":"1000.01","currency":"EUR",${tail},"status":"FAILED","reason":"NOT_ENOUGH_FUNDS"}`,
    )
    expect((await shown(2)).json).toMatchObject({ status: 'FAILED', reason: 'PAYEE_NOT_FOUND' })
    expect(await balance('disbursement')).toBe('1000')
  })

  it('is found only by its own merchant, under a well-formed reference id', async () => {
    const { transfer, call, shown, kernel, momo, signed } = await world()
    await transfer(1)
    const other = { ...shop, id: reference(80) }
    await kernel.transact((tx) => momo.addApiUser(tx, other))
    const path = `/disbursement/v1_0/transfer/${reference(1)}`
    const missing = { status: 404, json: { code: 'RESOURCE_NOT_FOUND' } }
    expect(await call('GET', path, { headers: await signed('disbursement', other) })).toMatchObject(missing)
    expect(await shown(2)).toMatchObject(missing)
    const headers = await signed('disbursement')
    expect(await call('GET', '/disbursement/v1_0/transfer/17', { headers })).toMatchObject({ status: 400 })
  })

  it('is taken once, however many ask at the same instant', async () => {
    const { transfer, kernel, balance } = await world()
    const answers = await Promise.all(Array.from({ length: 10 }, () => transfer(1)))
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(9).fill(409)])
    await kernel.settle()
    expect(await balance('disbursement')).toBe('992.5')
  })

  it('opens with the key of its own product only, and with any on the routes of 2018', async () => {
    const { call, key, signed } = await world()
    const headers = { ...(await signed('disbursement')), 'X-Reference-Id': reference(1) }
    const body = payout
    for (const name of ['collection', 'remittance'] as const) {
      expect(
        await call('POST', '/disbursement/v1_0/transfer', { headers: { ...headers, ...key(name) }, body }),
      ).toMatchObject({ status: 401, json: { statusCode: 401 } })
    }
    for (const [n, name] of (['collection', 'disbursement', 'remittance'] as const).entries()) {
      const given = { ...headers, ...key(name), 'X-Reference-Id': reference(n) }
      expect((await call('POST', '/testpg/v1_0/transfer', { headers: given, body })).status).toBe(202)
    }
  })
})
