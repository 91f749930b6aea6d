import { z } from 'zod'

// The answers beside the requests are lazy: each is built when the first one is parsed, so that no start pays for it.

/** Of a route that takes no settings. */
export const emptyBody = z.strictObject({})

/** What stands in a query as nothing is left out. */
export const optionalText = z
  .string()
  .optional()
  .transform((text) => text || undefined)

/** Real milliseconds to wait for the first match. */
export const waitMs = z.coerce.number().int().min(0).max(60_000).default(0)
/** An id: only what came after it. */
export const afterId = z.coerce.number().int().min(0).default(0)
export const pageLimit = z.coerce.number().int().min(1).max(10_000).default(1_000)
