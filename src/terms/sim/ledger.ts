import { z } from 'zod'
import { afterId, pageLimit } from './requests.ts'
import { paymentRequestKinds, payoutKinds } from './statuses.ts'

export const ledgerEntriesQuery = z.object({
  account: z.coerce.number().int().positive(),
  after: afterId,
  limit: pageLimit,
})

/** Amounts are decimal strings, here and below. */
export const accountSchema = z.lazy(() =>
  z.object({
    id: z.number(),
    /** The same for all accounts of one person or merchant. Written as the views of the data file have it. */
    account_holder_id: z.number(),
    kind: z.enum(['person', 'merchant', 'system']),
    name: z.string(),
    phone: z.string().nullable(),
    environment: z.string(),
    currency: z.string(),
    product: z.string(),
    balance: z.string(),
  }),
)
export type Account = z.infer<typeof accountSchema>

export const ledgerEntrySchema = z.lazy(() =>
  z.object({
    id: z.number(),
    transfer: z.number(),
    kind: z.enum([...paymentRequestKinds, ...payoutKinds, 'funding']),
    /** Below zero for what went out. */
    amount: z.string(),
    currency: z.string(),
    at: z.string(),
  }),
)
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>
