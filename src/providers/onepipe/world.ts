import { z } from 'zod'
import { AmountError } from '../../kernel/errors.ts'
import { ownHost } from '../../kernel/http/host.ts'
import { quoted } from '../../kernel/issue-words.ts'
import { exponentOf, parseAmount } from '../../kernel/money.ts'
import { isSenderId, msisdnPattern, senderIdRule } from '../../terms/index.ts'
import type { WorldPart } from '../world-part.ts'
import { otpChannels } from './server/config.ts'
import { authTypes, hasShape, shapeRule } from './server/plaintext.ts'
import { services } from './server/services.ts'
import { areWhole, sharePartsOf } from './server/shares.ts'

/** The sender of an OTP by e-mail. */
export const otpSender = 'no-reply@payersim.example'

/** Our own provider, at the simulator's name for itself. */
export const ownProvider = `http://${ownHost}/onepipe/provider/get_balance`

const url = z.url({ protocol: /^https?$/, error: 'is not an http or https URL' })
const name = z.string().trim().min(1).max(60)
const phone = z
  .string({ error: quoted('+2348022221408') })
  .regex(msisdnPattern, 'is not a phone number such as "+2348022221408"')
const pin = z.string({ error: quoted('1234') }).regex(/^\d{4,6}$/, 'is not a PIN of 4 to 6 digits')

const sendOtpBy = z
  .array(z.enum(otpChannels))
  .min(1, 'is empty; write sms, email or both')
  .refine((channels) => new Set(channels).size === channels.length, 'says one of the two twice')

const source = z
  .strictObject({
    type: z.enum(authTypes),
    plaintext: z.string({ error: 'is a text in quotes, such as "6200000766;058"' }),
    phone,
    email: z
      .email('is not an e-mail address such as ngozi@example.com')
      .toLowerCase()
      .optional()
      .describe('Of its owner, who may get the OTP there'),
    sendOtpBy: sendOtpBy.optional().describe('Instead of what holds for all sources'),
    pin: pin.optional().describe('Asked for before the balance is told; a card has its own in the plaintext'),
    status: z.enum(['open', 'closed']).default('open'),
  })
  .superRefine(({ type, plaintext, pin: own }, context) => {
    if (!hasShape(type, plaintext)) {
      context.addIssue({ code: 'custom', path: ['plaintext'], message: `is not ${shapeRule(type)}` })
    }
    if (type === 'card' && own !== undefined) {
      context.addIssue({ code: 'custom', path: ['pin'], message: 'of a card stands in the plaintext' })
    }
  })

const smsHandler = z.union(
  [
    z.literal('africastalking'),
    z.strictObject({
      url,
      apiKey: z.string().min(1),
      secret: z.string().min(1),
      senderId: z
        .string()
        .refine((text) => text === '' || isSenderId(text), `is no sender id: write ${senderIdRule}`)
        .default('payersim'),
    }),
  ],
  { error: 'is africastalking, or { url, apiKey, secret } of a service that takes send_sms' },
)

const emailHandler = z.union(
  [
    z.literal('mailbox'),
    z.strictObject({
      url,
      apiKey: z.string().min(1),
      secret: z.string().min(1),
      senderName: z.string().min(1).max(60).default('payersim'),
      senderEmail: z.email('is not an e-mail address').default(otpSender),
      templateId: z.string().min(1).max(60).default('OTP'),
    }),
  ],
  { error: 'is mailbox, or { url, apiKey, secret } of a service that takes send_email' },
)

const price = z
  .strictObject({
    price: z.string({ error: 'is a decimal string in quotes, such as "10.00"' }).describe('Of one call'),
    currency: z
      .string()
      .refine((code) => exponentOf(code) !== undefined, 'is not a currency of ISO 4217')
      .default('NGN'),
    shares: z
      .record(
        z.string().trim().min(1).max(60),
        z
          .string({ error: 'is a share in quotes, such as "60%"' })
          .refine(
            (share) => sharePartsOf(share) !== undefined,
            'is not a share such as "60%" or "33.3333%", of a hundred per cent at most',
          ),
      )
      .default({})
      .describe('Who gets how much of it, by name: a hundred per cent in all'),
  })
  .superRefine(({ price: amount, currency, shares }, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (Object.keys(shares).length > 0 && !areWhole(Object.values(shares)))
      issue('shares', 'are not 100% in all')
    if (exponentOf(currency) === undefined) return
    try {
      parseAmount(amount, currency)
    } catch (error) {
      if (!(error instanceof AmountError)) throw error
      issue('price', `is none: ${error.message}`)
    }
  })

