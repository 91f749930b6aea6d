import type { MandateKind, PaymentRequestKind, PayoutKind } from '../terms/sim/statuses.ts'
import { t } from './words/words.ts'

/** What people read for the kinds of orders, and of what the ledger moves. */
export const kindNames = {
  'request-to-pay': t('Request to pay'),
  withdrawal: t('Withdrawal'),
  invoice: t('Invoice'),
  'pre-approval': t('Pre-approval'),
  consent: t('Consent'),
  // The wallet's word, and MTN's.
  disbursement: t('Transfer'),
  transfer: t('Transfer'),
  deposit: t('Deposit'),
  refund: t('Refund'),
  'cash-transfer': t('Cash transfer'),
  'bill-payment': t('Bill payment'),
  funding: t('Funding'),
} as const satisfies Record<PaymentRequestKind | PayoutKind | MandateKind | 'transfer' | 'funding', string>
