import { z } from 'zod'
import { quoted } from '../kernel/issue-words.ts'
import { dialectSettings } from '../network/index.ts'
import type { ProviderWorlds } from '../providers/built-in.ts'
import { amount, currency, limits } from '../providers/world-fields.ts'
import type { WithWorld, WorldEnvironment } from '../providers/world-part.ts'
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
import { feeKinds } from '../terms/sim/statuses.ts'

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

const shortText = z.string().min(1).max(160).optional()
const personDetails = z.strictObject({
  address: z
    .strictObject({
      street: shortText,
      postalCode: shortText,
      locality: shortText,
      region: shortText,
      country: shortText,
    })
    .optional(),
  birthplace: z.strictObject({ city: shortText, region: shortText, country: shortText }).optional(),
  occupation: shortText,
  employer: shortText,
  creditScore: z.int().min(0).max(1_000_000).optional(),
  identification: z
    .strictObject({ type: z.string().min(1).max(40), value: z.string().min(1).max(60) })
    .optional(),
})

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
  details: personDetails.optional().describe('What a merchant reads with a consent alone'),
  payers: payers.optional(),
  limits: limits.optional().describe('Instead of those of the world'),
})

/** An environment, with the fields that providers add to it. */
function environmentSchema(providers: readonly WithWorld[]): z.ZodType<WorldEnvironment> {
  const added = Object.assign({}, ...providers.map(({ world }) => world?.environment))
  const schema: z.ZodType = z.strictObject({
    currencies: z.array(currency).min(1),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'is not a country code such as GH')
      .nullable()
      .default(null),
    language: language.default('en'),
    ...added,
    quirks: z
      .record(z.string(), z.string())
      .optional()
      .describe('Quirks in this environment, over those of the world'),
  })
  return schema as z.ZodType<WorldEnvironment>
}

/** What every world has. */
const common = {
  phones: z
    .enum(['open', 'closed'])
    .default('open')
    .describe('Whether a number nobody has heard of gets a phone and a wallet'),
  payers: payers.default('by-hand').describe('Who answers requests: a person at the phone, or the simulator'),
  prompt: z.enum(['push', 'sms', 'none']).default('push').describe('How a payer learns of a request'),
  promptInvoices: z
    .enum(['push', 'sms', 'none'])
    .default('none')
    .describe('How a payer learns of an invoice, which waits in a list of its own'),
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
  people: z.array(person).describe('Who has a phone and a wallet'),
  fees: z
    .array(
      z.strictObject({
        currency,
        flat: amount.optional(),
        percent: z.number().min(0).max(100).optional(),
        for: z
          .enum(feeKinds)
          .optional()
          .describe('What it is for, instead of a fee that says nothing of it; for all where left out'),
      }),
    )
    .default([])
    .describe('What payers pay on top'),
  limits: limits.default([]).describe('The most that a payer may pay'),
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
}

/** The parts of a world file that belong to no provider. */
export const worldKeys: readonly string[] = ['environments', ...Object.keys(common)]

type CommonWorld = z.output<z.ZodObject<typeof common>> & { environments: Record<string, WorldEnvironment> }

/** A world after parsing. Other providers have their parts under their names. */
export type World = CommonWorld & ProviderWorlds

/**
 * A world file: every part is optional, and is taken from the built-in world if missing. Each provider has a part under
 * its name.
 */
export function worldSchemaOf(providers: readonly WithWorld[]): z.ZodType<World> {
  const parts = providers.flatMap(({ name, world }) =>
    world ? [[name, world.schema.prefault(world.builtIn as object)]] : [],
  )
  return z.strictObject({
    environments: z.record(z.string(), environmentSchema(providers)).describe('Target environments'),
    ...common,
    ...Object.fromEntries(parts),
  }) as unknown as z.ZodType<World>
}

/** The value of `keep`, in milliseconds; infinite for `forever`; undefined if it is neither that nor a duration. */
export function keepMilliseconds(text: string): number | undefined {
  if (text === 'forever') return Number.POSITIVE_INFINITY
  // A duration of zero is not allowed.
  return parseDuration(text) || undefined
}
