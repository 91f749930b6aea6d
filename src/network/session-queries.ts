import { hot } from '../kernel/index.ts'
import type { ScreenStatus } from '../terms/sim/statuses.ts'
import type { NetworkTables, SessionRow } from './tables.ts'

export const selectById = hot<NetworkTables, { id: string }>()((db, slot) =>
  db.selectFrom('ussd_sessions').selectAll().where('id', '=', slot('id')),
)
export const selectOpen = hot<NetworkTables, { msisdn: string }>()((db, slot) =>
  db
    .selectFrom('ussd_sessions')
    .selectAll()
    .where('msisdn', '=', slot('msisdn'))
    .where('status', '=', 'open'),
)
/** The columns that a hop sets. */
const ofHop = (slot: <Name extends keyof SessionRow>(name: Name) => SessionRow[Name]) => ({
  status: slot('status'),
  text: slot('text'),
  masked_text: slot('masked_text'),
  answers: slot('answers'),
  hops: slot('hops'),
  screen: slot('screen'),
  pages: slot('pages'),
  page: slot('page'),
  held: slot('held'),
  label: slot('label'),
  labels: slot('labels'),
  last_response: slot('last_response'),
  error: slot('error'),
  refused: slot('refused'),
  warnings: slot('warnings'),
  ended_at: slot('ended_at'),
  idle_due: slot('idle_due'),
})
export const insertSession = hot<NetworkTables, SessionRow>()((db, slot) =>
  db.insertInto('ussd_sessions').values({
    id: slot('id'),
    msisdn: slot('msisdn'),
    service_code: slot('service_code'),
    callback_url: slot('callback_url'),
    events_url: slot('events_url'),
    network_code: slot('network_code'),
    ...ofHop(slot),
    started_at: slot('started_at'),
    session_due: slot('session_due'),
    trace: slot('trace'),
  }),
)
export const showOnHandset = hot<NetworkTables, { msisdn: string; id: string }>()((db, slot) =>
  db
    .updateTable('handsets')
    .set({ session_id: slot('id'), notice: null })
    .where('msisdn', '=', slot('msisdn')),
)
/** Only if no other hop was recorded meanwhile, and the session has not timed out. */
export const advanceSession = hot<NetworkTables, SessionRow & { hopsBefore: number; now: number }>()(
  (db, slot) =>
    db
      .updateTable('ussd_sessions')
      .set(ofHop(slot))
      .where('id', '=', slot('id'))
      .where('status', '=', 'open')
      .where('hops', '=', slot('hopsBefore'))
      .where('idle_due', '>', slot('now'))
      .where('session_due', '>', slot('now')),
)
export const closeOpen = hot<
  NetworkTables,
  { id: string; status: ScreenStatus; text: string; now: number }
>()((db, slot) =>
  db
    .updateTable('ussd_sessions')
    .set({ status: slot('status'), text: slot('text'), held: null, ended_at: slot('now') })
    .where('id', '=', slot('id'))
    .where('status', '=', 'open'),
)
export const postponeIdle = hot<NetworkTables, { id: string; idleDue: number }>()((db, slot) =>
  db
    .updateTable('ussd_sessions')
    .set({ idle_due: slot('idleDue') })
    .where('id', '=', slot('id')),
)
export const turnPage = hot<NetworkTables, { id: string; page: number; screen: string; idleDue: number }>()(
  (db, slot) =>
    db
      .updateTable('ussd_sessions')
      .set({ page: slot('page'), screen: slot('screen'), idle_due: slot('idleDue') })
      .where('id', '=', slot('id')),
)
export const eraseText = hot<NetworkTables, { id: string }>()((db, slot) =>
  db
    .updateTable('ussd_sessions')
    .set((set) => ({ text: set.ref('masked_text') }))
    .where('id', '=', slot('id'))
    .where('status', '!=', 'open'),
)
