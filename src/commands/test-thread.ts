import { parentPort, workerData } from 'node:worker_threads'
import { keepCompiledCode } from './compile-cache.ts'
import type { TestThreadData } from './test-threads.ts'

// The entry of a worker thread of `payersim test`. Its code is what the command line keeps.
keepCompiledCode(new URL('../main.js', import.meta.url).href, 'test', { keeps: false })

async function play({ world, providers: files }: TestThreadData): Promise<void> {
  const [{ playForParent }, { providersOf }, { scriptSimulators }] = await Promise.all([
    import('../sessions/index.ts'),
    import('./providers-of.ts'),
    import('./script-simulator.ts'),
  ])
  const providers = await providersOf(files)
  if (parentPort) playForParent(parentPort, { newSimulator: scriptSimulators(world, providers), providers })
}

void play(workerData as TestThreadData)
