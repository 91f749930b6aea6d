import { z } from 'zod'
import { balanceStatuses } from '../client/index.ts'
import { preApprovalStatuses, requestStatuses } from '../terms/sim/statuses.ts'
import { nearestKnown } from './problems.ts'
import { amount, currency, name, number, written } from './values.ts'

const count = z.int().min(0)

/** The expected callbacks of a merchant: how many, and what holds for each of them. */
export const callbacksSchema = z
  .strictObject({
    count: count.optional(),
    method: z.enum(['POST', 'PUT']).optional(),
    /** Fields that the body has; it may have others. */
    body: z.record(z.string(), z.unknown()).optional(),
    /** The whole body. */
    'whole-body': z.record(z.string(), z.unknown()).optional(),
  })
  .superRefine(({ count: wanted, body, method, 'whole-body': whole }, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (body !== undefined && whole !== undefined) {
      issue(['whole-body'], 'stands with "body"; keep one of the two')
    }
    if ((wanted ?? method ?? body ?? whole) === undefined) {
      issue([], 'needs "count", "method", "body" or "whole-body"')
    }
    for (const [word, value] of Object.entries({ method, body, 'whole-body': whole })) {
      if (wanted === 0 && value !== undefined) {
        issue([word], 'does not go with "count: 0", which says that there is none')
      }
    }
  })

export type ExpectedCallbacks = z.infer<typeof callbacksSchema>

/** The subjects of an `expect`, and for each the words it requires and the words it allows. */
const subjects = {
  request: { needs: ['status'], takes: ['reason', 'callbacks'] },
  'pre-approval': { needs: ['status'], takes: ['reason', 'callbacks', 'listed'] },
  transfer: { needs: ['status'], takes: ['reason', 'callbacks'] },
  'balance-request': { needs: ['status'], takes: ['error', 'available-balance'] },
  phone: { needs: ['balance', 'currency'], takes: [] },
} as const

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
    callbacks: z.union([count, callbacksSchema]).optional(),
    listed: z.enum(preApprovalStatuses).exclude(['FAILED']).optional(),
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
    const statuses: readonly string[] = subject === 'balance-request' ? balanceStatuses : requestStatuses
    if (expected.status !== undefined && !statuses.includes(expected.status)) {
      const message = `is none of ${statuses.join(', ')}${nearestKnown(expected.status, statuses)}`
      context.addIssue({ code: 'custom', path: ['status'], message })
    }
    for (const word of needs) {
      if (expected[word] === undefined) context.addIssue({ code: 'custom', message: `needs "${word}"` })
    }
  })
