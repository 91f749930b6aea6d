import { z } from 'zod'
import { asPattern } from './matching.ts'
import { fill } from './variables.ts'

const written = z.string().refine((text) => text.trim() !== '', 'is blank')

const number = z
  .string()
  .regex(/^\+\d{5,15}$/, 'is no phone number; write it in international form, such as "+46733000001"')

const payer = z
  .string()
  .regex(
    /^(\+?\d{5,15}|[^@\s]+@[^@\s]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i,
    'is neither a phone number such as "+46733000001", nor an e-mail address, nor a party code (a UUID)',
  )

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/i, 'is no name; use letters, digits and hyphens, beginning with a letter')

const currency = z.string().regex(/^[A-Z]{3}$/, 'is no currency code; write three capitals, such as EUR')

const amount = z.string().regex(/^\d+(\.\d+)?$/, 'is no amount; write a decimal such as "12.50"')

/** Text that a screen or an SMS contains, or a `/pattern/`. */
const wanted = written.refine((text) => {
  try {
    asPattern(fill(text, () => 'x'))
    return true
  } catch {
    return false
  }
}, 'is not a valid pattern')

const code = written.refine(
  (text) => /^[*#][0-9*#]*#$/.test(fill(text, () => '0')),
  'is no USSD code; write it as "*165#"',
)

const duration = z
  .string()
  .regex(
    /^P(?=.)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/,
    'is no duration; write an ISO 8601 one, such as PT5M or PT90S',
  )

export const requestToPaySchema = z.strictObject({
  as: name,
  payer,
  amount,
  currency,
  message: z.string().optional(),
  note: z.string().optional(),
  'external-id': z.string().optional(),
  environment: written.optional(),
})

export const smsSchema = z.strictObject({ contains: wanted })

const requestWords = ['request', 'status', 'reason', 'callbacks'] as const
const balanceWords = ['phone', 'balance', 'currency'] as const

export const expectSchema = z
  .strictObject({
    request: name.optional(),
    status: z.enum(['PENDING', 'SUCCESSFUL', 'FAILED']).optional(),
    reason: written.optional(),
    callbacks: z.number().int().min(0).optional(),
    phone: number.optional(),
    balance: amount.optional(),
    currency: currency.optional(),
  })
  .superRefine((expected, context) => {
    const about = (words: readonly (keyof typeof expected)[]) =>
      words.filter((word) => expected[word] !== undefined)
    const needed = expected.request !== undefined ? (['request', 'status'] as const) : balanceWords
    const foreign = expected.request !== undefined ? about(balanceWords) : about(requestWords)
    if (expected.request === undefined && expected.phone === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'needs "request", for an order, or "phone", for a balance',
      })
      return
    }
    for (const word of foreign) {
      const message = `does not go with "${needed[0]}"; write an expect of its own`
      context.addIssue({ code: 'custom', path: [word], message })
    }
    for (const word of needed) {
      if (expected[word] === undefined) context.addIssue({ code: 'custom', message: `needs "${word}"` })
    }
  })

/** What a step does: one of these at most. */
export const actions = [
  'request-to-pay',
  'dials',
  'prompted',
  'chooses',
  'types',
  'cancels',
  'goes',
  'wait',
] as const

/** What is looked at after it, in this order. */
export const checks = ['shows', 'ends', 'sms', 'expect'] as const

/** These need a phone, named by the same step or by one before it. */
export const phoneWords: readonly string[] = [
  'dials',
  'prompted',
  'chooses',
  'types',
  'cancels',
  'goes',
  'shows',
  'ends',
  'sms',
]

export const stepSchema = z
  .strictObject({
    phone: number.optional(),
    'request-to-pay': requestToPaySchema.optional(),
    dials: code.optional(),
    prompted: z.literal(true).optional(),
    chooses: wanted.optional(),
    types: z.string().optional(),
    cancels: z.literal(true).optional(),
    goes: z.enum(['offline', 'online']).optional(),
    wait: duration.optional(),
    shows: wanted.optional(),
    ends: wanted.optional(),
    sms: smsSchema.optional(),
    expect: expectSchema.optional(),
  })
  .superRefine((step, context) => {
    const issue = (word: string, message: string) =>
      context.addIssue({ code: 'custom', path: [word], message })
    const [first, ...more] = actions.filter((word) => step[word] !== undefined)
    for (const word of more) {
      issue(word, `stands in one step with "${first}"; a step does one thing, so write a step of its own`)
    }
    if (step.shows !== undefined && step.ends !== undefined) {
      issue('ends', 'stands with "shows", which says that the session goes on; keep one of the two')
    }
  })

export const scriptSchema = z.strictObject({
  session: written,
  steps: z.array(stepSchema).min(1, 'is empty; write at least one step'),
})

export type StepWords = z.infer<typeof stepSchema>
export type StepWord = keyof StepWords
export type ScriptWords = z.infer<typeof scriptSchema>
