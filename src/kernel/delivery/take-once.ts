import { hot } from '../store/index.ts'
import type { KernelTables } from '../tables.ts'
import type { Tx } from '../tx.ts'

const taken = hot<KernelTables, { delivery: number }>()((db, slot) =>
  db.selectFrom('deliveries_taken').select('answer').where('delivery', '=', slot('delivery')),
)
const take = hot<KernelTables, KernelTables['deliveries_taken']>()((db, slot) =>
  db
    .insertInto('deliveries_taken')
    .values({ delivery: slot('delivery'), answer: slot('answer'), taken_at: slot('taken_at') }),
)

/**
 * Handles a delivery of the simulator to itself once (idempotently), and returns the same answer if it comes again: a
 * process that died or froze before it had the answer sends the delivery again. Ids of deliveries are never used again.
 *
 * @param delivery see `Outbound.deliveryOf`; undefined for requests of others, which are handled each time
 * @param work its answer is stored as JSON
 */
export async function takeOnce<Answer>(
  tx: Tx,
  delivery: number | undefined,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (delivery === undefined) return work()
  const before = await tx.first(taken, { delivery })
  if (before) return JSON.parse(before.answer)
  const answer = await work()
  await tx.change(take, { delivery, answer: JSON.stringify(answer), taken_at: tx.now })
  return answer
}
