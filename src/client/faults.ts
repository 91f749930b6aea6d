import type { FaultAction, FaultMatch, FaultPoint } from '../terms/index.ts'

/**
 * When a fault is applied: always by default; if several conditions are given, all must hold.
 *
 * @public The declarations of scripts name it.
 */
export interface FaultTimes {
  /** Only on this callback of each USSD session, counted from 1. */
  hop?: number | undefined
  /** Only on the n-th match of the plan. */
  nth?: number | undefined
  /** At most this many times. */
  first?: number | undefined
  /** A probability from 0 to 1, drawn from the seed for each match. */
  probability?: number | undefined
  /** The id of the plan by default. */
  seed?: string | undefined
}

type PlanAt<Point extends FaultPoint> = {
  /** The name on the timeline; `fault-1`, `fault-2`, … by default. */
  id?: string | undefined
  point: Point
  do: FaultAction<Point>
  /**
   * Every target by default. An operation as `GET /_sim/operations` lists it, such as `momo.createRequestToPay`; `momo` stands
   * for all of its operations. A host is `name` or `name:port`.
   */
  match?: { [Word in FaultMatch<Point>]?: string | undefined } | undefined
  when?: FaultTimes | undefined
  /** `delay` is an ISO 8601 duration such as `PT5S`; `reason` rejects an SMS or e-mail, such as `GatewayError`. */
  args?: { delay?: string | undefined; reason?: string | undefined } | undefined
}

/** A list of faults to apply. */
export type FaultPlan = { [Point in FaultPoint]: PlanAt<Point> }[FaultPoint]
