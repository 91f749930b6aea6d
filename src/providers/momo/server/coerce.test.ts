import { describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import { readTimeline } from '../../../kernel/index.ts'
import { bodyFields, type FieldKind } from './coerce.ts'
import { requestBodies } from './schema.ts'
import { consent, openWorld, order, payout, reference } from './world.fixture.ts'

const paying = [
  ['/collection/v1_0/requesttopay', 'payer'],
  ['/testpg/v1_0/requesttopay', 'payer'],
  ['/disbursement/v1_0/transfer', 'payee'],
  ['/remittance/v1_0/transfer', 'payee'],
  ['/testpg/v1_0/transfer', 'payee'],
] as const
const asJson = { 'Content-Type': 'application/json' }

describe.each(paying)('the body of POST %s', (path, side) => {
  const post = async (body: string, quirks?: Record<string, string>) => {
    const opened = await openWorld(quirks)
    const { status } = await opened.post(path, 1, { headers: asJson, body })
    return { status, read: (await opened.get(`${path}/${reference(1)}`)).json }
  }
  const party = '{"partyIdType":"MSISDN","partyId":"46733123454"}'

  it('may be as laravel-mtn-momo sends it: a number as amount, the party type in lower case', async () => {
    const body = `{"amount":100,"currency":"EUR","externalId":"o-1","${side}":{"partyIdType":"msisdn","partyId":"46733123454"},"payerMessage":"","payeeNote":""}`
    expect(await post(body)).toMatchObject({
      status: 202,
      read: { amount: '100', externalId: 'o-1', [side]: { partyIdType: 'MSISDN', partyId: '46733123454' } },
    })
  })

  it.each([
    ['100.00', '100'],
    ['12.50', '12.5'],
    ['0.10', '0.1'],
    ['7', '7'],
  ])('may have the number %s as amount, which is %s', async (amount, shown) => {
    const body = `{"amount":${amount},"currency":"EUR","${side}":${party}}`
    expect(await post(body)).toMatchObject({ status: 202, read: { amount: shown } })
  })

  it('keeps every digit of a number that stands for a text', async () => {
    const body = `{"amount":"1","currency":"EUR","externalId":12345678901234567890,"${side}":{"partyIdType":"MSISDN","partyId":250784093143},"payerMessage":1.10,"payeeNote":true}`
    expect(await post(body)).toMatchObject({
      status: 202,
      read: {
        externalId: '12345678901234567890',
        [side]: { partyId: '250784093143' },
        payerMessage: '1.10',
        payeeNote: 'true',
      },
    })
  })

  it('takes the last of a repeated field, nulls as nothing, and ignores fields that nobody knows', async () => {
    const body = `{"amount":3,"amount":4.0,"currency":"EUR","externalId":null,"payeeNote":null,"more":{"amount":[1]},"__proto__":{"amount":9},"${side}":${party}}`
    const { status, read } = await post(body)
    expect(status).toBe(202)
    expect(read).toMatchObject({ amount: '4' })
    expect(read).not.toHaveProperty('externalId')
  })

  it.each(['1e2', '1E2', '12.505', '0', '-5', 'true', '""', '[]', '{}', 'null'])(
    'cannot have the amount %s',
    async (amount) => {
      expect((await post(`{"amount":${amount},"currency":"EUR","${side}":${party}}`)).status).toBe(400)
    },
  )

  it('has a currency that nobody knows where it is a number', async () => {
    expect((await post(`{"amount":"1","currency":978,"${side}":${party}}`)).status).toBe(500)
  })

  it.each([
    ['amount', { amount: 100 }],
    ['externalId', { externalId: 17 }],
    ['payerMessage', { payerMessage: 17 }],
    ['payeeNote', { payeeNote: false }],
    ['partyId', { [side]: { partyIdType: 'MSISDN', partyId: 46733000001 } }],
    ['partyIdType', { [side]: { partyIdType: 'msisdn', partyId: '46733000001' } }],
  ])('is refused for its %s where types are strict', async (_field, change) => {
    const whole = side === 'payer' ? order : payout
    const body = JSON.stringify({ ...whole, ...change })
    expect((await post(body, { 'strict-types': 'refuse' })).status).toBe(400)
    expect((await post(body)).status).toBe(202)
  })
})

describe.each(['/collection/v2_0/preapproval', '/testpg/v1_0/preapproval'])('the body of POST %s', (path) => {
  it.each<[unknown, string | undefined]>([
    ['300', '2026-01-05T09:05:00'],
    [300.9, '2026-01-05T09:05:00'],
    [' 300 ', '2026-01-05T09:05:00'],
    ['', undefined],
    [null, undefined],
  ])('may have the validityTime %j', async (validityTime, end) => {
    const { post, get, answer } = await openWorld()
    const payer = { partyIdType: 'Msisdn', partyId: 46733000001 }
    const body = { ...consent, payer, payerMessage: 7, validityTime }
    expect((await post(path, 1, { body })).status).toBe(202)
    await answer('approve')
    const { json } = await get(`${path}/${reference(1)}`)
    expect(json).toMatchObject({
      payerMessage: '7',
      payer: { partyIdType: 'MSISDN', partyId: '46733000001' },
    })
    expect((json as { expirationDateTime?: string }).expirationDateTime).toBe(end)
  })

  it.each([true, '1.5', 'long', -1, '-1', 1e12])('cannot have the validityTime %j', async (validityTime) => {
    const { post } = await openWorld()
    expect((await post(path, 1, { body: { ...consent, validityTime } })).status).toBe(400)
  })

  it('has whole seconds where types are strict', async () => {
    const { post } = await openWorld({ 'strict-types': 'refuse' })
    expect((await post(path, 1, { body: { ...consent, validityTime: 1.5 } })).status).toBe(400)
    expect((await post(path, 1, { body: { ...consent, validityTime: '300' } })).status).toBe(202)
  })
})

describe('provisioning and notifying', () => {
  it('take a number as text', async () => {
    const { call, key, ask, answer, bearer, kernel } = await openWorld()
    const headers = { ...key(), 'X-Reference-Id': reference(90) }
    expect((await call('POST', '/v1_0/apiuser', { headers, body: { providerCallbackHost: 5 } })).status).toBe(
      201,
    )
    expect((await call('GET', `/v1_0/apiuser/${reference(90)}`, { headers: key() })).json).toMatchObject({
      providerCallbackHost: '5',
    })
    await ask(1)
    await answer('approve')
    const path = `/collection/v1_0/requesttopay/${reference(1)}/deliverynotification`
    const body = { notificationMessage: 17 }
    expect((await call('POST', path, { headers: bearer, body })).status).toBe(200)
    const [event] = await kernel.read((rx) => readTimeline(rx, { kind: 'request-to-pay.notification' }))
    expect(event?.data).toMatchObject({ message: '17' })
  })
})

it('a line of the log names the fields that were of another type, without their values', async () => {
  const { ask, kernel } = await openWorld()
  const warn = vi.spyOn(kernel.logger, 'warn')
  await ask(1, { body: { ...order, amount: 1, payer: { partyIdType: 'msisdn', partyId: '46733000001' } } })
  await ask(2, { body: { ...order, amount: '1' } })
  await ask(3, { body: { ...order, amount: 1.005 } })
  expect(warn.mock.calls.map(([line]) => line)).toEqual([
    expect.objectContaining({ method: 'POST', coerced: ['amount', 'payer.partyIdType'] }),
    expect.objectContaining({ status: 400, coerced: ['amount'] }),
  ])
})

it('every field of every body has a kind', () => {
  const shapeOf = (schema: z.ZodType): unknown => {
    const { shape, unwrap } = schema as { shape?: Record<string, z.ZodType>; unwrap?: () => z.ZodType }
    if (unwrap) return shapeOf(unwrap.call(schema))
    if (!shape) return 'one'
    return Object.fromEntries(Object.entries(shape).map(([name, inner]) => [name, shapeOf(inner)]))
  }
  const kinds = (kind: FieldKind): unknown =>
    typeof kind === 'string'
      ? 'one'
      : Object.fromEntries(Object.entries(kind).map(([name, inner]) => [name, kinds(inner)]))
  for (const [name, schema] of Object.entries(requestBodies)) {
    expect(kinds(bodyFields[name as keyof typeof bodyFields])).toEqual(shapeOf(schema))
  }
})

it.each([30_000, 100])('a body nested %i deep is no failure of the simulator', async (depth) => {
  const { post } = await openWorld()
  const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`
  const body = JSON.stringify({ ...order, amount: 1 }).replace(/}$/, `,"more":${nested}}`)
  const { status } = await post('/collection/v1_0/requesttopay', 1, { headers: asJson, body })
  expect(status).toBe(depth > 1_000 ? 400 : 202)
})
