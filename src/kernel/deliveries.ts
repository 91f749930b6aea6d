import {
  aheadInLane,
  anyAttempting,
  callNext,
  dueDeliveries,
  finishDelivery,
  insertDelivery,
  markAttempting,
  nextDelivery,
  orphanedDeliveries,
} from './delivery-queries.ts'
import { ConflictError, messageOf, NotFoundError } from './errors.ts'
import type { Faults } from './faults.ts'
import {
  attemptFaulty,
  type CallbackFault,
  type CallbackTarget,
  faultOfAttempt,
  releaseOvertaken,
} from './faults-of-deliveries.ts'
import type { DeliveryMode, DeliveryStatus, KernelTables } from './tables.ts'
import type { Json, KernelEvent, Rx, Tx } from './tx.ts'

export interface Delivery {
  id: number
  event: KernelEvent
  /** What `plan` prepared. */
  data: Json
  /** 1 at the first attempt. */
  attempt: number
}

export interface DeliveryResult {
  ok: boolean
  /** Kept with the delivery, for its log. Holds no secret. */
  detail?: Json
}

/** Somebody who is told of events after they are committed. */
export interface Subscription {
  /** Unique, such as `momo.callback`. */
  name: string
  to: readonly string[]
  mode: DeliveryMode
  /** Runs inside the unit that emits: decides whether to deliver, when, and with which data. Undefined means not wanted. */
  plan(tx: Tx, event: KernelEvent): Promise<Plan | undefined> | Plan | undefined
  /** Where an attempt goes, from what `plan` prepared; with it, faults at the point `callback` reach the deliveries. */
  target?(data: Json): CallbackTarget
  /** Runs after the commit, outside any unit. What it throws counts as `ok: false`. */
  attempt(delivery: Delivery): Promise<DeliveryResult>
  /** Milliseconds to wait after a failed attempt of an at-least-once delivery, or undefined to give up. */
  retry?(attempt: number): number | undefined
}

export interface Plan {
  data?: Json
  /** Deliveries of one lane leave one at a time, in order; one that has to be tried again lets the others pass. */
  lane?: string
  /** Business time; at once where absent. */
  dueAt?: number
}

export interface DeliveryRecord {
  id: number
  eventId: number
  kind: string
  status: DeliveryStatus
  attempts: number
  createdAt: number
  attemptedAt: number | null
  data: Json
  result: Json
}

/** A delivery that was claimed, with its event. */
export interface Claimed {
  id: number
  attempts: number
  data: string
  lane: string | null
  mode: DeliveryMode
  subscriber: string
  event_id: number
  kind: string
  phone: string | null
  at: number
  event_data: string
  /** What is to go wrong with this attempt. */
  fault: CallbackFault | undefined
}

/** How many deliveries of one subscriber may be on their way at once: one that hangs holds up no other. */
const atOnce = 32

/** Who is told of what; writes deliveries, claims the due ones, attempts them after the commit. */
export class Deliveries {
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #inFlight = new Map<number, Claimed>()
  readonly #faults: Faults

  constructor(faults: Faults) {
    this.#faults = faults
  }

  subscribe(subscription: Subscription): void {
    const { name } = subscription
    if (this.#subscriptions.has(name))
      throw new ConflictError(`There is a subscriber ${name} already.`, { name })
    this.#subscriptions.set(name, subscription)
  }

  async fanOut(tx: Tx, event: KernelEvent): Promise<void> {
    for (const subscription of this.#subscriptions.values()) {
      if (!subscription.to.includes(event.kind)) continue
      const plan = await subscription.plan(tx, event)
      if (plan) await this.#write(tx, event.id, subscription, plan)
    }
  }

  async #write(tx: Tx, eventId: number, { name, mode }: Subscription, plan: Plan): Promise<void> {
    const { lane = null, dueAt = tx.now, data = null } = plan
    const behind = lane !== null && (await tx.first(aheadInLane, { lane, now: tx.now })) !== undefined
    await tx.change(insertDelivery, {
      event_id: eventId,
      subscriber: name,
      lane,
      mode,
      status: behind ? 'waiting' : 'pending',
      due_at: dueAt,
      data: JSON.stringify(data),
      created_at: tx.now,
    })
    tx.due(dueAt)
  }

