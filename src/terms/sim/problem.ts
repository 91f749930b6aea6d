import { z } from 'zod'

/** An error body as RFC 9457 has it; the rest is what the detail is about. */
export const problemSchema = z.looseObject({
  /** Which kind of error it is, to switch on: `/docs/problems#unknown-snapshot`. */
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
})
export type Problem = z.infer<typeof problemSchema>
