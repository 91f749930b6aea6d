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
    /** Whether it takes or gives an access token, which may die early. */
    hasTokens: z.boolean(),
    /** Performed again after its answer was lost, it is refused: what it is about is over. */
    once: z.boolean(),
    /** Only a vendor's server calls it, such as a provider behind a gateway. */
    byServers: z.boolean(),
  }),
)
export type Operation = z.infer<typeof operationSchema>
