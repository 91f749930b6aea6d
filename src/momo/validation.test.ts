import { afterEach, describe, expect, it } from 'vitest'
import { openWorld, order, type World } from './world.fixture.ts'

const worlds: World[] = []
afterEach(async () => {
  for (const { kernel } of worlds.splice(0)) await kernel.close()
})
async function world(quirks?: Record<string, string>) {
  const opened = await openWorld(quirks)
  worlds.push(opened)
  return opened
}
const without = (name: keyof typeof order) =>
  Object.fromEntries(Object.entries(order).filter(([field]) => field !== name))

describe('a request to pay is a bad request', () => {
  it.each<[string, unknown, RegExp]>([
    ['no body', '', /empty/],
    ['a broken body', '{"amount":', /not JSON/],
    ['a form', 'amount=5', /not JSON/],
    ['a list', [], /JSON object/],
    ['null', 'null', /JSON object/],
    ['{}', {}, /amount is missing/],
    ['no amount', without('amount'), /amount is missing/],
    ['a number as amount', { ...order, amount: 12.5 }, /amount is 12.5/],
    ['zero', { ...order, amount: '0' }, /amount is "0"/],
    ['zero with decimals', { ...order, amount: '0.00' }, /amount is "0.00"/],
    ['a sign', { ...order, amount: '-5' }, /amount is "-5"/],
    ['a plus sign', { ...order, amount: '+5' }, /amount is "\+5"/],
    ['an exponent', { ...order, amount: '1e3' }, /amount is "1e3"/],
    ['a word', { ...order, amount: 'ten' }, /amount is "ten"/],
    ['an empty amount', { ...order, amount: '' }, /amount is ""/],
    ['a decimal comma', { ...order, amount: '12,50' }, /amount is "12,50"/],
    ['excess decimals', { ...order, amount: '12.505' }, /amount is "12.505"/],
    ['no currency', without('currency'), /currency is missing/],
    ['a number as currency', { ...order, currency: 978 }, /currency is 978/],
    ['no payer', without('payer'), /payer is missing/],
    ['a payer that is text', { ...order, payer: '46733000001' }, /payer is "46733000001"/],
    ['an empty payer', { ...order, payer: {} }, /payer.partyIdType is missing/],
    ['an unknown party type', { ...order, payer: { partyIdType: 'ALIAS', partyId: 'x' } }, /"ALIAS"/],
    ['no party id', { ...order, payer: { partyIdType: 'MSISDN' } }, /payer.partyId is missing/],
    [
      'a number as party id',
      { ...order, payer: { partyIdType: 'MSISDN', partyId: 46733000001 } },
      /partyId is 467/,
    ],
    ['words as MSISDN', { ...order, payer: { partyIdType: 'MSISDN', partyId: 'ama' } }, /partyId is "ama"/],
    ['no e-mail address', { ...order, payer: { partyIdType: 'EMAIL', partyId: 'ama' } }, /e-mail/],
    ['no party code', { ...order, payer: { partyIdType: 'PARTY_CODE', partyId: 'ama' } }, /UUID/],
    ['a long message', { ...order, payerMessage: 'x'.repeat(161) }, /payerMessage .* at most 160/],
    ['a long note', { ...order, payeeNote: 'x'.repeat(161) }, /payeeNote .* at most 160/],
    ['a number as external id', { ...order, externalId: 17 }, /externalId is 17/],
  ])('with %s, and uses up no reference id', async (_what, body, message) => {
    const { ask, status } = await world()
    expect(await ask(1, { body })).toMatchObject({
      status: 400,
      json: { message: expect.stringMatching(message), code: 'BAD_REQUEST' },
    })
    expect((await status(1)).status).toBe(404)
    expect((await ask(1)).status).toBe(202)
  })

  it.each(['', 'x', '6f1c2b1e-0000-1000-8000-000000000001'])('with the reference id %j', async (id) => {
    const { ask } = await world()
    expect(await ask(1, { headers: { 'X-Reference-Id': id } })).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining('X-Reference-Id') },
    })
  })
})

describe('a request to pay is refused by the wallet', () => {
  it.each(['XOF', 'USD', 'eur', 'XXX', 'euro'])('in the currency %s', async (currency) => {
    const { ask } = await world()
    expect(await ask(1, { body: { ...order, currency } })).toMatchObject({
      status: 500,
      text: '{"message":"Currency not supported.","code":"INVALID_CURRENCY"}',
    })
    expect((await ask(1)).status).toBe(202)
  })

  it('with nothing but an empty payer', async () => {
    const { ask } = await world()
    expect(await ask(1, { body: { payer: {} } })).toMatchObject({
      status: 500,
      text: '{"message":"An internal error occurred while processing.","code":"INTERNAL_PROCESSING_ERROR"}',
    })
  })
})

describe('checks come in order', () => {
  it('key, token, environment, reference id, callback, body, duplicate', async () => {
    const { ask } = await world()
    await ask(1)
    const wrongs: Array<[Record<string, string>, number, string]> = [
      [{ 'Ocp-Apim-Subscription-Key': 'x' }, 401, 'subscription key'],
      [{ Authorization: 'Bearer x' }, 401, 'Unauthorized'],
      [{ 'X-Target-Environment': 'x' }, 500, 'NOT_ALLOWED_TARGET_ENVIRONMENT'],
      [{ 'X-Reference-Id': 'x' }, 400, 'X-Reference-Id'],
      [{ 'X-Callback-Url': 'https://evil.example' }, 500, 'INVALID_CALLBACK_URL_HOST'],
    ]
    while (wrongs.length > 0) {
      const [, status, text] = wrongs[0] ?? [{}, 0, '']
      const headers = Object.assign({}, ...wrongs.map(([wrong]) => wrong))
      const answer = await ask(1, { headers, body: '{' })
      expect(answer.status).toBe(status)
      expect(answer.text).toContain(text)
      wrongs.shift()
    }
    expect(await ask(1, { body: '{' })).toMatchObject({ status: 400 })
    expect(await ask(1)).toMatchObject({ status: 409 })
  })
})

describe('the quirks of validation', () => {
  it('change what a malformed body gets, and how long a message may be', async () => {
    const { ask } = await world({ 'malformed-body': '403', 'message-limit': '128' })
    expect(await ask(1, { body: '{' })).toMatchObject({
      status: 403,
      text: '{"statusCode":403,"message":"Forbidden"}',
    })
    expect((await ask(1, { body: { ...order, payerMessage: 'x'.repeat(129) } })).status).toBe(400)
    expect((await ask(1, { body: { ...order, payerMessage: 'x'.repeat(128) } })).status).toBe(202)
  })

  it('refuse empty messages, special characters and spaces', async () => {
    const { ask } = await world({
      'empty-message': 'refuse',
      'special-characters': 'refuse',
      'external-id-spaces': 'refuse',
    })
    expect((await ask(1, { body: { ...order, payeeNote: '' } })).status).toBe(500)
    expect((await ask(1, { body: { ...order, payerMessage: "Ama's order" } })).status).toBe(400)
    expect((await ask(1, { body: { ...order, externalId: 'order 17' } })).status).toBe(400)
    expect((await ask(1)).status).toBe(202)
  })

  it('are off by default', async () => {
    const { ask } = await world()
    const body = { ...order, payerMessage: "Ama's & Kofi's", payeeNote: '', externalId: 'order 17' }
    expect((await ask(1, { body })).status).toBe(202)
  })
})
