import { sql } from 'kysely'
import type { KindsOf } from '../events/index.ts'
import { hot } from './store/index.ts'
import { type KernelTables, ofPayments } from './tables.ts'
import type { KernelEvent, Rx } from './tx.ts'

export interface TimelineQuery<Filter extends string = string> {
  /** Only events with a greater id. */
  after?: number | undefined
  /** An exact kind, or the part before the point: `ussd` means every `ussd.…`. */
  kind?: Filter | undefined
  phone?: string | undefined
  /** Only events of these traces. */
  traces?: readonly string[] | undefined
  limit?: number | undefined
}

/** The events, oldest first. */
export async function readTimeline<Filter extends string = string>(
  rx: Rx,
  { after = 0, kind, phone, traces, limit = 1_000 }: TimelineQuery<Filter>,
): Promise<Array<KernelEvent<KindsOf<Filter>>>> {
  let query = rx.db<KernelTables>().selectFrom('events').selectAll().where('id', '>', after)
  if (kind !== undefined) {
    query = query.where((where) =>
      where.or([where('kind', '=', kind), where('kind', 'like', `${kind.replace(/[%_]/g, '')}.%`)]),
    )
  }
  if (phone !== undefined) query = query.where('phone', '=', phone)
  if (traces !== undefined) query = query.where('trace', 'in', traces)
  const rows = await query.orderBy('id').limit(limit).execute()
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) }) as KernelEvent<KindsOf<Filter>>)
}

/** The newest events up to an id, newest first. */
export async function newestEvents(
  rx: Rx,
  { upTo, phone, traces, limit }: Pick<TimelineQuery, 'phone' | 'traces'> & { upTo: number; limit: number },
): Promise<KernelEvent[]> {
  let query = rx.db<KernelTables>().selectFrom('events').selectAll().where('id', '<=', upTo)
  if (phone !== undefined) query = query.where('phone', '=', phone)
  if (traces !== undefined) query = query.where('trace', 'in', traces)
  const rows = await query.orderBy('id', 'desc').limit(limit).execute()
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) }) as KernelEvent)
}

/** The trace of an event; undefined where there is no such event. */
export async function traceOfEvent(rx: Rx, id: number): Promise<string | null | undefined> {
  const row = await rx
    .db<KernelTables>()
    .selectFrom('events')
    .select('trace')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.trace
}

/** The events of these traces without hops, screens and SMS, oldest first: by an index, however long the timeline is. */
export async function eventsOfTraces(rx: Rx, traces: readonly string[]): Promise<KernelEvent[]> {
  if (traces.length === 0) return []
  const rows = await rx
    .db<KernelTables>()
    .selectFrom('events')
    .selectAll()
    .where('trace', 'in', traces)
    .where(sql.raw<boolean>(ofPayments))
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) }) as KernelEvent)
}

/** The event of this kind and time whose data has this id. Reads the whole timeline, as it has no index of either. */
export async function eventAbout(
  rx: Rx,
  { kind, at, field, id }: { kind: string; at: number; field: string; id: number },
): Promise<KernelEvent | undefined> {
  const row = await rx
    .db<KernelTables>()
    .selectFrom('events')
    .selectAll()
    .where('kind', '=', kind)
    .where('at', '=', at)
    .where(sql`CAST(data ->> ${field} AS text)`, '=', String(id))
    .executeTakeFirst()
  return row && ({ ...row, data: JSON.parse(row.data) } as KernelEvent)
}

const linkedTo = hot<KernelTables, { trace: string }>()((db, slot) =>
  db.selectFrom('trace_links').select('trace').where('belongs_to', '=', slot('trace')),
)

/** A trace, and those that belong to it too. */
export async function tracesIn(rx: Rx, trace: string): Promise<string[]> {
  return [trace, ...(await rx.run(linkedTo, { trace })).map((row) => row.trace)]
}

/**
 * The position on the timeline of something that has a time but no event: a number between the ids of two events, just
 * before the first event of that time.
 */
export async function positionAt(rx: Rx, at: number): Promise<number> {
  const ids = rx.db<KernelTables>().selectFrom('events').select('id').limit(1)
  const next = await ids.where('at', '>=', at).orderBy('id').executeTakeFirst()
  if (next) return next.id - 0.9
  const last = await ids.orderBy('id', 'desc').executeTakeFirst()
  return (last?.id ?? 0) + 0.1
}
