import type { MandateKind, PreApprovalStatus } from '../../terms/sim/statuses.ts'
import type { Party } from '../account-holder.ts'
import type { PinRefusal } from '../pin.ts'
import type { Scripted } from '../scripted.ts'
import type { FailureReason } from '../tables.ts'

/**
 * A merchant asks a payer for permission: to debit without asking each time, or, as a consent, to read data of the payer.
 * Times in epoch milliseconds.
 */
export interface Mandate {
  id: number
  kind: MandateKind
  /** UUID that lists show and that the merchant cancels it by. */
  publicId: string
  merchantId: number
  merchantName: string
  /** UUID version 4, lower case, chosen by the merchant. */
  referenceId: string
  environment: string
  payer: Party
  /** The payer's account holder; null where none was found. */
  payerId: number | null
  /** The payer's handset, `+` and digits. */
  phone: string | null
  /** Empty for a consent. */
  currency: string
  /** What a consent lets its merchant read, in the words of OpenID Connect; empty for a pre-approval. */
  scopes: readonly string[]
  message: string | null
  /** How long it is valid after it is accepted; 0: no end. */
  validitySeconds: number
  /**
   * `EXPIRED` with a reason: it was not accepted in time; without one: it was accepted and its validity ended.
   * `FAILED`: the payer could not be asked.
   */
  status: PreApprovalStatus
  /** Why it was not accepted. */
  reason: FailureReason | null
  createdAt: number
  /** Until when it can be accepted. */
  expiresAt: number
  /** When it was accepted, rejected, failed or expired unanswered. */
  settledAt: number | null
  /** Null where it is not accepted, or has no end. */
  validUntil: number | null
  lastUsedAt: number | null
  /** When it was cancelled, or its validity ended. */
  endedAt: number | null
}

type Terms = Pick<Mandate, 'merchantId' | 'referenceId' | 'environment' | 'payer' | 'validitySeconds'>

export type NewMandate = Terms & Pick<Mandate, 'currency' | 'message'> & { scripted?: Scripted }

export interface NewConsent extends Terms {
  /** At least one; none has a blank. */
  scopes: readonly string[]
  /** True: it is given at once, and nobody is asked. */
  given?: boolean
}

export type MandateOutcome = { outcome: 'accepted'; mandate: Mandate } | { outcome: 'duplicate' }
export type AcceptOutcome =
  | { outcome: 'accepted' | 'not-pending'; mandate: Mandate }
  | PinRefusal
  | { outcome: 'not-found' }
export type DeclineOutcome =
  | { outcome: 'rejected' | 'not-pending'; mandate: Mandate }
  | { outcome: 'not-found' }
export type CancelOutcome =
  | { outcome: 'cancelled' | 'not-active'; mandate: Mandate }
  | { outcome: 'not-found' }
