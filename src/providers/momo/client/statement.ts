import { text } from '../../../client/parts.ts'

/** The period and currency of a statement. */
export interface StatementOptions {
  /** Included. ISO 8601 with its zone, or a day, which begins at midnight UTC. */
  from?: string
  /** The same; excluded. */
  to?: string
  /** ISO 4217. */
  currency?: string
}

/** The options of `statement` and `statementCsv`. */
export const statementWords = { from: text, to: text, currency: text }

export function statementPath(apiUser: string, options: StatementOptions & { format?: 'csv' }): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(options)) if (value !== undefined) query.set(name, value)
  const path = `/_sim/merchants/${encodeURIComponent(apiUser)}/statement`
  return query.size > 0 ? `${path}?${query}` : path
}
