import { z } from 'zod'
import { optionalText } from './requests.ts'

export const harQuery = z.object({
  trace: optionalText,
  /** Such as `callback`. */
  kind: optionalText,
  /** Only the latest ones. */
  limit: z.coerce.number().int().min(1).max(10_000).default(10_000),
})

const headers = z.array(z.object({ name: z.string(), value: z.string() }))

/** An archive of HTTP exchanges, as browsers write it; fields that begin with `_` are payersim's own. */
export const harSchema = z.lazy(() =>
  z.object({
    log: z.object({
      version: z.literal('1.2'),
      creator: z.object({ name: z.string(), version: z.string() }),
      entries: z.array(
        z.object({
          /** Business time, ISO 8601. */
          startedDateTime: z.string(),
          /** Real milliseconds. */
          time: z.number(),
          request: z.object({
            method: z.string(),
            url: z.string(),
            httpVersion: z.string(),
            cookies: z.array(z.never()),
            headers,
            queryString: headers,
            postData: z.object({ mimeType: z.string(), text: z.string() }).optional(),
            headersSize: z.number(),
            bodySize: z.number(),
          }),
          response: z.object({
            /** 0 where no answer came. */
            status: z.number(),
            statusText: z.string(),
            httpVersion: z.string(),
            cookies: z.array(z.never()),
            headers,
            content: z.object({ size: z.number(), mimeType: z.string(), text: z.string() }),
            redirectURL: z.string(),
            headersSize: z.number(),
            bodySize: z.number(),
            /** Why no answer came. */
            _error: z.string().optional(),
          }),
          cache: z.object({}),
          timings: z.object({ send: z.number(), wait: z.number(), receive: z.number() }),
          /** Why it was answered so, in words. */
          comment: z.string().optional(),
          /** `in` was sent to the simulator, `out` by it. */
          _direction: z.enum(['in', 'out']),
          /** `request`, `hop` or `callback`. */
          _purpose: z.string(),
          /** Such as `momo.createRequestToPay`. */
          _operation: z.string().optional(),
          _phone: z.string().optional(),
          _trace: z.string().nullable(),
        }),
      ),
    }),
  }),
)
export type Har = z.infer<typeof harSchema>
