import type { NoData } from '../events/index.ts'
import type { PreApprovalStatus, RequestStatus } from '../terms/sim/statuses.ts'
import type { FailureReason } from './failure-reason.ts'

/** Amounts are decimal strings. */
type OfOrder = {
  referenceId: string
  /** The name of who asked. */
  merchant: string
  currency: string
  environment: string
}

type OfRequest = OfOrder & {
  requestId: number
  amount: string
}

type OfPreApproval = OfOrder & {
  preApprovalId: number
}

type OfDisbursement = OfOrder & {
  disbursementId: number
  amount: string
  status: RequestStatus
  reason: FailureReason | null
}

/** What the merchant asked beside the amount, by which the order can be made again. */
type Texts = {
  externalId: string | null
  message: string | null
  note: string | null
}

/** The wallet */
export interface WalletEvents {
  /** A phone that nobody had heard of opened an account. */
  'account-holder.opened': { name: string; environment: string }
  /** A merchant asked for money. `byHand` is false where nobody is asked at the phone. */
  'request-to-pay.created': OfRequest & Texts & { payer: string; byHand: boolean; automatic: boolean }
  /** A request to pay is final. `automatic`: it was debited under a pre-approval. */
  'request-to-pay.settled': OfRequest & {
    status: RequestStatus
    reason: FailureReason | null
    automatic: boolean
  }
  /** What another program wrote into the view `requests` cannot be asked for. */
  'request-to-pay.refused': { reason: string; merchantId: number; payer: string; referenceId: string | null }
  /** A merchant asked a payer for a pre-approval. */
  'pre-approval.created': OfPreApproval & {
    payer: string
    message: string | null
    validitySeconds: number
    byHand: boolean
  }
  /** A pre-approval was accepted, or will not be. */
  'pre-approval.settled': OfPreApproval & { status: PreApprovalStatus; reason: FailureReason | null }
  /** An accepted pre-approval is over. */
  'pre-approval.ended': OfPreApproval & {
    status: 'CANCELLED' | 'EXPIRED'
    by: 'payer' | 'merchant' | 'time'
  }
  /** A merchant gave order to pay somebody. */
  'disbursement.created': OfDisbursement & Texts & { payee: string; product: string }
  /** A transfer to somebody is final. */
  'disbursement.settled': OfDisbursement
  /** A wrong PIN was entered. */
  'pin.wrong': { triesLeft: number }
  /** The last wrong PIN was entered: the account is locked. */
  'pin.locked': NoData
}

declare module '../events/index.ts' {
  interface Events extends WalletEvents {}
}
