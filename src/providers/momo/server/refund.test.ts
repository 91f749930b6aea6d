import { describe, expect, it } from 'vitest'
import { magicReferences } from './magic-references.ts'
import { openWorld, order, payout, reference, refund, shop } from './world.fixture.ts'

const v1 = '/disbursement/v1_0/refund'
const v2 = '/disbursement/v2_0/refund'

/** With a request to pay of 12.50 EUR, reference 1, that was paid. */
async function world(quirks?: Record<string, string>) {
  const opened = await openWorld(quirks)
  const { post, get, ask, answer, kernel, wallet, payerId } = opened
  await ask(1)
  await answer('approve')
  const give = (n: number, wanted: object = {}, path = v1) =>
    post(path, n, { body: { ...refund, ...wanted } })
  const shown = async (n: number) => {
    const { json } = await get(`${v1}/${reference(n)}`)
    return json as { status: string; reason?: string }
  }
  const outcome = async (n: number) => {
    const { status, reason } = await shown(n)
    return reason === undefined ? status : `${status} ${reason}`
  }
  const payerHas = async () => (await kernel.read((rx) => wallet.holders.balances(rx, payerId)))[0]?.amount
  const shopHas = async (product: string) =>
    ((await get(`/${product}/v1_0/account/balance`)).json as { availableBalance: string }).availableBalance
  return { ...opened, give, shown, outcome, payerHas, shopHas }
}

describe('a refund', () => {
  it('gives money back to who paid, out of the account for disbursement', async () => {
    const { give, get, kernel, payerHas, shopHas } = await world()
    expect(await payerHas()).toBe(3750)
    expect(await give(2)).toMatchObject({ status: 202, text: '' })
    await kernel.settle()
    expect((await get(`${v1}/${reference(2)}`)).text).toMatch(
      /^\{"financialTransactionId":"\d{10}","externalId":"refund-4","amount":"5","currency":"EUR","payee":\{"partyIdType":"MSISDN","partyId":"46733000001"\},"payerMessage":"Cup broken","payeeNote":"Sorry for the cup","status":"SUCCESSFUL"\}$/,
    )
    expect(await payerHas()).toBe(4250)
    expect(await shopHas('disbursement')).toBe('995')
    expect(await shopHas('collection')).toBe('1012.5')
  })

  it('has as many bytes as one that MTN’s SDK for JavaScript got on 2023-03-14, but for the longer transaction id', async () => {
    const { ask, give, get, kernel } = await world({ 'magic-numbers': 'on' })
    const payer = { partyIdType: 'MSISDN', partyId: '46733123454' }
    await ask(3, { body: { ...order, amount: '5.0', payer } })
    await kernel.advance(25_000)
    const texts = { externalId: '6353636', payerMessage: 'Pay for product a', payeeNote: 'payer note' }
    await give(4, { ...texts, amount: '5.0', referenceIdToRefund: reference(3) })
    await kernel.settle()
    const { text } = await get(`${v1}/${reference(4)}`)
    // Theirs had a transaction id of 9 digits, and a payee of 10.
    expect(text.length).toBe(229 + 1 + 1)
  })

  it('of version 1 is called back by POST, of version 2 by PUT', async () => {
    const { post, kernel, callbacks } = await world()
    const headers = { 'X-Callback-Url': 'http://cb.example/hook' }
    await post(v1, 2, { headers, body: refund })
    await post(v2, 3, { headers, body: refund })
    await kernel.settle()
    expect(callbacks.map(({ method }) => method)).toEqual(['POST', 'PUT'])
    expect(JSON.parse(String(callbacks[1]?.body))).toMatchObject({ status: 'SUCCESSFUL', amount: '5' })
  })

  it('may come in parts, and never to more than was paid', async () => {
    const { give, outcome, kernel, payerHas } = await world()
    for (const [n, amount] of [
      [2, '5'],
      [3, '7.5'],
      [4, '0.01'],
    ] as const)
      await give(n, { amount })
    await kernel.settle()
    expect([await outcome(2), await outcome(3)]).toEqual(['SUCCESSFUL', 'SUCCESSFUL'])
    expect(await outcome(4)).toBe('FAILED INTERNAL_PROCESSING_ERROR')
    expect(await payerHas()).toBe(5000)
  })

  it.each([
    [['10', '5'], ['SUCCESSFUL', 'FAILED INTERNAL_PROCESSING_ERROR'], 4750],
    [['5', '10'], ['SUCCESSFUL', 'FAILED INTERNAL_PROCESSING_ERROR'], 4250],
  ] as const)('of %j, asked for at once, is given to the first alone', async (amounts, ends, left) => {
    const { give, outcome, kernel, payerHas } = await world()
    const answers = []
    for (const [at, amount] of amounts.entries()) answers.push((await give(at + 2, { amount })).status)
    expect(answers).toEqual([202, 202])
    await kernel.settle()
    expect([await outcome(2), await outcome(3)]).toEqual(ends)
    expect(await payerHas()).toBe(left)
  })

  it('of more than was paid fails, and one that fails takes nothing from the next', async () => {
    const { give, outcome, kernel } = await world()
    await give(2, { amount: '12.51' })
    await give(3, { amount: '12.50' })
    await kernel.settle()
    expect(await outcome(2)).toBe('FAILED INTERNAL_PROCESSING_ERROR')
    expect(await outcome(3)).toBe('SUCCESSFUL')
  })

  it.each([
    ['still waits', undefined],
    ['was rejected', 'reject'],
  ] as const)('of a request to pay that %s fails: it was not paid', async (_, how) => {
    const { ask, answer, give, outcome, kernel, payerHas } = await world()
    await ask(7)
    if (how) await answer(how)
    await give(2, { referenceIdToRefund: reference(7) })
    await kernel.settle()
    expect(await outcome(2)).toBe('FAILED PAYMENT_NOT_APPROVED')
    expect(await payerHas()).toBe(3750)
    // Paid afterwards, it can be refunded.
    if (how) return
    await answer('approve')
    await give(3, { referenceIdToRefund: reference(7) })
    await kernel.settle()
    expect(await outcome(3)).toBe('SUCCESSFUL')
  })

  it.each([
    ['incorrect_referenceid', 'it must be a UUID version 4'],
    ['', 'referenceIdToRefund is missing'],
    [reference(99), 'No request to pay of any API user has the reference id'],
  ])('of %j is 400, as MTN’s SDK for Java expects', async (referenceIdToRefund, why) => {
    const { give, get } = await world()
    for (const path of [v1, v2]) {
      const answer = await give(2, { referenceIdToRefund }, path)
      expect(answer.status).toBe(400)
      expect(answer.why).toContain(why)
    }
    expect((await get(`${v1}/${reference(2)}`)).status).toBe(404)
  })

  it('of nothing is 400', async () => {
    const { post } = await world()
    for (const path of [v1, v2]) expect((await post(path, 2, { body: {} })).status).toBe(400)
    const { referenceIdToRefund: _, ...rest } = refund
    expect((await post(v1, 2, { body: rest })).why).toContain('referenceIdToRefund is missing')
  })

  it('of another merchant’s request to pay is 400, as if there were none', async () => {
    const { kernel, momo, signed, call } = await world()
    const other = { ...shop, id: reference(80) }
    await kernel.transact((tx) => momo.addApiUser(tx, other))
    const headers = { ...(await signed('disbursement', other)), 'X-Reference-Id': reference(2) }
    const answer = await call('POST', v1, { headers, body: refund })
    expect(answer.status).toBe(400)
    expect(answer.why).toContain('is a request to pay of API user')
  })

  it('of a refund, a deposit or a transfer is 400, and says what it is', async () => {
    const { give, post, transfer, kernel } = await world()
    await give(2)
    await post('/disbursement/v1_0/deposit', 3, { body: payout })
    await transfer(4)
    await kernel.settle()
    for (const [n, what] of [
      [2, 'a refund'],
      [3, 'a deposit'],
      [4, 'a transfer'],
    ] as const) {
      const answer = await give(9, { referenceIdToRefund: reference(n) })
      expect(answer.status).toBe(400)
      expect(answer.why).toContain(`is ${what} of this API user, and a request to pay was asked for`)
    }
  })

  it('in another currency than was paid is refused', async () => {
    const opened = await openWorld(
      {},
      {},
      {
        environments: { sandbox: { currencies: ['EUR', 'USD'], country: null, language: 'en' } },
      },
    )
    await opened.ask(1)
    await opened.answer('approve')
    const answer = await opened.post(v1, 2, { body: { ...refund, currency: 'USD' } })
    expect(answer).toMatchObject({ status: 500, json: { code: 'INVALID_CURRENCY' } })
    expect(answer.why).toContain('was asked for in EUR')
  })

  it('is taken once, however many ask at the same instant', async () => {
    const { give, kernel, payerHas } = await world()
    const answers = await Promise.all(Array.from({ length: 6 }, () => give(2)))
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(5).fill(409)])
    await kernel.settle()
    expect(await payerHas()).toBe(4250)
  })

  it('of more than the merchant has fails', async () => {
    const { give, transfer, outcome, kernel } = await world()
    await transfer(8, { body: { ...payout, amount: '999' } })
    await kernel.settle()
    await give(2)
    await kernel.settle()
    expect(await outcome(2)).toBe('FAILED NOT_ENOUGH_FUNDS')
  })
})

