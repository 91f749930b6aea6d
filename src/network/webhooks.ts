import { z } from 'zod'
import { failureReasons } from './sms-wording.ts'

const digits = z.string().regex(/^\d+$/)
const networkCode = z.string().regex(/^\d{5}$/)
const phoneNumber = z.string().regex(/^\+\d{5,15}$/)
const serviceCode = z.string().regex(/^[*#][\d*#]*#$/)
const sessionId = z.string().regex(/^ATUid_[0-9a-f]{32}$/)
const second = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)

/** The forms that Africa's Talking posts to apps; each value is a text. */
const forms = {
  hop: z.strictObject({
    phoneNumber,
    serviceCode,
    text: z.string().meta({ description: 'All that was typed so far, joined with *' }),
    sessionId,
    networkCode,
  }),
  sessionEnded: z.strictObject({
    date: second,
    sessionId,
    serviceCode,
    networkCode,
    phoneNumber,
    status: z.enum(['Success', 'Incomplete', 'Failed']),
    cost: z.string(),
    durationInMillis: digits,
    hopsCount: digits,
    hopsMetadata: z.string().meta({ description: 'The labels of the hops, joined with |' }),
    input: z.string(),
    lastAppResponse: z.string(),
    errorMessage: z
      .string()
      .optional()
      .meta({ description: 'Empty where nothing failed; the quirk at-end-event may leave it out then' }),
  }),
  smsReceived: z.strictObject({
    date: second,
    from: phoneNumber,
    id: digits,
    linkId: z.string(),
    text: z.string(),
    to: z.string().meta({ description: 'The short code, or the sender id that STOP was sent to' }),
    cost: z.literal('0'),
    networkCode,
  }),
  deliveryReport: z.strictObject({
    id: z.string().meta({ description: 'The messageId of the answer' }),
    status: z.enum(['Submitted', 'Buffered', 'Rejected', 'Success', 'Failed', 'AbsentSubscriber', 'Expired']),
    phoneNumber,
    networkCode,
    failureReason: z.enum(failureReasons).optional(),
    retryCount: z.literal('0').optional().meta({ description: 'Of premium messages only' }),
  }),
  optOut: z.strictObject({ senderId: z.string(), phoneNumber }),
}

/** What an app answers to a hop. */
const screen = z
  .string()
  .regex(/^(?:CON|END)[ \r\n]/)
  .meta({ description: 'CON and a menu, or END and a last screen' })

/** A call that Africa's Talking makes to an app: always the POST of a form. */
interface Webhook {
  summary: string
  section: 'ussd' | 'sms'
  form: z.ZodType
  /** The schema of an answer with status 200; null: any answer. */
  answer: z.ZodType | null
}

/** The calls to apps that this network makes; none tells of a subscription. */
export const webhooks = {
  hop: {
    summary: 'A phone dialled a service code, or answered a menu',
    section: 'ussd',
    form: forms.hop,
    answer: screen,
  },
  sessionEnded: {
    summary: 'A USSD session is over',
    section: 'ussd',
    form: forms.sessionEnded,
    answer: null,
  },
  smsReceived: {
    summary: 'A phone sent an SMS',
    section: 'sms',
    form: forms.smsReceived,
    answer: null,
  },
  deliveryReport: {
    summary: 'What became of an SMS',
    section: 'sms',
    form: forms.deliveryReport,
    answer: null,
  },
  optOut: {
    summary: 'A phone wants no more SMS of a sender',
    section: 'sms',
    form: forms.optOut,
    answer: null,
  },
} as const satisfies Record<string, Webhook>
