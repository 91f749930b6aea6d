import { parentPort, workerData } from 'node:worker_threads'
import { playForParent } from '../sessions/index.ts'
import { providersOf } from './providers-of.ts'
import { newScriptSimulator } from './script-simulator.ts'
import type { TestThreadData } from './test-threads.ts'

// The entry of a worker thread of `payersim test`.
async function play({ world, providers: files }: TestThreadData): Promise<void> {
  const providers = await providersOf(files)
  if (parentPort)
    playForParent(parentPort, { newSimulator: () => newScriptSimulator(world, providers), providers })
}

void play(workerData as TestThreadData)
