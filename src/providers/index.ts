import { momo } from './momo/index.ts'
import { onepipe } from './onepipe/index.ts'

export {
  type ControlAnswer,
  type ControlRequest,
  type ControlRoute,
  controlRoute,
} from './control-route.ts'
export { type JsonAnswer, type JsonOperation, type JsonRequest, jsonApi, jsonOperation } from './json-api.ts'
export type {
  Conflict,
  Hosts,
  OpenProvider,
  Provider,
  ProviderServer,
  ProviderSettings,
  ServerParts,
  WorldEnvironment,
  WorldPart,
} from './provider.ts'
export {
  amount,
  amountTrouble,
  currency,
  foreignCurrency,
  limits,
  limitTrouble,
  placeOf,
} from './world-fields.ts'

/** Every provider of payersim. */
export const builtInProviders = [momo, onepipe] as const
