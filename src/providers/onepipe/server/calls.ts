import { hot, type Rx } from '../../../kernel/index.ts'
import type { OnePipeTables } from './tables.ts'

/** Equal calls of an app, counted. */
export interface CountedCalls {
  service: string
  operation: string
  /** The status of the answer; null for calls that were never answered. */
  status: string | null
  calls: number
}

export const insertCall = hot<
  OnePipeTables,
  { app: string; service: string; operation: string; now: number }
>()((db, slot) =>
  db.insertInto('onepipe_calls').values({
    app: slot('app'),
    service: slot('service'),
    operation: slot('operation'),
    status: null,
    at: slot('now'),
  }),
)

export const answerCall = hot<OnePipeTables, { id: number; status: string }>()((db, slot) =>
  db
    .updateTable('onepipe_calls')
    .set({ status: slot('status') })
    .where('id', '=', slot('id')),
)

/** The apps that have called, by name. */
export async function callingApps(rx: Rx): Promise<string[]> {
  const rows = await rx
    .db<OnePipeTables>()
    .selectFrom('onepipe_calls')
    .select('app')
    .distinct()
    .orderBy('app')
    .execute()
  return rows.map(({ app }) => app)
}

/** The calls of an app from `from` (inclusive) to `to` (exclusive). */
export async function countCalls(
  rx: Rx,
  app: string,
  { from, to }: { from: number | undefined; to: number | undefined },
): Promise<CountedCalls[]> {
  let query = rx
    .db<OnePipeTables>()
    .selectFrom('onepipe_calls')
    .select((eb) => ['service', 'operation', 'status', eb.fn.countAll<number>().as('calls')])
    .where('app', '=', app)
  if (from !== undefined) query = query.where('at', '>=', from)
  if (to !== undefined) query = query.where('at', '<', to)
  const rows = await query
    .groupBy(['service', 'operation', 'status'])
    .orderBy('service')
    .orderBy('operation')
    .orderBy('status')
    .execute()
  return rows.map((row) => ({ ...row, calls: Number(row.calls) }))
}
