type Message = {
  to: string
  from: string
  /** One-time codes are hidden, as in `text`. */
  subject: string
  messageId: string
}

/** Mailboxes */
export interface MailEvents {
  /** An e-mail arrived in a mailbox. */
  'email.received': Message & { text: string; emailId: number }
  /** A fault made the mail host refuse an e-mail. */
  'email.rejected': Message & { reason: string; reasonIn?: { fr: string } }
  /** A fault lost an e-mail that was accepted. */
  'email.lost': Message
}

declare module '../events/index.ts' {
  interface Events extends MailEvents {}
}
