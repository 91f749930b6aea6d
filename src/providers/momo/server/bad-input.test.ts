import { describe, expect, it } from 'vitest'
import { operationList } from './operations.ts'
import { consent, openWorld, order, payout, reference, shop } from './world.fixture.ts'

const orders = [
  ['/collection/v1_0/requesttopay', order],
  ['/testpg/v1_0/requesttopay', order],
  ['/collection/v2_0/preapproval', consent],
  ['/testpg/v1_0/preapproval', consent],
  ['/disbursement/v1_0/transfer', payout],
  ['/remittance/v1_0/transfer', payout],
  ['/testpg/v1_0/transfer', payout],
] as const

/** Wrong values for each field of an order. A refused one leaves its reference id unused. */
const wrongValues: Record<string, readonly unknown[]> = {
  amount: [
    undefined,
    null,
    12.505,
    '',
    '0',
    '0.00',
    '-5',
    '+5',
    '1e3',
    'ten',
    '12,50',
    '12.505',
    {},
    '9'.repeat(16),
  ],
  currency: [undefined, null, '', {}],
  payerCurrency: [undefined, null, '', {}],
  externalId: [{}, []],
  payerMessage: [{}, 'x'.repeat(161)],
  payeeNote: [{}, 'x'.repeat(161)],
  validityTime: [-1, 'long', '-1', '1.5', {}, true, 1e12, '9'.repeat(10)],
}
const wrongParties: readonly unknown[] = [
  undefined,
  null,
  '46733000001',
  [],
  {},
  { partyIdType: 'MSISDN' },
  { partyId: '46733000001' },
  { partyIdType: 'ALIAS', partyId: '46733000001' },
  { partyIdType: 'MSISDN', partyId: 'ama' },
  { partyIdType: 'MSISDN', partyId: '1'.repeat(16) },
  { partyIdType: 'EMAIL', partyId: 'ama' },
  { partyIdType: 'PARTY_CODE', partyId: 'ama' },
]

