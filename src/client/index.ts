export type { Callback } from './callback-sink.ts'
export { ClientError, type ClientErrorData } from './errors.ts'
export { type FaultPlan, type FaultPoint, type FaultReading, type FaultTimes, faultWords } from './faults.ts'
export { httpPort } from './http-port.ts'
export { anything, type KnownOptions, oneOf, optionsProblem, text, words } from './known-options.ts'
export { type Email, type EmailQuery, Mailbox } from './mailbox.ts'
export { Merchant, type NewPreApproval, type NewTransfer, type RequestToPay } from './merchant.ts'
export type { MerchantOptions } from './merchant-access.ts'
export type { TelcoNetwork } from './network.ts'
export { type BalanceSource, type GetBalance, OnePipeApp } from './onepipe-app.ts'
export { BalanceRequest } from './onepipe-balance-request.ts'
export { type BalanceStatus, balanceStatuses, type OnePipeAnswer, type Resent } from './onepipe-schema.ts'
export type { OnePipeStatement, Period } from './onepipe-statement.ts'
export { Order } from './order.ts'
export type { Party } from './party.ts'
export { type MessageQuery, Phone } from './phone.ts'
export type { Listener, Port, PortRequest, PortResponse, ReceivedRequest } from './port.ts'
export { PreApproval } from './pre-approval.ts'
export type {
  Audit,
  CallbackDelivery,
  ClockView,
  Health,
  Message,
  Payment,
  PhoneView,
  PreApprovalDetails,
  Screen,
  ScreenWarningCode,
  SentSms,
  ServiceCode,
  ShortCode,
  SmsThread,
  TimelineEvent,
  UserInfo,
  World,
} from './schema.ts'
export { optionsOf, pickOption, type ScreenOption } from './screen-options.ts'
export { type Clock, type FaultPlans, SimulatorClient } from './simulator-client.ts'
export type { Snapshot } from './snapshots.ts'
export type { Statement, StatementOptions } from './statement.ts'
export { Transfer } from './transfer.ts'
