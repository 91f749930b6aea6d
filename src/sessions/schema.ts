import { z } from 'zod'
import { brokenStatuses } from '../terms/sim/statuses.ts'
import { expectSchema } from './expectation.ts'
import { faultSchema } from './fault.ts'
import { getBalanceSchema, validateSchema } from './onepipe.ts'
import { screenFaults, screenTextSchema } from './screen-text.ts'
import {
  address,
  amount,
  code,
  currency,
  name,
  networkCode,
  number,
  party,
  serviceCode,
  shortCode,
  url,
  validity,
  wait,
  wanted,
  written,
} from './values.ts'

/** A later step releases the prompt. */
const held = z.literal('held').optional()

export const requestToPaySchema = z.strictObject({
  as: name,
  payer: party,
  amount,
  currency,
  message: z.string().optional(),
  note: z.string().optional(),
  'external-id': z.string().optional(),
  environment: written.optional(),
  prompt: held,
})

export const preApprovalSchema = z.strictObject({
  as: name,
  payer: party,
  currency,
  validity: validity.optional(),
  message: z.string().optional(),
  environment: written.optional(),
  prompt: held,
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

export const emailSchema = z.strictObject({
  to: address,
  contains: wanted,
  from: written.optional(),
  count: z.int().min(0).optional(),
})

/** The actions of a step: at most one of these. */
export const actions = [
  'request-to-pay',
  'pre-approval',
  'release-prompt',
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

/** The checks after the action, in this order. */
export const checks = ['shows', 'offers', 'ends', 'breaks', 'sms', 'email', 'expect'] as const

/** Checks of a screen; each also says whether the session goes on. */
const goesOn = ['shows', 'offers'] as const
export const screenChecks: readonly string[] = [...goesOn, 'ends', 'breaks']

/** These need a phone, named by this step or by an earlier one. */
export const phoneWords: readonly string[] = [
  'dials',
  'prompted',
  'chooses',
  'types',
  'network',
  'cancels',
  'texts',
  'goes',
  ...screenChecks,
  'sms',
]

export const stepSchema = z
  .strictObject({
    phone: number.optional(),
    network: networkCode.optional(),
    'request-to-pay': requestToPaySchema.optional(),
    'pre-approval': preApprovalSchema.optional(),
    'release-prompt': name.optional(),
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
    wait: wait.optional(),
    snapshot: name.optional(),
    restore: name.optional(),
    app: appSchema.optional(),
    fault: faultSchema.optional(),
    faults: z.array(faultSchema).min(1, 'is empty; write at least one fault').optional(),
    'no-faults': z.literal(true).optional(),
    shows: screenTextSchema.optional(),
    offers: z.union([wanted, z.array(wanted).min(1, 'is empty; write at least one label')]).optional(),
    ends: screenTextSchema.optional(),
    breaks: z.enum(brokenStatuses).optional(),
    sms: smsSchema.optional(),
    email: emailSchema.optional(),
    expect: expectSchema.optional(),
  })
  .superRefine((step, context) => {
    const issue = (word: string, message: string) =>
      context.addIssue({ code: 'custom', path: [word], message })
    const [first, ...more] = actions.filter((word) => step[word] !== undefined)
    for (const word of more) {
      issue(word, `stands in one step with "${first}"; a step does one thing, so write a step of its own`)
    }
    const open = goesOn.find((word) => step[word] !== undefined)
    if (open !== undefined && step.ends !== undefined) {
      issue('ends', `stands with "${open}", which says that the session goes on; keep one of the two`)
    }
    const other = open ?? (step.ends === undefined ? undefined : 'ends')
    if (step.breaks !== undefined && other !== undefined) {
      issue('breaks', `stands with "${other}", which says otherwise of the session; keep one of the two`)
    }
  })

export const scriptSchema = z.strictObject({
  session: written,
  /** The path of another script, relative to this one, that is played first. */
  use: written.optional(),
  /** Warnings of screens that do not fail the script. */
  allow: z.array(z.enum(screenFaults)).optional(),
  steps: z.array(stepSchema).min(1, 'is empty; write at least one step'),
})

export type StepWords = z.infer<typeof stepSchema>
export type StepWord = keyof StepWords
export type ScriptWords = z.infer<typeof scriptSchema>
