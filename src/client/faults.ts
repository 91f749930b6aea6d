import type { FaultAction, FaultMatch, FaultPoint } from '../terms/index.ts'

/**
 * When a fault strikes: always by default; where several are given, all must hold.
 *
 * @public The declarations of scripts name it.
 */
export interface FaultTimes {
  /** Only on this callback of each USSD session, 1 at the first. */
  hop?: number | undefined
  /** Only the n-th time that the plan matches. */
  nth?: number | undefined
  /** This many times, and never again. */
  first?: number | undefined
  /** From 0 to 1, drawn from the seed for each match. */
  probability?: number | undefined
  /** The id of the plan by default. */
  seed?: string | undefined
}

type PlanAt<Point extends FaultPoint> = {
  /** Named on the timeline; `fault-1`, `fault-2`, … by default. */
  id?: string | undefined
  point: Point
  do: FaultAction<Point>
  /** Everybody by default. A host is `name` or `name:port`. */
  match?: { [Word in FaultMatch<Point>]?: string | undefined } | undefined
  when?: FaultTimes | undefined
  /** `delay` is an ISO 8601 duration such as `PT5S`; `reason` is why an SMS or e-mail is rejected, such as `GatewayError`. */
  args?: { delay?: string | undefined; reason?: string | undefined } | undefined
}

/** What is to go wrong. */
export type FaultPlan = { [Point in FaultPoint]: PlanAt<Point> }[FaultPoint]
