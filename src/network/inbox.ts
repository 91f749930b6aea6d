import { hot, type Rx, type Tx } from '../kernel/index.ts'
import { findOrMakeHandset } from './handset.ts'
import { hidden } from './masking.ts'
import { oneTimeCode } from './one-time-code.ts'
import type { InboxRow, NetworkTables } from './tables.ts'

/** An SMS on a handset. */
export interface InboxMessage {
  /** Increases, and is never used again. */
  id: number
  /** The sender id: a short code or a name. */
  from: string
  text: string
  /** The 4 to 8 digits next to a word such as code or OTP, or null. */
  code: string | null
  /** ISO 8601, UTC. */
  receivedAt: string
}

export interface AcceptedSms {
  messageId: string
  from: string
  /** Canonical. */
  to: string
  text: string
}

const insert = hot<
  NetworkTables,
  { msisdn: string; sender: string; text: string; messageId: string; now: number; receivedAt: number | null }
>()((db, slot) =>
  db.insertInto('sms_inbox').values({
    msisdn: slot('msisdn'),
    sender: slot('sender'),
    text: slot('text'),
    message_id: slot('messageId'),
    accepted_at: slot('now'),
    received_at: slot('receivedAt'),
  }),
)

/** Puts an accepted SMS into its handset's inbox, or holds it while the handset is off. */
export async function acceptSms(tx: Tx, sms: AcceptedSms, openPhones: boolean): Promise<void> {
  const { messageId, from, to, text } = sms
  const handset = await findOrMakeHandset(tx, to, openPhones)
  if (!handset) {
    await tx.emit({ kind: 'sms.lost', phone: to, data: { from, messageId, reason: 'no such handset' } })
    return
  }
  const online = handset.online === 1
  const receivedAt = online ? tx.now : null
  await tx.change(insert, { msisdn: to, sender: from, text, messageId, now: tx.now, receivedAt })
  if (online) await announceReceived(tx, sms)
  else await tx.emit({ kind: 'sms.held', phone: to, data: { from, messageId } })
}

/** The messages that were held arrive, in the order in which they were sent. */
export async function releaseHeld(tx: Tx, msisdn: string): Promise<void> {
  const db = tx.db<NetworkTables>()
  const held = await db
    .selectFrom('sms_inbox')
    .selectAll()
    .where('msisdn', '=', msisdn)
    .where('received_at', 'is', null)
    .orderBy('id')
    .execute()
  if (held.length === 0) return
  await db
    .updateTable('sms_inbox')
    .set({ received_at: tx.now })
    .where('msisdn', '=', msisdn)
    .where('received_at', 'is', null)
    .execute()
  for (const { message_id, sender, text } of held) {
    await announceReceived(tx, { messageId: message_id, from: sender, to: msisdn, text })
  }
}

/** Oldest first; held messages are not there yet. `contains` does not mind upper and lower case. */
export async function readInbox(
  rx: Rx,
  msisdn: string,
  { after = 0, contains }: { after?: number | undefined; contains?: string | undefined },
): Promise<InboxMessage[]> {
  const rows = await rx
    .db<NetworkTables>()
    .selectFrom('sms_inbox')
    .selectAll()
    .where('msisdn', '=', msisdn)
    .where('id', '>', after)
    .where('received_at', 'is not', null)
    .orderBy('id')
    .execute()
  const wanted = contains?.toLowerCase()
  return rows.filter(({ text }) => wanted === undefined || text.toLowerCase().includes(wanted)).map(toMessage)
}

function toMessage({ id, sender, text, received_at }: InboxRow): InboxMessage {
  return {
    id,
    from: sender,
    text,
    code: oneTimeCode(text),
    receivedAt: new Date(received_at ?? 0).toISOString(),
  }
}

/** A one-time code is a secret: the event shows the message without it. */
async function announceReceived(tx: Tx, { messageId, from, to, text }: AcceptedSms): Promise<void> {
  const code = oneTimeCode(text)
  const shown = code === null ? text : text.replaceAll(code, hidden)
  await tx.emit({ kind: 'sms.received', phone: to, data: { from, text: shown, messageId } })
}
