import { describe, expect, it } from 'vitest'
import { openWorld, order } from './world.fixture.ts'

it.each<[unknown, string]>([
  [{}, 'amount is missing; it must be a decimal string such as "12.50".'],
  [{ ...order, amount: {} }, 'amount is {}; it must be a decimal string such as "12.50".'],
  [{ ...order, amount: '12.505' }, 'amount is "12.505": 12.505 EUR has more than 2 decimals.'],
  [{ ...order, payer: {} }, 'payer.partyIdType is missing; it must be MSISDN, EMAIL or PARTY_CODE.'],
  [[], 'The body must be a JSON object.'],
])('a bad request names the field and its value: %j', async (body, message) => {
  const { ask } = await openWorld()
  expect(await ask(1, { body })).toMatchObject({ status: 400, text: '', why: message })
})

it('nothing but an empty payer is an internal error', async () => {
  const { ask } = await openWorld()
  expect(await ask(1, { body: { payer: {} } })).toMatchObject({
    status: 500,
    text: '{"message":"An internal error occurred while processing.","code":"INTERNAL_PROCESSING_ERROR"}',
  })
})

it('a world may have bad requests explained on the wire', async () => {
  const { ask } = await openWorld({ 'bad-request-body': 'message' })
  const { text } = await ask(1, { headers: { 'X-Reference-Id': '17' } })
  expect(text).toBe(
    '{"message":"X-Reference-Id is \\"17\\"; it must be a UUID version 4.","code":"BAD_REQUEST"}',
  )
  expect(await ask(1, { body: '' })).toMatchObject({
    status: 400,
    text: '{"message":"The body is empty; it must be a JSON object.","code":"BAD_REQUEST"}',
  })
})

describe('checks come in order', () => {
  it('key, token, environment, reference id, callback, body, duplicate', async () => {
    const { ask } = await openWorld()
    await ask(1)
    const wrongs: Array<[Record<string, string>, number, string]> = [
      [{ 'Ocp-Apim-Subscription-Key': 'x' }, 401, 'subscription key'],
      [{ Authorization: 'Bearer x' }, 401, 'no access token of this simulator'],
      [{ 'X-Target-Environment': 'x' }, 500, 'X-Target-Environment says "x"'],
      [{ 'X-Reference-Id': 'x' }, 400, 'X-Reference-Id'],
      [{ 'X-Callback-Url': 'https://evil.example' }, 500, 'the host evil.example'],
    ]
    while (wrongs.length > 0) {
      const [, status, text] = wrongs[0] ?? [{}, 0, '']
      const headers = Object.assign({}, ...wrongs.map(([wrong]) => wrong))
      const answer = await ask(1, { headers, body: '{' })
      expect(answer.status).toBe(status)
      expect(answer.why).toContain(text)
      wrongs.shift()
    }
    expect(await ask(1, { body: '{' })).toMatchObject({ status: 400 })
    expect(await ask(1)).toMatchObject({ status: 409 })
  })
})
