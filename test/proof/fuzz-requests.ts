import fc, { type Arbitrary } from 'fast-check'
import {
  amount,
  apiUser,
  body,
  form,
  json,
  mostly,
  odd,
  phone,
  phones,
  pick,
  query,
  referenceId,
  text,
} from './fuzz-shapes.ts'

/** A request as it is written to the socket, but for the token, which is put where `{token}` stands. */
export interface FuzzRequest {
  method: string
  target: string
  headers: Array<[name: string, value: string]>
  body: Buffer
  /** The Content-Length that is claimed: the body's own, or another. */
  length: number | 'own'
}

const keys = [
  'c0113c7104c0113c7104c0113c710401',
  'd15b0f5e3e47d15b0f5e3e47d15b0f02',
  '4e3177a7ce004e3177a7ce004e317703',
]
const [collectionKey = '', disbursementKey = '', remittanceKey = ''] = keys
const products = { collection: collectionKey, disbursement: disbursementKey, remittance: remittanceKey }
const type = (value: string): Arbitrary<Headers> => fc.constant([['Content-Type', value]])
type Headers = FuzzRequest['headers']

const none = fc.constant(Buffer.alloc(0))
const noHeaders = fc.constant<Headers>([])

interface Route {
  method: string
  target: Arbitrary<string>
  headers?: Arbitrary<Headers>
  body?: Arbitrary<Buffer>
}
const route = ({ method, target, headers = noHeaders, body = none }: Route): Arbitrary<FuzzRequest> =>
  fc.record({ method: fc.constant(method), target, headers, body, length: fc.constant('own' as const) })

/** Joins path segments; those that are odd are percent-encoded half of the time. */
const path = (...segments: Array<string | Arbitrary<unknown>>): Arbitrary<string> =>
  fc
    .tuple(
      fc.boolean(),
      ...segments.map((segment) => (typeof segment === 'string' ? fc.constant(segment) : segment)),
    )
    .map(([encoded, ...parts]) =>
      parts
        .map((part, n) => `/${encoded && typeof segments[n] !== 'string' ? escaped(text(part)) : text(part)}`)
        .join(''),
    )
