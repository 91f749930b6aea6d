import type { PayoutKind, RequestStatus } from '../../terms/sim/statuses.ts'
import type { Party } from '../account-holder.ts'
import type { Scripted } from '../scripted.ts'
import type { FailureReason } from '../tables.ts'

/** Money that a merchant sends out. Amounts in minor units, times in epoch milliseconds. */
export interface Payout {
  id: number
  kind: PayoutKind
  merchantId: number
  merchantName: string
  /** Which of the merchant's accounts pays. */
  product: string
  /** UUID version 4, lower case, chosen by the merchant. */
  referenceId: string
  environment: string
  payee: Party
  /** The payee's account holder; null where none was found. */
  payeeId: number | null
  /** The payee's handset, `+` and digits. */
  phone: string | null
  amount: number
  /** Paid by the merchant on top of the amount. */
  fee: number
  currency: string
  externalId: string | null
  payerMessage: string | null
  payeeNote: string | null
  status: RequestStatus
  reason: FailureReason | null
  financialTransactionId: string | null
  /** The payment request whose money it gives back: of a refund. */
  refundedRequestId: number | null
  /** What the provider keeps of it beside, as it gave it. */
  details: unknown
  createdAt: number
  settledAt: number | null
}

export type NewPayout = Pick<
  Payout,
  | 'merchantId'
  | 'product'
  | 'referenceId'
  | 'environment'
  | 'payee'
  | 'amount'
  | 'currency'
  | 'externalId'
  | 'payerMessage'
  | 'payeeNote'
> & {
  /** A transfer to a payee by default. */
  kind?: PayoutKind
  scripted?: Scripted
}

export type PayoutOutcome = { outcome: 'accepted'; payout: Payout } | { outcome: 'duplicate' }
