import { type Kysely, sql } from 'kysely'
import type { ExpiringTable, OldRows, PastEvent } from './retention.ts'
import { hot } from './store/index.ts'
import type { KernelTables } from './tables.ts'
import type { Rx, Tx } from './tx.ts'

type Referred = (tx: Tx, events: readonly PastEvent[]) => Promise<Set<number>>

/** The kernel's own tables, in the order in which their rows may be deleted. */
export const ownTables = (referred: Referred): readonly ExpiringTable[] => [
  {
    table: 'deliveries',
    row: 'id',
    at: 'created_at',
    prune: (tx, rows) => pruneDeliveries(tx, rows, referred),
  },
  { table: 'deliveries_taken', row: 'delivery', at: 'taken_at', prune: pruneTaken },
  { table: 'events', row: 'id', at: 'at', prune: (tx, rows) => pruneEvents(tx, rows, referred) },
  { table: 'trace_links', row: 'id', at: 'at', prune: pruneLinks },
]

const parsed = ({ id, kind, data }: { id: number; kind: string; data: string }) =>
  ({ id, kind, data: JSON.parse(data) }) as PastEvent

const inside = ({ after, through }: OldRows, column: string) =>
  sql<boolean>`${sql.ref(column)} > ${after} AND ${sql.ref(column)} <= ${through}`

/** Deletes deliveries that are finished and whose event nothing refers to. Their age counts from the last attempt. */
async function pruneDeliveries(tx: Tx, rows: OldRows, referred: Referred): Promise<void> {
  const over = await tx
    .db<KernelTables>()
    .selectFrom('deliveries')
    .innerJoin('events', 'events.id', 'deliveries.event_id')
    .select(['deliveries.id as delivery', 'events.id', 'events.kind', 'events.data'])
    .where(inside(rows, 'deliveries.id'))
    .where('deliveries.status', 'in', ['done', 'failed', 'lost'])
    .where(sql<boolean>`coalesce(deliveries.attempted_at, deliveries.created_at) < ${rows.before}`)
    .execute()
  const kept = await referred(tx, over.map(parsed))
  const gone = over.filter(({ id }) => !kept.has(id)).map(({ delivery }) => delivery)
  if (gone.length === 0) return
  await tx.db<KernelTables>().deleteFrom('deliveries').where('id', 'in', gone).execute()
}

/** Deletes rows whose delivery is gone: such a delivery cannot come again. */
async function pruneTaken(tx: Tx, rows: OldRows): Promise<void> {
  await tx
    .db<KernelTables>()
    .deleteFrom('deliveries_taken')
    .where(inside(rows, 'delivery'))
    .where(
      sql<boolean>`NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.id = deliveries_taken.delivery)`,
    )
    .execute()
}

/** Deletes events that no delivery and nothing else refers to. */
async function pruneEvents(tx: Tx, rows: OldRows, referred: Referred): Promise<void> {
  const free = await tx
    .db<KernelTables>()
    .selectFrom('events')
    .select(['id', 'kind', 'data'])
    .where(inside(rows, 'id'))
    .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.event_id = events.id)`)
    .orderBy('id')
    .execute()
  const kept = await referred(tx, free.map(parsed))
  const gone = free.map(({ id }) => id).filter((id) => !kept.has(id))
  const [first] = gone
  if (first === undefined) return
  await tx.db<KernelTables>().deleteFrom('events').where('id', 'in', gone).execute()
  await tx.change(noteGone, { first, last: gone.at(-1) ?? first })
}

async function pruneLinks(tx: Tx, rows: OldRows): Promise<void> {
  await tx
    .db<KernelTables>()
    .deleteFrom('trace_links')
    .where(inside(rows, 'id'))
    .where('at', '<', rows.before)
    .execute()
}

const noteGone = hot<KernelTables, { first: number; last: number }>()((db, slot) =>
  db
    .insertInto('events_gone')
    .values({ id: 1, first: slot('first'), last: slot('last') })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ last: slot('last') })),
)
const gone = hot<KernelTables, Record<never, never>>()((db) =>
  db.selectFrom('events_gone').select(['first', 'last']).where('id', '=', 1),
)
const eventById = hot<KernelTables, { id: number }>()((db, slot) =>
  db.selectFrom('events').select('id').where('id', '=', slot('id')),
)

/**
 * Whether an event happened in this world: it exists, or retention has deleted it. Events from before a reset or a restore
 * did not.
 */
export async function hasHappened(rx: Rx, id: number): Promise<boolean> {
  if (await rx.first(eventById, { id })) return true
  const range = await rx.first(gone, {})
  return range !== undefined && id >= range.first && id <= range.last
}

// Each status has its partial index, and each query repeats the condition of it: otherwise SQLite reads the whole table.
const eventsOf = (db: Kysely<KernelTables>) =>
  db
    .selectFrom('deliveries')
    .innerJoin('events', 'events.id', 'deliveries.event_id')
    .select(['events.id', 'events.kind', 'events.data'])
const unfinished = (['pending', 'attempting', 'waiting'] as const).map((status) =>
  hot<KernelTables, { subscriber: string }>()((db, slot) => {
    const found = eventsOf(db)
      .where('deliveries.status', '=', status)
      .where('deliveries.subscriber', '=', slot('subscriber'))
    if (status !== 'waiting') return found
    // One that waits has a lane.
    return found
      .where('deliveries.status', 'in', ['waiting', 'pending', 'attempting'])
      .where('deliveries.lane', 'is not', null)
  }),
)

/** The events of a subscriber's unfinished deliveries: what they refer to must stay. */
export async function unfinishedEvents(rx: Rx, subscriber: string): Promise<PastEvent[]> {
  const events: PastEvent[] = []
  for (const query of unfinished) events.push(...(await rx.run(query, { subscriber })).map(parsed))
  return events
}
