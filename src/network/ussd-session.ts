import type { Rx, Tx } from '../kernel/index.ts'
import { asksForSecret, hidden, maskAnswer, withoutSecrets } from '../safe-text/index.ts'
import { millisecondsOf } from '../terms/index.ts'
import type { Dialect } from './dialect.ts'
import { refusedFields } from './refused-answer.ts'
import type { ServiceCodeRow } from './service-codes.ts'
import {
  advanceSession,
  closeOpen,
  eraseText,
  insertSession,
  postponeIdle,
  selectById,
  selectOpen,
  showOnHandset,
  turnPage,
} from './session-queries.ts'
import type { SessionRow } from './tables.ts'
import type { AppAnswer } from './ussd-gateway.ts'
import { shownPages } from './ussd-pages.ts'

/** What the app is told next: all answers, as sent and as shown in events. */
export interface NextText {
  text: string
  masked: string
  answers: number
}

/** A user who has answered is not idle while the app is within its time, and this much longer. */
const graceMs = 5_000
/** After an end the answers are kept this long for the end-of-session event, should its process die. */
const keepAnswersMs = 600_000

export function sessionById(rx: Rx, id: string): Promise<SessionRow | undefined> {
  return rx.first(selectById, { id })
}

export function openSessionOf(rx: Rx, msisdn: string): Promise<SessionRow | undefined> {
  return rx.first(selectOpen, { msisdn })
}

/** At or after its due time a session is over, whatever the scheduler has done. */
export function isOverdue({ status, idle_due, session_due }: SessionRow, now: number): boolean {
  return status === 'open' && (idle_due <= now || session_due <= now)
}

/** Opens a session on a handset that has none. */
export async function openSession(
  tx: Tx,
  of: { id: string; msisdn: string; service: ServiceCodeRow; dialect: Dialect },
): Promise<SessionRow> {
  const { id, msisdn, service, dialect } = of
  const session: SessionRow = {
    id,
    msisdn,
    service_code: service.code,
    callback_url: service.callback_url,
    events_url: dialect.endEvent ? service.events_url : null,
    network_code: dialect.networkCode,
    status: 'open',
    text: '',
    masked_text: '',
    answers: 0,
    hops: 0,
    screen: null,
    pages: null,
    page: 0,
    held: null,
    label: null,
    labels: '',
    last_response: null,
    error: null,
    refused: null,
    warnings: '[]',
    started_at: tx.now,
    ended_at: null,
    idle_due:
      tx.now + Math.max(millisecondsOf(dialect.idleSeconds), millisecondsOf(dialect.answerSeconds) + graceMs),
    session_due: tx.now + millisecondsOf(dialect.sessionSeconds),
  }
  await tx.change(insertSession, session)
  await tx.change(showOnHandset, { msisdn, id })
  await tx.setDeadline('ussd.idle', id, session.idle_due)
  await tx.setDeadline('ussd.session', id, session.session_due)
  return session
}

/** The user has answered: the idle timer does not run out while the app still has time to answer. */
export async function awaitApp(tx: Tx, session: SessionRow, dialect: Dialect): Promise<SessionRow> {
  const idleDue = tx.now + millisecondsOf(dialect.answerSeconds) + graceMs
  if (session.idle_due >= idleDue) return session
  await tx.change(postponeIdle, { id: session.id, idleDue })
  await tx.setDeadline('ussd.idle', session.id, idleDue)
  return { ...session, idle_due: idleDue }
}

/** `text` with one more answer behind it. An empty answer is a segment too. */
function withAnswer(text: string, answers: number, answer: string): string {
  return answers === 0 ? answer : `${text}*${answer}`
}

/** The text with one more answer, which is secret where the last screen asked for a PIN. */
export function textWith(session: SessionRow, answer: string): NextText {
  const shown = asksForSecret(session.label) ? hidden : maskAnswer(answer, session)
  return {
    text: withAnswer(session.text, session.answers, answer),
    masked: withAnswer(session.masked_text, session.answers, shown),
    answers: session.answers + 1,
  }
}

/**
 * Writes what a hop brought, if the session still stands where it stood when the app was called.
 *
 * @returns the session as it is now, or undefined where it moved on meanwhile
 */
