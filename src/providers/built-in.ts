import { momo } from './momo/index.ts'
import type { MomoEvents } from './momo/server/events.ts'
import type { MomoWorld } from './momo/world.ts'
import { onepipe } from './onepipe/index.ts'
import type { OnePipeEvents } from './onepipe/server/events.ts'
import type { OnePipeWorld } from './onepipe/world.ts'

/**
 * Every provider of payersim. Who reads the list alone loads no server.
 *
 * @internal Left out of the published types, since a manifest names types of the server, of Express and SQLite.
 */
export const builtInProviders = [momo, onepipe] as const

/** Their parts of a world, by name. */
export interface ProviderWorlds {
  momo: MomoWorld
  onepipe: OnePipeWorld
}

/** Their events, by kind. */
export interface ProviderEvents extends MomoEvents, OnePipeEvents {}
