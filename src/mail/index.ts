export { isMailAddress, mailAddress } from './address.ts'
export { type Email, Mail, type MailboxMessage, type MailOutcome } from './mail.ts'
export { mailMigrations } from './tables.ts'
