import fc from 'fast-check'
import type { Entry } from './story.ts'

/** Texts that a format might take for something else. */
export const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    'end',
    'a\nb\r\nc',
    'שלום \u202e olleh',
    'participant p9 as x',
    '%%{init: {}}%%',
    'Note over p1: x',
    "it's `x` \\n $&",
    'a; b # c "d" <e> & %% f',
    'wrap: nowrap:',
    'style: #x;',
    'classDef a: #b;',
    '\n\n',
    '\ud800',
    'قهوة ☕ 咖啡',
    'a'.repeat(200),
    ']]><script>',
  ),
)
const moneyOf = fc.record({
  amount: fc.constantFrom('12.5', '3', 'x'),
  currency: fc.constantFrom('EUR', 'UGX', ''),
})
const kinds = [
  'request-to-pay.created',
  'request-to-pay.settled',
  'request-to-pay.notification',
  'pre-approval.ended',
  'refund.created',
  'consent.settled',
  'ussd.dialled',
  'ussd.pushed',
  'ussd.hop',
  'ussd.paged',
  'ussd.session-ended',
  'sms.received',
  'sms.sent',
  'sms.held',
  'sms.lost',
  'sms.new-kind',
  'email.received',
  'pin.wrong',
  'pin.locked',
  'clock.moved',
  'fault.injected',
  'answer.held',
  'delivery.failed',
  'balance-request.opened',
  'balance-request.wrong-answer',
  'account-holder.opened',
  'world.reset',
  'a provider.of your own',
  'constructor',
  'toString.valueOf',
]
const event = (index: number) =>
  fc.record({
    id: fc.constant(String(index)),
    place: fc.constant(index),
    kind: fc.constantFrom(...kinds),
    phone: fc.constantFrom('+46733000001', '+46733000002', null),
    at: fc.constantFrom('2026-01-05T09:00:00.000Z', '2026-01-06T11:00:00.000Z'),
    trace: fc.constant('3f9a21c07b4e'),
    data: fc.oneof(
      fc.constant({}),
      fc.record({ merchant: nasty, message: nasty, referenceId: nasty, status: nasty, reason: nasty }),
      fc.record({ text: nasty, screen: nasty, code: nasty, name: nasty, from: nasty, to: nasty }),
      fc.record({
        point: fc.constantFrom('callback', 'sms', 'operation', nastyPoint),
        do: nasty,
        host: nasty,
      }),
      moneyOf,
    ),
  })
const nastyPoint = 'constructor'
const movement = (index: number) =>
  fc.record({
    id: fc.constant(`ledger-${index}`),
    place: fc.constant(index - 0.5),
    kind: fc.constant('ledger.moved'),
    phone: fc.constant(null),
    at: fc.constant('2026-01-05T09:00:00.000Z'),
    trace: fc.constant('3f9a21c07b4e'),
    data: fc.record({
      postings: fc.array(fc.record({ from: nasty, to: nasty, amount: nasty, currency: nasty }), {
        maxLength: 2,
      }),
    }),
  })
const exchange = (index: number) =>
  fc.record({
    id: fc.constant(`http-3f9a21-${index}`),
    place: fc.constantFrom(index + 0.25, 0.25),
    kind: fc.constantFrom(
      'request.answered',
      'request.failed',
      'hop.answered',
      'hop.failed',
      'callback.answered',
    ),
    phone: fc.constantFrom('+46733000001', null),
    at: fc.constant('2026-01-05T09:00:00.000Z'),
    trace: fc.constant('3f9a21c07b4e'),
    data: fc.record({
      direction: fc.constantFrom('in', 'out'),
      method: fc.constantFrom('POST', 'GET'),
      url: fc.oneof(
        fc.constantFrom('/v1/pay', 'http://payersim.test/ussd', 'http://shop.test/paid?x=#;'),
        nasty,
      ),
      status: fc.constantFrom(200, 202, 409, 500, null),
      error: fc.option(nasty),
      operation: fc.constantFrom('momo.createRequestToPay', 'africastalking.sendSms', 'own.pay', undefined),
      request: nasty,
      answer: fc.option(nasty),
    }),
  })
/** Entries of one trace. */
export const entries: fc.Arbitrary<Entry[]> = fc
  .array(fc.nat(2), { maxLength: 25 })
  .chain((sorts) =>
    fc.tuple(
      ...sorts.map((sort, index) => [event, movement, exchange][sort]?.(index + 1) ?? event(index + 1)),
    ),
  ) as fc.Arbitrary<Entry[]>
