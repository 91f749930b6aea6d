import { z } from 'zod'

/** `referenceId` is that of the request to pay or the pre-approval. */
export const releaseBody = z.strictObject({ referenceId: z.string().max(100) })
