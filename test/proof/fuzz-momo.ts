import fc, { type Arbitrary } from 'fast-check'
import { type FuzzRequest, type Headers, path, route } from './fuzz-route.ts'
import { amount, apiUser, body, json, mostly, odd, phone, pick, referenceId, text } from './fuzz-shapes.ts'

const keys = [
  'c0113c7104c0113c7104c0113c710401',
  'd15b0f5e3e47d15b0f5e3e47d15b0f02',
  '4e3177a7ce004e3177a7ce004e317703',
]
const [collectionKey = '', disbursementKey = '', remittanceKey = ''] = keys
const products = { collection: collectionKey, disbursement: disbursementKey, remittance: remittanceKey }
const callbackUrl = mostly(
  pick(
    'http://localhost:1/callback',
    'http://localhost/_sim/reset',
    'http://127.0.0.1:1/',
    'https://localhost:1/',
  ),
  fc.oneof(
    odd,
    pick(
      'ftp://localhost/',
      'http://169.254.1.1/',
      'http://[::1]:1/',
      'localhost',
      'http://localhost:99999/',
    ),
  ),
)

const momoHeaders = (key: string): Arbitrary<Headers> =>
  fc
    .tuple(
      mostly(fc.constant(key), fc.oneof(pick(...keys), odd)),
      mostly(fc.constant('Bearer {token}'), fc.oneof(odd, pick('Basic eA==', 'Bearer', 'Bearer a.b.c'))),
      mostly(pick('sandbox'), fc.oneof(odd, pick('mtnghana', 'toString'))),
      mostly(referenceId),
      fc.option(callbackUrl, { freq: 3 }),
      pick('application/json', 'application/json', 'text/plain', ''),
    )
    .map(([key, authorization, target, reference, callback, contentType]) => [
      ['Ocp-Apim-Subscription-Key', text(key)],
      ['Authorization', text(authorization)],
      ['X-Target-Environment', text(target)],
      ['X-Reference-Id', text(reference)],
      ...(callback === null ? [] : ([['X-Callback-Url', text(callback)]] as Headers)),
      ['Content-Type', contentType],
    ])

const party = fc.oneof(
  {
    weight: 8,
    arbitrary: phone.map((number) => ({ partyIdType: 'MSISDN', partyId: number.replace('+', '') })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      partyIdType: pick<unknown>('EMAIL', 'PARTY_CODE', 'ALIAS', 'toString', 7),
      partyId: odd,
    }),
  },
  { weight: 1, arbitrary: fc.constant({}) },
)
const note = mostly(
  fc.string({ maxLength: 160 }),
  fc.oneof(odd, fc.string({ minLength: 155, maxLength: 200 })),
)
const requestToPay = json({
  amount,
  currency: mostly(pick('EUR'), pick('eur', 'GHS', 'XXX', '', 'toString', 'E€R')),
  externalId: note,
  payer: party,
  payerMessage: note,
  payeeNote: note,
})

const transfer = json({
  amount,
  currency: mostly(pick('EUR')),
  externalId: note,
  payee: party,
  payerMessage: note,
  payeeNote: note,
})
const preApproval = json({
  payer: party,
  payerCurrency: mostly(pick('EUR'), pick('eur', 'GHS', 'XXX', '')),
  payerMessage: note,
  validityTime: mostly(pick<unknown>(0, 60, '300', 3600), pick<unknown>(-1, 1.5, '1e3', 1e300, '')),
})

const basic = (user: string, key: string) => `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`
const tokenHeaders = fc
  .tuple(
    pick(...keys),
    fc.oneof(
      fc.constant(basic('5a1e0001-0000-4000-8000-000000000001', '5a1e000100000000000000000000a001')),
      odd,
    ),
  )
  .map(
    ([key, authorization]): Headers => [
      ['Ocp-Apim-Subscription-Key', key],
      ['Authorization', authorization],
    ],
  )

/** Often, since all that a payer does begins with one. */
export const asked = route({
  method: 'POST',
  target: fc.constant('/collection/v1_0/requesttopay'),
  headers: momoHeaders(collectionKey),
  body: requestToPay,
})
export const momo: Arbitrary<FuzzRequest>[] = Object.entries({ ...products, testpg: collectionKey }).flatMap(
  ([base, key]) => {
    const headers = momoHeaders(key)
    const holderType = mostly(pick('msisdn', 'MSISDN', 'email', 'party_code', 'id'))
    const account = [base, 'v1_0', 'accountholder', holderType, mostly(phone)] as const
    const holder = path(...account, 'active')
    const profile = path(...account, 'basicuserinfo')
    const version = base === 'testpg' ? 'v1_0' : 'v2_0'
    return [
      route({ method: 'POST', target: path(base, 'v1_0', 'requesttopay'), headers, body: requestToPay }),
      route({ method: 'GET', target: path(base, 'v1_0', 'requesttopay', mostly(referenceId)), headers }),
      route({ method: 'GET', target: path(base, 'v1_0', 'account', 'balance'), headers }),
      route({
        method: 'GET',
        target: path(base, 'v1_0', 'account', 'balance', mostly(pick('EUR', 'GHS'))),
        headers,
      }),
      route({ method: 'GET', target: holder, headers }),
      route({ method: 'GET', target: profile, headers }),
      route({ method: 'POST', target: path(base, 'v1_0', 'transfer'), headers, body: transfer }),
      route({ method: 'GET', target: path(base, 'v1_0', 'transfer', mostly(referenceId)), headers }),
      route({ method: 'POST', target: path(base, version, 'preapproval'), headers, body: preApproval }),
      route({ method: 'GET', target: path(base, version, 'preapproval', mostly(referenceId)), headers }),
      route({
        method: 'GET',
        target: path(base, 'v1_0', 'preapprovals', holderType, mostly(phone)),
        headers,
      }),
      route({ method: 'DELETE', target: path(base, 'v1_0', 'preapproval', mostly(referenceId)), headers }),
      route({
        method: 'POST',
        target: path(base, 'v1_0', 'requesttopay', mostly(referenceId), 'deliverynotification'),
        headers,
        body: json({ notificationMessage: note }),
      }),
      route({
        method: 'POST',
        target: pick(`/${base}/token/`, `/${base}/token`, `/${base}/token//`),
        headers: tokenHeaders,
        body: body(odd),
      }),
    ]
  },
)
export const provisioning: Arbitrary<FuzzRequest>[] = [
  route({
    method: 'POST',
    target: fc.constant('/v1_0/apiuser'),
    headers: momoHeaders(collectionKey),
    body: json({ providerCallbackHost: mostly(pick('shop.example', 'http://shop.example/cb')) }),
  }),
  route({
    method: 'GET',
    target: path('v1_0', 'apiuser', mostly(apiUser)),
    headers: momoHeaders(collectionKey),
  }),
  route({
    method: 'POST',
    target: path('v1_0', 'apiuser', mostly(apiUser), 'apikey'),
    headers: momoHeaders(collectionKey),
  }),
]