describe('the test value', () => {
  const hook = { 'X-Callback-Url': 'http://cb.example/hook' }
  it.each(Object.entries(magicReferences))(
    '%s stands for a refund that ends as %j',
    async (value, script) => {
      const { post, outcome, payerHas, kernel, callbacks, get } = await world()
      const body = { ...refund, referenceIdToRefund: value }
      expect((await post(v1, 2, { headers: hook, body })).status).toBe(202)
      await kernel.settle()
      if (script.afterSeconds !== 0) expect(await outcome(2)).toBe('PENDING')
      await kernel.advance(60_000)
      const ends = script.afterSeconds === null ? /^PENDING$/ : /^FAILED [A-Z_]+$/
      expect(await outcome(2)).toMatch(ends)
      expect((await get(`${v1}/${reference(2)}`)).json).not.toHaveProperty('payee')
      expect(callbacks).toHaveLength(script.afterSeconds === null ? 0 : 1)
      expect(await payerHas()).toBe(3750)
    },
  )

  it('is refused as every other that is no UUID where the world says so, and outside the sandbox', async () => {
    const { give } = await world({ 'refund-references': 'refused' })
    expect((await give(2, { referenceIdToRefund: '1' })).status).toBe(400)
    const { kernel, momo, signed, call } = await world()
    const ivorian = { ...shop, id: reference(80), targetEnvironment: 'mtnivorycoast' }
    await kernel.transact((tx) => momo.addApiUser(tx, ivorian))
    const headers = { ...(await signed('disbursement', ivorian)), 'X-Reference-Id': reference(2) }
    const body = { ...refund, currency: 'XOF', amount: '500', referenceIdToRefund: '1' }
    expect((await call('POST', v1, { headers, body })).status).toBe(400)
  })
})
