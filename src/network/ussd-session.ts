import type { Rx, Tx } from '../kernel/index.ts'
import { asksForSecret, hidden, maskAnswer, withoutSecrets } from '../safe-text/index.ts'
import { millisecondsOf } from '../terms/index.ts'
import type { Dialect } from './dialect.ts'
import { refusedFields, storedRefusal } from './refused-answer.ts'
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
import { asStored } from './stored-text.ts'
import type { SessionRow } from './tables.ts'
import type { AppAnswer } from './ussd-gateway.ts'
import { shownPages } from './ussd-pages.ts'

/** The `text` of the next callback: all answers, as sent and as masked for events. */
export interface NextText {
  text: string
  masked: string
  answers: number
}

/** The idle time-out after an answer is at least the app's time-out plus this. */
const graceMs = 5_000
/** After a session the answers are kept at most so long for the end-of-session event, even if the process dies. */
const keepAnswersMs = 600_000

export function sessionById(rx: Rx, id: string): Promise<SessionRow | undefined> {
  return rx.first(selectById, { id })
}

export function openSessionOf(rx: Rx, msisdn: string): Promise<SessionRow | undefined> {
  return rx.first(selectOpen, { msisdn })
}

/** A session is over at its due time, even if the scheduler has not closed it yet. */
export function isOverdue({ status, idle_due, session_due }: SessionRow, now: number): boolean {
  return status === 'open' && (idle_due <= now || session_due <= now)
}

/** Opens a session on a handset without an open one. */
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
    trace: tx.trace,
  }
  await tx.change(insertSession, session)
  await tx.change(showOnHandset, { msisdn, id })
  await tx.setDeadline('ussd.idle', id, session.idle_due)
  await tx.setDeadline('ussd.session', id, session.session_due)
  return session
}

/** Postpones the idle time-out, so that it does not end the session while the app may still answer. */
export async function awaitApp(tx: Tx, session: SessionRow, dialect: Dialect): Promise<SessionRow> {
  const idleDue = tx.now + millisecondsOf(dialect.answerSeconds) + graceMs
  if (session.idle_due >= idleDue) return session
  await tx.change(postponeIdle, { id: session.id, idleDue })
  await tx.setDeadline('ussd.idle', session.id, idleDue)
  return { ...session, idle_due: idleDue }
}

/** Appends an answer to `text`. An empty answer is a segment too. */
function withAnswer(text: string, answers: number, answer: string): string {
  return answers === 0 ? answer : `${text}*${answer}`
}

/** The text with one more answer, which is masked if the last screen asked for a PIN. */
export function textWith(session: SessionRow, answer: string): NextText {
  const shown = asksForSecret(session.label) ? hidden : maskAnswer(answer, session)
  return {
    text: withAnswer(session.text, session.answers, answer),
    masked: withAnswer(session.masked_text, session.answers, shown),
    answers: session.answers + 1,
  }
}

/**
 * Records the result of a hop, unless the session has changed since the app was called.
 *
 * @returns the new session, or undefined if it has changed meanwhile
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
    last_response: answer.body === null ? before.last_response : asStored(answer.body),
    error: answer.error,
    // Absent in an answer that an older version held.
    refused: storedRefusal(answer.refused, answer.errorIn),
    warnings: answer.warnings.length === 0 ? '[]' : JSON.stringify(answer.warnings),
    ended_at: over ? tx.now : null,
    idle_due: tx.now + millisecondsOf(dialect.idleSeconds),
  }
  if ((await tx.change(advanceSession, { hopsBefore: before.hops, now: tx.now, ...session })) === 0)
    return undefined
  await tx.emit({
    kind: 'ussd.hop',
    phone: session.msisdn,
    trace: session.trace,
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

/** Ends an open session without calling the app: hung up or timed out. Its last screen stays. */
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

/** Shows another page of the screen without calling the app, and restarts the idle time-out. */
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
    trace: session.trace,
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

/** Closes the session if it has timed out. */
export async function closeOverdue(tx: Tx, session: SessionRow): Promise<SessionRow> {
  return isOverdue(session, tx.now) ? closeSession(tx, session, 'timed-out') : session
}

/** Erases the answers of an ended session; the masked text stays. */
export async function eraseAnswers(tx: Tx, id: string): Promise<void> {
  await tx.change(eraseText, { id })
  tx.scrub()
  await tx.clearDeadline('ussd.erase', id)
}

async function announceEnd(tx: Tx, session: SessionRow): Promise<void> {
  await tx.clearDeadline('ussd.idle', session.id)
  await tx.clearDeadline('ussd.session', session.id)
  const { errorIn } = refusedFields(session.refused)
  if (session.text !== session.masked_text) {
    await tx.setDeadline('ussd.erase', session.id, tx.now + keepAnswersMs)
  }
  await tx.emit({
    kind: 'ussd.session-ended',
    phone: session.msisdn,
    trace: session.trace,
    data: {
      sessionId: session.id,
      serviceCode: session.service_code,
      status: session.status,
      hops: session.hops,
      durationMs: tx.now - session.started_at,
      input: session.masked_text,
      ...(session.error === null ? {} : { error: session.error }),
      ...(errorIn && { errorIn }),
    },
  })
}
