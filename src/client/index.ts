export type { Callback } from './callback-sink.ts'
export { ClientError } from './errors.ts'
export type { FaultPlan } from './faults.ts'
export { httpPort } from './http-port.ts'
export { anything, type KnownOptions, oneOf, optionsProblem, text, words } from './known-options.ts'
export { type Email, Mailbox } from './mailbox.ts'
export { Merchant } from './merchant.ts'
export { OnePipeApp } from './onepipe-app.ts'
export { BalanceRequest } from './onepipe-balance-request.ts'
export { type BalanceStatus, balanceStatuses } from './onepipe-schema.ts'
export type { OnePipeStatement } from './onepipe-statement.ts'
export { Order } from './order.ts'
export { Phone } from './phone.ts'
export type { Listener, Port, PortRequest, PortResponse, ReceivedRequest } from './port.ts'
export { PreApproval } from './pre-approval.ts'
export type {
  CallbackDelivery,
  Message,
  Payment,
  PhoneView,
  Screen,
  ServiceCode,
  ShortCode,
  SmsThread,
  TimelineEvent,
  World,
} from './schema.ts'
export { optionsOf, pickOption, type ScreenOption } from './screen-options.ts'
export { SimulatorClient } from './simulator-client.ts'
export type { Snapshot } from './snapshots.ts'
export type { Statement, StatementOptions } from './statement.ts'
export { Transfer } from './transfer.ts'
