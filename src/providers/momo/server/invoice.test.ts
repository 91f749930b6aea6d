import { describe, expect, it } from 'vitest'
import { invoice, openWorld, order, reference, shop, type World } from './world.fixture.ts'

const path = '/collection/v2_0/invoice'
const create = (sim: World, n: number, body: unknown = invoice, headers: Record<string, string> = {}) =>
  sim.post(path, n, { body, headers })
const status = (sim: World, n: number) => sim.get(`${path}/${reference(n)}`)
const cancel = (
  sim: World,
  n: number,
  { headers = {}, body = { externalId: 'c' } }: { headers?: Record<string, string>; body?: unknown } = {},
) =>
  sim.call('DELETE', `${path}/${reference(n)}`, {
    headers: { ...sim.bearer, 'X-Reference-Id': reference(900 + n), ...headers },
    body,
  })
const pay = (sim: World, n: number, pin = '1234') =>
  sim.kernel.transact(async (tx) => {
    const merchantId = (await sim.momo.apiUser(tx, shop.id))?.merchantId ?? 0
    const of = { merchantId, referenceId: reference(n) }
    const found = await sim.wallet.paymentRequests.byReference(tx, of, 'invoice')
    return sim.wallet.paymentRequests.approve(tx, { id: found?.id ?? 0, holderId: sim.payerId, pin })
  })
const hook = (path: string) => ({ 'X-Callback-Url': `http://cb.example/${path}` })

describe('an invoice', () => {
  it('has the fields of the sandbox in their order and form', async () => {
    const sim = await openWorld()
    expect(await create(sim, 1)).toMatchObject({ status: 202, text: '' })
    const { text } = await status(sim, 1)
    expect(text).toMatch(
      new RegExp(
        `^\\{"referenceId":"${reference(1)}","externalId":"bill-9","amount":"12.5","currency":"EUR","status":"PENDING",` +
          '"paymentReference":"\\d{10}","invoiceId":"\\d{10}","expiryDateTime":"2026-01-05T09:06:00.000",' +
          '"intendedPayer":\\{"partyIdType":"MSISDN","partyId":"46733000001"\\},"description":"Water, May"\\}$',
      ),
    )
  })

  it('that is paid is called back by PUT with what the status says', async () => {
    const sim = await openWorld()
    await create(sim, 1, invoice, hook('paid'))
    await pay(sim, 1)
    await sim.kernel.settle()
    const { text, json } = await status(sim, 1)
    expect(json).toMatchObject({ status: 'SUCCESSFUL' })
    expect(sim.callbacks).toMatchObject([{ method: 'PUT', body: text }])
  })

  it('without a validity has no end', async () => {
    const sim = await openWorld()
    const { validityDuration: _, ...endless } = invoice
    await create(sim, 1, endless)
    await sim.kernel.advance(400 * 86_400_000)
    const { json } = await sim.call('GET', `${path}/${reference(1)}`, { headers: await sim.signed() })
    expect(json).toMatchObject({ status: 'PENDING' })
    expect(json).not.toHaveProperty('expiryDateTime')
  })

  it('that is over in time has failed with an object as its reason', async () => {
    const sim = await openWorld()
    await create(sim, 1, invoice, hook('over'))
    await sim.kernel.advance(360_000)
    const errorReason = { code: 'EXPIRED', message: 'The requested resource has expired' }
    expect((await status(sim, 1)).json).toMatchObject({ status: 'FAILED', errorReason })
    expect(JSON.parse(String(sim.callbacks[0]?.body))).toMatchObject({ status: 'FAILED', errorReason })
  })

  it('fails for a payer that nobody is, and has test numbers', async () => {
    const sim = await openWorld()
    const outcomes: unknown[] = []
    for (const [n, partyId] of [
      '46733123450',
      '46733123451',
      '46733123452',
      '46733123454',
      '222222',
    ].entries()) {
      await create(sim, n + 1, { ...invoice, intendedPayer: { partyIdType: 'MSISDN', partyId } })
      await sim.kernel.settle()
      const { json } = await status(sim, n + 1)
      const { errorReason, status: now } = json as { status: string; errorReason?: { code: string } }
      outcomes.push(errorReason?.code ?? now)
    }
    expect(outcomes).toEqual([
      'INTERNAL_PROCESSING_ERROR',
      'APPROVAL_REJECTED',
      'EXPIRED',
      'CREATED',
      'PAYER_NOT_FOUND',
    ])
  })

  it.each([
    [{}, 400],
    [{ ...invoice, intendedPayer: undefined }, 400],
    [{ ...invoice, intendedPayer: {} }, 400],
    [{ ...invoice, payee: { partyIdType: 'MSISDN', partyId: '' } }, 400],
    [{ ...invoice, validityDuration: '0' }, 400],
    [{ ...invoice, validityDuration: '-1' }, 400],
    [{ ...invoice, validityDuration: '1.5' }, 400],
    [{ ...invoice, validityDuration: 'P1D' }, 400],
    [{ ...invoice, validityDuration: '9999999999' }, 400],
    [{ ...invoice, amount: '1.234' }, 400],
    [{ ...invoice, currency: 'USD' }, 500],
    [{ ...invoice, description: 'x'.repeat(161) }, 400],
    ['[]', 400],
    ['', 500],
  ])('with the body %j is refused, and leaves nothing', async (body, refused) => {
    const sim = await openWorld()
    expect((await create(sim, 1, body)).status).toBe(refused)
    expect((await status(sim, 1)).status).toBe(404)
  })

  it('takes its seconds as a number too, as a Java deserialiser does', async () => {
    const sim = await openWorld()
    expect((await create(sim, 1, { ...invoice, validityDuration: 60 })).status).toBe(202)
    expect((await status(sim, 1)).json).toMatchObject({ expiryDateTime: '2026-01-05T09:01:00.000' })
    const strict = await openWorld({ 'strict-types': 'refuse' })
    expect((await create(strict, 1, { ...invoice, validityDuration: 60 })).status).toBe(400)
  })

  it('is unknown under the id of another order, and takes no id twice', async () => {
    const sim = await openWorld()
    await sim.ask(1)
    expect((await status(sim, 1)).status).toBe(404)
    expect((await create(sim, 1)).json).toMatchObject({ code: 'RESOURCE_ALREADY_EXIST' })
    expect((await cancel(sim, 1)).status).toBe(404)
    expect((await sim.status(1)).json).toMatchObject({ status: 'PENDING', amount: '12.5' })
    expect(order.amount).toBe('12.50')
  })
})

