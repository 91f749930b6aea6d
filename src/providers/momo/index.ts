import type { Provider } from '../provider.ts'
import type { MomoClient } from './client/index.ts'
import { momoHosts } from './hosts.ts'
import { momoQuirks } from './quirks.ts'
import { momoTelling } from './terms/telling.ts'
import { type MomoWorld, momoWorld } from './world.ts'

/** MTN's MoMo Open API. */
export const momo: Provider<'momo', MomoWorld, MomoClient> = {
  name: 'momo',
  title: 'MTN MoMo',
  hosts: momoHosts,
  quirks: momoQuirks,
  quirksByEnvironment: true,
  guide(url, view) {
    const { subscriptionKeys, apiUsers } = view as MomoWorld
    const [user] = apiUsers
    return [
      ['MoMo API', `${url}/collection  (sandbox provisioning: ${url}/v1_0/apiuser)`],
      ['  subscription key', subscriptionKeys.collection],
      ...(user ? ([['  API user, key', `${user.id}  ${user.apiKey}`]] as const) : []),
    ]
  },
  connect: async () => (await import('./connect/index.ts')).momoConnect,
  world: momoWorld,
  telling: momoTelling,
  server: async () => (await import('./server/index.ts')).momoServer,
  client: async () => (await import('./client/index.ts')).momoClient,
  steps: async () => (await import('./steps/index.ts')).momoSteps,
}
