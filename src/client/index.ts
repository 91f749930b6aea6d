export type { Callback } from './callback-sink.ts'
export { ClientError, type ClientErrorData } from './errors.ts'
export { httpPort } from './http-port.ts'
export { Merchant, type NewPreApproval, type NewTransfer, type RequestToPay } from './merchant.ts'
export type { MerchantOptions } from './merchant-access.ts'
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
  TimelineEvent,
  UserInfo,
  World,
} from './schema.ts'
export type { ScreenOption } from './screen-options.ts'
export { type Clock, SimulatorClient } from './simulator-client.ts'
export { Transfer } from './transfer.ts'
