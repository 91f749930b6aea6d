import { parentPort, workerData } from 'node:worker_threads'
import { playForParent } from '../sessions/index.ts'
import { newScriptSimulator } from './script-simulator.ts'
import type { TestThreadData } from './test-threads.ts'

// A thread of `payersim test` starts here.
const { world } = workerData as TestThreadData
if (parentPort) playForParent(parentPort, { newSimulator: () => newScriptSimulator(world) })
