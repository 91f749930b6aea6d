import { ClientError, type Port, SimulatorClient } from '../client/index.ts'
import { type Recording, settingsFor, type World } from '../control/index.ts'
import { ConflictError } from '../kernel/index.ts'
import type { Provider } from '../providers/index.ts'

/**
 * Starts recordings for the control routes: a client of this same simulator, which writes session scripts.
 *
 * @param port of the simulator, which exists only after the start
 */
export function recorderOf({
  port,
  world,
  providers,
  worldFile,
  baseUrl,
}: {
  port: () => Port
  world: World
  providers: readonly Provider[]
  worldFile: string | undefined
  baseUrl: string
}): () => Promise<Recording> {
  return async () => {
    // Loaded late: most simulators never record.
    const { startRecording } = await import('../sessions/index.ts')
    const quirks = Object.fromEntries(
      providers.map((provider) => [provider.name, settingsFor(provider, world).quirks]),
    )
    const client = new SimulatorClient(port())
    const recording = await startRecording(client, { ownUrl: baseUrl, worldFile, quirks, providers })
    return {
      ...recording,
      async script(name) {
        try {
          return await recording.script(name)
        } catch (error) {
          if (error instanceof ClientError)
            throw new ConflictError(error.message, {}, { problem: 'nothing-recorded' })
          throw error
        }
      },
    }
  }
}
