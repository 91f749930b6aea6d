import { z } from 'zod'

/** An operation of a vendor's API. */
export const operationSchema = z.lazy(() =>
  z.object({
    /** `momo.createRequestToPay` */
    name: z.string(),
    api: z.string(),
    /** In words: "Ask a payer to pay". */
    title: z.string(),
    method: z.string(),
    /** The first, where it is served at several. */
    path: z.string(),
  }),
)
export type Operation = z.infer<typeof operationSchema>
