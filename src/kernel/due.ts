import type { Deadlines } from './deadlines.ts'
import type { Deliveries } from './deliveries.ts'
import type { Rx } from './tx.ts'

export interface Work {
  deadlines: Deadlines
  deliveries: Deliveries
}

/** The earliest time after now at which a deadline or a delivery falls due; infinity if none does. */
export async function nextDue(rx: Rx, { deadlines, deliveries }: Work): Promise<number> {
  return Math.min(await deadlines.next(rx), await deliveries.next(rx))
}

/** Whether nothing is due and nothing is in flight. */
export async function isIdle(rx: Rx, { deadlines, deliveries }: Work): Promise<boolean> {
  if (await deliveries.anyDue(rx)) return false
  if ((await deadlines.due(rx)).length > 0) return false
  return !(await deliveries.anyAttempting(rx))
}
