export {
  type Callback,
  ClientError,
  httpPort,
  Merchant,
  Order,
  Phone,
  type Screen,
  SimulatorClient,
} from './client/index.ts'
export { Simulator, type SimulatorOptions, startSimulator } from './simulator.ts'
