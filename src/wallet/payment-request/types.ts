import type { PaymentRequestKind, RequestStatus } from '../../terms/sim/statuses.ts'
import type { Party } from '../account-holder.ts'
import type { PaymentRefusal } from '../payment.ts'
import type { PinRefusal } from '../pin.ts'
import type { Scripted } from '../scripted.ts'
import type { FailureReason } from '../tables.ts'

/** A merchant asks a payer to pay. Amounts in minor units, times in epoch milliseconds. */
export interface PaymentRequest {
  id: number
  kind: PaymentRequestKind
  merchantId: number
  merchantName: string
  product: string
  /** UUID version 4, lower case, chosen by the merchant. */
  referenceId: string
  environment: string
  payer: Party
  /** The payer's account holder; null where none was found. */
  payerId: number | null
  /** The payer's handset, `+` and digits. */
  phone: string | null
  amount: number
  /** Paid on top of the amount. */
  fee: number
  currency: string
  externalId: string | null
  payerMessage: string | null
  payeeNote: string | null
  /** The number under which its payer finds it: of an invoice. */
  number: string | null
  /** The mandate under which it is debited without asking. */
  mandateId: number | null
  status: RequestStatus
  reason: FailureReason | null
  financialTransactionId: string | null
  createdAt: number
  expiresAt: number
  settledAt: number | null
  /** What it belongs to; null for one of an older version. */
  trace: string | null
}

export type NewPaymentRequest = Pick<
  PaymentRequest,
  | 'merchantId'
  | 'product'
  | 'referenceId'
  | 'environment'
  | 'payer'
  | 'amount'
  | 'currency'
  | 'externalId'
  | 'payerMessage'
  | 'payeeNote'
> & {
  /** A request to pay by default. */
  kind?: PaymentRequestKind
  /** How long an invoice can be paid, in seconds; without an end where left out. The others wait as long as the world says. */
  validitySeconds?: number | undefined
  scripted?: Scripted
  /** False: the payer is asked, even under a mandate. */
  automatic?: boolean
}

export type PaymentRequestOutcome =
  | { outcome: 'accepted'; request: PaymentRequest }
  | { outcome: 'duplicate' }

export type ApprovalOutcome =
  | { outcome: 'approved'; request: PaymentRequest; balance: number }
  | PinRefusal
  | { outcome: PaymentRefusal; request: PaymentRequest }
  | { outcome: 'not-pending'; request: PaymentRequest }
  | { outcome: 'not-found' }

export type RejectionOutcome =
  | { outcome: 'rejected' | 'not-pending'; request: PaymentRequest }
  | { outcome: 'not-found' }

export type CancellationOutcome =
  | { outcome: 'cancelled' | 'not-pending'; request: PaymentRequest }
  | { outcome: 'not-found' }

/** `expiresAt` of an invoice without an end: the last second with a year of four digits. */
export const noEnd = Date.parse('9999-12-31T23:59:59Z')

/** The number of an invoice, which its payer types: 10 digits, made as those of transfers are, and others than those. */
export function invoiceNumber(requestId: number): string {
  return String(1_000_000_000 + ((requestId * 7_368_787 + 301_260_568) % 9_000_000_000))
}
