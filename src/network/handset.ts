import { sql } from 'kysely'
import { ConflictError, canBePhone, hot, NotFoundError, type Rx, type Tx } from '../kernel/index.ts'
import { asksForSecret } from '../safe-text/index.ts'
import { optionsOf } from '../terms/index.ts'
import type { PhoneView, Screen } from '../terms/sim/phone.ts'
import type { NetworkConfig } from './config.ts'
import { checkPossible } from './msisdn.ts'
import { refusedFields } from './refused-answer.ts'
import { type ScreenWarning, warning } from './screen-lint.ts'
import type { HandsetRow, NetworkTables, SessionRow } from './tables.ts'
import type { HeldAnswer } from './ussd-late.ts'
import { isOverdue, sessionById } from './ussd-session.ts'

const byMsisdn = hot<NetworkTables, { msisdn: string }>()((db, slot) =>
  db.selectFrom('handsets').selectAll().where('msisdn', '=', slot('msisdn')),
)
const all = hot<NetworkTables, Record<never, never>>()((db) =>
  db.selectFrom('handsets').selectAll().orderBy('msisdn'),
)
const insert = hot<NetworkTables, { msisdn: string }>()((db, slot) =>
  db.insertInto('handsets').values({
    msisdn: slot('msisdn'),
    name: null,
    network_code: null,
    online: 1,
    session_id: null,
    notice: null,
  }),
)
const nameOrInsert = hot<NetworkTables, { msisdn: string; name: string | null; network: string | null }>()(
  (db, slot) => {
    const given = { name: slot('name'), network_code: slot('network') }
    return db
      .insertInto('handsets')
      .values({ msisdn: slot('msisdn'), ...given, online: 1, session_id: null, notice: null })
      .onConflict((conflict) => conflict.column('msisdn').doUpdateSet(given))
  },
)
const showNotice = hot<NetworkTables, { msisdn: string; notice: string }>()((db, slot) =>
  db
    .updateTable('handsets')
    .set({ session_id: null, notice: slot('notice') })
    .where('msisdn', '=', slot('msisdn')),
)
const moveTo = hot<NetworkTables, { msisdn: string; network: string | null }>()((db, slot) =>
  db
    .updateTable('handsets')
    .set({ network_code: slot('network') })
    .where('msisdn', '=', slot('msisdn')),
)
const switchTo = hot<NetworkTables, { msisdn: string; online: number }>()((db, slot) =>
  db
    .updateTable('handsets')
    .set({ online: slot('online') })
    .where('msisdn', '=', slot('msisdn')),
)

export function handsetRow(rx: Rx, msisdn: string): Promise<HandsetRow | undefined> {
  return rx.first(byMsisdn, { msisdn })
}

/** The handset; created if the world is open and a phone can have the number, else undefined. */
export async function findOrMakeHandset(
  tx: Tx,
  msisdn: string,
  openPhones: boolean,
): Promise<HandsetRow | undefined> {
  const row = await handsetRow(tx, msisdn)
  if (row || !openPhones || !canBePhone(msisdn)) return row
  await tx.change(insert, { msisdn })
  return { msisdn, name: null, network_code: null, online: 1, session_id: null, notice: null }
}

/** As {@link findOrMakeHandset}. @throws InputError for an invalid number, NotFoundError in a closed world */
export async function requireHandset(tx: Tx, msisdn: string, openPhones: boolean): Promise<HandsetRow> {
  const handset = await findOrMakeHandset(tx, msisdn, openPhones)
  if (handset) return handset
  checkPossible(msisdn)
  throw noHandset(msisdn)
}

/** The handset; undefined for an unknown number of an open world. @throws as {@link requireHandset} does */
export async function knownHandset(
  rx: Rx,
  msisdn: string,
  openPhones: boolean,
): Promise<HandsetRow | undefined> {
  const row = await handsetRow(rx, msisdn)
  if (row) return row
  checkPossible(msisdn)
  if (!openPhones) throw noHandset(msisdn)
  return undefined
}

/** @throws ConflictError if it is off */
export async function switchedOnHandset(tx: Tx, msisdn: string, openPhones: boolean): Promise<HandsetRow> {
  const handset = await requireHandset(tx, msisdn, openPhones)
  if (handset.online === 1) return handset
  throw new ConflictError(
    `The phone ${msisdn} is off. Switch it on first.`,
    { msisdn },
    { problem: 'phone-off' },
  )
}

export function noHandset(msisdn: string): NotFoundError {
  return new NotFoundError(
    `No phone ${msisdn} here, and this world is closed (phones: closed). Add it to the world file.`,
    { msisdn },
    { problem: 'unknown-phone' },
  )
}

/** Adds a handset, or sets the name and network of an existing one. */
export async function nameHandset(
  tx: Tx,
  { msisdn, name, network }: { msisdn: string; name: string | null; network: string | null },
): Promise<void> {
  await tx.change(nameOrInsert, { msisdn, name, network })
}

