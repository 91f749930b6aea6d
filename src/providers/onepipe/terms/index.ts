import { z } from 'zod'
import { optionalText } from '../../../terms/sim/requests.ts'
import { statementFields } from '../../../terms/sim/statement.ts'

export { type OnePipeView, onePipeViewSchema } from './world-view.ts'

export const resendBody = z.strictObject({ app: z.string().min(1).optional() }).default({})
export const onePipeStatementsQuery = z.strictObject({ app: optionalText, ...statementFields })

/**
 * `phone` and `email` are masked; `phone` is null, and `email` left out, where nothing is sent there; `expiresAt` is
 * ISO 8601; `sent` is false where neither was taken.
 */
export const resentSchema = z.lazy(() =>
  z.object({
    sent: z.boolean(),
    phone: z.string().nullable(),
    email: z.string().optional(),
    expiresAt: z.string(),
  }),
)
export type Resent = z.infer<typeof resentSchema>

const textOrNone = z.string().nullable()
const price = { price: textOrNone, amount: textOrNone, currency: textOrNone }

/**
 * What the host invoices an app for in a period: its calls by service, operation and status, with prices and shares
 * where the world names them. Amounts are decimal strings with all decimals of their currency.
 */
export const onePipeStatementSchema = z.lazy(() =>
  z.object({
    app: z.string(),
    /** ISO 8601, UTC: the first moment of the period; null where it has no beginning. */
    from: textOrNone,
    /** The first moment after the period; null where it has no end. */
    to: textOrNone,
    /** Calls of one service, operation and status. Without a price where the world names none. */
    lines: z.array(
      z.object({
        service: z.string(),
        operation: z.string(),
        status: z.string(),
        calls: z.number(),
        ...price,
      }),
    ),
    services: z.array(
      z.object({
        service: z.string(),
        calls: z.number(),
        /** Those that were answered: each is charged, whatever the answer. */
        charged: z.number(),
        ...price,
        shares: z.array(z.object({ party: z.string(), share: z.string(), amount: z.string() })),
      }),
    ),
    /** One for each currency. */
    totals: z.array(z.object({ currency: z.string(), amount: z.string() })),
  }),
)
export type OnePipeStatement = z.infer<typeof onePipeStatementSchema>
