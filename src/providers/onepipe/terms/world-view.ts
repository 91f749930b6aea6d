import { z } from 'zod'

const text = z.string()

/** The part `onepipe` of `GET /_sim/world`: who calls OnePipe, and what a balance can be asked of. */
export const onePipeViewSchema = z.lazy(() =>
  z.object({
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
)
export type OnePipeView = z.infer<typeof onePipeViewSchema>

declare module '../../../terms/sim/world.ts' {
  interface ProviderViews {
    onepipe: OnePipeView
  }
}
