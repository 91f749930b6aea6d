import { z } from 'zod'
import { serviceCodeSchema, shortCodeSchema } from './network.ts'
import { phoneNumbers, phoneSearch } from './phone.ts'

const text = z.string()
const textOrNone = text.nullable()

/** Which phones are told of; all where nothing is asked. */
export const worldQuery = z.strictObject({
  limit: z.coerce.number().int().min(0).max(1_000).optional(),
  numbers: phoneNumbers,
  search: phoneSearch,
})
export type PhonesWanted = Partial<z.infer<typeof worldQuery>>

/**
 * The parts of providers, by name. Each of payersim's own adds its part in its `terms/`, so that this file names none. Who
 * reads a part checks it by the provider's own schema.
 *
 * @public
 */
// biome-ignore lint/suspicious/noEmptyInterface: each provider adds to it.
export interface ProviderViews {}

/** What the world of every provider has; their parts stand beside it. */
export const worldViewSchema = z.lazy(() =>
  z.looseObject({
    phones: z.array(
      z.object({
        msisdn: text,
        name: textOrNone,
        /** What the simulated person remembers. */
        pin: textOrNone,
        language: textOrNone,
        environment: textOrNone,
        /** The code of its mobile network. */
        network: text,
        balances: z.array(z.object({ currency: text, amount: text })),
      }),
    ),
    network: z.object({
      username: text,
      apiKey: text,
      /** That application and those beside it, and the host that the SDKs ask with its username. */
      accounts: z.array(z.object({ username: text, apiKey: text, host: text })),
      networkCode: text,
      senderIds: z.array(text),
      serviceCodes: z.array(serviceCodeSchema),
      shortCodes: z.array(shortCodeSchema),
    }),
  }),
)

/** The world as it is now: phones with their balances, and every key that a newcomer needs. */
export type WorldView = z.infer<typeof worldViewSchema> & ProviderViews
