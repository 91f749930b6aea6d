import { z } from 'zod'
import { serviceCodeSchema, shortCodeSchema } from './network.ts'

const text = z.string()
const textOrNone = text.nullable()

/**
 * The world as it is now: phones with their balances, and every key that a newcomer needs. A provider from outside has its
 * part under its name.
 */
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
    momo: z.object({
      subscriptionKeys: z.object({ collection: text, disbursement: text, remittance: text }),
      apiUsers: z.array(
        z.object({
          id: text,
          /** As payers see the merchant. */
          name: text,
          apiKey: text,
          providerCallbackHost: text,
          targetEnvironment: text,
        }),
      ),
    }),
    onepipe: z.object({
      apps: z.array(z.object({ name: text, apiKey: text, secret: text, otpOverride: z.boolean() })),
      sources: z.array(
        z.object({
          type: text,
          /** As an app encrypts it, such as `6200000766;058`. */
          plaintext: text,
          phone: text,
          email: text.optional(),
          /** How the code is sent: of a source with an address. */
          sendOtpBy: z.array(z.enum(['sms', 'email'])).optional(),
        }),
      ),
    }),
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
export type WorldView = z.infer<typeof worldViewSchema>
