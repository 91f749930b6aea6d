export {
  canonical,
  type HolderView,
  type NewPerson,
  type Party,
  type Profile,
} from './account-holder.ts'
export type { Audit } from './audit.ts'
export type { Environment, Fee, Limit, PayerAnswer, WalletConfig } from './config.ts'
export type { Disbursement, NewDisbursement } from './disbursement.ts'
export type { HistoryItem } from './history.ts'
export { walletMigrations } from './migration.ts'
export type { BalanceView } from './people.ts'
export type { PinRefusal } from './pin.ts'
export type {
  AcceptOutcome,
  CancelOutcome,
  DeclineOutcome,
  NewPreApproval,
  PreApproval,
} from './pre-approval.ts'
export type { ApprovalOutcome, NewRequestToPay, RejectionOutcome, RequestToPay } from './request-to-pay.ts'
export type { Scripted } from './scripted.ts'
export type { Statement, StatementLine, StatementWanted } from './statement.ts'
export type { Stranger } from './stranger.ts'
export type {
  FailureReason,
  Gender,
  Language,
  PartyType,
  PreApprovalStatus,
  RequestStatus,
} from './tables.ts'
export type { WaitingItem } from './waiting.ts'
export { Wallet } from './wallet.ts'