describe.each(orders)('%s', (path, body) => {
  const fields = Object.keys(body)
  const cases = fields.flatMap((field) =>
    (wrongValues[field] ?? wrongParties).map((value) => [field, value] as const),
  )

  it.each(cases)('refuses %s %j, and uses up no reference id', async (field, value) => {
    const { post, get } = await openWorld()
    expect(await post(path, 1, { body: { ...body, [field]: value } })).toMatchObject({
      status: 400,
      text: '',
      why: expect.stringContaining(field),
    })
    expect((await get(`${path}/${reference(1)}`)).status).toBe(404)
    expect((await post(path, 1, { body })).status).toBe(202)
  })

  it('answers the POST of nothing with nothing but 500', async () => {
    const { post } = await openWorld()
    const headers = { 'Content-Type': 'application/json' }
    expect(await post(path, 1, { headers, body: '' })).toMatchObject({
      status: 500,
      text: '',
      why: 'The body is empty; it must be a JSON object.',
    })
    expect((await post(path, 1, { body })).status).toBe(202)
  })

  it.each(['{', 'amount=5', '[]', 'null', '"x"', '17', '{}'])('refuses the body %j', async (text) => {
    const { post } = await openWorld()
    const headers = { 'Content-Type': 'application/json' }
    expect(await post(path, 1, { headers, body: text })).toMatchObject({ status: 400 })
  })

  it('refuses letters that are not in UTF-8, which it would give back as other letters', async () => {
    const { post, get } = await openWorld()
    const headers = { 'Content-Type': 'application/json; charset=iso-8859-1' }
    const latin = Buffer.from(JSON.stringify({ ...body, payerMessage: 'Café' }), 'latin1')
    expect(await post(path, 1, { headers, body: latin })).toMatchObject({
      status: 400,
      text: '',
      why: 'The body is not UTF-8.',
    })
    expect((await get(`${path}/${reference(1)}`)).status).toBe(404)
    const strict = await openWorld({ 'malformed-body': '403' })
    expect((await strict.post(path, 1, { headers, body: latin })).status).toBe(403)
  })

  it.each(['XOF', 'USD', 'eur', 'XXX', 'euro'])('does not know the currency %s here', async (currency) => {
    const { post } = await openWorld()
    const field = 'payerCurrency' in body ? 'payerCurrency' : 'currency'
    expect(await post(path, 1, { body: { ...body, [field]: currency } })).toMatchObject({
      status: 500,
      json: { code: 'INVALID_CURRENCY' },
    })
    expect((await post(path, 1, { body })).status).toBe(202)
  })

  it.each<[string, Record<string, string>, number, string]>([
    [
      'a reference id of version 1',
      { 'X-Reference-Id': '6f1c2b1e-0000-1000-8000-000000000001' },
      400,
      'X-Reference-Id is "6f1c',
    ],
    ['no UUID as reference id', { 'X-Reference-Id': '17' }, 400, 'X-Reference-Id is "17"'],
    ['an empty reference id', { 'X-Reference-Id': '' }, 400, 'X-Reference-Id is missing'],
    ['a foreign callback', { 'X-Callback-Url': 'http://evil.example' }, 500, 'the host evil.example'],
    ['an address as callback', { 'X-Callback-Url': 'http://192.0.2.7' }, 500, 'the host 192.0.2.7'],
    ['an empty callback', { 'X-Callback-Url': '' }, 400, 'X-Callback-Url is empty'],
    ['no URL as callback', { 'X-Callback-Url': 'cb.example' }, 400, 'X-Callback-Url must be a URL'],
  ])('refuses %s', async (_what, headers, status, why) => {
    const { post } = await openWorld()
    const refused = await post(path, 1, { headers, body })
    expect(refused).toMatchObject({ status, why: expect.stringContaining(why) })
    expect(refused.text === '').toBe(status === 400)
    expect((await post(path, 1, { body })).status).toBe(202)
  })

  it('needs a reference id', async () => {
    const { call, signed } = await openWorld()
    const product = (['disbursement', 'remittance'] as const).find((name) => path.includes(name))
    expect(await call('POST', path, { headers: await signed(product), body })).toMatchObject({
      status: 400,
      text: '',
      why: expect.stringContaining('X-Reference-Id is missing'),
    })
  })

  it('accepts the API user’s id as reference id, and takes each id once', async () => {
    const { post, callbacks, kernel, answer } = await openWorld()
    expect((await post(path, 1, { headers: { 'X-Reference-Id': shop.id }, body })).status).toBe(202)
    expect((await post(path, 2, { body })).status).toBe(202)
    const again = { headers: { 'X-Callback-Url': 'http://cb.example' }, body }
    expect(await post(path, 2, again)).toMatchObject({
      status: 409,
      text: '{"message":"Duplicated reference id. Creation of resource failed.","code":"RESOURCE_ALREADY_EXIST"}',
    })
    await answer('approve')
    await kernel.settle()
    expect(callbacks).toEqual([])
  })

  it('has messages of up to 160 characters, or 128, empty ones, and any character but where the world says', async () => {
    const long = { ...body, payerMessage: 'x'.repeat(160) }
    const [empty, plain] = [
      { ...body, payerMessage: '' },
      { ...body, payerMessage: "Ama's & Kofi's" },
    ]
    const usual = await openWorld()
    for (const [n, given] of [long, empty, plain].entries()) {
      expect((await usual.post(path, n, { body: given })).status).toBe(202)
    }
    const strict = await openWorld({
      'message-limit': '128',
      'empty-message': 'refuse',
      'special-characters': 'refuse',
      'malformed-body': '403',
    })
    for (const [given, status] of [
      [long, 400],
      [empty, 500],
      [plain, 400],
      ['{', 403],
    ] as const) {
      expect((await strict.post(path, 1, { body: given })).status).toBe(status)
    }
    expect((await strict.post(path, 1, { body })).status).toBe(202)
  })
})

