// The SMS of a handset as conversations: sent and received messages by short code or sender id.
import type { Rx } from '../kernel/index.ts'
import type { SmsThread } from '../terms/sim/message.ts'
import type { SmsTables } from './sms-tables.ts'

/** The thread with the newest message first. */
export async function readThreads(rx: Rx, msisdn: string): Promise<SmsThread[]> {
  const db = rx.db<SmsTables>()
  const received = await db
    .selectFrom('sms_inbox')
    .select(['id', 'sender as with', 'text', 'received_at as at'])
    .where('msisdn', '=', msisdn)
    .orderBy('id')
    .execute()
  const sent = await db
    .selectFrom('sms_outbox')
    .select(['id', 'short_code as with', 'text', 'sent_at as at'])
    .where('msisdn', '=', msisdn)
    .orderBy('id')
    .execute()
  const all = [
    ...sent.map((row) => ({ ...row, direction: 'sent' as const })),
    ...received.map((row) => ({ ...row, direction: 'received' as const })),
  ].sort((one, other) => one.at - other.at)
  const threads = new Map<string, SmsThread>()
  for (const { with: partner, direction, id, text, at } of all) {
    const thread = threads.get(partner) ?? { with: partner, messages: [] }
    thread.messages.push({ direction, id, text, at: new Date(at).toISOString() })
    // Deleted and set again, so that it is the last: a Map keeps the order of insertion.
    threads.delete(partner)
    threads.set(partner, thread)
  }
  return [...threads.values()].reverse()
}
