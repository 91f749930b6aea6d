import type { FailureReason } from './tables.ts'

/** How a vendor's test number settles an order, without a person, on the business clock. */
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
