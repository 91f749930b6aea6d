import type { World } from '../control/index.ts'
import type { Provider } from '../providers/index.ts'
import type { ScriptSimulator } from '../sessions/index.ts'
import { type Simulator, simulatorsAlike, startSimulator } from '../simulator/index.ts'

/** The simulators for the scripts of `payersim test`, which all begin alike. */
export function scriptSimulators(
  world: World,
  providers: readonly Provider[] = [],
): () => Promise<ScriptSimulator> {
  const own = providers.length === 0 ? {} : { providers }
  const options = { clock: 'frozen', world, ...own } as const
  let isFirst = true
  let alike: Promise<() => Promise<Simulator>> | undefined
  const newSimulator = async () => {
    // One script alone has nothing to copy.
    if (isFirst) {
      isFirst = false
      return startSimulator(options)
    }
    alike ??= simulatorsAlike(options)
    return (await alike)()
  }
  return async () => {
    const client = await newSimulator()
    return { client, close: () => client.close() }
  }
}