/** The part `onepipe` of a world file. */
export const onePipeWorldSchema = z
  .strictObject({
    apps: z
      .array(
        z.strictObject({
          name,
          apiKey: z.string().regex(/^\S+$/, 'must have no spaces'),
          secret: z.string().min(1),
          otpOverride: z.boolean().default(false),
        }),
      )
      .default([])
      .describe('Who calls OnePipe'),
    sources: z.array(source).default([]).describe('What a balance can be asked of'),
    providerUrl: url.default(ownProvider).describe('The provider behind the gateway'),
    providerKey: z.string().regex(/^\S+$/, 'must have no spaces').default('prov_payersim'),
    providerTimeoutSeconds: z.int().min(1).max(120).default(30),
    environment: z.string().default('mtnnigeria').describe('Whose NGN accounts are read'),
    smsHandler: smsHandler.default('africastalking'),
    emailHandler: emailHandler.default('mailbox').describe('Who sends the OTP by e-mail'),
    sendOtpBy: sendOtpBy
      .default(['sms'])
      .describe('sms, email or both; a source without an address gets an SMS where sms is among them'),
    prices: z
      .partialRecord(z.enum(services), price)
      .default({})
      .describe('What the host invoices apps for each call of a service'),
  })
  .superRefine(({ apps, sources, sendOtpBy: ofAll }, context) => {
    for (const [index, { email, sendOtpBy: own }] of sources.entries()) {
      const channels = own ?? ofAll
      if (email !== undefined || channels.includes('sms')) continue
      const path = ['sources', index, own === undefined ? 'email' : 'sendOtpBy']
      context.addIssue({
        code: 'custom',
        path,
        message: `is ${own === undefined ? 'missing' : 'email'}: the OTP is sent by e-mail alone, and this source has no address`,
      })
    }
    for (const field of ['name', 'apiKey'] as const) {
      for (const index of repeated(apps.map((app) => app[field]))) {
        context.addIssue({
          code: 'custom',
          path: ['apps', index, field],
          message: 'is that of another app too',
        })
      }
    }
    for (const index of repeated(sources.map(({ type, plaintext }) => `${type} ${plaintext}`))) {
      context.addIssue({ code: 'custom', path: ['sources', index], message: 'is listed twice' })
    }
  })

export type OnePipeWorld = z.output<typeof onePipeWorldSchema>

/** The defaults without a world file. All these keys and secrets are public. */
export const builtInOnePipe: z.input<typeof onePipeWorldSchema> = {
  apps: [
    { name: 'Lagos Ledger', apiKey: 'op_lagos_ledger_0001', secret: 'Xy7Qp2Lm9Rt4Vw1Z' },
    { name: 'Back Office', apiKey: 'op_back_office_0002', secret: 'Bo4Kc8Nq1Sd6Fh3J', otpOverride: true },
  ],
  sources: [
    { type: 'bank.account', plaintext: '6200000766;058', phone: '+2348022221408' },
    { type: 'card', plaintext: '5060990580000217499;111;5003;1111', phone: '+2348022221408' },
    { type: 'wallet', plaintext: '7000000417;WAL01', phone: '+2348022221409', pin: '4321' },
    { type: 'msisdn', plaintext: '2348022221409', phone: '+2348022221409' },
    {
      type: 'card',
      plaintext: '5060990580000217507;222;2806;2222',
      phone: '+2348022221409',
      email: 'bola.eze@example.com',
      sendOtpBy: ['email'],
    },
  ],
}

/** The indexes of texts that repeat an earlier one. */
function repeated(texts: readonly string[]): number[] {
  return texts.flatMap((text, index) => (texts.indexOf(text) < index ? [index] : []))
}

export const onePipeWorld: WorldPart<OnePipeWorld> = { schema: onePipeWorldSchema, builtIn: builtInOnePipe }
