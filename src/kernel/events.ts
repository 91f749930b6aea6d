import type { NoData } from '../events/index.ts'
import type { FaultPoint } from '../terms/index.ts'
import type { FaultPlan } from './faults-schema.ts'
import type { Json } from './json.ts'

/** The simulator itself */
export interface KernelEvents {
  /** A fault was injected. `plan` is the id of its plan; the rest is what the point knew. */
  'fault.injected': {
    plan: string
    point: FaultPoint
    do: string
    code?: string
    host?: string
    address?: string
    hop?: number
    delay?: string
    reason?: string
  }
  /** Fault plans were put in the place of all others. */
  'faults.set': { plans: FaultPlan[] }
  /** No fault plan is in force any more. */
  'faults.cleared': NoData
  /** The whole world was kept under a name. */
  'snapshot.taken': { name: string }
  /** The world is the one of a snapshot again. What happened since then is not on the timeline any more. */
  'snapshot.restored': { name: string }
  /** A snapshot was thrown away. */
  'snapshot.removed': { name: string }
  /** The world is as its file says again. What happened before is not on the timeline any more. */
  'world.reset': NoData
  /** The clock is about to be stopped, let run or moved: an event of what falls due on the way comes after this one. */
  'clock.moved': { mode: 'running' | 'frozen'; from: string; to: string }
  /** A delivery was tried as often as it ever will be. `eventId` is the event that was to be told. */
  'delivery.failed': { subscriber: string; eventId: number; detail: Json }
}

declare module '../events/index.ts' {
  interface Events extends KernelEvents {}
}
