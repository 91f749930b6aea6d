import { parentPort, workerData } from 'node:worker_threads'
import { httpPort, type Port, type PortRequest, SimulatorClient } from '../client/index.ts'
import { playForParent } from './thread-player.ts'

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
function deadly(port: Port): Port {
  const fateOf = ({ path, body }: PortRequest) =>
    path.endsWith('/dial') ? fates[(JSON.parse(body ?? '{}') as { code: string }).code] : undefined
  return {
    ...port,
    fetch(request) {
      const fate = fateOf(request)
      if (!fate) return port.fetch(request)
      setImmediate(fate)
      return new Promise(() => {})
    },
  }
}

/** The thread drives a simulator of the test's own thread: to load the server in each would take seconds. */
const { stepSeconds, url } = workerData as { stepSeconds: number; url: string }

if (parentPort)
  playForParent(parentPort, {
    async newSimulator() {
      const client = new SimulatorClient(deadly(httpPort(url)))
      await client.reset()
      return { client, close: () => Promise.resolve() }
    },
    stepSeconds,
  })
