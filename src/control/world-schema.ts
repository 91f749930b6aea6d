import { z } from 'zod'
import { exponentOf, quoted } from '../kernel/index.ts'
import { dialectSettings } from '../network/index.ts'
import { onePipeWorldSchema } from '../providers/onepipe/server/index.ts'
import {
  durationSchema,
  isSenderId,
  longestServiceCode,
  msisdnPattern,
  parseDuration,
  pricePattern,
  senderIdRule,
  serviceCodePattern,
} from '../terms/index.ts'

const currency = z.string().refine((code) => exponentOf(code) !== undefined, 'is not a currency of ISO 4217')
const amount = z
  .string({ error: 'is a decimal string in quotes, such as "12.50"' })
  .regex(/^\d{1,12}(\.\d+)?$/, 'is no amount such as "12.50"')
const language = z.enum(['en', 'fr'])
const phone = z
  .string({ error: quoted('+46733000001') })
  .regex(msisdnPattern, 'is not a phone number such as "+46733000001"')
const pin = z.string({ error: quoted('1234') }).regex(/^\d{4,6}$/, 'is not a PIN of 4 to 6 digits')
const keep = z
  .string()
  .refine(
    (text) => keepMilliseconds(text) !== undefined,
    'is no duration such as P30D or PT12H, and not forever',
  )
const serviceCode = z
  .string()
  .max(longestServiceCode)
  .regex(serviceCodePattern, 'is not a service code such as *165#')
const uuid = z.uuid('is not a UUID')
const url = z.url({ protocol: /^https?$/, error: 'is not an http or https URL' })
const hostToAllow = z
  .string()
  .regex(
    /^\.?[a-zA-Z0-9_-]{1,63}(\.[a-zA-Z0-9_-]{1,63}){0,20}$/,
    'is no name such as host.docker.internal, without a port',
  )
