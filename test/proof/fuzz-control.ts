import fc, { type Arbitrary } from 'fast-check'
import { control, type FuzzRequest, type Headers, path, route } from './fuzz-route.ts'
import { body, json, mostly, odd, phone, phones, pick, query, shape } from './fuzz-shapes.ts'

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
const faultPlan = shape({
  point: mostly(pick('ussd-hop', 'sms', 'sms-report', 'sms-inbound', 'callback')),
  do: mostly(
    pick(
      'app-time-out',
      'duplicated-hop',
      'dropped-session',
      'lost',
      'delayed',
      'doubled',
      'dropped',
      'late',
    ),
  ),
  match: shape({ phone: mostly(phone), host: mostly(pick('localhost')) }),
  when: shape({ nth: mostly(pick(1, 3)), first: mostly(pick(1, 2)), probability: mostly(pick(0, 0.5, 1)) }),
  args: shape({ delay: mostly(pick('PT0S', 'PT5S', 'PT1M')), reason: mostly(pick('DeliveryFailure')) }),
})
export const simulated: Arbitrary<FuzzRequest>[] = [
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
  control('GET', pick('/_sim/faults', '/openapi.json', '/docs', '/_sim/network/short-codes')),
  control('DELETE', fc.constant('/_sim/faults')),
  // Of short life: whatever a plan does is to be undone by the next ones.
  control(
    'PUT',
    fc.constant('/_sim/faults'),
    body(fc.array(faultPlan, { maxLength: 3 }).map((plans) => JSON.stringify(plans))),
  ),
  control(
    'PUT',
    path('_sim', 'network', 'short-codes', mostly(pick('24242', '*'))),
    json({
      callbackUrl: fc.option(appUrl),
      deliveryReportUrl: fc.option(appUrl),
      optOutUrl: fc.option(appUrl),
    }),
  ),
  control('DELETE', path('_sim', 'network', 'short-codes', mostly(pick('24242', '*')))),
  control('POST', path('_sim', 'onepipe', mostly(pick('t1', 't2')), 'resend'), json({ app: odd })),
  control(
    'GET',
    path('_sim', 'mailboxes', mostly(pick('ngozi@example.com', 'bola.eze@example.com')), 'messages'),
  ),
  control(
    'GET',
    query({
      app: mostly(pick('Lagos Ledger')),
      from: mostly(pick('2026-01-01', '2026-01-05T09:00:00Z')),
      to: mostly(pick('2026-02-01')),
      format: mostly(pick('csv', 'json')),
    }).map((tail) => `/_sim/onepipe/statements${tail}`),
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
export const handset: Arbitrary<FuzzRequest>[] = [
  control('POST', path('_sim', 'phones', mostly(phone), 'dial'), json({ code: dialled })),
  control(
    'POST',
    path('_sim', 'phones', mostly(phone), 'reply'),
    json({ text: mostly(pick('0', '1', '2', '3', '4', '9', '1234', '0000')) }),
  ),
  control('POST', path('_sim', 'phones', mostly(phone), 'cancel'), json({})),
  control(
    'POST',
    path('_sim', 'phones', mostly(phone), 'messages'),
    json({ to: mostly(pick('24242')), text: mostly(pick('STOP', 'START', 'hello')) }),
  ),
  control('GET', path('_sim', 'phones', mostly(phone), 'threads')),
  control(
    'PATCH',
    path('_sim', 'phones', mostly(phone)),
    json({ online: pick(true, true, false), network: mostly(pick('99999', '63902', '62001')) }),
  ),
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
