import type { MomoEvents } from './momo/server/events.ts'
import type { MomoWorld } from './momo/world.ts'
import type { OnePipeEvents } from './onepipe/server/events.ts'
import type { OnePipeWorld } from './onepipe/world.ts'

// The types of payersim's own providers that are published. The list of providers itself names types of the server.

/** Their parts of a world, by name. */
export interface ProviderWorlds {
  momo: MomoWorld
  onepipe: OnePipeWorld
}

/** Their events, by kind. */
export interface ProviderEvents extends MomoEvents, OnePipeEvents {}
