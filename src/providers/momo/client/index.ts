import type { ClientParts, ProviderClient } from '../../../client/parts.ts'
import { Merchant } from './merchant.ts'
import type { MerchantOptions } from './merchant-access.ts'

export { Consent, type ConsentStanding, consentStandings } from './consent.ts'
export { Invoice } from './invoice.ts'
export { Merchant } from './merchant.ts'
export type { MerchantOptions } from './merchant-access.ts'
export { Order } from './order.ts'
export { BillPayment, CashTransfer, Deposit, Refund, Transfer } from './payouts.ts'
export { PreApproval } from './pre-approval.ts'
export type { Payment } from './schema.ts'
export type { StatementOptions } from './statement.ts'
export { Withdrawal } from './withdrawal.ts'

/** What tests and scripts use of MTN MoMo. */
export interface MomoClient {
  /** A new merchant; nothing is sent before its first request. */
  merchant(options?: MerchantOptions): Merchant
}

export const momoClient: ProviderClient<MomoClient> = {
  open: ({ wire, sinks }: ClientParts) => ({ merchant: (options) => new Merchant(wire, sinks, options) }),
}
export type { Statement } from '../terms/index.ts'
