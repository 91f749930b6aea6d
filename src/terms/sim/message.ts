import { z } from 'zod'
import { inOtherLanguages } from './in-other-languages.ts'
import { afterId, waitMs } from './requests.ts'

/** Of SMS on a handset, and of e-mail in a mailbox. */
export const messagesQuery = z.object({ after: afterId, contains: z.string().optional(), waitMs })
export const sendBody = z.strictObject({ to: z.string().max(40), text: z.string().max(10_000) })

/** An SMS on a handset. */
export const messageSchema = z.lazy(() =>
  z.object({
    /** Increases in the order of arrival, and is never used again. */
    id: z.number(),
    /** The sender id: a short code or a name. */
    from: z.string(),
    text: z.string(),
    /** The 4 to 8 digits next to a word such as code or OTP. */
    code: z.string().nullable(),
    /** ISO 8601, UTC. */
    receivedAt: z.string(),
    /** What it costs more than it has to (`more-parts`), and links that break (`broken-link`); absent where nothing does. */
    warnings: z
      .array(
        z.object({
          code: z.string(),
          message: z.string(),
          /** The same in other languages, by their tags. */
          messageIn: inOtherLanguages.optional(),
        }),
      )
      .optional(),
  }),
)
export type Message = z.infer<typeof messageSchema>

/** An SMS that a handset sent. */
export const sentSmsSchema = z.lazy(() =>
  z.object({
    id: z.number(),
    to: z.string(),
    text: z.string(),
    /** ISO 8601, UTC. */
    sentAt: z.string(),
  }),
)
export type SentSms = z.infer<typeof sentSmsSchema>

/** What a handset and one short code or sender id wrote to each other, oldest first. */
export const threadSchema = z.lazy(() =>
  z.object({
    with: z.string(),
    messages: z.array(
      z.object({
        direction: z.enum(['received', 'sent']),
        /** Increases within its direction. */
        id: z.number(),
        text: z.string(),
        /** ISO 8601, UTC. */
        at: z.string(),
      }),
    ),
  }),
)
export type SmsThread = z.infer<typeof threadSchema>
