import type { Provider } from '../provider.ts'
import type { OnePipeClient } from './client/index.ts'
import { onePipeHosts } from './hosts.ts'
import { onePipeQuirks } from './quirks.ts'
import { onePipeTelling } from './terms/telling.ts'
import { type OnePipeWorld, onePipeWorld } from './world.ts'

/** OnePipe's gateway, and a provider of balances behind it. */
export const onepipe: Provider<'onepipe', OnePipeWorld, OnePipeClient> = {
  name: 'onepipe',
  title: 'OnePipe',
  hosts: onePipeHosts,
  quirks: onePipeQuirks,
  guide: (url) => [['OnePipe', `${url}/v2/transact  (apps and secrets: ${url}/_sim/world)`]],
  connect: async () => (await import('./connect/index.ts')).onePipeConnect,
  world: onePipeWorld,
  telling: onePipeTelling,
  server: async () => (await import('./server/index.ts')).onePipeServer,
  client: async () => (await import('./client/index.ts')).onePipeClient,
  steps: async () => (await import('./steps/index.ts')).onePipeSteps,
  commands: async () => [(await import('./commands/index.ts')).onepipeCommand()],
}
