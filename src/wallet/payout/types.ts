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
  /** The handset of the payee, `+` and digits; of a bill payment that of the customer. */
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
  /** The payment request whose money it gives back: of a refund, but for one that is scripted to fail. */
  refundedRequestId: number | null
  /** What the provider keeps of it beside, as it gave it. Of a bill payment its `phone` is the customer's, `+` and digits. */
  details: Readonly<Record<string, string>> | null
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
  /** Who is paid where that is not found by `payee`: of a refund and of a bill payment. Null: nobody, so that it fails. */
  payeeId?: number | null
  /** Of a bill payment: its fee is part of the amount, not on top of it. */
  feeIncluded?: boolean
  refundedRequestId?: number
  details?: Readonly<Record<string, string | undefined>>
  scripted?: Scripted
}

/** `all-fee`: nothing is left of the amount after the fee that it includes. */
export type PayoutOutcome =
  | { outcome: 'accepted'; payout: Payout }
  | { outcome: 'duplicate' }
  | { outcome: 'all-fee' }
