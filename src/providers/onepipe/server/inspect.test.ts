import { describe, expect, it } from 'vitest'
import { account, openWorld } from './world.fixture.ts'

/** The `auth` of codarbind/OnePipeMock and semi-hack/onepipe. */
const bare = { auth_provider: 'Demoprovider' }
const nulls = { type: null, secure: null, auth_provider: 'DemoProvider', route_mode: null }

describe('a balance in inspect mode without a source', () => {
  it.each<[string, object]>([
    ['neither field', bare],
    ['both fields null', nulls],
    ['both fields empty', { type: '', secure: '', auth_provider: 'Beeceptor' }],
    ['a type without a source', { ...nulls, type: 'Bank.Account' }],
  ])('is told at once: %s', async (_name, auth) => {
    const { transact, transactBody, texts, query } = await openWorld()
    const { transaction, ...rest } = transactBody('r1')
    const inspected = { ...transaction, mock_mode: 'Inspect', meta: null, details: null }
    const body = { ...rest, auth, transaction: inspected }
    const { json } = await transact({ requestRef: 'r1', body })
    expect(json).toMatchObject({
      status: 'Successful',
      data: { provider: (auth as typeof bare).auth_provider, error: null },
    })
    expect(json.data.provider_response).toMatchObject({ available_balance: 2_077_099, currency: 'NGN' })
    expect(texts).toEqual([])
    expect((await query()).json.data.provider_response).toMatchObject({
      reference: json.data.provider_response?.reference,
    })
  })

  it.each([
    ['6200000766', '6200000766'],
    ['2348022221409', '2348022221409'],
    ['+2348022221408', '6200000766'],
    ['35', '6200000766'],
  ])('is that of the customer %s where the world knows one', async (customerRef, number) => {
    const { transact, transactBody } = await openWorld()
    const { transaction, ...rest } = transactBody('r1')
    const customer = { customer_ref: customerRef }
    const body = { ...rest, auth: bare, transaction: { ...transaction, mock_mode: 'inspect', customer } }
    const { json } = await transact({ requestRef: 'r1', body })
    expect(json.data.provider_response?.account_number).toBe(number)
  })

  it('is that of a source of the type that is said', async () => {
    const { transact, transactBody } = await openWorld()
    const { transaction, ...rest } = transactBody('r1')
    const auth = { ...nulls, type: 'msisdn' }
    const body = { ...rest, auth, transaction: { ...transaction, mock_mode: 'inspect' } }
    expect((await transact({ requestRef: 'r1', body })).json.data.provider_response?.account_number).toBe(
      '2348022221409',
    )
  })

  it.each<[string, object, string, RegExp]>([
    ['a type that is none', { ...nulls, type: 'purse' }, 'inspect', /auth.type is not valid/],
    ['a source without a type', { ...bare, secure: 'abcd' }, 'inspect', /auth.type is missing/],
    ['live mode', nulls, 'live', /auth.type is null/],
  ])('is refused as ever with %s', async (_name, auth, mode, words) => {
    const { transact, transactBody } = await openWorld()
    const { transaction, ...rest } = transactBody('r1')
    const body = { ...rest, auth, transaction: { ...transaction, mock_mode: mode } }
    const { json } = await transact({ requestRef: 'r1', body })
    expect(json.data.error).toEqual({ code: '96', message: expect.stringMatching(words) })
  })

  it('is asked of a provider of one’s own as the app wrote it', async () => {
    const { transact, transactBody, outbound } = await openWorld({
      config: { providerUrl: 'http://p.test/' },
    })
    const seen: Array<Record<string, unknown>> = []
    outbound.mount('p.test', async ({ body }) => {
      seen.push(JSON.parse(String(body)))
      const answer = { status: 'Successful', message: null, data: null }
      return { status: 200, reason: '', headers: {}, body: Buffer.from(JSON.stringify(answer)) }
    })
    const { transaction, ...rest } = transactBody('r1')
    const body = { ...rest, auth: bare, transaction: { ...transaction, mock_mode: 'inspect' } }
    expect((await transact({ requestRef: 'r1', body })).json.status).toBe('Successful')
    expect(seen[0]?.auth).toEqual({ auth_provider: 'Demoprovider', type: null, secure: null })
    expect(JSON.stringify(seen)).not.toContain(account)
  })
})
