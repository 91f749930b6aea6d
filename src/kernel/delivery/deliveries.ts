import { ConflictError } from '../errors.ts'
import type { Faults } from '../faults.ts'
import type { Json } from '../json.ts'
import type { KernelTables } from '../tables.ts'
import type { Mark } from '../time/index.ts'
import type { KernelEvent, Rx, Tx } from '../tx.ts'
import { advanceLane, attemptOnce, recordAttempt } from './attempt.ts'
import { faultOfAttempt } from './faults-of-deliveries.ts'
import { type Claimed, InFlight } from './in-flight.ts'
import {
  type DeliveryRecord,
  deliveriesOf,
  findDelivery,
  hastenDeliveries,
  listDeliveries,
  repeatDelivery,
} from './log.ts'
import { type Awaited, anyAttemptingBut, anyDeliveryOf, awaitedDeliveries, lastDelivery } from './marks.ts'
import {
  aheadInLane,
  anyAttempting,
  anyDueOfSubscriber,
  dueDeliveries,
  dueOfSubscriber,
  dueWindow,
  earliestDelivery,
  insertClaimed,
  insertDelivery,
  markAttempting,
  nextDelivery,
  nextOfSubscriber,
  orphanedDeliveries,
} from './queries.ts'
import type { Plan, Subscription } from './subscription.ts'

/** Who attempts deliveries, in this process. */
export interface Attempts {
  readonly holder: string
  /** Whether a unit may claim what it writes: this process claims, and has left nothing that is due. */
  mayClaim(tx: Tx): Promise<boolean>
  /** The unit that claimed it has committed. */
  begin(claimed: Claimed): void
}

const noneHeld: ReadonlySet<number> = new Set()

/** The subscriptions. Writes deliveries, claims the due ones, and attempts them after the commit. */
export class Deliveries {
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #inFlight = new InFlight()
  readonly #faults: Faults
  #attempts: Attempts | undefined

  constructor(faults: Faults) {
    this.#faults = faults
  }

