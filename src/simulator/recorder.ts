import { ClientError, type Port, SimulatorClient } from '../client/index.ts'
import { quirksOf, type Recording, type World } from '../control/index.ts'
import { ConflictError } from '../kernel/index.ts'

/**
 * Starts recordings for the control routes: a client of this same simulator, which writes session scripts.
 *
 * @param port of the simulator, which exists only after the start
 */
export function recorderOf({
  port,
  world,
  worldFile,
  baseUrl,
}: {
  port: () => Port
  world: World
  worldFile: string | undefined
  baseUrl: string
}): () => Promise<Recording> {
  const balanceUnit = quirksOf(world).onepipe['onepipe-balance-unit'] === 'naira' ? 'naira' : 'kobo'
  return async () => {
    // Loaded late: most simulators never record.
    const { startRecording } = await import('../sessions/index.ts')
    const client = new SimulatorClient(port())
    const recording = await startRecording(client, { ownUrl: baseUrl, worldFile, balanceUnit })
    return {
      ...recording,
      async script(name) {
        try {
          return await recording.script(name)
        } catch (error) {
          if (error instanceof ClientError) throw new ConflictError(error.message)
          throw error
        }
      },
    }
  }
}
