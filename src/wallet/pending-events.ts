import type { PastEvent, Tx } from '../kernel/index.ts'
import type { WalletTables } from './tables.ts'

/** The id of an order in the data of an event, by the table of the order. */
const pending: Record<
  'requests_to_pay' | 'pre_approval_items' | 'disbursements',
  (data: PastEvent['data']) => number | undefined
> = {
  requests_to_pay: (data) => ('requestId' in data ? data.requestId : undefined),
  pre_approval_items: (data) =>
    'preApprovalId' in data ? data.preApprovalId : 'consentId' in data ? data.consentId : undefined,
  disbursements: (data) => ('disbursementId' in data ? data.disbursementId : undefined),
}

/** The ids of those events that are about a request, a mandate or a transfer that is not settled. */
export async function eventsOfPending(tx: Tx, events: readonly PastEvent[]): Promise<number[]> {
  const found: number[] = []
  for (const table of Object.keys(pending) as Array<keyof typeof pending>) {
    const about = events.flatMap(({ id, data }) => {
      const order = pending[table](data)
      return order === undefined ? [] : [{ id, order }]
    })
    if (about.length === 0) continue
    const rows = await tx
      .db<WalletTables>()
      .selectFrom(table)
      .select('id')
      .where('status', '=', 'PENDING')
      .where(
        'id',
        'in',
        about.map(({ order }) => order),
      )
      .execute()
    const ids = new Set(rows.map(({ id }) => Number(id)))
    for (const { id, order } of about) if (ids.has(order)) found.push(id)
  }
  return found
}
