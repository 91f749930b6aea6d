export type {
  BalanceView,
  FullProfile,
  HolderView,
  Party,
  Profile,
} from './account-holder.ts'
export type { WaitingApproval } from './approval/queue.ts'
export type { Environment, Limit, PayerAnswer, WalletConfig } from './config.ts'
export type { FailureReason, WalletReason } from './failure-reason.ts'
export type {
  CancelOutcome,
  Mandate,
  NewConsent,
  NewMandate,
} from './mandate/types.ts'
export { walletDbSchema } from './migration.ts'
export {
  causeOf,
  fundingsAfter,
  fundingsUpTo,
  hasMoved,
  type Movement,
  movementOf,
  movementsOf,
  traceOfTransfer,
} from './movements.ts'
export { findOrder, newestOrder, type Order, orderSources, readOrders } from './orders.ts'
export { type NewPaymentRequest, noEnd, type PaymentRequest } from './payment-request/types.ts'
export type { NewPayout, Payout } from './payout/types.ts'
export type { PinRefusal } from './pin.ts'
export { type ReferenceOwner, referenceOwners } from './reference-owners.ts'
export type { Scripted } from './scripted.ts'
export type { Statement, StatementLine, StatementWanted } from './statement.ts'
export type { Stranger } from './stranger.ts'
export type {
  Language,
  PartyType,
} from './tables.ts'
export { entriesOf, everyBalance } from './views.ts'
export { Wallet } from './wallet.ts'
