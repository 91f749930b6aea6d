import { sql } from 'kysely'
import { type Kernel, type OldRows, type Tx, unfinishedEvents } from '../kernel/index.ts'
import type { NetworkTables } from './tables.ts'

/** Registers the tables whose old rows are deleted: sessions that have ended, and SMS. */
export function registerRetention({ retention }: Kernel): void {
  retention.add({ table: 'ussd_sessions', row: 'rowid', at: 'started_at', prune: pruneSessions })
  retention.add({ table: 'sms_inbox', row: 'id', at: 'received_at', prune: pruneInbox })
  retention.add({ table: 'sms_outbox', row: 'id', at: 'sent_at', prune: pruneOutbox })
}

/** Keeps sessions that are open, that a handset shows, or whose end-of-session event is not sent yet. */
async function pruneSessions(tx: Tx, { after, through, before }: OldRows): Promise<void> {
  const unfinished = await unfinishedEvents(tx, 'network.ussd-event')
  await tx
    .db<NetworkTables>()
    .deleteFrom('ussd_sessions')
    .where(sql<boolean>`rowid > ${after} AND rowid <= ${through}`)
    .where('status', '!=', 'open')
    .where('ended_at', '<', before)
    .where(
      'id',
      'not in',
      unfinished.flatMap(({ kind, data }) => (kind === 'ussd.session-ended' ? [data.sessionId] : [])),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('handsets')
            .select('handsets.msisdn')
            .whereRef('handsets.msisdn', '=', 'ussd_sessions.msisdn')
            .whereRef('handsets.session_id', '=', 'ussd_sessions.id'),
        ),
      ),
    )
    .execute()
}

async function pruneInbox(tx: Tx, { after, through, before }: OldRows): Promise<void> {
  await tx
    .db<NetworkTables>()
    .deleteFrom('sms_inbox')
    .where('id', '>', after)
    .where('id', '<=', through)
    .where('received_at', '<', before)
    .execute()
}

/** Keeps messages whose callback is not finished. */
async function pruneOutbox(tx: Tx, { after, through, before }: OldRows): Promise<void> {
  const unfinished = await unfinishedEvents(tx, 'network.sms-inbound')
  await tx
    .db<NetworkTables>()
    .deleteFrom('sms_outbox')
    .where('id', '>', after)
    .where('id', '<=', through)
    .where('sent_at', '<', before)
    .where(
      'id',
      'not in',
      unfinished.flatMap(({ kind, data }) => (kind === 'sms.sent' ? [data.smsId] : [])),
    )
    .execute()
}
