import { z } from 'zod'

/** An error body as RFC 9457 has it; the rest is what the detail is about. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
})