describe('cancelling an invoice', () => {
  const cancelled = {
    code: 'TRANSACTION_CANCELED',
    message: 'The transaction was canceled by the initiator',
  }

  it('is accepted with 202, and tells the invoice’s callback', async () => {
    const sim = await openWorld()
    await create(sim, 1, invoice, hook('made'))
    expect(await cancel(sim, 1)).toMatchObject({ status: 202, text: '' })
    await sim.kernel.settle()
    const { text, json } = await status(sim, 1)
    expect(json).toMatchObject({ status: 'FAILED', errorReason: cancelled })
    expect(sim.callbacks).toMatchObject([{ method: 'PUT', url: 'http://cb.example/made', body: text }])
  })

  it('may name a callback of its own, also for an invoice without one', async () => {
    const sim = await openWorld()
    await create(sim, 1, invoice, hook('made'))
    await create(sim, 2)
    for (const n of [1, 2]) await cancel(sim, n, { headers: hook('cancelled') })
    await sim.kernel.settle()
    expect(sim.callbacks.map(({ url }) => url)).toEqual(Array(2).fill('http://cb.example/cancelled'))
  })

  it('answers as the export says where the world wants it', async () => {
    const sim = await openWorld({ 'invoice-cancel-status': '200' })
    await create(sim, 1)
    expect(await cancel(sim, 1)).toMatchObject({ status: 200, text: '{"externalId":"c"}' })
    expect(await cancel(sim, 1, { body: '' })).toMatchObject({ status: 200, text: '{}' })
  })

  it('takes no body, and refuses a bad one, a bad id and a foreign callback, with nothing done', async () => {
    const sim = await openWorld()
    await create(sim, 1, invoice, hook('made'))
    for (const [sent, refused] of [
      [{ headers: { 'X-Reference-Id': '' } }, 400],
      [{ headers: { 'X-Reference-Id': 'x' } }, 400],
      [{ body: '{' }, 400],
      [{ body: { externalId: {} } }, 400],
      [{ headers: { 'X-Callback-Url': 'http://elsewhere.example/' } }, 500],
    ] as const) {
      expect((await cancel(sim, 1, sent)).status, JSON.stringify(sent)).toBe(refused)
    }
    expect((await status(sim, 1)).json).toMatchObject({ status: 'PENDING' })
    expect((await cancel(sim, 1, { body: '' })).status).toBe(202)
    expect((await cancel(sim, 7)).json).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
  })

  it('twice, or of one that is paid or over, is accepted too and changes nothing', async () => {
    const sim = await openWorld()
    for (const n of [1, 2, 3]) await create(sim, n, invoice, hook('made'))
    await cancel(sim, 1)
    await pay(sim, 2)
    await sim.kernel.settle()
    for (const n of [1, 2]) {
      const before = (await status(sim, n)).text
      const again = await cancel(sim, n, { headers: hook('again') })
      expect(again.status).toBe(202)
      expect((await status(sim, n)).text).toBe(before)
    }
    await sim.kernel.advance(360_000)
    expect((await cancel(sim, 3)).status).toBe(202)
    expect((await status(sim, 3)).json).toMatchObject({ errorReason: { code: 'EXPIRED' } })
    await sim.kernel.settle()
    expect(sim.callbacks.map(({ url }) => url)).toEqual(Array(3).fill('http://cb.example/made'))
  })

  it('comes before or after a payment on the phone: the first one holds', async () => {
    const sim = await openWorld()
    await create(sim, 1)
    expect(await pay(sim, 1, '0000')).toMatchObject({ outcome: 'wrong-pin' })
    await cancel(sim, 1)
    expect(await pay(sim, 1)).toMatchObject({ outcome: 'not-pending', request: { reason: 'cancelled' } })
    await create(sim, 2)
    expect(await pay(sim, 2)).toMatchObject({ outcome: 'approved' })
    await cancel(sim, 2)
    expect((await status(sim, 2)).json).toMatchObject({ status: 'SUCCESSFUL' })
  })
})
