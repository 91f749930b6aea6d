import type { OutageStatus } from '../kernel/index.ts'
import { escapeXml } from '../safe-text/index.ts'
import type { NetworkQuirks } from './quirks.ts'

/** Why a recipient is refused at once (developers.africastalking.com/docs/sms/sending/bulk). */
export const refusals = {
  RiskHold: 401,
  InvalidSenderId: 402,
  InvalidPhoneNumber: 403,
  UnsupportedNumberType: 404,
  InsufficientBalance: 405,
  UserInBlacklist: 406,
  CouldNotRoute: 407,
  DoNotDisturbRejection: 409,
  InternalServerError: 500,
  GatewayError: 501,
  RejectedByGateway: 502,
} as const

export type Refusal = keyof typeof refusals

/** Why an accepted message failed (developers.africastalking.com/docs/sms/notifications); the misspelling is theirs. */
export const failureReasons = [
  'InsufficientCredit',
  'InvalidLinkId',
  'UserIsInactive',
  'UserInBlackList',
  'UserAccountSuspended',
  'NotNetworkSubcriber',
  'UserNotSubscribedToProduct',
  'UserDoesNotExist',
  'DeliveryFailure',
  'DoNotDisturbRejection',
] as const

export type FailureReason = (typeof failureReasons)[number]

/** The final state in a report if the telco could not find the phone; such a report has no failure reason. */
export const absent = 'AbsentSubscriber'

/** Every reason that a fault may give to reject an SMS, at once or after it was accepted. */
export const smsRejections: readonly string[] = [
  ...new Set([...Object.keys(refusals), ...failureReasons, absent]),
]

/** The form of an answer: the sandbox's, or a live account's with this status code for each recipient. */
export type AnswerForm = 'sandbox' | NetworkQuirks['at-live-status']

/** One recipient of an SMS, with the keys in the order of the wire. */
export interface Recipient {
  cost: string
  messageId: string
  /** For a live account only. */
  messageParts?: number
  number: string
  status: 'Success' | Refusal
  statusCode: number
}

export function accepted(of: {
  cost: string
  messageId: string
  messageParts: number
  number: string
  /** `sandbox`, or the status code for a live account. */
  form: AnswerForm
  enqueue: boolean
}): Recipient {
  const { cost, messageId, messageParts, number, form, enqueue } = of
  const status = 'Success' as const
  if (form === 'sandbox') return { cost, messageId, number, status, statusCode: enqueue ? 102 : 101 }
  return { cost, messageId, messageParts, number, status, statusCode: Number(form) }
}

export function refused(number: string, status: Refusal): Recipient {
  return { cost: '0', messageId: 'None', number, status, statusCode: refusals[status] }
}

export interface SentMessage {
  Message: string
  Recipients: Recipient[]
}

/** A message from a handset in the answer of `GET /version1/messaging`. */
export interface FetchedMessage {
  linkId: string
  text: string
  to: string
  id: number
  date: string
  from: string
}

/** The texts of Africa's Talking's SMS API (developers.africastalking.com/docs/sms). */
export const smsWording = {
  server: 'akka-http/10.2.10',
  unauthorized: 'The supplied authentication is invalid',
  challenge: 'Basic realm="api",charset=UTF-8',
  invalidSenderId: { Message: 'InvalidSenderId', Recipients: [] } satisfies SentMessage,
  missingField: (name: string) => `Request is missing required form field '${name}'`,
  missingParameter: (name: string) => `Request is missing required query parameter '${name}'`,
  malformedParameter: (name: string, value: string) =>
    `The query parameter '${name}' was malformed:\n'${value}' is not a valid 32-bit signed integer value`,
  wrongType: (type: string) => `The request's Content-Type is not supported. Expected:\n${type}`,
  wrongEncoding: "The request's Content-Encoding is not supported. Expected:\nidentity",
  wrongMethod: (methods: string) => `HTTP method not allowed, supported methods: ${methods}`,
  tooLarge: 'The request content is larger than this route takes.',
  malformed: 'The request content was malformed.',
  subscribed: { status: 'Success' },
  notSubscribed: { status: 'Failed' },
  notFound: 'The requested resource could not be found.',
  /** Of akka-http 10.2, which answers so where nothing else is said: `StatusCode.scala` in akka/akka-http. */
  outage: {
    500: 'There was an internal server error.',
    502: 'The server was acting as a gateway or proxy and received an invalid response from the upstream server.',
    503: 'The server is currently unavailable (because it is overloaded or down for maintenance).',
    429: 'The user has sent too many requests in a given amount of time.',
  } satisfies Record<OutageStatus, string>,
  /** `total` includes the currency. Without total and parts for premium messages, without parts for a live account. */
  sent: (of: {
    accepted: number
    recipients: number
    total: string
    parts: number
    premium: boolean
    form: AnswerForm
  }) => {
    const count = `Sent to ${of.accepted}/${of.recipients}`
    if (of.premium) return count
    const priced = `${count} Total Cost: ${of.total}`
    return of.form === 'sandbox' ? `${priced} Message parts: ${of.parts}` : priced
  },
}

// XML 1.0 does not allow these characters, so they are left out.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters meant
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const xml = (value: string | number) => escapeXml(String(value).replace(unwritable, ''))

/** Elements in the order of the record's keys. */
function elements(record: object): string {
  return Object.entries(record)
    .map(([name, value]) => `<${name}>${xml(value as string | number)}</${name}>`)
    .join('')
}

const inResponse = (content: string) => `<AfricasTalkingResponse>${content}</AfricasTalkingResponse>`

/** The XML forms, for clients that do not accept JSON. */
export const smsXml = {
  sent({ Message, Recipients }: SentMessage): string {
    const recipients = Recipients.map(({ number, cost, status, statusCode, messageId, messageParts }) => {
      const parts = messageParts === undefined ? {} : { messageParts }
      return `<Recipient>${elements({ number, cost, status, statusCode, messageId, ...parts })}</Recipient>`
    })
    return inResponse(
      `<SMSMessageData><Message>${xml(Message)}</Message><Recipients>${recipients.join('')}</Recipients></SMSMessageData>`,
    )
  },
  fetched(messages: readonly FetchedMessage[]): string {
    const each = messages.map((message) => `<Message>${elements(message)}</Message>`)
    return inResponse(`<SMSMessageData><Messages>${each.join('')}</Messages></SMSMessageData>`)
  },
  user: (balance: string) => inResponse(`<UserData><balance>${xml(balance)}</balance></UserData>`),
  status: (answer: object) => inResponse(elements(answer)),
  subscriptions(subscriptions: readonly object[]): string {
    const each = subscriptions.map((one) => `<Subscription>${elements(one)}</Subscription>`)
    return inResponse(`<responses>${each.join('')}</responses>`)
  },
}
