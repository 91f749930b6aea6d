import type { FaultPlan } from '../client/index.ts'
import { faultPlanSchema } from '../terms/index.ts'

/** A fault plan as the simulator takes it, except the reasons for a rejected SMS, which only the simulator knows. */
export const faultSchema = faultPlanSchema
  // The schema has checked that the words fit the point.
  .transform((plan) => plan as FaultPlan)
