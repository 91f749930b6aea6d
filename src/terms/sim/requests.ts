import { z } from 'zod'

// The schemas of answers are lazy: each is built when the first answer is parsed, so that it does not slow the start.

/** For a route without settings. */
export const emptyBody = z.strictObject({})

/** An empty value in a query counts as absent. */
export const optionalText = z
  .string()
  .optional()
  .transform((text) => text || undefined)

/** Real milliseconds to wait for the first match. */
export const waitMs = z.coerce.number().int().min(0).max(60_000).default(0)
/** An id: only what came after it. */
export const afterId = z.coerce.number().int().min(0).default(0)
export const pageLimit = z.coerce.number().int().min(1).max(10_000).default(1_000)
