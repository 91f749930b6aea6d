import { z } from 'zod'
import { durationSchema } from '../duration-schema.ts'
import { matchForms } from '../fault-match.ts'
import { optionalText, waitMs } from './requests.ts'

/** Who calls: `program`, such as the app under test, `payersim` for its own clients and scripts, or `page`. */
const callers = ['program', 'payersim', 'page'] as const
export type CallerName = (typeof callers)[number]

const operation = z
  .string()
  .max(200)
  .refine(matchForms.operation.read, {
    message: `is no ${matchForms.operation.noun}; write ${matchForms.operation.write}`,
  })
const reference = z.string().min(1).max(200)
/** `none`: no answer came, as by a fault. */
const answered = z.union([z.int().min(100).max(599), z.literal('none')], {
  error: 'is an HTTP status such as 500, or none where no answer came',
})
const count = z.int().min(0).max(1_000_000)

const which = z.strictObject({ operation, status: answered.optional(), reference: reference.optional() })
type Which = z.output<typeof which>
const named = z.union([operation.transform((name): Which => ({ operation: name })), which], {
  error: `is an operation such as "momo.createRequestToPay", or { operation, status, reference }`,
})

/** What holds for the calls of a program: how many came of an operation and after what, or in which order several came. */
export const expectedCalls = z
  .strictObject({
    operation: operation.optional(),
    status: answered.optional(),
    reference: reference.optional(),
    /** By default at least one. */
    count: z
      .union([count, z.strictObject({ min: count.optional(), max: count.optional() })], {
        error: 'is a number, or { min, max } with one of them or both',
      })
      .optional(),
    never: z.literal(true).optional(),
    /** Only calls that came after one of these. */
    after: named.optional(),
    /** Only calls that came within this time after one of `after`, in business time. */
    within: durationSchema.optional(),
    /** No two of them have the same reference. */
    unique: z.literal('reference').optional(),
    /** In place of `operation`: calls came in this order, the first of each after the first of the one before. */
    order: z.array(named).min(2, 'needs two calls or more').optional(),
    by: z.enum(callers).optional(),
  })
  .superRefine(({ by: _, ...expected }, context) => {
    const { operation: name, order, count: wanted, never, after, within } = expected
    const issue = (message: string, ...path: string[]) => context.addIssue({ code: 'custom', path, message })
    if (name === undefined && order === undefined) issue('needs "operation", or "order"')
    if (order !== undefined)
      for (const [word, value] of Object.entries(expected))
        if (word !== 'order' && value !== undefined) issue('does not go with "order"', word)
    if (never && wanted !== undefined) issue('stands with "count"; keep one of the two', 'never')
    if (within !== undefined && after === undefined)
      issue('needs "after": the call from which the time counts', 'within')
    if (typeof wanted === 'object') {
      const { min, max } = wanted
      if (min === undefined && max === undefined) issue('needs "min" or "max"', 'count')
      else if ((min ?? 0) > (max ?? min ?? 0)) issue(`has a min of ${min} above its max of ${max}`, 'count')
    }
  })
export type ExpectedCalls = z.output<typeof expectedCalls>
export type ExpectedCallsInput = z.input<typeof expectedCalls>
export type NamedCalls = z.output<typeof named>

export const callsQuery = z.object({
  operation: optionalText.pipe(operation.optional()),
  reference: optionalText,
  by: z.enum(callers).optional(),
})

/** Waits up to `waitMs` where it may still come true. */
export const callsCheckQuery = z.object({ waitMs })

/** One request to an operation of a vendor's API. */
const callSchema = z.lazy(() =>
  z.object({
    /** Of its entry on the timeline. */
    id: z.string(),
    /** When it began, business time, ISO 8601. */
    at: z.string(),
    /** `momo.createRequestToPay` */
    operation: z.string(),
    method: z.string(),
    /** With its query; secrets in it are masked. */
    path: z.string(),
    /** Null if no answer came. */
    status: z.number().nullable(),
    /** The caller's own id of what it is about, such as an X-Reference-Id; null if it has none. */
    reference: z.string().nullable(),
    by: z.enum(callers),
    trace: z.string().nullable(),
  }),
)
export type ApiCall = z.infer<typeof callSchema>

export const callsSchema = z.lazy(() =>
  z.object({
    calls: z.array(callSchema),
    /** How many HTTP requests, of any kind, are not kept any more. */
    dropped: z.number(),
  }),
)
export type ApiCalls = z.infer<typeof callsSchema>

export const callsCheckSchema = z.lazy(() =>
  z.object({
    holds: z.boolean(),
    /** What was expected, in words. */
    expected: z.string(),
    /** What came, one line for each call, and why it does not hold. */
    seen: z.array(z.string()),
    /** The calls that were counted. */
    calls: z.array(callSchema),
  }),
)
export type CallsCheck = z.infer<typeof callsCheckSchema>
