import { z } from 'zod'

/** The part of `GET /_sim/world` that an app needs. */
export const onePipeWorldSchema = z.looseObject({
  onepipe: z.looseObject({
    apps: z.array(
      z.looseObject({ name: z.string(), apiKey: z.string(), secret: z.string(), otpOverride: z.boolean() }),
    ),
    sources: z.array(
      z.looseObject({
        type: z.string(),
        plaintext: z.string(),
        phone: z.string(),
        email: z.string().optional(),
      }),
    ),
  }),
})

export type OnePipeWorld = z.infer<typeof onePipeWorldSchema>['onepipe']
export type OnePipeCredentials = OnePipeWorld['apps'][number]
export type OnePipeSource = OnePipeWorld['sources'][number]

export const balanceStatuses = ['Successful', 'Failed', 'WaitingForOTP', 'PendingValidation'] as const
export type BalanceStatus = (typeof balanceStatuses)[number]

const errorSchema = z.looseObject({ code: z.string(), message: z.string() })

/** OnePipe's envelope (https://onepipe.atlassian.net/wiki/spaces/PUB/pages/174817370). */
export const onePipeAnswerSchema = z.looseObject({
  status: z.enum(balanceStatuses),
  message: z.string().nullish(),
  data: z.looseObject({
    provider: z.string().nullish(),
    error: errorSchema.nullish(),
    /** Of a balance that was told: `available_balance` is in kobo. */
    provider_response: z
      .looseObject({
        account_number: z.string().nullish(),
        available_balance: z.union([z.number(), z.string()]).nullish(),
        currency: z.string().nullish(),
        reference: z.string().nullish(),
      })
      .nullish(),
  }),
})

export type OnePipeAnswer = z.infer<typeof onePipeAnswerSchema>

export const resendSchema = z.object({
  sent: z.boolean(),
  phone: z.string().nullable(),
  email: z.string().optional(),
  expiresAt: z.string(),
})
/**
 * `phone` and `email` are masked; `phone` is null, and `email` left out, where nothing is sent there; `expiresAt` is ISO 8601; `sent` is false where
 * neither was taken.
 */
export type Resent = z.infer<typeof resendSchema>
