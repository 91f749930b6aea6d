import { ClientError, type Port, SimulatorClient } from '../client/index.ts'
import { quirksOf, type Recording, type World } from '../control/index.ts'
import { ConflictError } from '../kernel/index.ts'

/**
 * What the control routes record with: it drives this very simulator, as any client would, and writes session scripts.
 *
 * @param port of the simulator, which is only there once it has started
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
    // Most simulators never record.
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
