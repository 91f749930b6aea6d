import { z } from 'zod'
import { screenStatuses } from './statuses.ts'

/** A state machine of the payer's app. */
export const machineSchema = z.lazy(() =>
  z.object({
    name: z.string(),
    initial: z.string(),
    final: z.array(z.string()),
    states: z.array(z.string()),
    /** The states in which a session waits for the payer, or ends: each shows a screen. The app passes through the others. */
    screens: z.array(z.string()),
    /** What each state does, for people: `Asks for the PIN`. */
    words: z.record(z.string(), z.string()),
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

/** What the payer of a session did, and where that led. */
const walkedStepSchema = z.object({
  /** The answers that led there, secrets hidden; none at the first screen of a session. */
  typed: z.array(z.string()),
  /** The states on the way to `state`, without it and without the one before. */
  through: z.array(z.string()),
  /** The ids of the transitions taken. */
  transitions: z.array(z.string()),
  /** Where the session stood then. */
  state: z.string(),
})

/** The way of the session that a phone shows, or showed last; null where it had none of the payer's app. */
export const walkedSchema = z.lazy(() =>
  z
    .object({
      sessionId: z.string(),
      machine: z.string(),
      status: z.enum(screenStatuses),
      /** ISO 8601, by the business clock. */
      startedAt: z.string(),
      /** Where it stands now, or ended. */
      state: z.string(),
      steps: z.array(walkedStepSchema),
    })
    .nullable(),
)
export type Walked = z.infer<typeof walkedSchema>
export type WalkedStep = z.infer<typeof walkedStepSchema>

/** What the sessions of this world have seen of a machine. */
export const seenSchema = z.object({
  machine: z.string(),
  /** How many sessions were read. */
  sessions: z.int(),
  states: z.array(z.string()),
  /** The ids of transitions. */
  transitions: z.array(z.string()),
})
export type Seen = z.infer<typeof seenSchema>
