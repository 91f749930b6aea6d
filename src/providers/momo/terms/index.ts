import { z } from 'zod'
import { statementFields } from '../../../terms/sim/statement.ts'
import { paymentRequestKinds, payoutKinds } from '../../../terms/sim/statuses.ts'

export { type MomoView, momoViewSchema } from './world-view.ts'

export const merchantStatementQuery = z.strictObject({
  ...statementFields,
  /** ISO 4217. */
  currency: z
    .string()
    .transform((code) => code.toUpperCase())
    .optional(),
})

const text = z.string()
const textOrNone = text.nullable()

/** What moved on a merchant's accounts, in order; money is decimal strings, below zero for what went out. */
export const statementSchema = z.lazy(() =>
  z.object({
    apiUser: text,
    /** As payers see it. */
    merchant: text,
    environment: text,
    accounts: z.array(z.object({ product: text, currency: text, opening: text, closing: text })),
    lines: z.array(
      z.object({
        at: text,
        /** A transfer to a payee is a `transfer`; `funding` is what the account opened with. */
        kind: z
          .enum([...paymentRequestKinds, 'transfer', ...payoutKinds, 'funding'])
          .exclude(['disbursement']),
        product: text,
        referenceId: textOrNone,
        externalId: textOrNone,
        financialTransactionId: text,
        /** Who paid, or was paid; null for a funding. */
        party: z.object({ type: text, id: text }).nullable(),
        note: textOrNone,
        amount: text,
        fee: text,
        balance: text,
        currency: text,
      }),
    ),
  }),
)
export type Statement = z.infer<typeof statementSchema>
