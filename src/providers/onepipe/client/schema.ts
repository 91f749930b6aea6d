import { z } from 'zod'

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
    /** In an answer with a balance: `available_balance` is in kobo. */
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
