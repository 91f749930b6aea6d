// The inbox of a handset: stores each SMS that has arrived, and lists them.
import { hot, type Rx, type Tx } from '../kernel/index.ts'
import { oneTimeCode } from '../safe-text/index.ts'
import type { Message } from '../terms/sim/message.ts'
import { lintSms } from './sms-lint.ts'
import type { InboxRow, SmsTables } from './sms-tables.ts'

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

const latest = hot<SmsTables, { msisdn: string; limit: number }>()((db, slot) =>
  db
    .selectFrom('sms_inbox')
    .select('message_id as id')
    .where('msisdn', '=', slot('msisdn'))
    .orderBy('id', 'desc')
    .limit(slot('limit')),
)

/** The ids of the latest, the newest last. */
export async function latestReceived(rx: Rx, msisdn: string, limit: number): Promise<string[]> {
  return (await rx.run(latest, { msisdn, limit })).map(({ id }) => id).reverse()
}

export async function insertReceived(
  tx: Tx,
  sms: { messageId: string; from: string; to: string; text: string; acceptedAt: number },
): Promise<void> {
  const { messageId, from, to, text, acceptedAt } = sms
  await tx.change(insert, { msisdn: to, sender: from, text, messageId, acceptedAt, now: tx.now })
}

/** Oldest first, without held SMS. `contains` ignores case. */
export async function readInbox(
  rx: Rx,
  msisdn: string,
  { after = 0, contains }: { after?: number | undefined; contains?: string | undefined },
): Promise<Message[]> {
  const rows = await rx.run(received, { msisdn, after })
  const wanted = contains?.toLowerCase()
  return rows.filter(({ text }) => wanted === undefined || text.toLowerCase().includes(wanted)).map(toMessage)
}

function toMessage({ id, sender, text, received_at }: InboxRow): Message {
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
