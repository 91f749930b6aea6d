// The delivery of an accepted SMS to its handset: at once, held while the handset is off, delayed, failed or lost.
import type { Events } from '../events/index.ts'
import { hot, type Tx } from '../kernel/index.ts'
import { maskText, oneTimeCodes } from '../safe-text/index.ts'
import { handsetRow } from './handset.ts'
import { insertReceived } from './inbox.ts'
import { lintSms } from './sms-lint.ts'
import type { SmsTables, UnderwayRow } from './sms-tables.ts'
import type { absent, FailureReason } from './sms-wording.ts'

/** An SMS to a handset that Africa's Talking has accepted. */
export interface AcceptedSms {
  messageId: string
  from: string
  /** The canonical number of an existing handset. */
  to: string
  text: string
  premium: boolean
  acceptedAt: number
  /** At this time it expires, and is not delivered any more. */
  expiresAt: number
  /** What it belongs to. */
  trace: string | null
}

/** The deadline at which a delayed message arrives or a held one expires; its ref is the message id. */
export const underwayDeadline = 'network.sms-underway'

const insertUnderway = hot<SmsTables, Omit<UnderwayRow, 'id'>>()((db, slot) =>
  db.insertInto('sms_underway').values({
    message_id: slot('message_id'),
    msisdn: slot('msisdn'),
    sender: slot('sender'),
    text: slot('text'),
    premium: slot('premium'),
    state: slot('state'),
    accepted_at: slot('accepted_at'),
    expires_at: slot('expires_at'),
    trace: slot('trace'),
  }),
)

/** Puts the message into the inbox, or holds it while the handset is off. */
export async function arrive(
  tx: Tx,
  sms: AcceptedSms,
  { online, delayed = false }: { online: boolean; delayed?: boolean },
): Promise<void> {
  if (online) return receive(tx, sms, delayed ? { delayed } : {})
  await putUnderway(tx, sms, 'held', sms.expiresAt)
  await tx.emit({ kind: 'sms.held', ...whose(sms), data: { from: sms.from, ...shown(sms) } })
}

async function receive(
  tx: Tx,
  sms: AcceptedSms,
  how: Pick<Events['sms.received'], 'held' | 'delayed'>,
): Promise<void> {
  await insertReceived(tx, sms)
  // One-time codes are secrets, so events mask them. A warning may quote a code without the words that
  // identify it, so the codes of the whole text are given.
  const problems = lintSms(sms.text)
  const known = { secrets: new Set(problems.length === 0 ? [] : oneTimeCodes(sms.text)) }
  const warnings = problems.map(({ code, message, messageIn: { fr } }) => ({
    code,
    message: maskText(message, known),
    messageIn: { fr: maskText(fr, known) },
  }))
  await tx.emit({
    kind: 'sms.received',
    ...whose(sms),
    data: {
      from: sms.from,
      text: maskText(sms.text),
      ...how,
      ...(warnings.length === 0 ? {} : { warnings }),
      ...shown(sms),
    },
  })
}

/** A fault delays the message. */
export async function delay(tx: Tx, sms: AcceptedSms, until: number): Promise<void> {
  await putUnderway(tx, sms, 'delayed', until)
  const data = { from: sms.from, until: new Date(until).toISOString(), ...shown(sms) }
  await tx.emit({ kind: 'sms.delayed', ...whose(sms), data })
}

/** The message was accepted but is not delivered; its delivery report says why. */
export async function fail(
  tx: Tx,
  sms: AcceptedSms,
  why: { status: 'Failed' | 'Rejected'; failureReason: FailureReason } | { status: typeof absent },
): Promise<void> {
  await tx.emit({ kind: 'sms.failed', ...whose(sms), data: { from: sms.from, ...why, ...shown(sms) } })
}

/** The message was accepted but is lost, without a delivery report. */
export async function lose(tx: Tx, sms: AcceptedSms): Promise<void> {
  await tx.emit({ kind: 'sms.lost', ...whose(sms), data: { from: sms.from, ...shown(sms) } })
}

/** Delivers the held messages of a handset that is on again, in the order in which they were sent. */
export async function releaseHeld(tx: Tx, msisdn: string): Promise<void> {
  const held = await tx
    .db<SmsTables>()
    .selectFrom('sms_underway')
    .selectAll()
    .where('msisdn', '=', msisdn)
    .where('state', '=', 'held')
    .orderBy('id')
    .execute()
  for (const row of held) {
    await tx.clearDeadline(underwayDeadline, row.message_id)
    await endHold(tx, row)
  }
}

/** Handles {@link underwayDeadline}: a delayed message arrives, a held one expires. */
export async function underwayDue(tx: Tx, messageId: string): Promise<void> {
  const row = await tx
    .db<SmsTables>()
    .selectFrom('sms_underway')
    .selectAll()
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  if (!row) return
  if (row.state === 'held') return endHold(tx, row)
  await remove(tx, row)
  const handset = await handsetRow(tx, row.msisdn)
  await arrive(tx, smsOf(row), { online: handset?.online === 1, delayed: true })
}

async function endHold(tx: Tx, row: UnderwayRow): Promise<void> {
  await remove(tx, row)
  const sms = smsOf(row)
  if (row.expires_at > tx.now) return receive(tx, sms, { held: true })
  await tx.emit({ kind: 'sms.expired', ...whose(sms), data: { from: sms.from, ...shown(sms) } })
}

async function putUnderway(
  tx: Tx,
  sms: AcceptedSms,
  state: UnderwayRow['state'],
  dueAt: number,
): Promise<void> {
  await tx.change(insertUnderway, {
    message_id: sms.messageId,
    msisdn: sms.to,
    sender: sms.from,
    text: sms.text,
    premium: sms.premium ? 1 : 0,
    state,
    accepted_at: sms.acceptedAt,
    expires_at: sms.expiresAt,
    trace: sms.trace,
  })
  await tx.setDeadline(underwayDeadline, sms.messageId, dueAt)
}

async function remove(tx: Tx, { id }: UnderwayRow): Promise<void> {
  await tx.db<SmsTables>().deleteFrom('sms_underway').where('id', '=', id).execute()
}

function smsOf(row: UnderwayRow): AcceptedSms {
  return {
    messageId: row.message_id,
    from: row.sender,
    to: row.msisdn,
    text: row.text,
    premium: row.premium === 1,
    acceptedAt: row.accepted_at,
    expiresAt: row.expires_at,
    trace: row.trace,
  }
}

const whose = ({ to: phone, trace }: AcceptedSms) => ({ phone, trace })

/** The fields that all SMS events have besides the sender. */
function shown({ messageId, premium }: AcceptedSms) {
  return { messageId, ...(premium ? { premium } : {}) }
}
