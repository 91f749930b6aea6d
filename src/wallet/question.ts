import { millisecondsOf } from '../terms/index.ts'
import { answerOf, type WalletConfig } from './config.ts'
import { readScript, type Scripted } from './scripted.ts'
import type { FailureReason } from './tables.ts'

/** What waits for a payer's yes or no: a request to pay or a pre-approval. */
export interface Question {
  id: number
  /** The payer's account holder; null where nobody was found. */
  payerId: number | null
  /** The payer's handset, `+` and digits. */
  phone: string | null
  /** Until when it can be answered. */
  expiresAt: number
}

/** Deadline kinds of one sort of question; the ref is the question's id. */
export interface QuestionDeadlines {
  /** The payer had long enough. */
  expiry: string
  /** What was accepted turns out to be impossible: the vendor says so only afterwards. */
  refusal: string
  /** The world answers for the payer. */
  answer: string
}

/** Who answers, where it is not a person at the phone. */
export interface Answering {
  scripted: Scripted | undefined
  config: WalletConfig
}

/** Whether a person at the phone is to answer. */
export function isByHand({ payerId, phone }: Question, { scripted, config }: Answering): boolean {
  return payerId !== null && !scripted && answerOf(config, phone).answer === 'by-hand'
}

/** What is to happen to a new question by itself, and when. */
export function deadlinesOf(
  kinds: QuestionDeadlines,
  question: Question,
  answering: Answering,
  now: number,
): Array<{ kind: string; at: number }> {
  if (question.payerId === null && !answering.scripted) return [{ kind: kinds.refusal, at: now }]
  const expiry = { kind: kinds.expiry, at: question.expiresAt }
  const after = answersAfter(question, answering)
  return after === null ? [expiry] : [expiry, { kind: kinds.answer, at: now + millisecondsOf(after) }]
}

/** Seconds; null where nobody answers but a hand. */
function answersAfter({ phone }: Question, { scripted, config }: Answering): number | null {
  if (scripted) return scripted.afterSeconds
  const { answer, delaySeconds } = answerOf(config, phone)
  return answer === 'by-hand' ? null : delaySeconds
}

/** What is answered without a hand: null for yes, a reason for no, undefined where it is left to a hand after all. */
export function answerWithoutHand(
  { script, phone }: { script: string | null; phone: string | null },
  config: WalletConfig,
): FailureReason | null | undefined {
  const scripted = readScript(script)
  if (scripted) return scripted.reason
  const { answer } = answerOf(config, phone)
  if (answer === 'reject') return 'approval-rejected'
  return answer === 'approve' ? null : undefined
}