export async function recordHop(
  tx: Tx,
  before: SessionRow,
  next: NextText,
  answer: AppAnswer,
  dialect: Dialect,
): Promise<SessionRow | undefined> {
  const over = answer.status !== 'open'
  const pages = shownPages(answer.screen, answer.status, dialect)
  const session: SessionRow = {
    ...before,
    status: answer.status,
    text: over && before.events_url === null ? next.masked : next.text,
    masked_text: next.masked,
    answers: next.answers,
    hops: before.hops + 1,
    screen: pages[0],
    pages: pages.length === 1 ? null : JSON.stringify(pages),
    page: 0,
    held: null,
    label: answer.label,
    labels: [before.labels, answer.label].filter((label) => label).join('|'),
    last_response: answer.body ?? before.last_response,
    error: answer.error,
    // An answer that was held by an older version has none.
    refused: answer.refused ? JSON.stringify(answer.refused) : null,
    warnings: answer.warnings.length === 0 ? '[]' : JSON.stringify(answer.warnings),
    ended_at: over ? tx.now : null,
    idle_due: tx.now + millisecondsOf(dialect.idleSeconds),
  }
  if ((await tx.change(advanceSession, { hopsBefore: before.hops, now: tx.now, ...session })) === 0)
    return undefined
  await tx.emit({
    kind: 'ussd.hop',
    phone: session.msisdn,
    data: {
      sessionId: session.id,
      text: session.masked_text,
      screen: withoutSecrets(pages[0], { text: next.text, masked_text: next.masked }),
      hops: session.hops,
      status: session.status,
      ...(answer.asked === 2 ? { asked: 2 } : {}),
      ...(answer.error === null ? {} : { error: answer.error }),
      ...refusedFields(session.refused),
      ...(answer.warnings.length === 0 ? {} : { warnings: answer.warnings.map(({ code }) => code) }),
    },
  })
  if (over && session.text !== next.text) tx.scrub()
  if (over) await announceEnd(tx, session)
  else if (session.idle_due !== before.idle_due)
    await tx.setDeadline('ussd.idle', session.id, session.idle_due)
  return session
}

/** Ends an open session without its app: hung up, or out of time. Its last screen stays. */
export async function closeSession(
  tx: Tx,
  session: SessionRow,
  status: 'cancelled' | 'timed-out',
): Promise<SessionRow> {
  const text = session.events_url === null ? session.masked_text : session.text
  if ((await tx.change(closeOpen, { id: session.id, status, text, now: tx.now })) === 0) return session
  const closed = { ...session, status, text, held: null, ended_at: tx.now }
  if (session.held !== null) await tx.clearDeadline('ussd.answer', session.id)
  if (text !== session.text) tx.scrub()
  await announceEnd(tx, closed)
  return closed
}

/** Shows another page of the screen, which the network does without the app; the user is not idle. */
export async function showPage(
  tx: Tx,
  session: SessionRow,
  page: number,
  dialect: Dialect,
): Promise<SessionRow> {
  const pages = pagesOf(session)
  const screen = pages[page] ?? ''
  const idleDue = tx.now + millisecondsOf(dialect.idleSeconds)
  await tx.change(turnPage, { id: session.id, page, screen, idleDue })
  await tx.setDeadline('ussd.idle', session.id, idleDue)
  await tx.emit({
    kind: 'ussd.paged',
    phone: session.msisdn,
    data: {
      sessionId: session.id,
      page: page + 1,
      pages: pages.length,
      screen: withoutSecrets(screen, session),
    },
  })
  return { ...session, page, screen, idle_due: idleDue }
}

export function pagesOf({ pages, screen }: SessionRow): string[] {
  return pages === null ? [screen ?? ''] : (JSON.parse(pages) as string[])
}

/** Times the session out if its time is up. */
export async function closeOverdue(tx: Tx, session: SessionRow): Promise<SessionRow> {
  return isOverdue(session, tx.now) ? closeSession(tx, session, 'timed-out') : session
}

/** Forgets the answers of a session that is over, but for what events show. */
export async function eraseAnswers(tx: Tx, id: string): Promise<void> {
  await tx.change(eraseText, { id })
  tx.scrub()
  await tx.clearDeadline('ussd.erase', id)
}

async function announceEnd(tx: Tx, session: SessionRow): Promise<void> {
  await tx.clearDeadline('ussd.idle', session.id)
  await tx.clearDeadline('ussd.session', session.id)
  if (session.text !== session.masked_text) {
    await tx.setDeadline('ussd.erase', session.id, tx.now + keepAnswersMs)
  }
  await tx.emit({
    kind: 'ussd.session-ended',
    phone: session.msisdn,
    data: {
      sessionId: session.id,
      serviceCode: session.service_code,
      status: session.status,
      hops: session.hops,
      durationMs: tx.now - session.started_at,
      input: session.masked_text,
      ...(session.error === null ? {} : { error: session.error }),
    },
  })
}
