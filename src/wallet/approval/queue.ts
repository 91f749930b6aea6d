import { hot, type Rx } from '../../kernel/index.ts'
import { loadMandate, mandateOf } from '../mandate/rows.ts'
import type { Mandate } from '../mandate/types.ts'
import { loadRequest, requestOf } from '../payment-request/rows.ts'
import type { PaymentRequest } from '../payment-request/types.ts'
import type { WalletDb, WalletTables } from '../tables.ts'

/** An approval that its payer can answer now. */
export type WaitingApproval =
  | { kind: 'payment-request'; request: PaymentRequest }
  | { kind: 'mandate'; mandate: Mandate }

/** Only columns of the index of waiting approvals. Place 0 is not in the queue: an invoice. */
const placesIn = (
  db: WalletDb,
  table: 'requests_to_pay' | 'pre_approval_items',
  holderId: number,
  now: number,
) =>
  db
    .selectFrom(table)
    .where('payer_id', '=', holderId)
    .where('status', '=', 'PENDING')
    .where('script', 'is', null)
    .where('place', '>', 0)
    .where('expires_at', '>', now)

const queue = hot<WalletTables, { holderId: number; now: number; limit: number; offset: number }>()(
  (db, slot) =>
    placesIn(db, 'requests_to_pay', slot('holderId'), slot('now'))
      .select(['id', 'place', (select) => select.lit<number>(0).as('mandate')])
      .unionAll(
        placesIn(db, 'pre_approval_items', slot('holderId'), slot('now')).select([
          'id',
          'place',
          (select) => select.lit<number>(1).as('mandate'),
        ]),
      )
      .orderBy('place')
      .limit(slot('limit'))
      .offset(slot('offset')),
)
const waitingIn = (table: 'requests_to_pay' | 'pre_approval_items') =>
  hot<WalletTables, { holderId: number; now: number; most: number }>()((db, slot) =>
    placesIn(db, table, slot('holderId'), slot('now')).select('place').limit(slot('most')),
  )
const waitingRequests = waitingIn('requests_to_pay')
const waitingMandates = waitingIn('pre_approval_items')

/** The approvals that wait for a payer's answer, oldest first. */
export async function readWaiting(
  rx: Rx,
  holderId: number,
  { offset, limit }: { offset: number; limit: number },
): Promise<WaitingApproval[]> {
  const approvals: WaitingApproval[] = []
  for (const { id, mandate } of await rx.run(queue, { holderId, now: rx.now, offset, limit })) {
    if (mandate === 1) {
      const row = await loadMandate(rx, id)
      if (row) approvals.push({ kind: 'mandate', mandate: mandateOf(row) })
    } else {
      const row = await loadRequest(rx, id)
      if (row) approvals.push({ kind: 'payment-request', request: requestOf(row) })
    }
  }
  return approvals
}

/** How many approvals wait, at most `most`. Reading rows is cheaper here than a count with a limit. */
export async function countWaiting(rx: Rx, holderId: number, most: number): Promise<number> {
  const of = { holderId, now: rx.now, most }
  const requests = await rx.run(waitingRequests, of)
  if (requests.length >= most) return most
  return Math.min(most, requests.length + (await rx.run(waitingMandates, of)).length)
}
