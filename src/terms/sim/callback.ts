import { z } from 'zod'
import { inOtherLanguages } from './in-other-languages.ts'
import { deliveryStatuses } from './statuses.ts'

const headers = z.lazy(() => z.record(z.string(), z.string()))

/** The result of the last attempt: the request and its answer, or the error. */
const result = z.lazy(() =>
  z.object({
    status: z.number().optional(),
    /** Those that were sent. */
    headers: headers.optional(),
    answer: z.object({ headers, body: z.string() }).optional(),
    error: z.string().optional(),
    /** The same in other languages, by their tags. */
    errorIn: inOtherLanguages.optional(),
    /** The fault plan that was injected. */
    fault: z.string().optional(),
    url: z.string().optional(),
  }),
)

/** A callback to a merchant or, on SMS, to an app. */
export const callbackSchema = z.lazy(() =>
  z.object({
    id: z.number(),
    /** The id of the event. */
    eventId: z.number(),
    /** Of that event, such as `request-to-pay.settled`. */
    kind: z.string(),
    /** Whose it is, such as `momo.callback`. */
    subscriber: z.string(),
    status: z.enum(deliveryStatuses),
    attempts: z.number(),
    /** That of the event. */
    trace: z.string().nullable(),
    url: z.string(),
    /** To a merchant: what is sent. */
    method: z.string().optional(),
    body: z.string().optional(),
    /** On SMS: that of the handset. */
    networkCode: z.string().optional(),
    /** On SMS: 2 where a fault doubles it. */
    times: z.number().optional(),
    /** On SMS: the first attempt fails as if the host had no address. */
    unresolved: z.boolean().optional(),
    result: result.nullable(),
    /** Business time, ISO 8601. */
    createdAt: z.string(),
    attemptedAt: z.string().nullable(),
  }),
)
export type CallbackDelivery = z.infer<typeof callbackSchema>
