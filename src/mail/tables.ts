import type { Generated, Selectable } from 'kysely'
import type { DbSchema, Migration } from '../kernel/index.ts'

/** Times are epoch milliseconds of the business clock. */
export interface MailTables {
  mailbox_messages: {
    id: Generated<number>
    /** In lower case. */
    address: string
    sender: string
    subject: string
    text: string
    /** The sender's id of the message: a second delivery has the same one. */
    message_id: string
    received_at: number
  }
}

export type MailRow = Selectable<MailTables['mailbox_messages']>

const migrations: readonly Migration[] = [
  {
    step: 11,
    name: 'mail: messages in mailboxes',
    sql: `
      CREATE TABLE mailbox_messages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        address TEXT NOT NULL CHECK (address = lower(address)),
        sender TEXT NOT NULL,
        subject TEXT NOT NULL,
        text TEXT NOT NULL,
        message_id TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        UNIQUE (address, message_id)
      );
    `,
  },
]

export const mailDbSchema: DbSchema = { migrations }
