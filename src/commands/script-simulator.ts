import type { World } from '../control/index.ts'
import type { ScriptSimulator } from '../sessions/index.ts'
import { startSimulator } from '../simulator/index.ts'

/** The simulator for one script of `payersim test`. */
export async function newScriptSimulator(world: World): Promise<ScriptSimulator> {
  const client = await startSimulator({ clock: 'frozen', world })
  return { client, close: () => client.close() }
}
