import { z } from 'zod'
import type { ControlDescription } from '../../providers/index.ts'
import { openedPaymentSchema, paymentsSchema } from '../../terms/sim/payment.ts'
import { inLanguage } from './headers.ts'

const section = 'Payments'

/** What documents say of `/payments`. */
export const payments = {
  listPayments: {
    summary: 'All that anybody asked for, newest first',
    description:
      'Requests to pay, withdrawals, invoices, pre-approvals, consents, transfers and other payouts, and balance requests, whoever ' +
      'sent them. `standing` says in a sentence where each stands, in English, or in French for `Accept-Language: fr`. ' +
      '`after` is the cursor of an answer: older ones. `search` finds those of which each word is in a name, a number, the reference, ' +
      'the external id, the amount or the message; it looks at the newest 100,000 of each kind, and goes on at `after` where that is ' +
      'not null.',
    section,
    headers: inLanguage,
    answers: { 200: paymentsSchema },
  },
  getPayment: {
    summary: 'One payment, with its callbacks and what the ledger moved',
    description: '`again` says how to ask for the same once more.',
    section,
    headers: inLanguage,
    params: { id: z.string().meta({ examples: ['request-1'] }) },
    answers: { 200: openedPaymentSchema },
    problems: ['unknown-payment'],
  },
} satisfies Record<string, ControlDescription>
