import { callNext, finishDelivery } from './delivery-queries.ts'
import { messageOf } from './errors.ts'
import { attemptFaulty, releaseOvertaken } from './faults-of-deliveries.ts'
import { type DeliveryResult, defaultRetry, type Subscription } from './subscription.ts'
import type { KernelEvent, Tx } from './tx.ts'
import type { Claimed } from './under-way.ts'

/** Attempts a delivery, as its fault has it. What the attempt throws is its result. */
export async function attemptOnce(subscription: Subscription, row: Claimed): Promise<DeliveryResult> {
  const { event_id, kind, phone, at } = row
  const event = { id: event_id, kind, phone, at, data: JSON.parse(row.event_data) } as KernelEvent
  const data = JSON.parse(row.data)
  const target = () => subscription.target?.(data) ?? { url: '' }
  const attempt = () => subscription.attempt({ id: row.id, event, data, attempt: row.attempts })
  try {
    return await attemptFaulty(row, target, attempt)
  } catch (error) {
    return { ok: false, detail: { error: messageOf(error) } }
  }
}

/** Writes what came of an attempt, and lets those follow that waited for it. */
export async function recordAttempt(
  tx: Tx,
  {
    subscription,
    row,
    holder,
    result: { ok, detail = null },
  }: { subscription: Subscription; row: Claimed; holder: string; result: DeliveryResult },
): Promise<void> {
  const { id, subscriber, event_id: eventId, phone, lane } = row
  const again =
    !ok && row.mode === 'at-least-once' ? (subscription.retry ?? defaultRetry)(row.attempts) : undefined
  const status = ok ? 'done' : again === undefined ? 'failed' : 'pending'
  const dueAt = tx.now + (again ?? 0)
  await tx.change(finishDelivery, { id, holder, status, result: JSON.stringify(detail), dueAt })
  // At most once means that a failure is no news; otherwise it was tried as often as it ever will be.
  if (status === 'failed' && row.mode === 'at-least-once') {
    const data = { subscriber, eventId, detail }
    await tx.emit({ kind: 'delivery.failed', phone: phone ?? undefined, data })
  }
  await callLane(tx, lane)
  if (status === 'pending') tx.due(dueAt)
  if (subscription.target) await releaseOvertaken(tx, subscription.target(JSON.parse(row.data)))
}

/** The next of a lane has its turn. */
export async function callLane(tx: Tx, lane: string | null): Promise<void> {
  if (lane !== null && (await tx.change(callNext, { lane })) > 0) tx.due(tx.now)
}
