import type { MandateKind, PaymentRequestKind, PayoutKind } from '../terms/sim/statuses.ts'

/** What people read for the kinds of orders, and of what the ledger moves. */
export const kindNames = {
  'request-to-pay': 'Request to pay',
  withdrawal: 'Withdrawal',
  invoice: 'Invoice',
  'pre-approval': 'Pre-approval',
  consent: 'Consent',
  // The wallet's word, and MTN's.
  disbursement: 'Transfer',
  transfer: 'Transfer',
  deposit: 'Deposit',
  refund: 'Refund',
  'cash-transfer': 'Cash transfer',
  'bill-payment': 'Bill payment',
  funding: 'Funding',
} as const satisfies Record<PaymentRequestKind | PayoutKind | MandateKind | 'transfer' | 'funding', string>
