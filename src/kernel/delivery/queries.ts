import type { DeliveryStatus } from '../../terms/sim/statuses.ts'
import { hot } from '../store/index.ts'
import type { DeliveryMode, KernelTables } from '../tables.ts'

export interface NewDelivery {
  event_id: number
  subscriber: string
  lane: string | null
  mode: DeliveryMode
  status: DeliveryStatus
  due_at: number
  data: string
  created_at: number
}

export const insertDelivery = hot<KernelTables, NewDelivery>()((db, slot) =>
  db.insertInto('deliveries').values({
    event_id: slot('event_id'),
    subscriber: slot('subscriber'),
    lane: slot('lane'),
    mode: slot('mode'),
    status: slot('status'),
    due_at: slot('due_at'),
    data: slot('data'),
    created_at: slot('created_at'),
  }),
)

/** Writes a delivery as already claimed, for its first attempt. */
export const insertClaimed = hot<
  KernelTables,
  Omit<NewDelivery, 'lane' | 'status' | 'due_at' | 'created_at'> & { holder: string; now: number }
>()((db, slot) =>
  db.insertInto('deliveries').values({
    event_id: slot('event_id'),
    subscriber: slot('subscriber'),
    lane: null,
    mode: slot('mode'),
    status: 'attempting' as const,
    due_at: slot('now'),
    attempts: 1,
    holder: slot('holder'),
    data: slot('data'),
    created_at: slot('now'),
    attempted_at: slot('now'),
  }),
)

/** A delivery that a new one of the lane must wait for. One that waits for its next attempt does not block the lane. */
export const aheadInLane = hot<KernelTables, { lane: string; now: number }>()((db, slot) =>
  db
    .selectFrom('deliveries')
    .select('id')
    .where('lane', '=', slot('lane'))
    .where('status', 'in', ['waiting', 'pending', 'attempting'])
    .where((where) => where.or([where('status', '!=', 'pending'), where('due_at', '<=', slot('now'))]))
    .limit(1),
)

/** Makes the next delivery of the lane pending. */
export const releaseNextInLane = hot<KernelTables, { lane: string }>()((db, slot) =>
  db
    .updateTable('deliveries')
    .set({ status: 'pending' })
    .where('id', '=', (select) =>
      select
        .selectFrom('deliveries as next')
        .select((pick) => pick.fn.min('next.id').as('id'))
        .where('next.lane', '=', slot('lane'))
        .where('next.status', '=', 'waiting')
        // Repeats the condition of the partial index; otherwise SQLite reads the whole table.
        .where('next.status', 'in', ['waiting', 'pending', 'attempting']),
    ),
)

const claimable = [
  'deliveries.id',
  'deliveries.attempts',
  'deliveries.data',
  'deliveries.lane',
  'deliveries.mode',
  'deliveries.subscriber',
  'deliveries.event_id',
  'deliveries.fault',
  'events.kind',
  'events.phone',
  'events.at',
  'events.data as event_data',
  'events.trace',
] as const

/** How many due deliveries one query reads. */
export const dueWindow = 64

/** The first due deliveries of all subscribers. */
export const dueDeliveries = hot<KernelTables, { now: number }>()((db, slot) =>
  db
    .selectFrom('deliveries')
    .innerJoin('events', 'events.id', 'deliveries.event_id')
    .select(claimable)
    .where('deliveries.status', '=', 'pending')
    .where('deliveries.due_at', '<=', slot('now'))
    .orderBy('deliveries.due_at')
    .orderBy('deliveries.id')
    .limit(dueWindow),
)

/** The first due deliveries of one subscriber. */
export const dueOfSubscriber = hot<KernelTables, { subscriber: string; now: number }>()((db, slot) =>
  db
    .selectFrom('deliveries')
    .innerJoin('events', 'events.id', 'deliveries.event_id')
    .select(claimable)
    .where('deliveries.status', '=', 'pending')
    .where('deliveries.subscriber', '=', slot('subscriber'))
    .where('deliveries.due_at', '<=', slot('now'))
    .orderBy('deliveries.due_at')
    .orderBy('deliveries.id')
    .limit(dueWindow),
)

/** One due delivery of a subscriber, if there is any. */
export const anyDueOfSubscriber = hot<KernelTables, { subscriber: string; now: number }>()((db, slot) =>
  db
    .selectFrom('deliveries')
    .select('id')
    .where('status', '=', 'pending')
    .where('subscriber', '=', slot('subscriber'))
    .where('due_at', '<=', slot('now'))
    .limit(1),
)

/** The pending delivery with the earliest due time, past or future. */
export const earliestDelivery = hot<KernelTables, Record<never, never>>()((db) =>
  db
    .selectFrom('deliveries')
    .select(['subscriber', 'due_at'])
    .where('status', '=', 'pending')
    .orderBy('due_at')
    .orderBy('id')
    .limit(1),
)

/** The delivery that falls due next after now. */
export const nextDelivery = hot<KernelTables, { now: number }>()((db, slot) =>
  db
    .selectFrom('deliveries')
    .select(['subscriber', 'due_at'])
    .where('status', '=', 'pending')
    .where('due_at', '>', slot('now'))
    .orderBy('due_at')
    .orderBy('id')
    .limit(1),
)

/** When the next delivery of one subscriber falls due after now. */
export const nextOfSubscriber = hot<KernelTables, { subscriber: string; now: number }>()((db, slot) =>
  db
    .selectFrom('deliveries')
    .select('due_at')
    .where('status', '=', 'pending')
    .where('subscriber', '=', slot('subscriber'))
    .where('due_at', '>', slot('now'))
    .orderBy('due_at')
    .limit(1),
)

export const anyAttempting = hot<KernelTables, Record<never, never>>()((db) =>
  db.selectFrom('deliveries').select('id').where('status', '=', 'attempting').limit(1),
)

export const markAttempting = hot<KernelTables, { id: number; holder: string; now: number }>()((db, slot) =>
  db
    .updateTable('deliveries')
    .set((set) => ({
      status: 'attempting' as const,
      holder: slot('holder'),
      fault: null,
      attempts: set('attempts', '+', 1),
      attempted_at: slot('now'),
    }))
    .where('id', '=', slot('id'))
    .where('status', '=', 'pending'),
)

export const finishDelivery = hot<
  KernelTables,
  { id: number; holder: string; status: DeliveryStatus; result: string; dueAt: number }
>()((db, slot) =>
  db
    .updateTable('deliveries')
    .set({ status: slot('status'), result: slot('result'), due_at: slot('dueAt'), holder: null })
    .where('id', '=', slot('id'))
    .where('holder', '=', slot('holder')),
)

/** In flight, but sent by another process, which is gone. */
export const orphanedDeliveries = hot<KernelTables, { holder: string }>()((db, slot) =>
  db
    .selectFrom('deliveries')
    .select(['id', 'lane', 'mode'])
    .where('status', '=', 'attempting')
    .where((where) => where.or([where('holder', 'is', null), where('holder', '!=', slot('holder'))])),
)
