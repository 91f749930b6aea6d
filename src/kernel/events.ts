import type { FaultPoint } from '../terms/index.ts'
import type { Json } from './json.ts'

/** What the kernel tells. */
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
  /** The clock is about to be stopped, let run or moved: an event of what falls due on the way comes after this one. */
  'clock.moved': { mode: 'running' | 'frozen'; from: string; to: string }
  /** A delivery was tried as often as it ever will be. `eventId` is the event that was to be told. */
  'delivery.failed': { subscriber: string; eventId: number; detail: Json }
}

declare module '../events/index.ts' {
  interface Events extends KernelEvents {}
}
