import type { NoData } from '../events/index.ts'
import type { FaultPoint } from '../terms/index.ts'
import type { HeldEnd, HoldPointName } from '../terms/sim/hold.ts'
import type { FaultPlan } from './faults-schema.ts'
import type { Json } from './json.ts'

type OfHeldCall = {
  call: string
  point: HoldPointName
  url: string
  operation?: string
  merchant?: string
}

/** The simulator itself */
export interface KernelEvents {
  /** A fault was injected. `plan` is the id of its plan; the other fields describe what it was injected into. */
  'fault.injected': {
    plan: string
    point: FaultPoint
    do: string
    operation?: string
    code?: string
    host?: string
    address?: string
    hop?: number
    delay?: string
    reason?: string
  }
  /** A fault holds the answer to a call of a vendor's API back: until a time of the clock, or, without one, for ever. */
  'answer.held': { plan: string; operation: string; until?: string }
  /** A call waits to be let go by hand. `call` is its id; `point` says where it is held; `operation` is that of a vendor's API, and `merchant` who asked. */
  'call.held': OfHeldCall & { method: string }
  /** A held call goes on as it was or changed, or gets no further: it was dropped, or its caller has gone. */
  'call.released': OfHeldCall & { how: HeldEnd }
  /** New fault plans replaced all others. */
  'faults.set': { plans: FaultPlan[] }
  /** All fault plans were removed. */
  'faults.cleared': NoData
  /** A snapshot of the world was saved under a name. */
  'snapshot.taken': { name: string }
  /** The world was restored from a snapshot. Later events are no longer on the timeline. */
  'snapshot.restored': { name: string }
  /** A snapshot was deleted. */
  'snapshot.removed': { name: string }
  /** The world was reset to its file. Earlier events are no longer on the timeline. */
  'world.reset': NoData
  /** The clock is frozen, started or moved. Events of deadlines that fall due by that come after this one. */
  'clock.moved': { mode: 'running' | 'frozen'; from: string; to: string }
  /** The last attempt of a delivery failed. `eventId` is the event that it delivers. */
  'delivery.failed': { subscriber: string; eventId: number; detail: Json }
}

declare module '../events/index.ts' {
  interface Events extends KernelEvents {}
}
