type Message = {
  to: string
  from: string
  /** Codes in it are hidden, and so they are in `text`. */
  subject: string
  messageId: string
}

/** Mailboxes */
export interface MailEvents {
  /** An e-mail came to a mailbox. */
  'email.received': Message & { text: string; emailId: number }
  /** A fault had the mail host refuse an e-mail. */
  'email.rejected': Message & { reason: string }
  /** A fault lost an e-mail that was taken. */
  'email.lost': Message
}

declare module '../events/index.ts' {
  interface Events extends MailEvents {}
}
