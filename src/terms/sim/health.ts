import { z } from 'zod'

/** `GET /_sim/health` */
export const healthSchema = z.lazy(() =>
  z.object({
    status: z.enum(['ok', 'failing']),
    version: z.string(),
    /** Which build of the page it has, 12 hexadecimal digits; absent where it has none. */
    page: z.string().optional(),
    /** Where the data is. */
    store: z.string(),
    /** Business time, ISO 8601. */
    now: z.string(),
    /** Where it fails: why, as a word to switch on, and in a sentence with what to do. */
    reason: z.string().optional(),
    detail: z.string().optional(),
  }),
)
export type Health = z.infer<typeof healthSchema>
