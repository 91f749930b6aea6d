import type { Worker } from 'node:worker_threads'
import type { World } from '../control/index.ts'
import { startThread } from '../sessions/index.ts'

/** The data for a thread of `payersim test`. */
export interface TestThreadData {
  /** The world that each script begins with. */
  world: World
}

export function newTestThread(world: World): Worker {
  const data: TestThreadData = { world }
  return startThread('test-thread', import.meta.url, { workerData: data })
}
