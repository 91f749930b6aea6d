import type { PastEvent, Tx } from '../kernel/index.ts'
import type { WalletTables } from './tables.ts'

/** How an event names what it is about, and where that is. */
const pending = {
  requestId: 'requests_to_pay',
  preApprovalId: 'pre_approval_items',
  disbursementId: 'disbursements',
} as const

/** Which of these events are about a request, a pre-approval or a transfer that is not settled: by their ids. */
export async function eventsOfPending(tx: Tx, events: readonly PastEvent[]): Promise<number[]> {
  const found: number[] = []
  for (const [name, table] of Object.entries(pending)) {
    const about = events.filter(({ data }) => typeof data[name] === 'number')
    if (about.length === 0) continue
    const rows = await tx
      .db<WalletTables>()
      .selectFrom(table)
      .select('id')
      .where('status', '=', 'PENDING')
      .where(
        'id',
        'in',
        about.map(({ data }) => Number(data[name])),
      )
      .execute()
    const ids = new Set(rows.map(({ id }) => Number(id)))
    for (const { id, data } of about) if (ids.has(Number(data[name]))) found.push(id)
  }
  return found
}
