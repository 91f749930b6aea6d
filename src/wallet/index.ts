export { canonical, type HolderView, type NewPerson, type Party } from './account-holder.ts'
export type { Audit } from './audit.ts'
export type { Environment, Fee, Limit, PayerAnswer, WalletConfig } from './config.ts'
export type { HistoryItem } from './history.ts'
export type { PinRefusal } from './pin.ts'
export type { ApprovalOutcome, NewRequestToPay, RejectionOutcome, RequestToPay } from './request-to-pay.ts'
export {
  type FailureReason,
  type Language,
  type PartyType,
  type RequestStatus,
  walletMigrations,
} from './tables.ts'
export { type BalanceView, Wallet } from './wallet.ts'
