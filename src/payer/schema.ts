import { z } from 'zod'
import { canonicalMsisdn } from '../terms/index.ts'

/** The five fields that Africa's Talking posts (https://developers.africastalking.com/docs/ussd/overview). */
export const hopSchema = z.object({
  sessionId: z.string().regex(/^[\x21-\x7e]{1,128}$/, 'is 1 to 128 visible characters'),
  phoneNumber: z
    .string()
    .refine(
      (number) => canonicalMsisdn(number) !== undefined,
      'is an international number such as +46733000001',
    )
    .transform((number) => canonicalMsisdn(number) ?? number),
  serviceCode: z.string().regex(/^[*#][\d*#]{1,60}#$/, 'is a code such as *165#'),
  text: z.string().max(4096, 'is at most 4096 characters'),
  networkCode: z.string().regex(/^\d{1,10}$/, 'is digits such as 99999'),
})

const word = z.string().regex(/^[A-Za-z]{1,40}$/, 'is a word such as Failed')

/** The event at the end of a session (https://developers.africastalking.com/docs/ussd/notifications); its `input` and `lastAppResponse` hold secrets and are never read. */
export const sessionEventSchema = hopSchema
  .pick({ sessionId: true, phoneNumber: true, serviceCode: true })
  .extend({
    status: z.enum(['Success', 'Incomplete', 'Failed']),
    errorMessage: z.string().max(4096).optional(),
  })

/** The delivery report of an SMS (https://developers.africastalking.com/docs/sms/notifications). */
export const smsReportSchema = z.object({
  id: hopSchema.shape.sessionId,
  status: word,
  phoneNumber: hopSchema.shape.phoneNumber,
  failureReason: z.union([word, z.literal('')]).optional(),
})

/** One hop as received. `text` is everything typed so far, joined with `*`. */
export type HopForm = z.input<typeof hopSchema>
export type Hop = z.output<typeof hopSchema>

const money = z.int()
const language = z.enum(['en', 'fr'])

const requestItem = z.strictObject({
  kind: z.literal('request-to-pay'),
  id: z.int(),
  at: z.int(),
  /** One line of GSM 7-bit characters, shortened. */
  merchant: z.string(),
  amount: money,
  fee: money,
  currency: z.string(),
  /** The merchant's own id of the order, or null. */
  externalId: z.string().nullable(),
  referenceId: z.string(),
  /** The merchant's message to the payer, if any; only of the opened request. */
  message: z.string().optional(),
  /** Absent: a request to pay. */
  of: z.enum(['withdrawal', 'invoice']).optional(),
  /** The number of an invoice. */
  number: z.string().optional(),
  /** Until when an invoice can be paid; absent where it has no end. */
  until: z.int().optional(),
})
/** A payment request as a screen shows it. */
export type RequestItem = z.output<typeof requestItem>

const mandateItem = z.strictObject({
  /** A mandate is called auto-payment from its acceptance until its end. */
  kind: z.enum(['pre-approval', 'auto-payment']),
  id: z.int(),
  at: z.int(),
  /** One line of GSM 7-bit characters, shortened, as the message is. */
  merchant: z.string(),
  currency: z.string(),
  message: z.string().nullable(),
  /** 0: no end. */
  validitySeconds: z.int(),
  /** Null where it is not accepted, or has no end. */
  validUntil: z.int().nullable(),
  lastUsedAt: z.int().nullable(),
  referenceId: z.string(),
})
/** A mandate as a screen shows it. */
export type MandateItem = z.output<typeof mandateItem>

const consentItem = z.strictObject({
  /** A consent is called shared data from the time when it is given until its end. */
  kind: z.enum(['consent', 'shared-data']),
  id: z.int(),
  at: z.int(),
  /** One line of GSM 7-bit characters, shortened. */
  merchant: z.string(),
  /** In the words of OpenID Connect. */
  scopes: z.array(z.string()),
  validitySeconds: z.int(),
  /** Null where it is not given, or has no end. */
  validUntil: z.int().nullable(),
  referenceId: z.string(),
})
/** A consent as a screen shows it. */
export type ConsentItem = z.output<typeof consentItem>

const item = z.discriminatedUnion('kind', [requestItem, mandateItem, consentItem])
/** An approval, an auto-payment or shared data as an entry of a list, which a key chooses. */
export type Item = z.output<typeof item>

const approvalRef = z.strictObject({
  kind: z.enum(['request-to-pay', 'pre-approval', 'consent']),
  id: z.int(),
})
/** An approval by its kind and id. */
export type ApprovalRef = z.output<typeof approvalRef>
/** An item by its kind and id. */
export type ItemRef = Pick<Item, 'kind' | 'id'>

const payment = z.strictObject({
  at: z.int(),
  direction: z.enum(['in', 'out']),
  amount: money,
  currency: z.string(),
  /** Money of an earlier payment that came back. */
  refund: z.literal(true).optional(),
  /** The counterparty, and the message of the payment if any. */
  about: z.string(),
  /** Cash that was handed out for it. */
  cash: z.literal(true).optional(),
})
export type Payment = z.output<typeof payment>

const account = z.strictObject({ environment: z.string(), currency: z.string(), amount: money })
export type Account = z.output<typeof account>

const hint = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['wrongKey', 'pinFormat', 'noInvoice']) }),
  z.strictObject({ kind: z.literal('wrongPin'), triesLeft: z.int() }),
])

/** How a session ended; `kind` is also the key of its text in the catalogue. */
export type Ending =
  | { kind: 'approved'; item: RequestItem; transactionId: string; balance: number }
  | { kind: RequestEnding; item: RequestItem }
  | { kind: MandateEnding; item: MandateItem }
  | { kind: ConsentEnding; item: ConsentItem }
  | { kind: 'balance'; accounts: Account[] }
  | { kind: 'locked' | 'waits' | 'invoiceWaits' | 'requestGone' }

export type RequestEnding =
  | 'rejected'
  | 'alreadyApproved'
  | 'alreadyRejected'
  | 'expired'
  | 'cancelled'
  | 'notEnoughFunds'
  | 'limitReached'
  | 'notAllowed'
  | 'failed'

export type MandateEnding =
  | 'autoAccepted'
  | 'autoRejected'
  | 'autoAlreadyAccepted'
  | 'autoAlreadyRejected'
  | 'autoExpired'
  | 'autoFailed'
  | 'autoCancelled'
  | 'autoAlreadyCancelled'
  | 'autoRanOut'

export type ConsentEnding =
  | 'dataShared'
  | 'dataRejected'
  | 'dataAlreadyShared'
  | 'dataAlreadyRejected'
  | 'dataExpired'
  | 'dataFailed'
  | 'dataTakenBack'
  | 'dataAlreadyTakenBack'
  | 'dataRanOut'

export const contextSchema = z.strictObject({
  language,
  /** The approval of a network-initiated session. */
  prompted: approvalRef.nullable(),
  /** How many approvals wait; 100 means more than 99. */
  waiting: z.int(),
  offset: z.int().nonnegative(),
  more: z.boolean(),
  /** The items shown: key 1 chooses the first, even if the list has changed since. */
  items: z.array(item).max(9),
  item: item.nullable(),
  payments: z.array(payment).max(9),
  hint: hint.nullable(),
})

/** The machine's data between two hops. Never a PIN. */
export interface Context extends z.output<typeof contextSchema> {
  /** Only in the last state, which is never stored. */
  ending?: Ending
}
