import { describe, expect, it } from 'vitest'
import { magicNumbers } from './magic-numbers.ts'
import { openWorld, order, reference } from './world.fixture.ts'

const at = (version: 1 | 2) => `/collection/v${version}_0/requesttowithdraw`
const callback = (version: 1 | 2) => ({ 'X-Callback-Url': `http://cb.example/v${version}/cash` })

describe('a request to withdraw', () => {
  it.each([
    [1, 'POST'],
    [2, 'PUT'],
  ] as const)('of version %i pays the agent, and is called back by %s', async (version, method) => {
    const { post, get, answer, callbacks, wallet, kernel, payerId } = await openWorld()
    const made = await post(at(version), 1, { headers: callback(version), body: order })
    expect(made).toMatchObject({ status: 202, text: '' })
    expect((await get(`${at(1)}/${reference(1)}`)).json).toMatchObject({ status: 'PENDING' })
    await answer('approve')
    const { text } = await get(`${at(1)}/${reference(1)}`)
    expect(text).toMatch(
      /^\{"financialTransactionId":"\d{10}","externalId":"order-17","amount":"12.5","currency":"EUR","payer":\{"partyIdType":"MSISDN","partyId":"46733000001"\},"payerMessage":"Order 17","payeeNote":"seventeen","status":"SUCCESSFUL"\}$/,
    )
    expect(callbacks).toMatchObject([{ method, body: text }])
    const balances = await kernel.read((rx) => wallet.holders.balances(rx, payerId))
    expect(balances[0]?.amount).toBe(3750)
  })

  it('that is rejected says so', async () => {
    const { post, get, answer } = await openWorld()
    await post(at(2), 1, { body: order })
    await answer('reject')
    const { json } = await get(`${at(1)}/${reference(1)}`)
    expect(json).toMatchObject({ status: 'FAILED', reason: 'APPROVAL_REJECTED' })
  })

  it('is no request to pay, and has its reference id for itself', async () => {
    const { post, get, ask, status } = await openWorld()
    await post(at(1), 1, { body: order })
    const asked = await status(1)
    expect(asked).toMatchObject({ status: 404, json: { code: 'RESOURCE_NOT_FOUND' } })
    expect(asked.why).toContain('is a withdrawal of this API user')
    expect((await post(at(2), 1, { body: order })).json).toMatchObject({ code: 'RESOURCE_ALREADY_EXIST' })
    await ask(2)
    expect((await get(`${at(1)}/${reference(2)}`)).status).toBe(404)
    expect((await get(`${at(1)}/${reference(3)}`)).status).toBe(404)
    expect((await get(`${at(1)}/x`)).status).toBe(400)
  })

  it('has the test numbers of a request to pay, up to 463', async () => {
    const { post, get, kernel } = await openWorld()
    const { withdrawal, 'request-to-pay': requestToPay } = magicNumbers
    expect({ ...withdrawal, '46733123464': 'transfer-type-unknown' }).toEqual(requestToPay)
    const outcomes: unknown[] = []
    for (const [n, partyId] of ['46733123451', '46733123455', '46733123463', '46733123454'].entries()) {
      const payer = { partyIdType: 'MSISDN', partyId }
      await post(at(1), n + 1, { body: { ...order, payer } })
      await kernel.settle()
      const { json } = await get(`${at(1)}/${reference(n + 1)}`)
      const { status, reason } = json as { status: string; reason?: string }
      outcomes.push(reason ?? status)
    }
    expect(outcomes).toEqual([
      'APPROVAL_REJECTED',
      'PAYER_NOT_FOUND',
      'COULD_NOT_PERFORM_TRANSACTION',
      'CREATED',
    ])
  })

  it.each([
    [{}, 400],
    [{ payer: {} }, 500],
    [{ ...order, amount: '0' }, 400],
    [{ ...order, amount: '-1' }, 400],
    [{ ...order, currency: 'USD' }, 500],
    [{ ...order, payer: { partyIdType: 'MSISDN', partyId: 'x' } }, 400],
    [{ ...order, payerMessage: 'x'.repeat(161) }, 400],
    ['{', 400],
    ['', 500],
  ])('with the body %j is refused, and leaves nothing', async (body, status) => {
    const { post, get } = await openWorld()
    expect((await post(at(2), 1, { body })).status).toBe(status)
    expect((await get(`${at(1)}/${reference(1)}`)).status).toBe(404)
  })
})
