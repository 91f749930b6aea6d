export type {
  BalanceView,
  HolderView,
  Party,
  Profile,
} from './account-holder.ts'
export type { WaitingApproval } from './approval/queue.ts'
export type { Environment, Limit, PayerAnswer, WalletConfig } from './config.ts'
export type { Disbursement, NewDisbursement } from './disbursement/types.ts'
export { walletDbSchema } from './migration.ts'
export { fundingsAfter, hasMoved, type Movement, movementsOf } from './movements.ts'
export type { PinRefusal } from './pin.ts'
export type {
  CancelOutcome,
  NewPreApproval,
  PreApproval,
} from './pre-approval/types.ts'
export { referenceOwners } from './reference-owners.ts'
export type { NewRequestToPay, RequestToPay } from './request-to-pay/types.ts'
export type { Scripted } from './scripted.ts'
export type { Statement, StatementLine, StatementWanted } from './statement.ts'
export type { Stranger } from './stranger.ts'
export type {
  FailureReason,
  Language,
  PartyType,
} from './tables.ts'
export { entriesOf, everyBalance } from './views.ts'
export { Wallet } from './wallet.ts'
