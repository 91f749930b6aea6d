import { momo } from './momo/index.ts'
import { onepipe } from './onepipe/index.ts'

/** Every provider of payersim. A file of its own, so that who reads the list alone loads no server. */
export const builtInProviders = [momo, onepipe] as const
