export {
  type Callback,
  ClientError,
  httpPort,
  Merchant,
  Order,
  Phone,
  PreApproval,
  type Screen,
  SimulatorClient,
  Transfer,
} from './client/index.ts'
export { Simulator, type SimulatorOptions, startSimulator } from './simulator.ts'
