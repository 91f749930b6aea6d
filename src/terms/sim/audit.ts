import { z } from 'zod'

/** The whole ledger, added up again. */
export const auditSchema = z.lazy(() =>
  z.object({
    ok: z.boolean(),
    accounts: z.number(),
    transfers: z.number(),
    problems: z.array(z.string()),
  }),
)
export type Audit = z.infer<typeof auditSchema>
