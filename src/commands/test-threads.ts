import type { Worker } from 'node:worker_threads'
import type { World } from '../control/index.ts'
import { startThread } from '../sessions/index.ts'

/** The data for a thread of `payersim test`. */
export interface TestThreadData {
  /** The world that each script begins with. */
  world: World
  /** The files of providers from outside, which each thread loads for itself. */
  providers: readonly string[]
}

export function newTestThread(world: World, providers: readonly string[] = []): Worker {
  const data: TestThreadData = { world, providers }
  return startThread('test-thread', import.meta.url, { workerData: data })
}