const escaped = (part: string) => encodeURIComponent(Buffer.from(part).toString())

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
const asked = route({
  method: 'POST',
  target: fc.constant('/collection/v1_0/requesttopay'),
  headers: momoHeaders(collectionKey),
  body: requestToPay,
})
const momo: Arbitrary<FuzzRequest>[] = Object.entries({ ...products, testpg: collectionKey }).flatMap(
  ([base, key]) => {
    const headers = momoHeaders(key)
    const holder = path(
      base,
      'v1_0',
      'accountholder',
      mostly(pick('msisdn', 'MSISDN', 'email', 'party_code')),
      mostly(phone),
      'active',
    )
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
      route({
        method: 'POST',
        target: pick(`/${base}/token/`, `/${base}/token`, `/${base}/token//`),
        headers: tokenHeaders,
        body: body(odd),
      }),
    ]
  },
)
const provisioning: Arbitrary<FuzzRequest>[] = [
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

/** What is typed on the phone, one answer after another. */
const typed = fc
  .array(mostly(pick('0', '1', '2', '3', '4', '9', '1234', '0000')), { maxLength: 6 })
  .map((keys) => keys.map(text).join('*'))
const hop = route({
  method: 'POST',
  target: fc.constant('/ussd'),
  headers: type('application/x-www-form-urlencoded'),
  body: form({
    sessionId: mostly(fc.nat({ max: 15 }).map((n) => `ATUid_${n}`)),
    phoneNumber: mostly(phone),
    serviceCode: mostly(pick('*165#'), pick('*384*1#', '165', '**#')),
    text: mostly(typed),
    networkCode: mostly(pick('99999')),
  }),
})
const sms = route({
  method: 'POST',
  target: fc.constant('/version1/messaging'),
  headers: fc
    .tuple(
      mostly(pick('atsk_payersim')),
      mostly(pick('application/x-www-form-urlencoded')),
      pick('application/json', '*/*', ''),
    )
    .map(
      ([key, contentType, accept]): Headers => [
        ['apikey', text(key)],
        ['Content-Type', text(contentType)],
        ['Accept', accept],
      ],
    ),
  body: form({
    username: mostly(pick('sandbox')),
    to: mostly(fc.array(phone, { minLength: 1, maxLength: 3 }).map((numbers) => numbers.join(','))),
    message: odd,
    from: mostly(pick('MoMo', '')),
    enqueue: mostly(pick('1', '')),
    bulkSMSMode: mostly(pick('1', '0')),
  }),
})

const control = (method: string, target: Arbitrary<string>, body: Arbitrary<Buffer> = none) =>
  route({ method, target, body, headers: type('application/json') })
const dialled = mostly(pick('*165#', '*165*1#', '*165*2*1234#', '*384*1#', '*384*2#'))
const serviceCode = mostly(pick('*384*1%23', '*384*2%23', '*384%23'))
const appUrl = mostly(
  pick(
    'http://payersim.test/ussd',
    'http://payersim.test/version1/messaging',
    'http://127.0.0.1:1/',
    'http://payersim.test/_sim/reset',
  ),
)
const wait = mostly(pick(0, 5, 20), pick('-1', '1.5', '60001', 'x', ''))
const after = mostly(pick(0, 5, 100), pick('-1', '1e99', 'x', '9007199254740993'))
const simulated: Arbitrary<FuzzRequest>[] = [
  control('GET', pick('/_sim/health', '/_sim/world', '/_sim/ledger/audit', '/_sim/clock', '/_sim/callbacks')),
  control(
    'GET',
    pick('/_sim/phones', '/_sim/network/service-codes', '/_sim', '/_sim/', '/_SIM/health', '/_sim//health'),
  ),
  control(
    'POST',
    fc.constant('/_sim/clock/freeze'),
    json({
      at: mostly(
        pick('2026-01-05T09:00:00Z', '2026-01-05T10:00:00+01:00'),
        pick('9999-12-31T23:59:59Z', '1970-01-01T00:00Z', '2026-13-01T00:00Z'),
      ),
    }),
  ),
  control(
    'POST',
    fc.constant('/_sim/clock/advance'),
    json({
      by: mostly(
        pick('PT0S', 'PT1S', 'PT30S', 'PT5M'),
        pick('P3650D', 'P', 'PT', 'PT1.5S', 'P99999999999999D', '-PT1S'),
      ),
    }),
  ),
  control('POST', path('_sim', 'callbacks', mostly(fc.nat({ max: 30 })), 'resend'), json({})),
  control(
    'GET',
    query({
      after,
      kind: mostly(pick('ussd', 'request-to-pay.settled')),
      phone: mostly(phone),
      limit: mostly(pick<number>(1, 10), pick<number>(0, 10_001)),
    }).map((tail) => `/_sim/timeline${tail}`),
  ),
  route({
    method: 'GET',
    target: fc.constant('/_sim/timeline'),
    headers: fc.constant<Headers>([
      ['Accept', 'text/event-stream'],
      ['Last-Event-ID', 'x'],
    ]),
  }),
  control(
    'PUT',
    path('_sim', 'network', 'service-codes', serviceCode),
    json({ callbackUrl: appUrl, eventsUrl: fc.option(appUrl) }),
  ),
  control('GET', path('_sim', 'network', 'service-codes', serviceCode)),
  control('DELETE', path('_sim', 'network', 'service-codes', serviceCode)),
]
const handset: Arbitrary<FuzzRequest>[] = [
  control('POST', path('_sim', 'phones', mostly(phone), 'dial'), json({ code: dialled })),
  control(
    'POST',
    path('_sim', 'phones', mostly(phone), 'reply'),
    json({ text: mostly(pick('0', '1', '2', '3', '4', '9', '1234', '0000')) }),
  ),
  control('POST', path('_sim', 'phones', mostly(phone), 'cancel'), json({})),
  control('PATCH', path('_sim', 'phones', mostly(phone)), json({ online: pick(true, true, false) })),
  control(
    'GET',
    fc.tuple(path('_sim', 'phones', mostly(phone)), query({ waitMs: wait })).map((parts) => parts.join('')),
  ),
  control(
    'GET',
    fc
      .tuple(
        path('_sim', 'phones', mostly(pick(...phones)), 'messages'),
        query({ after, contains: odd, waitMs: wait }),
      )
      .map((parts) => parts.join('')),
  ),
]

const anywhere = fc.oneof(
  pick(
    '/',
    '//',
    '/*',
    '*',
    'http://127.0.0.1/_sim/health',
    '/ussd/',
    '/USSD',
    '/ussd/events',
    '/%2e%2e/',
    '/collection',
    '/collection//v1_0/requesttopay',
    '/%',
    '/%E0%A4%A',
    '/_sim/phones/%E0%A4%A',
    '/version1/messaging/',
    '/v1_0/apiuser/',
    '/collection/v1_0/%zz',
    '/\u00e9',
    '/a b',
  ),
  fc.array(odd, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
)
const method = fc.oneof(
  pick('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'CONNECT'),
  odd,
)
const oddHeader = fc.oneof(
  pick<[string, string]>(
    ['Content-Encoding', 'gzip'],
    ['Content-Encoding', 'x'],
    ['Content-Type', 'application/json; charset=utf-7'],
    ['Content-Type', 'multipart/form-data; boundary='],
    ['Expect', '100-continue'],
    ['Expect', 'x'],
    ['Origin', 'http://evil.example'],
    ['X-Forwarded-For', '1.2.3.4'],
    ['Host', 'evil.example'],
    ['Accept', 'x/y;q=zz'],
    ['Range', 'bytes=0-'],
    ['If-None-Match', '*'],
    ['Transfer-Encoding', 'chunked'],
    ['Upgrade', 'websocket'],
  ),
  fc.tuple(odd, odd),
)

/** A request for some route, whole; now and then with another method, another path, a header or a length that is wrong. */
const right = fc.oneof(
  { weight: 5, arbitrary: fc.oneof(...momo) },
  { weight: 5, arbitrary: asked },
  { weight: 2, arbitrary: fc.oneof(...provisioning) },
  { weight: 6, arbitrary: hop },
  { weight: 2, arbitrary: sms },
  { weight: 6, arbitrary: fc.oneof(...simulated) },
  { weight: 6, arbitrary: fc.oneof(...handset) },
)
const resetting = control('POST', fc.constant('/_sim/reset'), json({}))
export const anyRequest: Arbitrary<FuzzRequest> = fc.oneof(
  { weight: 200, arbitrary: right },
  {
    weight: 8,
    arbitrary: fc.tuple(right, method).map(([request, other]) => ({ ...request, method: other })),
  },
  { weight: 8, arbitrary: fc.tuple(right, anywhere).map(([request, target]) => ({ ...request, target })) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(right, oddHeader)
      .map(([request, header]) => ({ ...request, headers: [...request.headers, header] })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(right, pick<number>(0, 1, 5_000))
      .map(([request, length]) => ({ ...request, length })),
  },
  { weight: 1, arbitrary: resetting },
)

/** The bytes of a request. Only ends of lines are kept out of its parts. */
export function bytesOf(
  { method, target, headers, body, length }: FuzzRequest,
  port: number,
  token: string,
): Buffer {
  const claimed = length === 'own' ? body.length : length
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [`Host: 127.0.0.1:${port}`]),
    ...headers.map(([name, value]) => `${name}: ${value.replace('{token}', token)}`),
    ...(headers.some(([name]) => name === 'Transfer-Encoding') ? [] : [`Content-Length: ${claimed}`]),
  ].map((line) => line.replace(/[\r\n]/g, ''))
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body])
}
