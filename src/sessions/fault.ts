import type { FaultPlan } from '../client/index.ts'
import { faultPlanSchema } from '../terms/index.ts'

/** A fault plan as the simulator takes it; the reasons for which an SMS can be rejected only it knows. */
export const faultSchema = faultPlanSchema
  // The words of each point have been held against each other.
  .transform((plan) => plan as FaultPlan)
