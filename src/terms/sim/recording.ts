import { z } from 'zod'

export const recordingBody = z.strictObject({ name: z.string().max(200) })

/** A session that is, or was, recorded as a script. Times are business time, ISO 8601. */
export const recordingSchema = z.lazy(() =>
  z.object({
    /** Of no other one, also where a name is used again. */
    id: z.number(),
    name: z.string(),
    startedAt: z.string(),
    stoppedAt: z.string().nullable(),
    /** Whether something had happened in this world before: a replay begins with a fresh one. */
    usedWorld: z.boolean(),
  }),
)
export type RecordingView = z.infer<typeof recordingSchema>
