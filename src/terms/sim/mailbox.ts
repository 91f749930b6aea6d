import { z } from 'zod'

/** An address, and how many messages it has. */
export const mailboxSchema = z.lazy(() => z.object({ address: z.string(), messages: z.number() }))
export type MailboxView = z.infer<typeof mailboxSchema>

/** An e-mail in a mailbox. */
export const emailSchema = z.lazy(() =>
  z.object({
    /** Increases in the order of arrival over all mailboxes, and is never used again. */
    id: z.number(),
    from: z.string(),
    subject: z.string(),
    text: z.string(),
    /** The 4 to 8 digits next to a word such as code or OTP. */
    code: z.string().nullable(),
    /** ISO 8601, UTC. */
    receivedAt: z.string(),
  }),
)
export type Email = z.infer<typeof emailSchema>
