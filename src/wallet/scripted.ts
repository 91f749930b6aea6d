import type { FailureReason } from './tables.ts'

/** How an order settles without a person, on the business clock: a provider's test numbers do so. */
export interface Scripted {
  /** Null: it succeeds, and the money of a payment moves. */
  reason: FailureReason | null
  /** Null: nothing happens, until it expires. */
  afterSeconds: number | null
}

export function readScript(script: string | null): Scripted | undefined {
  return script === null ? undefined : (JSON.parse(script) as Scripted)
}

export function writeScript(scripted: Scripted | undefined): string | null {
  return scripted ? JSON.stringify(scripted) : null
}
