import type { KindsOf } from '../events/index.ts'
import type { KernelTables } from './tables.ts'
import type { KernelEvent, Rx } from './tx.ts'

export interface TimelineQuery<Filter extends string = string> {
  /** Only events with a greater id. */
  after?: number | undefined
  /** An exact kind, or the part before the point: `ussd` means every `ussd.…`. */
  kind?: Filter | undefined
  phone?: string | undefined
  limit?: number | undefined
}

/** The events, oldest first. */
export async function readTimeline<Filter extends string = string>(
  rx: Rx,
  { after = 0, kind, phone, limit = 1_000 }: TimelineQuery<Filter>,
): Promise<Array<KernelEvent<KindsOf<Filter>>>> {
  let query = rx.db<KernelTables>().selectFrom('events').selectAll().where('id', '>', after)
  if (kind !== undefined) {
    query = query.where((where) =>
      where.or([where('kind', '=', kind), where('kind', 'like', `${kind.replace(/[%_]/g, '')}.%`)]),
    )
  }
  if (phone !== undefined) query = query.where('phone', '=', phone)
  const rows = await query.orderBy('id').limit(limit).execute()
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) }) as KernelEvent<KindsOf<Filter>>)
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
