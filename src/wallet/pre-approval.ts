import type { PreApprovalStatus } from '../terms/sim/statuses.ts'
import type { Party } from './account-holder.ts'
import type { PinRefusal } from './pin.ts'
import type { Scripted } from './scripted.ts'
import type { FailureReason } from './tables.ts'

/** A payer's leave, asked for by a merchant, to be debited without being asked. Times in epoch milliseconds. */
export interface PreApproval {
  id: number
  /** UUID by which lists show it and the merchant cancels it. */
  publicId: string
  merchantId: number
  merchantName: string
  /** UUID version 4, lower case, chosen by the merchant. */
  referenceId: string
  environment: string
  payer: Party
  /** The payer's account holder; null where nobody was found. */
  payerId: number | null
  /** The payer's handset, `+` and digits. */
  phone: string | null
  currency: string
  message: string | null
  /** How long it holds once it is accepted; 0 has no end. */
  validitySeconds: number
  /**
   * `EXPIRED` with a reason was never accepted in time; without one it was, and its validity ran out. `FAILED` could
   * not be asked.
   */
  status: PreApprovalStatus
  /** Why it was never accepted. */
  reason: FailureReason | null
  createdAt: number
  /** Until when it can be accepted. */
  expiresAt: number
  /** When it was accepted, or not. */
  settledAt: number | null
  /** Null where it was not accepted, or has no end. */
  validUntil: number | null
  lastUsedAt: number | null
  /** When it was cancelled, or ran out. */
  endedAt: number | null
}

export type NewPreApproval = Pick<
  PreApproval,
  'merchantId' | 'referenceId' | 'environment' | 'payer' | 'currency' | 'message' | 'validitySeconds'
> & { scripted?: Scripted }

export type PreApprovalOutcome = { outcome: 'accepted'; preApproval: PreApproval } | { outcome: 'duplicate' }
export type AcceptOutcome =
  | { outcome: 'accepted' | 'not-pending'; preApproval: PreApproval }
  | PinRefusal
  | { outcome: 'not-found' }
export type DeclineOutcome =
  | { outcome: 'rejected' | 'not-pending'; preApproval: PreApproval }
  | { outcome: 'not-found' }
export type CancelOutcome =
  | { outcome: 'cancelled' | 'not-active'; preApproval: PreApproval }
  | { outcome: 'not-found' }
