import type { Json } from '../json.ts'
import { hot } from '../store/index.ts'
import type { KernelTables } from '../tables.ts'
import type { Mark } from '../time/index.ts'
import type { Rx } from '../tx.ts'
import type { Subscription } from './subscription.ts'

type Subscriptions = ReadonlyMap<string, Subscription>

/** A delivery that a caller waits for. */
export interface Awaited {
  subscriber: string
  url: string | undefined
  /** When it was attempted, business time; null if it was not. */
  since: number | null
}

/** How many deliveries are read to describe a wait. */
const mostDescribed = 500

const last = hot<KernelTables, Record<never, never>>()((db) =>
  db.selectFrom('deliveries').select('id').orderBy('id', 'desc').limit(1),
)
const attemptingThrough = hot<KernelTables, { id: number }>()((db, slot) =>
  db
    .selectFrom('deliveries')
    .select('id')
    .where('status', '=', 'attempting')
    .where('id', '<=', slot('id'))
    .limit(1),
)
const dueThrough = hot<KernelTables, { id: number; now: number }>()((db, slot) =>
  db
    .selectFrom('deliveries')
    .select('subscriber')
    .where('status', '=', 'pending')
    .where('due_at', '<=', slot('now'))
    .where('id', '<=', slot('id'))
    .limit(1),
)
const dueThroughOf = hot<KernelTables, { id: number; now: number; subscriber: string }>()((db, slot) =>
  db
    .selectFrom('deliveries')
    .select('id')
    .where('status', '=', 'pending')
    .where('subscriber', '=', slot('subscriber'))
    .where('due_at', '<=', slot('now'))
    .where('id', '<=', slot('id'))
    .limit(1),
)

/** Whether any delivery but these is in flight, up to the id. */
export async function anyAttemptingBut(
  rx: Rx,
  held: ReadonlySet<number>,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<boolean> {
  const found = await rx
    .db<KernelTables>()
    .selectFrom('deliveries')
    .select('id')
    .where('status', '=', 'attempting')
    .where('id', '<=', upTo)
    .where('id', 'not in', [...held])
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** The greatest id of a delivery; 0 if there is none. */
export async function lastDelivery(rx: Rx): Promise<number> {
  return (await rx.first(last, {}))?.id ?? 0
}

/**
 * Whether any delivery up to the mark is in flight and not held, or due for a subscriber here. Deliveries that wait in a lane need no
 * check: a lane keeps the order of ids, so the one before them is up to the mark too.
 */
export async function anyDeliveryOf(
  rx: Rx,
  subscriptions: Subscriptions,
  { mark: { delivery: id, now }, held }: { mark: Mark; held: ReadonlySet<number> },
): Promise<boolean> {
  const inFlight = held.size > 0 ? anyAttemptingBut(rx, held, id) : rx.first(attemptingThrough, { id })
  if (await inFlight) return true
  const due = await rx.first(dueThrough, { id, now })
  if (!due) return false
  if (subscriptions.has(due.subscriber)) return true
  for (const subscriber of subscriptions.keys()) {
    if (await rx.first(dueThroughOf, { id, now, subscriber })) return true
  }
  return false
}

/** The deliveries in flight; with a mark, also the due ones up to it. */
export async function awaitedDeliveries(
  rx: Rx,
  subscriptions: Subscriptions,
  mark: Mark | undefined,
): Promise<Awaited[]> {
  const rows = await rx
    .db<KernelTables>()
    .selectFrom('deliveries')
    .select(['subscriber', 'data', 'status', 'attempted_at'])
    .where((where) =>
      mark
        ? where.and([
            where('id', '<=', mark.delivery),
            where.or([
              where('status', '=', 'attempting'),
              where.and([where('status', '=', 'pending'), where('due_at', '<=', mark.now)]),
            ]),
          ])
        : where('status', '=', 'attempting'),
    )
    .orderBy('id')
    .limit(mostDescribed)
    .execute()
  return rows.flatMap(({ subscriber, data, status, attempted_at: since }) => {
    const subscription = subscriptions.get(subscriber)
    if (!subscription) return []
    return [
      {
        subscriber,
        url: urlOf(subscription, JSON.parse(data)),
        since: status === 'attempting' ? since : null,
      },
    ]
  })
}

/** A subscription without `target` may have the URL in its data. */
function urlOf({ target }: Subscription, data: Json): string | undefined {
  if (target) return target(data).url
  const url = typeof data === 'object' && data !== null && !Array.isArray(data) ? data.url : undefined
  return typeof url === 'string' ? url : undefined
}