  subscribe(subscription: Subscription): void {
    const { name } = subscription
    if (this.#subscriptions.has(name))
      throw new ConflictError(`There is a subscriber ${name} already.`, { name })
    this.#subscriptions.set(name, subscription)
  }

  attemptedBy(attempts: Attempts): void {
    this.#attempts = attempts
  }

  /** The names of those whose deliveries are callbacks, in the order of the alphabet. */
  callbackSubscribers(): string[] {
    const callbacks = [...this.#subscriptions.values()].filter(({ isCallback }) => isCallback)
    return callbacks.map(({ name }) => name).sort()
  }

  async fanOut(tx: Tx, event: KernelEvent): Promise<void> {
    for (const subscription of this.#subscriptions.values()) {
      if (!subscription.to.includes(event.kind)) continue
      const plan = await subscription.plan(tx, event)
      if (plan) await this.#write(tx, event, subscription, plan)
    }
  }

  async #write(tx: Tx, event: KernelEvent, subscription: Subscription, plan: Plan): Promise<void> {
    const { name, mode } = subscription
    const { lane = null, dueAt = tx.now, data = null } = plan
    if (lane === null && dueAt <= tx.now && (await this.#claimNew(tx, { event, subscription, data }))) return
    const behind = lane !== null && (await tx.first(aheadInLane, { lane, now: tx.now })) !== undefined
    await tx.change(insertDelivery, {
      event_id: event.id,
      subscriber: name,
      lane,
      mode,
      status: behind ? 'waiting' : 'pending',
      due_at: dueAt,
      data: JSON.stringify(data),
      created_at: tx.now,
    })
    tx.due(dueAt, { claimable: !behind && dueAt <= tx.now })
  }

  /**
   * Writes a delivery as already claimed, where it would be the next to be claimed: that saves a unit and its commit. At
   * most once holds as with {@link claim}, since the attempt begins after the commit.
   *
   * @returns false if it is to be written as pending
   */
  async #claimNew(
    tx: Tx,
    { event, subscription, data }: { event: KernelEvent; subscription: Subscription; data: Json },
  ): Promise<boolean> {
    const { name: subscriber, mode, target } = subscription
    const attempts = this.#attempts
    // A fault at the point `callback` is decided when it is claimed.
    if (!attempts || target || this.#inFlight.freeSlots(subscriber, tx.batch) <= 0) return false
    if (!(await attempts.mayClaim(tx))) return false
    const { holder } = attempts
    const row = { event_id: event.id, subscriber, mode, data: JSON.stringify(data), holder, now: tx.now }
    const id = await tx.insert(insertClaimed, row)
    this.#inFlight.reserveSlot(subscriber, tx.batch)
    const claimed = { id, attempts: 1, data, lane: null, mode, subscriber, event, fault: undefined }
    tx.afterCommit(() => attempts.begin(claimed))
    return true
  }

  /**
   * Claims due deliveries that have a free slot and lane. Marked before the attempt, so that at most once holds.
   *
   * @returns also whether it may have skipped due ones, because no slot or lane was free
   */
  async claim(tx: Tx, holder: string): Promise<{ claimed: Claimed[]; skipped: boolean }> {
    const lanes = this.#inFlight.lanes()
    const slots = new Map<string, number>()
    const claimed: Claimed[] = []
    const { due, crowded } = await this.#due(tx)
    let skipped = crowded
    for (const row of due) {
      const { target } = this.#subscriptions.get(row.subscriber) as Subscription
      const left = slots.get(row.subscriber) ?? this.#inFlight.freeSlots(row.subscriber, tx.batch)
      if (left <= 0 || (row.lane !== null && lanes.has(row.lane))) {
        skipped = true
        continue
      }
      const data: Json = JSON.parse(row.data)
      const fault = target && (await faultOfAttempt(tx, this.#faults, row, target(data)))
      if (fault === 'postponed') {
        await advanceLane(tx, row.lane)
        continue
      }
      slots.set(row.subscriber, left - 1)
      lanes.add(row.lane)
      await tx.change(markAttempting, { id: row.id, holder, now: tx.now })
      const { id, lane, mode, subscriber } = row
      claimed.push({
        id,
        attempts: row.attempts + 1,
        data,
        lane,
        mode,
        subscriber,
        event: eventOf(row),
        fault,
      })
    }
    return { claimed, skipped }
  }

  /**
   * The due deliveries of the subscribers here, in order. When the window is full, also the first ones of each other
   * subscriber, so that a subscriber that hangs, or that only a newer version knows, does not block the others.
   */
  async #due(tx: Tx) {
    const { now } = tx
    const first = await tx.run(dueDeliveries, { now })
    const due = first.filter(({ subscriber }) => this.#subscriptions.has(subscriber))
    const crowded = first.length === dueWindow
    if (!crowded) return { due, crowded }
    const seen = new Set(due.map(({ subscriber }) => subscriber))
    for (const subscriber of this.#subscriptions.keys()) {
      if (seen.has(subscriber) || !(await tx.first(anyDueOfSubscriber, { subscriber, now }))) continue
      due.push(...(await tx.run(dueOfSubscriber, { subscriber, now })))
    }
    return { due, crowded }
  }

  /** Whether anything is due for a subscriber here. Deliveries of a newer version's subscribers are left. */
  async anyDue(rx: Rx): Promise<boolean> {
    const { now } = rx
    const earliest = await rx.first(earliestDelivery, {})
    if (!earliest || earliest.due_at > now) return false
    if (this.#subscriptions.has(earliest.subscriber)) return true
    for (const subscriber of this.#subscriptions.keys()) {
      if (await rx.first(anyDueOfSubscriber, { subscriber, now })) return true
    }
    return false
  }

  /** Whether a delivery is in flight; those of `held` do not count. */
  async anyAttempting(rx: Rx, held: ReadonlySet<number> = noneHeld): Promise<boolean> {
    if (held.size > 0) return anyAttemptingBut(rx, held)
    return (await rx.first(anyAttempting, {})) !== undefined
  }

  lastId(rx: Rx): Promise<number> {
    return lastDelivery(rx)
  }

  anyOf(rx: Rx, mark: Mark, held: ReadonlySet<number> = noneHeld): Promise<boolean> {
    return anyDeliveryOf(rx, this.#subscriptions, { mark, held })
  }

  /** The deliveries in flight; with a mark, also the due ones up to it. */
  inFlight(rx: Rx, mark?: Mark): Promise<Awaited[]> {
    return awaitedDeliveries(rx, this.#subscriptions, mark)
  }

  /** The earliest time after now at which a delivery falls due. */
  async next(rx: Rx): Promise<number> {
    const { now } = rx
    const next = await rx.first(nextDelivery, { now })
    if (!next) return Number.POSITIVE_INFINITY
    if (this.#subscriptions.has(next.subscriber)) return next.due_at
    const each = []
    for (const subscriber of this.#subscriptions.keys()) {
      each.push((await rx.first(nextOfSubscriber, { subscriber, now }))?.due_at ?? Number.POSITIVE_INFINITY)
    }
    return Math.min(...each)
  }

  /**
   * Attempts a claimed delivery, after `turn`; `settle` writes the result. The slot is taken at once, and free before the
   * result is written.
   */
  async attempt(
    row: Claimed,
    holder: string,
    { turn, settle }: { turn?: Promise<void>; settle: (work: (tx: Tx) => Promise<void>) => Promise<void> },
  ): Promise<void> {
    const subscription = this.#subscriptions.get(row.subscriber)
    if (!subscription) return
    this.#inFlight.started(row)
    try {
      await turn
      const result = await attemptOnce(subscription, row).finally(() => this.#inFlight.answered(row))
      await settle((tx) => recordAttempt(tx, { subscription, row, holder, result }))
    } finally {
      this.#inFlight.recorded(row)
    }
  }

  /** Deliveries that were in flight when another process died become `lost`, or pending again. */
  async recover(tx: Tx, holder: string): Promise<void> {
    const orphans = await tx.run(orphanedDeliveries, { holder })
    for (const row of orphans) {
      const status = row.mode === 'at-most-once' ? 'lost' : 'pending'
      await tx
        .db<KernelTables>()
        .updateTable('deliveries')
        .set({ status, holder: null })
        .where('id', '=', row.id)
        .execute()
      if (status === 'lost') await advanceLane(tx, row.lane)
    }
    tx.due(tx.now)
  }

  list(rx: Rx, subscriber: string, limit = 500): Promise<DeliveryRecord[]> {
    return listDeliveries(rx, subscriber, limit)
  }

  /** The deliveries of these events, of every subscriber, oldest first. */
  ofEvents(rx: Rx, events: readonly number[]): Promise<DeliveryRecord[]> {
    return deliveriesOf(rx, events)
  }

  find(rx: Rx, id: number): Promise<DeliveryRecord | undefined> {
    return findDelivery(rx, id)
  }

  hasten(tx: Tx, subscriber: string, of: { phone: string; referenceId: string }): Promise<number> {
    return hastenDeliveries(tx, subscriber, of)
  }

  repeat(tx: Tx, id: number, subscriber: string): Promise<number> {
    return repeatDelivery(tx, id, subscriber)
  }
}

function eventOf(row: {
  event_id: number
  kind: string
  phone: string | null
  at: number
  event_data: string
  trace: string | null
}): KernelEvent {
  const { event_id: id, kind, phone, at, event_data: data, trace } = row
  return { id, kind, phone, at, data: JSON.parse(data), trace } as KernelEvent
}
