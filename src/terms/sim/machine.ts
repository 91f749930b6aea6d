import { z } from 'zod'

/** A state machine of the payer's app. */
export const machineSchema = z.lazy(() =>
  z.object({
    name: z.string(),
    initial: z.string(),
    final: z.array(z.string()),
    states: z.array(z.string()),
    transitions: z.array(
      z.object({
        /** Unique within the machine, such as `menu: answer 2`. */
        id: z.string(),
        /** A state, or `*` for any. */
        from: z.string(),
        event: z.string(),
        /** Its guard, such as `pressed 1`; empty where it has none. */
        when: z.string(),
        /** Itself where the state stays. */
        to: z.string(),
      }),
    ),
  }),
)
export type MachineGraph = z.infer<typeof machineSchema>

/** The state of the session on a phone; null if no session of the payer's app is open there. */
export const standingSchema = z
  .object({ sessionId: z.string(), machine: z.string(), state: z.string() })
  .nullable()
export type Standing = z.infer<typeof standingSchema>
