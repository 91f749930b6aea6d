import { sql } from 'kysely'
import type { Kernel, OldRows, Tx } from '../kernel/index.ts'
import type { PayerWallet } from './effects.ts'
import { mandateOver, requestOver } from './items.ts'
import type { PayerTables } from './tables.ts'

/** A repeated hop gets its saved reply at least this long, even with a shorter retention: longer than any session. */
const leastMs = 3_600_000

/** Retention of the app's rows: ended sessions with their replies, and prompts of settled approvals. */
export function registerRetention({ retention }: Kernel, wallet: PayerWallet): void {
  retention.add({
    table: 'payer_prompts',
    row: 'rowid',
    at: 'at',
    prune: (tx, rows) => prunePrompts(tx, rows, wallet),
  })
  retention.add({ table: 'payer_sessions', row: 'id', at: 'seen_at', prune: pruneSessions })
}

async function pruneSessions(tx: Tx, { after, through, before }: OldRows): Promise<void> {
  const db = tx.db<PayerTables>()
  const over = db
    .selectFrom('payer_sessions')
    .select('id')
    .where('id', '>', after)
    .where('id', '<=', through)
    .where('status', '=', 'over')
    .where('seen_at', '<', Math.min(before, tx.now - leastMs))
  const ids = (await over.execute()).map(({ id }) => id)
  await db.deleteFrom('payer_replies').where('session', 'in', ids).execute()
  await db.deleteFrom('payer_sessions').where('id', 'in', ids).execute()
}

/** A prompt identifies its pushed session: it is kept while the approval waits or the session is open. */
async function prunePrompts(tx: Tx, { after, through, before }: OldRows, wallet: PayerWallet): Promise<void> {
  const db = tx.db<PayerTables>()
  const old = await db
    .selectFrom('payer_prompts')
    .leftJoin('payer_sessions', 'payer_sessions.session_id', 'payer_prompts.session_id')
    .select([
      'payer_prompts.session_id',
      'payer_prompts.kind',
      'payer_prompts.item_id',
      'payer_sessions.status',
    ])
    .where(sql<boolean>`payer_prompts.rowid > ${after} AND payer_prompts.rowid <= ${through}`)
    .where('payer_prompts.at', '<', Math.min(before, tx.now - leastMs))
    .execute()
  const gone: string[] = []
  for (const { session_id, kind, item_id, status } of old) {
    if (status !== 'open' && !(await isWaiting(tx, wallet, kind, item_id))) gone.push(session_id)
  }
  await db.deleteFrom('payer_prompts').where('session_id', 'in', gone).execute()
}

async function isWaiting(
  tx: Tx,
  wallet: PayerWallet,
  kind: PayerTables['payer_prompts']['kind'],
  id: number,
): Promise<boolean> {
  if (kind === 'request-to-pay') {
    const request = await wallet.paymentRequests.byId(tx, id)
    return request !== undefined && !requestOver(request, tx.now)
  }
  const mandate = await wallet.mandates.byId(tx, id)
  return mandate !== undefined && !mandateOver(mandate, tx.now)
}