  /** Claims what is due and has a place. At most once means: marked before it is attempted. */
  async claim(tx: Tx, holder: string): Promise<Claimed[]> {
    const lanes = new Set([...this.#inFlight.values()].map(({ lane }) => lane))
    const claimed: Claimed[] = []
    for (const [subscriber, { target }] of this.#subscriptions) {
      const limit = this.#places(subscriber)
      if (limit === 0) continue
      for (const row of await tx.run(dueDeliveries, { subscriber, now: tx.now, limit })) {
        if (row.lane !== null && lanes.has(row.lane)) continue
        const fault = target && (await faultOfAttempt(tx, this.#faults, row, target(JSON.parse(row.data))))
        if (fault === 'postponed') {
          if (row.lane !== null && (await tx.change(callNext, { lane: row.lane })) > 0) tx.due(tx.now)
          continue
        }
        lanes.add(row.lane)
        await tx.change(markAttempting, { id: row.id, holder, now: tx.now })
        claimed.push({ ...row, attempts: row.attempts + 1, fault })
      }
    }
    return claimed
  }

  #places(subscriber: string): number {
    return atOnce - [...this.#inFlight.values()].filter((row) => row.subscriber === subscriber).length
  }

  /** Whether anything is due that some subscriber here knows. What a newer version left stays where it is. */
  async anyDue(rx: Rx): Promise<boolean> {
    for (const subscriber of this.#subscriptions.keys()) {
      if (await rx.first(dueDeliveries, { subscriber, now: rx.now, limit: 1 })) return true
    }
    return false
  }

  async anyAttempting(rx: Rx): Promise<boolean> {
    return (await rx.first(anyAttempting, {})) !== undefined
  }

  /** The earliest time after now at which a delivery falls due. */
  async next(rx: Rx): Promise<number> {
    let next = Number.POSITIVE_INFINITY
    for (const subscriber of this.#subscriptions.keys()) {
      const row = await rx.first(nextDelivery, { subscriber, now: rx.now })
      next = Math.min(next, row?.due_at ?? next)
    }
    return next
  }

  /** Attempts a claimed delivery; `settle` writes what came of it. */
  async attempt(
    row: Claimed,
    holder: string,
    settle: (work: (tx: Tx) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const subscription = this.#subscriptions.get(row.subscriber)
    if (!subscription) return
    this.#inFlight.set(row.id, row)
    try {
      const { ok, detail = null } = await this.#result(subscription, row)
      const again =
        !ok && row.mode === 'at-least-once' ? (subscription.retry ?? defaultRetry)(row.attempts) : undefined
      await settle(async (tx) => {
        const status = ok ? 'done' : again === undefined ? 'failed' : 'pending'
        const dueAt = tx.now + (again ?? 0)
        const result = JSON.stringify(detail)
        await tx.change(finishDelivery, { id: row.id, holder, status, result, dueAt })
        // At most once means that a failure is no news; otherwise it was tried as often as it ever will be.
        if (status === 'failed' && row.mode === 'at-least-once') {
          const { subscriber, event_id: eventId, phone } = row
          await tx.emit({
            kind: 'delivery.failed',
            phone: phone ?? undefined,
            data: { subscriber, eventId, detail },
          })
        }
        if (row.lane !== null && (await tx.change(callNext, { lane: row.lane })) > 0) tx.due(tx.now)
        if (status === 'pending') tx.due(dueAt)
        if (subscription.target) await releaseOvertaken(tx, subscription.target(JSON.parse(row.data)))
      })
    } finally {
      this.#inFlight.delete(row.id)
    }
  }

  async #result(subscription: Subscription, row: Claimed): Promise<DeliveryResult> {
    const event = {
      id: row.event_id,
      kind: row.kind,
      phone: row.phone,
      at: row.at,
      data: JSON.parse(row.event_data),
    }
    const data = JSON.parse(row.data)
    const target = () => subscription.target?.(data) ?? { url: '' }
    const attempt = () => subscription.attempt({ id: row.id, event, data, attempt: row.attempts })
    try {
      return await attemptFaulty(row, target, attempt)
    } catch (error) {
      return { ok: false, detail: { error: messageOf(error) } }
    }
  }

  /** What had left when another process died: unknown for ever, or to be attempted again. */
  async recover(tx: Tx, holder: string): Promise<void> {
    const orphans = await tx.run(orphanedDeliveries, { holder })
    for (const { id, lane, mode } of orphans) {
      const status = mode === 'at-most-once' ? 'lost' : 'pending'
      await tx
        .db<KernelTables>()
        .updateTable('deliveries')
        .set({ status, holder: null })
        .where('id', '=', id)
        .execute()
      if (status === 'lost' && lane !== null) await tx.change(callNext, { lane })
    }
    tx.due(tx.now)
  }

  async list(rx: Rx, subscriber: string, limit = 500): Promise<DeliveryRecord[]> {
    const rows = await rx
      .db<KernelTables>()
      .selectFrom('deliveries')
      .innerJoin('events', 'events.id', 'deliveries.event_id')
      .selectAll('deliveries')
      .select('events.kind')
      .where('subscriber', '=', subscriber)
      .orderBy('deliveries.id', 'desc')
      .limit(limit)
      .execute()
    return rows.reverse().map((row) => ({
      id: row.id,
      eventId: row.event_id,
      kind: row.kind,
      status: row.status,
      attempts: row.attempts,
      createdAt: row.created_at,
      attemptedAt: row.attempted_at,
      data: JSON.parse(row.data),
      result: row.result === null ? null : JSON.parse(row.result),
    }))
  }

  /** Sends a delivery once more, as a delivery of its own. Returns the new id. */
  async repeat(tx: Tx, id: number, subscriber: string): Promise<number> {
    const db = tx.db<KernelTables>()
    const row = await db
      .selectFrom('deliveries')
      .selectAll()
      .where('id', '=', id)
      .where('subscriber', '=', subscriber)
      .executeTakeFirst()
    if (!row) throw new NotFoundError(`No delivery ${id} of ${subscriber}.`, { id, subscriber })
    const { event_id, mode, data } = row
    const inserted = await db
      .insertInto('deliveries')
      .values({
        event_id,
        subscriber,
        lane: null,
        mode,
        data,
        due_at: tx.now,
        status: 'pending',
        created_at: tx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    tx.due(tx.now)
    return inserted.id
  }
}

/** Five attempts in all: after 1, 5, 30 and 120 seconds of business time. */
function defaultRetry(attempt: number): number | undefined {
  const seconds = [1, 5, 30, 120][attempt - 1]
  return seconds === undefined ? undefined : seconds * 1000
}
