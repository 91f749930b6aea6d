export type { Statement } from '../providers/momo/client/index.ts'
export {
  BillPayment,
  CashTransfer,
  Consent,
  type ConsentStanding,
  consentStandings,
  Deposit,
  Invoice,
  Merchant,
  Order,
  type Payment,
  PreApproval,
  Refund,
  type StatementOptions,
  Transfer,
  Withdrawal,
} from '../providers/momo/client/index.ts'
export type { OnePipeStatement } from '../providers/onepipe/client/index.ts'
export {
  BalanceRequest,
  type BalanceStatus,
  balanceStatuses,
  OnePipeApp,
} from '../providers/onepipe/client/index.ts'
export { optionsOf, type ScreenOption } from '../terms/index.ts'
export type { ApiCall, ApiCalls, CallsCheck, ExpectedCallsInput } from '../terms/sim/call.ts'
export type { CallbackDelivery } from '../terms/sim/callback.ts'
export type { Email } from '../terms/sim/mailbox.ts'
export type { Message, SmsThread } from '../terms/sim/message.ts'
export type { NamedWorld } from '../terms/sim/named-world.ts'
export type { ServiceCode, ShortCode } from '../terms/sim/network.ts'
export type { OpenedPayment, Payment as ListedPayment } from '../terms/sim/payment.ts'
export type { Screen } from '../terms/sim/phone.ts'
export type { Snapshot } from '../terms/sim/snapshot.ts'
export type { WorldView as World } from '../terms/sim/world.ts'
export type { Callback } from './callback-sink.ts'
export type { Calls } from './calls.ts'
export { ClientError, noAnswerTo } from './errors.ts'
export type { FaultPlan } from './faults.ts'
export type { HeldRequest, Hold, Holds } from './holds.ts'
export { httpPort } from './http-port.ts'
export { anything, type KnownOptions, oneOf, optionsProblem, text, words } from './known-options.ts'
export { Mailbox } from './mailbox.ts'
export { Phone } from './phone.ts'
export { pickOption } from './pick-option.ts'
export type { Listener, Port, PortRequest, PortResponse, ReceivedRequest } from './port.ts'
export { remoteRecordings } from './recordings.ts'
export { SimulatorClient } from './simulator-client.ts'
export type { TimelineEvent } from './timeline-event.ts'
export type { NewWorldOptions, Worlds } from './worlds.ts'
