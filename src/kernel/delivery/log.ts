import { sql } from 'kysely'
import type { DeliveryStatus } from '../../terms/sim/statuses.ts'
import { NotFoundError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { KernelTables } from '../tables.ts'
import type { Rx, Tx } from '../tx.ts'
import { insertDelivery } from './queries.ts'

export interface DeliveryRecord {
  id: number
  subscriber: string
  eventId: number
  kind: string
  status: DeliveryStatus
  attempts: number
  /** That of its event. */
  trace: string | null
  createdAt: number
  attemptedAt: number | null
  data: Json
  result: Json
}

const records = (rx: Rx) =>
  rx
    .db<KernelTables>()
    .selectFrom('deliveries')
    .innerJoin('events', 'events.id', 'deliveries.event_id')
    .selectAll('deliveries')
    .select(['events.kind', 'events.trace'])

type Row = Awaited<ReturnType<ReturnType<typeof records>['execute']>>[number]

/** The newest deliveries of a subscriber, oldest first. */
export async function listDeliveries(rx: Rx, subscriber: string, limit: number): Promise<DeliveryRecord[]> {
  const rows = await records(rx)
    .where('subscriber', '=', subscriber)
    .orderBy('deliveries.id', 'desc')
    .limit(limit)
    .execute()
  return rows.reverse().map(recordOf)
}

/** The deliveries of these events, oldest first. */
export async function deliveriesOf(rx: Rx, events: readonly number[]): Promise<DeliveryRecord[]> {
  if (events.length === 0) return []
  const rows = await records(rx).where('deliveries.event_id', 'in', events).orderBy('deliveries.id').execute()
  return rows.map(recordOf)
}

export async function findDelivery(rx: Rx, id: number): Promise<DeliveryRecord | undefined> {
  const row = await records(rx).where('deliveries.id', '=', id).executeTakeFirst()
  return row && recordOf(row)
}

const recordOf = (row: Row): DeliveryRecord => ({
  id: row.id,
  subscriber: row.subscriber,
  eventId: row.event_id,
  kind: row.kind,
  status: row.status,
  attempts: row.attempts,
  trace: row.trace,
  createdAt: row.created_at,
  attemptedAt: row.attempted_at,
  data: JSON.parse(row.data),
  result: row.result === null ? null : JSON.parse(row.result),
})

/**
 * Makes later deliveries due now: those of one subscriber that were never attempted, and whose event has this phone and
 * reference id.
 *
 * @returns how many
 */
export async function hastenDeliveries(
  tx: Tx,
  subscriber: string,
  { phone, referenceId }: { phone: string; referenceId: string },
): Promise<number> {
  const { numUpdatedRows } = await tx
    .db<KernelTables>()
    .updateTable('deliveries')
    .set({ due_at: tx.now })
    .where('subscriber', '=', subscriber)
    .where('status', 'in', ['pending', 'waiting'])
    .where('attempts', '=', 0)
    .where('due_at', '>', tx.now)
    .where('event_id', 'in', (select) =>
      select
        .selectFrom('events')
        .select('id')
        .where('phone', '=', phone)
        .where(sql<string>`data ->> 'referenceId'`, '=', referenceId),
    )
    .executeTakeFirstOrThrow()
  tx.due(tx.now)
  return Number(numUpdatedRows)
}

/** Sends a delivery again, as a new delivery. Returns the new id. @throws NotFoundError */
export async function repeatDelivery(tx: Tx, id: number, subscriber: string): Promise<number> {
  const row = await tx
    .db<KernelTables>()
    .selectFrom('deliveries')
    .selectAll()
    .where('id', '=', id)
    .where('subscriber', '=', subscriber)
    .executeTakeFirst()
  if (!row)
    throw new NotFoundError(
      `No delivery ${id} of ${subscriber}.`,
      { id, subscriber },
      { problem: 'unknown-callback' },
    )
  const { event_id, mode, data } = row
  const now = { due_at: tx.now, created_at: tx.now }
  const again = { event_id, subscriber, lane: null, mode, data, status: 'pending', ...now } as const
  const newId = await tx.insert(insertDelivery, again)
  tx.due(tx.now)
  return newId
}
