import { hot, type Tx } from '../kernel/index.ts'
import type { NetworkConfig } from './config.ts'
import { type Dialect, dialectOf } from './dialect.ts'
import type { NetworkTables, SessionRow } from './tables.ts'
import type { TimedAnswer } from './ussd-faults.ts'
import type { AppAnswer } from './ussd-gateway.ts'
import { awaitApp, type NextText, recordHop, sessionById } from './ussd-session.ts'

/** A late answer, and when it arrives: epoch milliseconds of the business clock. */
export interface HeldAnswer {
  answer: AppAnswer
  dueAt: number
}

const hold = hot<
  NetworkTables,
  Pick<SessionRow, 'id' | 'text' | 'masked_text' | 'answers' | 'hops' | 'held'> & { now: number }
>()((db, slot) =>
  db
    .updateTable('ussd_sessions')
    .set({
      text: slot('text'),
      masked_text: slot('masked_text'),
      answers: slot('answers'),
      held: slot('held'),
    })
    .where('id', '=', slot('id'))
    .where('status', '=', 'open')
    .where('hops', '=', slot('hops'))
    .where('idle_due', '>', slot('now'))
    .where('session_due', '>', slot('now')),
)

/**
 * Holds an answer until it is due or the session times out. The user's text is stored at once, because the app has
 * received it.
 *
 * @returns the new session, or undefined if it has changed meanwhile
 */
export async function holdAnswer(
  tx: Tx,
  before: SessionRow,
  next: NextText,
  late: TimedAnswer,
  dialect: Dialect,
): Promise<SessionRow | undefined> {
  const dueAt = tx.now + late.lateMs
  const session: SessionRow = {
    ...before,
    text: next.text,
    masked_text: next.masked,
    answers: next.answers,
    held: JSON.stringify({ answer: late.answer, dueAt } satisfies HeldAnswer),
  }
  if ((await tx.change(hold, { now: tx.now, ...session })) === 0) return undefined
  await tx.setDeadline('ussd.answer', session.id, dueAt)
  return awaitApp(tx, session, dialect)
}

/** Handles the deadline `ussd.answer`: the held answer arrives. */
export async function releaseAnswer(tx: Tx, sessionId: string, config: NetworkConfig): Promise<void> {
  const session = await sessionById(tx, sessionId)
  if (!session?.held) return
  const { answer } = JSON.parse(session.held) as HeldAnswer
  const next = { text: session.text, masked: session.masked_text, answers: session.answers }
  await recordHop(tx, session, next, answer, dialectOf(config, session.network_code))
}
