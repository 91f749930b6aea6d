import { createHash } from 'node:crypto'
import fc, { type Arbitrary } from 'fast-check'
import { encryptSecure } from '../../src/providers/onepipe/server/index.ts'
import { builtInOnePipe } from '../../src/providers/onepipe/world.ts'
import { type FuzzRequest, type Headers, route } from './fuzz-route.ts'
import { body, mostly, odd, pick, shape, text } from './fuzz-shapes.ts'

const [app] = builtInOnePipe.apps ?? []
const secret = app?.secret ?? ''
const sources = (builtInOnePipe.sources ?? []).map(({ plaintext }) => plaintext)
/** Few, so that many of them meet: a reference may be used once by an app. */
const requestRef = fc.oneof(
  fc.uuid().map((id) => `r-${id}`),
  pick('r1', 'r2'),
)
const transactionRef = fc.oneof(pick('t1', 't2', 't3'), fc.uuid())
const secure = mostly(pick(...sources, '123456', '12345678').map((plain) => encryptSecure(secret, plain)))

/** JSON has no whole numbers of any length. */
const inText = (_: string, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)

const shapeOf = shape({
  request_ref: mostly(requestRef),
  request_type: mostly(pick('get_balance', 'Get Balance', 'send_sms', 'send email'), pick('collect', '')),
  auth: shape({
    type: mostly(pick('bank.account', 'card', 'wallet', 'msisdn', 'otp', null)),
    secure,
    auth_provider: mostly(pick('Beeceptor', 'DemoProvider')),
  }),
  transaction: shape({
    mock_mode: mostly(pick('live', 'inspect', null)),
    transaction_ref: mostly(transactionRef),
    transaction_desc: odd,
    amount: mostly(pick<unknown>(0, '0')),
    customer: shape({ customer_ref: mostly(pick('2348022221408')), firstname: odd }),
    meta: shape({ a: odd }),
    details: shape({
      message_body: mostly(pick('4455 is your code.')),
      sender_id: mostly(pick('PWT', null)),
      template_id: mostly(pick('OTP')),
      template_info: mostly(
        fc
          .tuple(odd, mostly(pick('ngozi@example.com')))
          .map(([subject, recipientEmail]) =>
            JSON.stringify(
              { message: { subject, body: '4455 is your code.' }, recipient: { recipientEmail } },
              inText,
            ),
          ),
      ),
    }),
  }),
})

const sign = (value: unknown) => {
  const ref = text((value as { request_ref?: unknown } | null)?.request_ref)
  return createHash('md5').update(`${ref};${secret}`).digest('hex')
}

const call: Arbitrary<FuzzRequest> = shapeOf.chain((value) =>
  route({
    method: 'POST',
    target: pick(
      ...[
        '/v2/transact',
        '/v2/transact',
        '/v2/transact/validate',
        '/v2/transact/query',
        '/v2/transact/reverse',
      ],
      ...['/v2/transact/options', '/v2/transact/fulfil', '/onepipe/provider/get_balance'],
    ),
    headers: fc.tuple(mostly(pick(`Bearer ${app?.apiKey}`)), mostly(fc.constant(sign(value)))).map(
      ([authorization, signature]): Headers => [
        ['Authorization', text(authorization)],
        ['Signature', text(signature)],
        ['Content-Type', 'application/json'],
      ],
    ),
    body: body(fc.constant(JSON.stringify(value, inText) ?? '')),
  }),
)

export const onepipe: Arbitrary<FuzzRequest>[] = [call]
