import type { World } from '../control/index.ts'
import type { Provider } from '../providers/index.ts'
import type { ScriptSimulator } from '../sessions/index.ts'
import { startSimulator } from '../simulator/index.ts'

/** The simulator for one script of `payersim test`. */
export async function newScriptSimulator(
  world: World,
  providers: readonly Provider[] = [],
): Promise<ScriptSimulator> {
  const own = providers.length === 0 ? {} : { providers }
  const client = await startSimulator({ clock: 'frozen', world, ...own })
  return { client, close: () => client.close() }
}
