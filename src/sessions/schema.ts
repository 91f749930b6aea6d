import { z } from 'zod'
import { balanceStatuses } from '../client/index.ts'
import { faultSchema } from './fault.ts'
import { getBalanceSchema, validateSchema } from './onepipe.ts'
import { nearest } from './problems.ts'
import {
  amount,
  code,
  currency,
  duration,
  name,
  networkCode,
  number,
  party,
  serviceCode,
  shortCode,
  url,
  wanted,
  written,
} from './values.ts'

export const requestToPaySchema = z.strictObject({
  as: name,
  payer: party,
  amount,
  currency,
  message: z.string().optional(),
  note: z.string().optional(),
  'external-id': z.string().optional(),
  environment: written.optional(),
})

export const preApprovalSchema = z.strictObject({
  as: name,
  payer: party,
  currency,
  validity: duration.optional(),
  message: z.string().optional(),
  environment: written.optional(),
})

export const transferSchema = z.strictObject({
  as: name,
  payee: party,
  amount,
  currency,
  message: z.string().optional(),
  note: z.string().optional(),
  'external-id': z.string().optional(),
  product: z.enum(['disbursement', 'remittance']).optional(),
  environment: written.optional(),
})

export const notifySchema = z.strictObject({
  request: name,
  text: written,
  language: written.optional(),
})

export const textsSchema = z.strictObject({ to: shortCode, message: written })

export const appSchema = z.strictObject({ code: serviceCode, url, events: url.optional() })

export const smsSchema = z.strictObject({
  contains: wanted,
  from: written.optional(),
  count: z.int().min(0).optional(),
})

/** What an `expect` can be about, and what it then takes: words that it needs, and others. */
const subjects = {
  request: { needs: ['status'], takes: ['reason', 'callbacks'] },
  'pre-approval': { needs: ['status'], takes: ['reason', 'callbacks', 'listed'] },
  transfer: { needs: ['status'], takes: ['reason', 'callbacks'] },
  'balance-request': { needs: ['status'], takes: ['error', 'available-balance'] },
  phone: { needs: ['balance', 'currency'], takes: [] },
} as const

const paymentStatuses = ['PENDING', 'SUCCESSFUL', 'FAILED'] as const

const subjectWords = Object.keys(subjects) as Array<keyof typeof subjects>

export const expectSchema = z
  .strictObject({
    request: name.optional(),
    'pre-approval': name.optional(),
    transfer: name.optional(),
    'balance-request': name.optional(),
    status: z.string().optional(),
    error: written.optional(),
    'available-balance': z.int().optional(),
    reason: written.optional(),
    callbacks: z.number().int().min(0).optional(),
    listed: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED']).optional(),
    phone: number.optional(),
    balance: amount.optional(),
    currency: currency.optional(),
  })
  .superRefine((expected, context) => {
    const subject = subjectWords.find((word) => expected[word] !== undefined)
    if (subject === undefined) {
      const message =
        'needs "request", "pre-approval", "transfer" or "balance-request", or "phone", for a balance'
      context.addIssue({ code: 'custom', message })
      return
    }
    const { needs, takes } = subjects[subject]
    const known: readonly string[] = [subject, ...needs, ...takes]
    for (const word of Object.keys(expected)) {
      if (known.includes(word)) continue
      const message = `does not go with "${subject}"; write an expect of its own`
      context.addIssue({ code: 'custom', path: [word], message })
    }
    const statuses: readonly string[] = subject === 'balance-request' ? balanceStatuses : paymentStatuses
    if (expected.status !== undefined && !statuses.includes(expected.status)) {
      const message = `is none of ${statuses.join(', ')}${nearest(expected.status, statuses)}`
      context.addIssue({ code: 'custom', path: ['status'], message })
    }
    for (const word of needs) {
      if (expected[word] === undefined) context.addIssue({ code: 'custom', message: `needs "${word}"` })
    }
  })

/** What a step does: one of these at most. */
export const actions = [
  'request-to-pay',
  'pre-approval',
  'cancel-pre-approval',
  'transfer',
  'notify',
  'get-balance',
  'validate',
  'query',
  'reverse',
  'resend-otp',
  'dials',
  'prompted',
  'chooses',
  'types',
  'cancels',
  'texts',
  'goes',
  'wait',
  'snapshot',
  'restore',
  'app',
  'fault',
  'faults',
  'no-faults',
] as const

/** What is looked at after it, in this order. */
export const checks = ['shows', 'ends', 'breaks', 'sms', 'expect'] as const

/** These need a phone, named by the same step or by one before it. */
export const phoneWords: readonly string[] = [
  'dials',
  'prompted',
  'chooses',
  'types',
  'network',
  'cancels',
  'texts',
  'goes',
  'shows',
  'ends',
  'breaks',
  'sms',
]

export const stepSchema = z
  .strictObject({
    phone: number.optional(),
    network: networkCode.optional(),
    'request-to-pay': requestToPaySchema.optional(),
    'pre-approval': preApprovalSchema.optional(),
    'cancel-pre-approval': name.optional(),
    transfer: transferSchema.optional(),
    notify: notifySchema.optional(),
    'get-balance': getBalanceSchema.optional(),
    validate: validateSchema.optional(),
    query: name.optional(),
    reverse: name.optional(),
    'resend-otp': name.optional(),
    dials: code.optional(),
    prompted: z.literal(true).optional(),
    chooses: wanted.optional(),
    types: z.string().optional(),
    cancels: z.literal(true).optional(),
    texts: textsSchema.optional(),
    goes: z.enum(['offline', 'online']).optional(),
    wait: duration.optional(),
    snapshot: name.optional(),
    restore: name.optional(),
    app: appSchema.optional(),
    fault: faultSchema.optional(),
    faults: z.array(faultSchema).min(1, 'is empty; write at least one fault').optional(),
    'no-faults': z.literal(true).optional(),
    shows: wanted.optional(),
    ends: wanted.optional(),
    breaks: z.enum(['cancelled', 'timed-out', 'failed']).optional(),
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
    if (step.breaks !== undefined && (step.shows ?? step.ends) !== undefined) {
      const other = step.shows === undefined ? 'ends' : 'shows'
      issue('breaks', `stands with "${other}", which says otherwise of the session; keep one of the two`)
    }
  })

export const scriptSchema = z.strictObject({
  session: written,
  /** Another script, by its path from this one, that is played first. */
  use: written.optional(),
  steps: z.array(stepSchema).min(1, 'is empty; write at least one step'),
})

export type StepWords = z.infer<typeof stepSchema>
export type StepWord = keyof StepWords
export type ScriptWords = z.infer<typeof scriptSchema>
