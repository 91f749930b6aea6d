import { describe, expect, it } from 'vitest'
import { type Answer, ledger, office, openWorld, type Wish } from './world.fixture.ts'

type World = Awaited<ReturnType<typeof openWorld>>
type Call = (world: World, wish: Wish) => Promise<Answer>

/** Refused by the gateway or by the provider; each has a readable `request_ref`. */
const refused: Array<[string, Call]> = [
  ['a validate of no transaction', ({ validate }, wish) => validate('123456', wish)],
  ['a query of no transaction', ({ query }, wish) => query(wish)],
  ['a reverse of no transaction', ({ reverse }, wish) => reverse(wish)],
  ['options', ({ refer }, wish) => refer('options', wish)],
  ['fulfil', ({ refer }, wish) => refer('fulfil', wish)],
  [
    'another service',
    ({ transact }, wish) =>
      transact({ ...wish, body: { request_ref: wish.requestRef, request_type: 'collect' } }),
  ],
  [
    'a body without fields',
    ({ transact }, wish) => transact({ ...wish, body: { request_ref: wish.requestRef } }),
  ],
  ['secure that cannot be read', ({ transact }, wish) => transact({ ...wish, secure: 'AAAA' })],
  ['an unknown account', ({ transact }, wish) => transact({ ...wish, plaintext: '6200000700;058' })],
  ['an OTP that cannot be read', ({ validate }, wish) => validate('', { ...wish, secure: 'AAAA' })],
]

const operations: Array<[string, Call]> = [
  ['transact', ({ transact }, wish) => transact({ ...wish, ref: 'tx-2' })],
  ['validate', ({ validate }, wish) => validate('123456', wish)],
  ['query', ({ query }, wish) => query(wish)],
  ['reverse', ({ reverse }, wish) => reverse(wish)],
  ['options', ({ refer }, wish) => refer('options', wish)],
  ['fulfil', ({ refer }, wish) => refer('fulfil', wish)],
]

describe('a request_ref', () => {
  it.each(refused)('is used up by what is refused: %s', async (_name, call) => {
    const world = await openWorld()
    expect((await call(world, { requestRef: 'r1' })).json.data.error?.code).not.toBe('26')
    for (const [, repeat] of operations) {
      const { json } = await repeat(world, { requestRef: 'r1' })
      expect(json.data.error).toEqual({
        code: '26',
        message: 'The request_ref r1 was used before. Send a new one with every call.',
      })
    }
    expect(world.texts).toEqual([])
  })

  it.each(operations)('that was used is refused at %s, and changes nothing', async (_name, repeat) => {
    const world = await openWorld()
    await world.transact({ requestRef: 'r1' })
    expect((await repeat(world, { requestRef: 'r1' })).json.data.error?.code).toBe('26')
    expect((await world.validate(world.code())).json.status).toBe('Successful')
  })

  it.each<[string, Wish]>([
    ['a wrong Signature', { headers: { Signature: 'f'.repeat(32) } }],
    ['another app’s secret', { app: { ...ledger, secret: office.secret } }],
    ['a wrong key', { app: { ...ledger, apiKey: 'nobody' } }],
    ['no JSON', { body: '{"request_ref": "r1"' }],
  ])('is not used up by whoever has not the app’s key and secret: %s', async (_name, wish) => {
    const { transact } = await openWorld()
    expect((await transact({ requestRef: 'r1', ...wish })).json.status).toBe('Failed')
    expect((await transact({ requestRef: 'r1' })).json.status).toBe('WaitingForOTP')
  })

  it('is each app’s own', async () => {
    const { transact } = await openWorld()
    await transact({ requestRef: 'r1', plaintext: '1' })
    expect((await transact({ requestRef: 'r1', app: office })).json.status).toBe('Successful')
  })

  it('is taken once of many at the same time', async () => {
    const { query } = await openWorld()
    const answers = await Promise.all(Array.from({ length: 8 }, () => query({ requestRef: 'r1' })))
    const codes = answers.map(({ json }) => json.data.error?.code)
    expect(codes.filter((code) => code === '12')).toHaveLength(1)
    expect(codes.filter((code) => code === '26')).toHaveLength(7)
  })
})
