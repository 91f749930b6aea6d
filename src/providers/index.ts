import { momo } from './momo/index.ts'
import { onepipe } from './onepipe/index.ts'

export type { ControlRoute } from './control-route.ts'
export type {
  Conflict,
  OpenProvider,
  Provider,
  ProviderServer,
  ProviderSettings,
  ServerParts,
  WorldEnvironment,
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