const origin = z
  .string()
  .regex(
    /^(null|[a-zA-Z][a-zA-Z0-9+.-]{0,30}:\/\/[^\s/?#@]{1,260})$/,
    'is no origin such as http://localhost:5173',
  )
const answer = z.enum(['by-hand', 'approve', 'reject'])
const payers = z.union([answer, z.strictObject({ answer, delay: durationSchema.optional() })], {
  error: 'is by-hand, approve, reject, or { answer, delay }',
})

const limits = z.array(
  z
    .strictObject({ currency, perPayment: amount.optional(), perDay: amount.optional() })
    .refine(
      ({ perPayment, perDay }) => perPayment !== undefined || perDay !== undefined,
      'limits nothing: give perPayment, perDay or both',
    ),
)

const shortCode = z
  .string({ error: 'is a short code in quotes, such as "22384"' })
  .refine(
    (code) => code === '*' || isSenderId(code),
    'is not a short code such as "22384", a sender id, or "*"',
  )
const price = z.string().regex(pricePattern, 'is not a price such as "KES 0.8000"')
const hours = z.number().positive().max(8_760)

/** An addition to the sandbox account, for SDKs that refuse the username `sandbox`; unless the world uses this name. */
export const liveAccount = { username: 'payersim', apiKey: 'atsk_payersim_live' }

const networkCode = z.string().regex(/^\d{5}$/, 'is not a network code of 5 digits')

const person = z.strictObject({
  phone,
  name: z.string().min(1).max(60),
  pin: pin.default('1234'),
  language: language.default('en'),
  environment: z.string().default('sandbox'),
  balances: z.record(currency, amount).default({}),
  email: z.email('is not an e-mail address').optional(),
  partyCode: uuid.optional(),
  network: networkCode.optional().describe('The code of its mobile network; that of the world by default'),
  birthdate: z.iso.date('is not a date such as "1990-02-01"').optional(),
  gender: z.enum(['MALE', 'FEMALE']).optional(),
  payers: payers.optional(),
  limits: limits.optional().describe('Instead of those of the world'),
})

const apiUser = z.strictObject({
  name: z.string().min(1).max(60).optional(),
  id: z
    .string({ error: 'is an id in quotes' })
    .regex(/^[^\s:]{1,200}$/, 'is no id: it has no blanks and no colons')
    .describe("A UUID; on MTN's new platform base64"),
  apiKey: z.string().min(1),
  providerCallbackHost: z.string().min(1),
  targetEnvironment: z.string().default('sandbox'),
  mayReceive: z.boolean().default(true),
  limits: limits.optional().describe('The most that its transfers may send'),
})

/** A world file: every part is optional, and is taken from the built-in world if missing. */
export const worldSchema = z.strictObject({
  phones: z
    .enum(['open', 'closed'])
    .default('open')
    .describe('Whether a number nobody has heard of gets a phone and a wallet'),
  payers: payers.default('by-hand').describe('Who answers requests: a person at the phone, or the simulator'),
  prompt: z.enum(['push', 'sms', 'none']).default('push').describe('How a payer learns of a request'),
  promptShows: z
    .enum(['reference', 'message'])
    .default('reference')
    .describe('What a request to pay says beside merchant and amount; message: its payerMessage too'),
  expiry: durationSchema.default('PT5M').describe('How long a payer has to answer a request to pay'),
  keep: keep
    .optional()
    .describe(
      'How long sessions, messages, deliveries and events are kept, such as P30D, or forever; the ledger and its requests always are',
    ),
  openingBalance: amount.default('1000').describe('What a wallet that opens by itself holds, in whole units'),
  merchantBalance: amount.default('10000').describe('What a merchant’s account holds when it opens'),
  environments: z
    .record(
      z.string(),
      z.strictObject({
        currencies: z.array(currency).min(1),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/, 'is not a country code such as GH')
          .nullable()
          .default(null),
        language: language.default('en'),
        platform: z
          .enum(['classic', 'new'])
          .optional()
          .describe("MTN's platform: new is that of 2026 at momoapi.momo.africa; classic where left out"),
        quirks: z
          .record(z.string(), z.string())
          .optional()
          .describe("MTN's quirks in this environment, over those of the world"),
      }),
    )
    .describe('Target environments'),
  people: z.array(person).describe('Who has a phone and a wallet'),
  fees: z
    .array(
      z.strictObject({ currency, flat: amount.optional(), percent: z.number().min(0).max(100).optional() }),
    )
    .default([])
    .describe('What payers pay on top'),
  limits: limits.default([]).describe('The most that a payer may pay'),
  momo: z.strictObject({
    subscriptionKeys: z.strictObject({
      collection: z.string().min(1),
      disbursement: z.string().min(1),
      remittance: z.string().min(1),
    }),
    apiUsers: z.array(apiUser),
  }),
  network: z.strictObject({
    username: z.string().min(1).default('sandbox'),
    apiKey: z.string().min(1).default('atsk_payersim'),
    accounts: z
      .array(z.strictObject({ username: z.string().min(1), apiKey: z.string().min(1) }))
      .default([liveAccount])
      .describe('Applications beside that one: any username but sandbox is a live account'),
    networkCode: networkCode.default('99999'),
    idleTimeout: durationSchema.optional().describe('Instead of what the dialect of networkCode has'),
    sessionTimeout: durationSchema.optional().describe('Instead of what the dialect of networkCode has'),
    dialects: z
      .record(networkCode, dialectSettings)
      .optional()
      .describe('By network code: what differs from the built-in dialects'),
    serviceCodes: z
      .array(z.strictObject({ code: serviceCode, callbackUrl: url, eventsUrl: url.nullable().default(null) }))
      .default([]),
    shortCodes: z
      .array(
        z.strictObject({
          code: shortCode,
          callbackUrl: url.nullable().default(null),
          deliveryReportUrl: url.nullable().default(null),
          optOutUrl: url.nullable().default(null),
        }),
      )
      .default([])
      .describe('Where apps are told of SMS; "*" is for every code that has no URL of its own'),
    senderIds: z
      .array(z.string().refine(isSenderId, `is no sender id: write ${senderIdRule}`))
      .default([])
      .describe('Sender ids besides AFRICASTKNG and short codes; "*" allows any'),
    smsCost: price.default('KES 0.8000').describe('What one part of an SMS costs'),
    sms: z
      .strictObject({
        accountCost: price.describe('The same in the currency of the account'),
        balance: price.describe('What the account holds'),
        callbackHours: hours.describe('How long an app that does not answer 200 is told again'),
        holdHours: hours.describe('How long a message waits for a phone that is off'),
      })
      .partial()
      .default({})
      .describe("What is left out is as in the Africa's Talking sandbox"),
  }),
  onepipe: onePipeWorldSchema.prefault({}),
  allowHosts: z
    .array(hostToAllow)
    .optional()
    .describe(
      'Names by which programs call the simulator, such as that of a container; ".example.com" is all below it',
    ),
  allowOrigins: z
    .array(origin)
    .optional()
    .describe('Pages that may call the vendors’ routes, such as http://localhost:5173'),
  callbackCa: z
    .string()
    .min(1)
    .optional()
    .describe('A PEM file, beside the world file, with certificates that are trusted besides Node’s'),
  payerApp: z
    .strictObject({
      name: z.string().min(1).max(12).default('MoMo'),
      serviceCode: serviceCode.default('*165#'),
    })
    .prefault({}),
  quirks: z
    .record(z.string(), z.string())
    .default({})
    .describe('Where sources on a vendor differ: see `payersim world --quirks`'),
})

export type World = z.infer<typeof worldSchema>

/** The vendor of a quirk: names of OnePipe's and Africa's Talking's begin with the vendor, MTN's do not. */
export function vendorOfQuirk(name: string): 'momo' | 'onepipe' | 'network' {
  if (name.startsWith('onepipe-')) return 'onepipe'
  return name.startsWith('at-') ? 'network' : 'momo'
}

/** The quirks of a world by vendor. */
export function quirksOf({
  quirks,
}: World): Record<ReturnType<typeof vendorOfQuirk>, Record<string, string>> {
  const of = (vendor: string) =>
    Object.fromEntries(Object.entries(quirks).filter(([name]) => vendorOfQuirk(name) === vendor))
  return { momo: of('momo'), onepipe: of('onepipe'), network: of('network') }
}

/** The value of `keep`, in milliseconds; infinite for `forever`; undefined if it is neither that nor a duration. */
export function keepMilliseconds(text: string): number | undefined {
  if (text === 'forever') return Number.POSITIVE_INFINITY
  // A duration of zero is not allowed.
  return parseDuration(text) || undefined
}
