import { z } from 'zod'

const counter = z.number()

/** A fault plan, how often it matched, and how often it was injected. */
export const faultReadingSchema = z.lazy(() =>
  z.object({
    id: z.string(),
    point: z.string(),
    do: z.string(),
    match: z.record(z.string(), z.string().optional()),
    when: z.object({
      hop: counter.optional(),
      nth: counter.optional(),
      first: counter.optional(),
      probability: counter.optional(),
      seed: z.string().optional(),
    }),
    args: z.object({ delay: z.string().optional(), reason: z.string().optional() }),
    met: counter,
    injected: counter,
  }),
)
export type FaultReading = z.infer<typeof faultReadingSchema>
