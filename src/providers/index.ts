export {
  type ControlAnswer,
  type ControlDescription,
  type ControlRequest,
  type ControlRoute,
  controlRoute,
} from './control-route.ts'
export { type JsonAnswer, type JsonOperation, type JsonRequest, jsonApi, jsonOperation } from './json-api.ts'
export type {
  AskedAgain,
  ConnectPart,
  Hosts,
  OpenProvider,
  OwnPayment,
  PanelModule,
  Provider,
  ProviderPayments,
  ProviderServer,
  ProviderSettings,
  ServerParts,
} from './provider.ts'
export {
  amountTrouble,
  foreignCurrency,
  limitTrouble,
  placeOf,
} from './world-fields.ts'
export type { Conflict, WorldPart } from './world-part.ts'
