import { z } from 'zod'
import { afterId, optionalText, pageLimit } from './requests.ts'

export const timelineQuery = z.object({
  after: afterId,
  kind: optionalText,
  phone: optionalText,
  trace: optionalText,
  limit: pageLimit,
})

const data = z.record(z.string(), z.unknown())

/** Something that happened. */
export const timelineEventSchema = z.lazy(() =>
  z.object({
    /** Increases, and is never used again. */
    id: z.number(),
    /** Such as `ussd.hop`. */
    kind: z.string(),
    /** The handset concerned, `+` and digits. */
    phone: z.string().nullable(),
    /** Business time, ISO 8601. */
    at: z.string(),
    /** Secrets hidden. */
    data,
    /** All that one cause brought about has the same: see `trace` of the query. Null for an event of an older version. */
    trace: z.string().nullable(),
  }),
)
export type TimelineEvent = z.infer<typeof timelineEventSchema>
