import type { FailureReason } from './tables.ts'

/** What a vendor's test number makes of an item: settled by nobody's hand, on the business clock. */
export interface Scripted {
  /** Null: it succeeds, and money moves where it is a payment. */
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
