export {
  BalanceRequest,
  type Callback,
  ClientError,
  type Email,
  type FaultPlan,
  httpPort,
  Mailbox,
  Merchant,
  type Message,
  OnePipeApp,
  Order,
  Phone,
  PreApproval,
  type Screen,
  type ShortCode,
  SimulatorClient,
  type SmsThread,
  type Snapshot,
  type Statement,
  Transfer,
} from './client/index.ts'
export { type ForkOptions, Simulator, type SimulatorOptions, startSimulator } from './simulator.ts'
export type { AfricasTalking, AtSandbox, Logger, SandboxUrls, Tls, TlsPort } from './simulator-options.ts'
