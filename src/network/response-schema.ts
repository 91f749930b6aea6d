import { z } from 'zod'
import { problemType } from '../terms/sim/problems.ts'
import { refusals, smsWording } from './sms-wording.ts'

// What is answered, by developers.africastalking.com/docs/sms and the recordings that sms-wording.ts names. Each schema is that
// of the JSON and of the XML; `xml` says how its elements are named, as OpenAPI has it.

const price = z.string().regex(/^(?:0|[A-Z]{3} \d+\.\d{4})$/)
const ofResponse = { xml: { name: 'AfricasTalkingResponse' } }

const recipient = z
  .strictObject({
    cost: price,
    messageId: z.string().regex(/^(?:ATXid_[0-9a-f]{32}|None)$/),
    /** For a live account only. */
    messageParts: z.int().positive().optional(),
    number: z.string(),
    status: z.enum(['Success', ...(Object.keys(refusals) as Array<keyof typeof refusals>)]),
    statusCode: z.literal([100, 101, 102, ...Object.values(refusals)]),
  })
  .meta({ xml: { name: 'Recipient' } })

const sent = z
  .strictObject({
    SMSMessageData: z.strictObject({
      Message: z
        .string()
        .regex(
          /^(?:InvalidSenderId|Sent to \d+\/\d+(?: Total Cost: (?:0|[A-Z]{3} \d+\.\d{4})(?: Message parts: \d+)?)?)$/,
        ),
      Recipients: z.array(recipient).meta({ xml: { wrapped: true } }),
    }),
  })
  .meta(ofResponse)

const instant = z.iso.datetime({ precision: 3 })
const message = z
  .strictObject({
    linkId: z.string(),
    text: z.string(),
    to: z.string(),
    id: z.int().positive(),
    date: instant,
    from: z.string(),
  })
  .meta({ xml: { name: 'Message' } })

const fetched = z
  .strictObject({
    SMSMessageData: z.strictObject({ Messages: z.array(message).meta({ xml: { wrapped: true } }) }),
  })
  .meta(ofResponse)

const account = z.strictObject({ UserData: z.strictObject({ balance: price }) }).meta(ofResponse)

const changed = z.strictObject({ status: z.enum(['Success', 'Failed']) }).meta(ofResponse)

const subscription = z
  .strictObject({ id: z.int().positive(), phoneNumber: z.string(), date: instant })
  .meta({ xml: { name: 'Subscription' } })

const subscriptions = z
  .strictObject({ responses: z.array(subscription).meta({ xml: { wrapped: true } }) })
  .meta(ofResponse)

/** JSON only: the SDK reads nothing else here. */
const authToken = z.strictObject({
  token: z.string().regex(/^ATAuth_[0-9a-z]{1,11}_[0-9a-f]{72}$/),
  lifetimeInSeconds: z.int().positive(),
})

// Refusals are texts.
const unauthorized = z.literal(smsWording.unauthorized)
const malformed = z.string()
const notFound = z.literal(smsWording.notFound)
const tooLarge = z.literal(smsWording.tooLarge)
const wrongType = z.string()

/** Of payersim itself: a disk that is out of order or full. */
const outOfOrder = z.string()
/** Of payersim itself, where it fails: problem details. */
const failure = z.strictObject({
  type: z.literal(problemType('internal-error')),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
})

/** By the names that the table of operations has. */
export const answers = {
  sent,
  fetched,
  account,
  changed,
  subscriptions,
  authToken,
  unauthorized,
  malformed,
  notFound,
  tooLarge,
  wrongType,
  outOfOrder,
  failure,
}
