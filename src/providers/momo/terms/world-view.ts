import { z } from 'zod'

const text = z.string()

/** The part `momo` of `GET /_sim/world`: the keys with which merchants call MTN's APIs. */
export const momoViewSchema = z.lazy(() =>
  z.object({
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
    /** Whom payments name; `name` is what customers read. */
    serviceProviders: z.array(z.object({ userName: text, name: text })),
  }),
)
export type MomoView = z.infer<typeof momoViewSchema>

declare module '../../../terms/sim/world.ts' {
  interface ProviderViews {
    momo: MomoView
  }
}
