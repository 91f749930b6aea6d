import { parentPort, workerData } from 'node:worker_threads'
import { playForParent } from '../sessions/index.ts'
import { newScriptSimulator } from './script-simulator.ts'
import type { TestThreadData } from './test-threads.ts'

// The entry of a worker thread of `payersim test`.
const { world } = workerData as TestThreadData
if (parentPort) playForParent(parentPort, { newSimulator: () => newScriptSimulator(world) })
