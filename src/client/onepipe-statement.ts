import { z } from 'zod'

const price = { price: z.string().nullable(), amount: z.string().nullable(), currency: z.string().nullable() }

export const statementsSchema = z.array(
  z.looseObject({
    app: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    lines: z.array(
      z.object({
        service: z.string(),
        operation: z.string(),
        status: z.string(),
        calls: z.number(),
        ...price,
      }),
    ),
    services: z.array(
      z.object({
        service: z.string(),
        calls: z.number(),
        /** Those that were answered. */
        charged: z.number(),
        ...price,
        shares: z.array(z.object({ party: z.string(), share: z.string(), amount: z.string() })),
      }),
    ),
    totals: z.array(z.object({ currency: z.string(), amount: z.string() })),
  }),
)

/**
 * What the host invoices an app for in a period: its calls by service, operation and status, with prices and shares
 * where the world names them. Amounts are decimal strings with all decimals of their currency.
 */
export type OnePipeStatement = z.infer<typeof statementsSchema>[number]

/** Calls from `from` on and before `to`: ISO 8601 times, or days such as `2026-01-05`; without an end where left out. */
export interface Period {
  from?: string
  to?: string
}
