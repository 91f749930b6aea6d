import { z } from 'zod'

const count = z.int().min(0)

/** What holds for the callbacks of a merchant: how many came, and what each of them says. */
const callbacksSchema = z
  .strictObject({
    count: count.optional(),
    method: z.enum(['POST', 'PUT']).optional(),
    /** Fields that the body has; it may have others. */
    body: z.record(z.string(), z.unknown()).optional(),
    /** The whole body. */
    'whole-body': z.record(z.string(), z.unknown()).optional(),
  })
  .superRefine(({ count: wanted, body, method, 'whole-body': whole }, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (body !== undefined && whole !== undefined) {
      issue(['whole-body'], 'stands with "body"; keep one of the two')
    }
    if ((wanted ?? method ?? body ?? whole) === undefined) {
      issue([], 'needs "count", "method", "body" or "whole-body"')
    }
    for (const [word, value] of Object.entries({ method, body, 'whole-body': whole })) {
      if (wanted === 0 && value !== undefined) {
        issue([word], 'does not go with "count: 0", which says that there is none')
      }
    }
  })

export type ExpectedCallbacks = z.infer<typeof callbacksSchema>

/** The expected callbacks of a merchant, or their number alone. */
export const expectedCallbacks = z.union([count, callbacksSchema])
