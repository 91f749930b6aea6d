import { parentPort, workerData } from 'node:worker_threads'
import { type PortRequest, type PortResponse, SimulatorClient } from '../client/index.ts'
import { playForParent } from './thread-player.ts'
import { TinySimulator } from './tiny-simulator.fixture.ts'

const fates: Record<string, () => void> = {
  '*1#': () => process.exit(3),
  '*2#': () => {
    throw new Error('nobody catches this')
  },
  '*3#': () => void Promise.reject(new Error('nobody waits for this')),
  '*4#': () => {
    for (const eaten: string[][] = []; ; ) eaten.push(Array.from({ length: 1_000 }, (_, at) => `${at}`))
  },
  '*5#': () => {},
}

/** Kills its thread, in a different way for each of certain dialled codes; `*5#` is not answered. */
class DeadlySimulator extends TinySimulator {
  override fetch(request: PortRequest): Promise<PortResponse> {
    const { code = '' } = JSON.parse(request.body ?? '{}') as { code?: string }
    const fate = fates[code]
    if (!fate) return super.fetch(request)
    setImmediate(fate)
    return new Promise(() => {})
  }
}

if (parentPort)
  playForParent(parentPort, {
    newSimulator: () =>
      Promise.resolve({
        client: new SimulatorClient(new DeadlySimulator()),
        close: () => Promise.resolve(),
      }),
    ...(workerData as { stepSeconds: number }),
  })
