import { z } from 'zod'
import type { EventKind, Events } from '../events/index.ts'

/** ISO 8601; epoch milliseconds are turned into it. */
const moment = z
  .union([z.string(), z.number()])
  .transform((at) => (typeof at === 'number' ? new Date(at).toISOString() : at))

/** What would hurt on a real network; a simulator of another version may know more. */
export type ScreenWarningCode =
  | 'content-type'
  | 'too-long'
  | 'not-gsm'
  | 'slow'
  | 'hop-label'
  | 'answers-differ'
  | 'waiting'
  | (string & {})

export const screenSchema = z.object({
  sessionId: z.string().nullable(),
  status: z.enum(['open', 'ended', 'cancelled', 'timed-out', 'failed']),
  text: z.string(),
  /** How often the app was asked in this session. */
  hops: z.number(),
  /** Why it failed, in the vendor's words. */
  error: z.string().nullable(),
  /** Where the app's answer was refused: its first characters, made visible. */
  answer: z.string().optional(),
  /** Where it failed: what probably happened, and what to do. */
  diagnosis: z.string().optional(),
  /** The app has labelled it as one that asks for a PIN (`at-ussd-hop-metadata`): what is typed there is not to be shown. */
  secret: z.literal(true).optional(),
  warnings: z.array(z.object({ code: z.string() as z.ZodType<ScreenWarningCode>, message: z.string() })),
})

export const phoneViewSchema = z.object({
  msisdn: z.string(),
  name: z.string().nullable(),
  /** The code of its mobile network, five digits. */
  network: z.string(),
  online: z.boolean(),
  screen: screenSchema.nullable(),
})

export const messageSchema = z.object({
  id: z.number(),
  from: z.string(),
  text: z.string(),
  /** The 4 to 8 digits next to a word such as code or OTP. */
  code: z.string().nullable(),
  receivedAt: moment,
  /** What it costs more than it has to (`more-parts`), and links that break (`broken-link`). */
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).optional(),
})

export const sentSmsSchema = z.object({ id: z.number(), to: z.string(), text: z.string(), sentAt: moment })

/** What a phone and one short code or sender id wrote to each other, oldest first. */
export const threadsSchema = z.array(
  z.object({
    with: z.string(),
    messages: z.array(
      z.object({
        direction: z.enum(['received', 'sent']),
        /** Increases within its direction. */
        id: z.number(),
        text: z.string(),
        at: moment,
      }),
    ),
  }),
)

export const serviceCodeSchema = z.looseObject({
  code: z.string(),
  callbackUrl: z.string(),
  eventsUrl: z.string().nullable(),
})
export const serviceCodesSchema = z.array(serviceCodeSchema)
export const shortCodeSchema = z.object({
  code: z.string(),
  /** What phones send to the code, … */
  callbackUrl: z.string().nullable(),
  /** … what became of messages sent from it, … */
  deliveryReportUrl: z.string().nullable(),
  /** … and who wants none of them any more. */
  optOutUrl: z.string().nullable(),
})
export const shortCodesSchema = z.array(shortCodeSchema)

export const worldSchema = z.looseObject({
  phones: z.array(
    z.looseObject({
      msisdn: z.string(),
      name: z.string().nullable(),
      /** What the simulated person remembers. */
      pin: z.string().nullable(),
      language: z.string().nullable(),
      environment: z.string().nullable(),
      balances: z.array(z.object({ currency: z.string(), amount: z.string() })),
    }),
  ),
  momo: z.looseObject({
    subscriptionKeys: z.looseObject({
      collection: z.string(),
      disbursement: z.string(),
      remittance: z.string(),
    }),
    apiUsers: z.array(
      z.looseObject({
        id: z.string(),
        apiKey: z.string(),
        providerCallbackHost: z.string(),
        targetEnvironment: z.string(),
      }),
    ),
  }),
  network: z.looseObject({
    username: z.string(),
    apiKey: z.string(),
    /** That application and those beside it; a simulator of an older version has none. */
    accounts: z.array(z.looseObject({ username: z.string(), apiKey: z.string() })).default([]),
    serviceCodes: serviceCodesSchema,
  }),
})

export const clockSchema = z.object({ mode: z.enum(['running', 'frozen']), now: moment })
export const healthSchema = z.looseObject({ status: z.string(), version: z.string(), now: moment })
export const auditSchema = z.looseObject({ ok: z.boolean(), problems: z.array(z.unknown()) })
/** An event of the timeline. One that an older version wrote into a data file may have fewer fields. */
export type TimelineEvent<Kind extends EventKind = EventKind> = {
  [Each in Kind]: { id: number; kind: Each; phone: string | null; at: string; data: Events[Each] }
}[Kind]
export const timelineSchema = z.array(
  z.looseObject({ id: z.number(), kind: z.string() }) as unknown as z.ZodType<TimelineEvent>,
)
export const deliveriesSchema = z.array(z.looseObject({ id: z.number() }))

export type Screen = z.infer<typeof screenSchema>
export type PhoneView = z.infer<typeof phoneViewSchema>
export type Message = z.infer<typeof messageSchema>
export type SentSms = z.infer<typeof sentSmsSchema>
export type SmsThread = z.infer<typeof threadsSchema>[number]
export type ServiceCode = z.infer<typeof serviceCodeSchema>
export type ShortCode = z.infer<typeof shortCodeSchema>
export type World = z.infer<typeof worldSchema>
export type ClockView = z.infer<typeof clockSchema>
export type Health = z.infer<typeof healthSchema>
export type Audit = z.infer<typeof auditSchema>
export type CallbackDelivery = z.infer<typeof deliveriesSchema>[number]

// The vendor's own answers: https://momodeveloper.mtn.com, APIs Sandbox User Provisioning, Collection, Disbursement.
export const apiKeySchema = z.object({ apiKey: z.string() })
export const tokenSchema = z.object({ access_token: z.string() })
export const accountBalanceSchema = z.object({ availableBalance: z.string(), currency: z.string() })
export const paymentSchema = z.looseObject({
  status: z.string(),
  /** A plain string as MTN sends it, or the object that its OpenAPI export declares. */
  reason: z.union([z.string(), z.looseObject({ code: z.string() })]).optional(),
  financialTransactionId: z.string().optional(),
  externalId: z.string().optional(),
  amount: z.string().optional(),
  currency: z.string().optional(),
  /** Of an accepted pre-approval that ends. */
  expirationDateTime: z.string().optional(),
})
export type Payment = z.infer<typeof paymentSchema>

/** Of MTN's list of pre-approvals; times as MTN writes them. */
export const preApprovalListSchema = z.array(
  z.looseObject({
    /** What it is cancelled by; not the reference id. */
    preApprovalId: z.string(),
    status: z.string(),
    fromCurrency: z.string(),
    message: z.string(),
    createdTime: z.string(),
    approvedTime: z.string().optional(),
    expiryTime: z.string().optional(),
    lastUsedDate: z.string().optional(),
  }),
)
export type PreApprovalDetails = z.infer<typeof preApprovalListSchema>[number]

export const activeSchema = z.object({ result: z.boolean() })
export const userInfoSchema = z.looseObject({
  /** Both names. */
  name: z.string().optional(),
  given_name: z.string(),
  family_name: z.string(),
  /** YYYY-MM-DD */
  birthdate: z.string().optional(),
  locale: z.string().optional(),
  gender: z.string().optional(),
  status: z.string().optional(),
})
export type UserInfo = z.infer<typeof userInfoSchema>
