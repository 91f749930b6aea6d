import type { HeldEnd, HoldPointName } from '../../terms/sim/hold.ts'
import type { HeaderLines } from './http-exchange.ts'

/** A call on its way: a request, or the answer to one. */
export interface CallInTransit {
  point: HoldPointName
  method: string
  url: string
  /** Of an answer. */
  status?: number
  headers: HeaderLines
  body: Buffer
  operation?: string | undefined
  /** The name of the API user or app that asked, or that is called back. */
  merchant?: string | undefined
  /** `+` and digits. */
  phone?: string | null | undefined
  trace: string | null
  /** Aborted when nobody waits for its answer any more. */
  gone?: AbortSignal
}

/** What becomes of a call. `changed` and `as it was`: it goes on with this content. `ended`: another world begins. */
export interface LetGo {
  how: HeldEnd | 'ended'
  status: number | undefined
  headers: HeaderLines
  body: Buffer
}

/** Holds calls on their way until somebody lets them go. */
export interface CallHolds {
  /** Whether a call may be held. */
  readonly any: boolean
  /** Waits until the call is let go, if a hold matches it; undefined where none does. */
  hold(call: CallInTransit): Promise<LetGo | undefined>
}
