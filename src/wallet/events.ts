import type { NoData } from '../events/index.ts'
import type { PreApprovalStatus, RequestStatus } from '../terms/sim/statuses.ts'
import type { FailureReason } from './failure-reason.ts'

/** Amounts are decimal strings. */
type OfOrder = {
  referenceId: string
  /** The name of the merchant. */
  merchant: string
  currency: string
  environment: string
}

type OfRequest = OfOrder & {
  requestId: number
  amount: string
}

type OfMandate = OfOrder & {
  preApprovalId: number
}

type OfConsent = Omit<OfOrder, 'currency'> & {
  consentId: number
}

type OfPayout = OfOrder & {
  disbursementId: number
  amount: string
  status: RequestStatus
  reason: FailureReason | null
}

/** The other fields of the merchant's request; a recording repeats the request with them. */
type Texts = {
  externalId: string | null
  message: string | null
  note: string | null
}

type RequestCreated = OfRequest &
  Texts & { payer: string; product: string; byHand: boolean; automatic: boolean }
type RequestSettled = OfRequest & {
  status: RequestStatus
  reason: FailureReason | null
  automatic: boolean
}
type PayoutCreated = OfPayout & Texts & { payee: string; product: string }
/** What the provider keeps of an order beside. */
type WithDetails = { details?: Readonly<Record<string, string>> }

/** The wallet */
export interface WalletEvents {
  /** An account was opened for an unknown phone, because it dialled or a payment named it. */
  'account-holder.opened': { name: string; environment: string }
  /**
   * A merchant created a payment request, to be paid to its account for `product`. `byHand` is false if the payer's phone is
   * not asked.
   */
  'request-to-pay.created': RequestCreated
  /** A payment request has its final status. `automatic`: it was paid under a mandate. */
  'request-to-pay.settled': RequestSettled
  /** A merchant or agent asked a payer for money, to hand it out in cash. */
  'withdrawal.created': RequestCreated
  /** A withdrawal has its final status. */
  'withdrawal.settled': RequestSettled
  /** A merchant sent a payer an invoice. `number` is what the payer types to find it; `validitySeconds` is null without an end. */
  'invoice.created': RequestCreated & { number: string; validitySeconds: number | null }
  /** An invoice has its final status; the reason is `cancelled` where its merchant took it back. */
  'invoice.settled': RequestSettled
  /** Another program inserted an invalid row into the view `requests`. */
  'request-to-pay.refused': {
    reason: string
    reasonIn?: { fr: string }
    merchantId: number
    payer: string
    referenceId: string | null
  }
  /** A merchant created a mandate. */
  'pre-approval.created': OfMandate & {
    payer: string
    message: string | null
    validitySeconds: number
    byHand: boolean
  }
  /** A waiting mandate was accepted, rejected, cancelled, expired or failed. */
  'pre-approval.settled': OfMandate & { status: PreApprovalStatus; reason: FailureReason | null }
  /** An accepted mandate was cancelled or expired. */
  'pre-approval.ended': OfMandate & {
    status: 'CANCELLED' | 'EXPIRED'
    by: 'payer' | 'merchant' | 'time'
  }
  /** A merchant asked a payer for consent to read data. `scopes` is separated by blanks, in the words of OpenID Connect. */
  'consent.created': OfConsent & { payer: string; scopes: string; validitySeconds: number; byHand: boolean }
  /** A waiting consent was given, refused, expired or failed. */
  'consent.settled': OfConsent & { status: PreApprovalStatus; reason: FailureReason | null }
  /** A consent that was given was taken back by its payer, or its time is over. */
  'consent.ended': OfConsent & { status: 'CANCELLED' | 'EXPIRED'; by: 'payer' | 'merchant' | 'time' }
  /** A merchant created a transfer to a payee. */
  'disbursement.created': PayoutCreated
  /** A transfer to a payee has its final status. */
  'disbursement.settled': OfPayout
  /** A merchant created a deposit to a payee. */
  'deposit.created': PayoutCreated
  /** A deposit has its final status. */
  'deposit.settled': OfPayout
  /** A merchant gives money of a payment back; `refunds` is the reference id of that. */
  'refund.created': PayoutCreated & { refunds?: string }
  /** A refund has its final status. */
  'refund.settled': OfPayout
  /** A merchant created a cash transfer from another country. */
  'cash-transfer.created': PayoutCreated & WithDetails
  /** A cash transfer has its final status. */
  'cash-transfer.settled': OfPayout
  /** A merchant pays the bill of a customer at a service provider. */
  'bill-payment.created': PayoutCreated & WithDetails
  /** The payment of a bill has its final status. */
  'bill-payment.settled': OfPayout
  /** A wrong PIN was entered. */
  'pin.wrong': { triesLeft: number }
  /** Too many wrong PINs were entered: the account is locked. */
  'pin.locked': NoData
}

declare module '../events/index.ts' {
  interface Events extends WalletEvents {}
}
