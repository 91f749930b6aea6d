import { z } from 'zod'
import { text } from './known-options.ts'

const money = z.string()

export const statementSchema = z.object({
  apiUser: z.string(),
  /** As payers see it. */
  merchant: z.string(),
  environment: z.string(),
  accounts: z.array(z.object({ product: z.string(), currency: z.string(), opening: money, closing: money })),
  lines: z.array(
    z.object({
      at: z.string(),
      kind: z.enum(['request-to-pay', 'transfer', 'funding']),
      product: z.string(),
      referenceId: z.string().nullable(),
      externalId: z.string().nullable(),
      financialTransactionId: z.string(),
      party: z.object({ type: z.string(), id: z.string() }).nullable(),
      note: z.string().nullable(),
      amount: money,
      fee: money,
      balance: money,
      currency: z.string(),
    }),
  ),
})

/** What moved on a merchant's accounts, in order; money is decimal strings, below zero for what went out. */
export type Statement = z.output<typeof statementSchema>

/** Which part of a statement. */
export interface StatementOptions {
  /** ISO 8601 with its zone, or a day, which begins at midnight UTC. */
  from?: string
  /** The same; what happened then is left out. */
  to?: string
  /** ISO 4217. */
  currency?: string
}

/** What `statement` and `statementCsv` take. */
export const statementWords = { from: text, to: text, currency: text }

export function statementPath(apiUser: string, options: StatementOptions & { format?: 'csv' }): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(options)) if (value !== undefined) query.set(name, value)
  const path = `/_sim/merchants/${encodeURIComponent(apiUser)}/statement`
  return query.size > 0 ? `${path}?${query}` : path
}