/** Open sessions stay on the network that they began on. */
export async function moveHandset(tx: Tx, msisdn: string, network: string | null): Promise<void> {
  await tx.change(moveTo, { msisdn, network })
  await tx.emit({ kind: 'handset.network-changed', phone: msisdn, data: { network } })
}

export async function switchHandset(tx: Tx, msisdn: string, online: boolean): Promise<void> {
  await tx.change(switchTo, { msisdn, online: online ? 1 : 0 })
  await tx.emit({ kind: online ? 'handset.online' : 'handset.offline', phone: msisdn })
}

/** Shows a text that belongs to no session. */
export async function showWithoutSession(tx: Tx, msisdn: string, notice: string): Promise<Screen> {
  await tx.change(showNotice, { msisdn, notice })
  return noticeScreen(notice)
}

export function screenOf(session: SessionRow, now: number): Screen {
  const status = isOverdue(session, now) ? 'timed-out' : session.status
  const text = session.screen ?? ''
  return {
    sessionId: session.id,
    status,
    text,
    options: status === 'open' ? optionsOf(text) : [],
    hops: session.hops,
    error: session.error,
    ...refusedFields(session.refused),
    ...(session.status === 'open' && asksForSecret(session.label) ? { secret: true } : {}),
    warnings: [...(JSON.parse(session.warnings) as ScreenWarning[]), ...waiting(session)],
  }
}

function waiting({ held }: SessionRow): ScreenWarning[] {
  if (held === null) return []
  const { dueAt } = JSON.parse(held) as HeldAnswer
  const at = new Date(dueAt).toISOString()
  const words = {
    en: `The answer of the app is late: it comes at ${at}.`,
    fr: `La réponse de l’application est en retard : elle arrive à ${at}.`,
  }
  return [warning('waiting', words)]
}

/** The network and the owner of a handset without settings of its own. */
export type HandsetDefaults = Pick<NetworkConfig, 'networkCode' | 'strangerName'>

export async function phoneView(rx: Rx, handset: HandsetRow, defaults: HandsetDefaults): Promise<PhoneView> {
  const { msisdn, name, network_code, online } = handset
  return {
    msisdn,
    name: name ?? defaults.strangerName ?? null,
    network: network_code ?? defaults.networkCode,
    online: online === 1,
    ...(await shownScreen(rx, handset)),
  }
}

/** The view of an unknown number of an open world. */
export function unknownPhoneView(msisdn: string, { networkCode, strangerName }: HandsetDefaults): PhoneView {
  return { msisdn, name: strangerName ?? null, network: networkCode, online: true, screen: null }
}

export async function phoneViews(
  rx: Rx,
  defaults: HandsetDefaults,
  wanted: HandsetsWanted = {},
): Promise<PhoneView[]> {
  const views: PhoneView[] = []
  const some = Object.values(wanted).some((each) => each !== undefined)
  const rows = some ? await handsetsWanted(rx, wanted) : await rx.run(all, {})
  for (const row of rows) views.push(await phoneView(rx, row, defaults))
  // A session may be over by its time, and not be closed yet.
  return wanted.open ? views.filter(({ screen }) => screen?.status === 'open') : views
}

/** By number. */
export interface HandsetsWanted {
  after?: string | undefined
  limit?: number | undefined
  numbers?: readonly string[] | undefined
  /** A part of a name or a number. */
  search?: string | undefined
  /** Only those with a session that is open. */
  open?: boolean | undefined
}

function handsetsWanted(
  rx: Rx,
  { after, limit, numbers, search, open }: HandsetsWanted,
): Promise<HandsetRow[]> {
  let query = rx.db<NetworkTables>().selectFrom('handsets').selectAll()
  if (after !== undefined) query = query.where('msisdn', '>', after)
  if (numbers !== undefined) query = query.where('msisdn', 'in', numbers)
  if (open)
    query = query.where('msisdn', 'in', (inner) =>
      inner.selectFrom('ussd_sessions').select('ussd_sessions.msisdn').where('status', '=', 'open'),
    )
  if (search !== undefined) {
    const part = `%${search.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(
      sql<boolean>`(handsets.msisdn LIKE ${part} ESCAPE '\\' OR lower(handsets.name) LIKE lower(${part}) ESCAPE '\\')`,
    )
  }
  if (limit !== undefined) query = query.limit(limit)
  return query.orderBy('msisdn').execute()
}

async function shownScreen(
  rx: Rx,
  { session_id, notice }: HandsetRow,
): Promise<Pick<PhoneView, 'screen' | 'endsAt'>> {
  if (session_id === null) return { screen: notice === null ? null : noticeScreen(notice) }
  const session = await sessionById(rx, session_id)
  if (!session) return { screen: null }
  const screen = screenOf(session, rx.now)
  if (screen.status !== 'open') return { screen }
  if (screen.hops === 0) return { screen: null }
  const endsAt = new Date(Math.min(session.idle_due, session.session_due)).toISOString()
  return { screen, endsAt }
}

function noticeScreen(text: string): Screen {
  return { sessionId: null, status: 'ended', text, options: [], hops: 0, error: null, warnings: [] }
}
