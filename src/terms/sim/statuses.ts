/** Of a screen and of its USSD session: every one but `open` is final. A screen of no session is `ended`. */
export const screenStatuses = ['open', 'ended', 'cancelled', 'timed-out', 'failed'] as const
export type ScreenStatus = (typeof screenStatuses)[number]

/** The ends of a session that its app did not end. */
export const brokenStatuses = ['cancelled', 'timed-out', 'failed'] as const satisfies readonly ScreenStatus[]

export const clockModes = ['running', 'frozen'] as const
export type ClockMode = (typeof clockModes)[number]

/**
 * `waiting`: behind another delivery of its lane; `pending`: waits for its due time; `attempting`: in flight; `done` and
 * `failed`: final; `lost`: in flight when its process died, so it is unknown whether this at-most-once delivery arrived.
 */
export const deliveryStatuses = ['waiting', 'pending', 'attempting', 'done', 'failed', 'lost'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** What a merchant asks a payer to pay for: goods, cash that an agent hands out, an invoice. Stored, and public. */
export const paymentRequestKinds = ['request-to-pay', 'withdrawal', 'invoice'] as const
export type PaymentRequestKind = (typeof paymentRequestKinds)[number]

/** How a merchant's money goes out. A `disbursement` is a transfer to a payee. Stored, and public. */
export const payoutKinds = ['disbursement', 'deposit', 'refund', 'cash-transfer', 'bill-payment'] as const
export type PayoutKind = (typeof payoutKinds)[number]

/** What a fee can be for: that for which a person pays, and the bills that merchants pay. */
export const feeKinds = [...paymentRequestKinds, 'bill-payment'] as const
export type FeeKind = (typeof feeKinds)[number]

/** Of a payment request and of a payout. */
export const requestStatuses = ['PENDING', 'SUCCESSFUL', 'FAILED'] as const
export type RequestStatus = (typeof requestStatuses)[number]

/** What a payer may permit a merchant: to debit without asking, or to read data of the payer. Stored, and public. */
export const mandateKinds = ['pre-approval', 'consent'] as const
export type MandateKind = (typeof mandateKinds)[number]

export const preApprovalStatuses = [
  'PENDING',
  'APPROVED',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
  'FAILED',
] as const
export type PreApprovalStatus = (typeof preApprovalStatuses)[number]
