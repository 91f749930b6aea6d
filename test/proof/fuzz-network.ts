import fc, { type Arbitrary } from 'fast-check'
import { type FuzzRequest, type Headers, route, type } from './fuzz-route.ts'
import { form, json, mostly, odd, phone, pick, query, text } from './fuzz-shapes.ts'

/** What is typed on the phone, one answer after another. */
const typed = fc
  .array(mostly(pick('0', '1', '2', '3', '4', '9', '1234', '0000')), { maxLength: 6 })
  .map((keys) => keys.map(text).join('*'))
export const hop = route({
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
const apiHeaders = fc
  .tuple(
    mostly(pick('atsk_payersim', 'atsk_payersim_live')),
    mostly(pick('application/x-www-form-urlencoded')),
    pick('application/json', '*/*', ''),
  )
  .map(
    ([key, contentType, accept]): Headers => [
      ['apikey', text(key)],
      ['Content-Type', text(contentType)],
      ['Accept', accept],
    ],
  )
const sms = route({
  method: 'POST',
  target: fc.constant('/version1/messaging'),
  headers: apiHeaders,
  body: form({
    username: mostly(pick('sandbox')),
    to: mostly(fc.array(phone, { minLength: 1, maxLength: 3 }).map((numbers) => numbers.join(','))),
    message: odd,
    from: mostly(pick('MoMo', '')),
    enqueue: mostly(pick('1', '')),
    bulkSMSMode: mostly(pick('1', '0')),
  }),
})

const shortCode = mostly(pick('24242', '40400'))
const asked = query({
  username: mostly(pick('sandbox')),
  lastReceivedId: mostly(pick('0', '1', '17'), pick('-1', '1e9', 'x')),
  shortCode,
  keyword: mostly(pick('JOIN', '')),
})
const subscription = form({
  username: mostly(pick('sandbox')),
  shortCode,
  keyword: mostly(pick('JOIN')),
  phoneNumber: mostly(phone),
  checkoutToken: odd,
})
const withQuery = (at: string) => asked.map((tail) => at + tail)

/** Africa's Talking's API and the callbacks of a USSD app. */
export const network: Arbitrary<FuzzRequest>[] = [
  sms,
  sms,
  route({
    method: 'POST',
    target: fc.constant('/version1/messaging/bulk'),
    headers: apiHeaders,
    body: json({
      username: mostly(pick('sandbox', 'payersim')),
      message: odd,
      senderId: mostly(pick('MoMo', '')),
      phoneNumbers: fc.array(phone, { maxLength: 3 }),
    }),
  }),
  route({ method: 'GET', target: withQuery('/version1/messaging'), headers: apiHeaders }),
  route({ method: 'GET', target: withQuery('/version1/user'), headers: apiHeaders }),
  route({ method: 'GET', target: withQuery('/version1/subscription'), headers: apiHeaders }),
  route({
    method: 'POST',
    target: pick('/version1/subscription/create', '/version1/subscription/delete'),
    headers: apiHeaders,
    body: subscription,
  }),
  route({
    method: 'POST',
    target: fc.constant('/auth-token/generate'),
    headers: apiHeaders,
    body: json({ username: mostly(pick('sandbox')) }),
  }),
  route({
    method: 'POST',
    target: pick('/ussd/events', '/sms/delivery'),
    headers: type('application/x-www-form-urlencoded'),
    body: form({
      sessionId: mostly(fc.nat({ max: 15 }).map((n) => `ATUid_${n}`)),
      phoneNumber: mostly(phone),
      serviceCode: mostly(pick('*165#')),
      status: mostly(pick('Success', 'Incomplete', 'Failed')),
      input: mostly(typed),
      id: odd,
    }),
  }),
]