describe.each(orders.filter(([, body]) => 'amount' in body))('money on %s', (path, body) => {
  it.each([
    ['5.0', '5'],
    ['50.0', '50'],
    ['12.50', '12.5'],
    ['007', '7'],
  ])('of %s is shown as %s', async (amount, shown) => {
    const { post, get } = await openWorld()
    expect((await post(path, 1, { body: { ...body, amount } })).status).toBe(202)
    expect((await get(`${path}/${reference(1)}`)).json).toMatchObject({ amount: shown })
  })

  it('takes a number as people dial it, and an external id with spaces but where the world says', async () => {
    const usual = await openWorld()
    const local = { partyIdType: 'MSISDN', partyId: '0248888736' }
    const field = 'payer' in body ? 'payer' : 'payee'
    expect((await usual.post(path, 1, { body: { ...body, [field]: local } })).status).toBe(202)
    const spaced = { ...body, externalId: 'order 17' }
    expect((await usual.post(path, 2, { body: spaced })).status).toBe(202)
    const strict = await openWorld({ 'external-id-spaces': 'refuse' })
    expect((await strict.post(path, 2, { body: spaced })).status).toBe(400)
  })
})

describe.each(orders)('the status of %s', (path) => {
  it.each([
    ['17', 400],
    ['6f1c2b1e-0000-1000-8000-000000000001', 400],
    [reference(9), 404],
  ])('of %s is %i', async (id, status) => {
    const { get } = await openWorld()
    expect((await get(`${path}/${id}`)).status).toBe(status)
  })
})

// MTN's Java SDK has tests of a request to pay and of transfers, and none of a pre-approval.
it.each([
  ['payer', [500, 500, 400, 400, 400, 400, 400]],
  ['payee', [400, 400, 400, 400, 500, 500, 500]],
])(
  'an order that is nothing but an empty %s is a failure of MTN’s where it has one',
  async (party, expected) => {
    const { post } = await openWorld()
    const statuses = []
    for (const [path] of orders) statuses.push((await post(path, 1, { body: { [party]: {} } })).status)
    expect(statuses).toEqual(expected)
  },
)

const places = operationList.flatMap(([, { access, method, at }]) =>
  access === 'bearer'
    ? at.map(({ path, product }) => {
        const filled = path
          .replace('{accountHolderIdType}', 'msisdn')
          .replace('{accountHolderId}', '46733000001')
          .replace('{currency}', 'EUR')
          .replace(/\{\w+\}/, reference(1))
        return [method, filled, product] as const
      })
    : [],
)

describe.each(places)('%s %s', (method, path, product) => {
  it('wants a subscription key, a token, and the target environment of its API user, in this order', async () => {
    const { call, key, signed } = await openWorld()
    const own = product === 'any' ? 'collection' : product
    const other = own === 'collection' ? 'remittance' : 'collection'
    const good = await signed(own)
    const environment = 'X-Target-Environment'
    const { [environment]: _, ...nowhere } = good
    const try_ = (headers: Record<string, string>) => call(method, path, { headers, body: '{' })
    expect(await try_({})).toMatchObject({
      status: 401,
      text: expect.stringContaining('missing subscription key'),
    })
    const foreign = await try_({ ...key(other) })
    expect(foreign.why).toContain(
      product === 'any' ? 'Authorization was not sent' : 'The subscription key that was sent is',
    )
    expect(await try_(key(own))).toMatchObject({
      status: 401,
      text: '',
      why: expect.stringContaining('Authorization was not sent'),
    })
    expect(await try_({ ...good, Authorization: 'Bearer x', [environment]: 'x' })).toMatchObject({
      status: 401,
    })
    expect(await try_(nowhere)).toMatchObject({ status: 400, why: expect.stringContaining(environment) })
    for (const wrong of ['mtnivorycoast', 'production', 'Sandbox']) {
      expect(await try_({ ...good, [environment]: wrong })).toMatchObject({
        status: 500,
        json: { code: 'NOT_ALLOWED_TARGET_ENVIRONMENT' },
      })
    }
  })
})
