import { messageInOf, messageOf } from '../errors.ts'
import type { Tx } from '../tx.ts'
import { attemptFaulty, releaseOvertaken } from './faults-of-deliveries.ts'
import type { Claimed } from './in-flight.ts'
import { finishDelivery, releaseNextInLane } from './queries.ts'
import { type DeliveryResult, defaultRetry, type Subscription } from './subscription.ts'

/** Attempts a delivery and applies its fault. An error that the attempt throws becomes its result. */
export async function attemptOnce(subscription: Subscription, row: Claimed): Promise<DeliveryResult> {
  const { id, event, data, attempts } = row
  const target = () => subscription.target?.(data) ?? { url: '' }
  const attempt = () => subscription.attempt({ id, event, data, attempt: attempts })
  try {
    return await attemptFaulty(row, target, attempt)
  } catch (error) {
    const errorIn = messageInOf(error)
    return { ok: false, detail: { error: messageOf(error), ...(errorIn && { errorIn }) } }
  }
}

/** Writes the result of an attempt, and releases the deliveries that waited for it. */
export async function recordAttempt(
  tx: Tx,
  {
    subscription,
    row,
    holder,
    result: { ok, detail = null },
  }: { subscription: Subscription; row: Claimed; holder: string; result: DeliveryResult },
): Promise<void> {
  const { id, subscriber, lane } = row
  const again =
    !ok && row.mode === 'at-least-once' ? (subscription.retry ?? defaultRetry)(row.attempts) : undefined
  const status = ok ? 'done' : again === undefined ? 'failed' : 'pending'
  const dueAt = tx.now + (again ?? 0)
  const finished = await tx.change(finishDelivery, {
    id,
    holder,
    status,
    result: JSON.stringify(detail),
    dueAt,
  })
  if (subscription.target) await releaseOvertaken(tx, subscription.target(row.data))
  // A process that stood still so long that another took over: its deliveries are that one's.
  if (finished === 0) return
  // Only an at-least-once delivery emits an event: it has used all its attempts.
  if (status === 'failed' && row.mode === 'at-least-once') {
    const { id: eventId, phone, trace } = row.event
    const data = { subscriber, eventId, detail }
    await tx.emit({ kind: 'delivery.failed', phone: phone ?? undefined, data, trace })
  }
  await advanceLane(tx, lane)
  if (status === 'pending') tx.due(dueAt)
}

/** Makes the next delivery of a lane pending. */
export async function advanceLane(tx: Tx, lane: string | null): Promise<void> {
  if (lane !== null && (await tx.change(releaseNextInLane, { lane })) > 0) tx.due(tx.now)
}
