import { z } from 'zod'
import { clockModes } from './statuses.ts'

export const freezeBody = z.strictObject({ at: z.string().optional() })
export const advanceBody = z.strictObject({ by: z.string() })

/** `now` is business time, ISO 8601. */
export const clockSchema = z.lazy(() => z.object({ mode: z.enum(clockModes), now: z.string() }))
export type ClockView = z.infer<typeof clockSchema>

/** When the next deadline falls due; null where there is none. */
export const nextDeadlineSchema = z.lazy(() => z.object({ at: z.string().nullable() }))
export type NextDeadline = z.infer<typeof nextDeadlineSchema>
