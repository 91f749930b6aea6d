import { hot, type Rx, type Tx } from '../kernel/index.ts'
import { oneTimeCode } from '../safe-text/index.ts'
import { lintSms, type SmsWarning } from './sms-lint.ts'
import type { InboxRow, SmsTables } from './sms-tables.ts'

/** An SMS on a handset. */
export interface InboxMessage {
  /** Increases in the order of arrival, and is never used again. */
  id: number
  /** The sender id: a short code or a name. */
  from: string
  text: string
  /** The 4 to 8 digits next to a word such as code or OTP, or null. */
  code: string | null
  /** ISO 8601, UTC. */
  receivedAt: string
  /** What it costs more than it has to, and what of it may not work; absent where nothing does. */
  warnings?: SmsWarning[]
}

const insert = hot<
  SmsTables,
  { msisdn: string; sender: string; text: string; messageId: string; acceptedAt: number; now: number }
>()((db, slot) =>
  db.insertInto('sms_inbox').values({
    msisdn: slot('msisdn'),
    sender: slot('sender'),
    text: slot('text'),
    message_id: slot('messageId'),
    accepted_at: slot('acceptedAt'),
    received_at: slot('now'),
  }),
)

const received = hot<SmsTables, { msisdn: string; after: number }>()((db, slot) =>
  db
    .selectFrom('sms_inbox')
    .selectAll()
    .where('msisdn', '=', slot('msisdn'))
    .where('id', '>', slot('after'))
    .orderBy('id'),
)

export async function insertReceived(
  tx: Tx,
  sms: { messageId: string; from: string; to: string; text: string; acceptedAt: number },
): Promise<void> {
  const { messageId, from, to, text, acceptedAt } = sms
  await tx.change(insert, { msisdn: to, sender: from, text, messageId, acceptedAt, now: tx.now })
}

/** Oldest first; what is held is not there yet. `contains` does not mind upper and lower case. */
export async function readInbox(
  rx: Rx,
  msisdn: string,
  { after = 0, contains }: { after?: number | undefined; contains?: string | undefined },
): Promise<InboxMessage[]> {
  const rows = await rx.run(received, { msisdn, after })
  const wanted = contains?.toLowerCase()
  return rows.filter(({ text }) => wanted === undefined || text.toLowerCase().includes(wanted)).map(toMessage)
}

function toMessage({ id, sender, text, received_at }: InboxRow): InboxMessage {
  const warnings = lintSms(text)
  return {
    id,
    from: sender,
    text,
    code: oneTimeCode(text),
    receivedAt: new Date(received_at).toISOString(),
    ...(warnings.length === 0 ? {} : { warnings }),
  }
}
