import { millisecondsOf } from '../../terms/index.ts'
import { answerOf, type WalletConfig } from '../config.ts'
import { readScript, type Scripted } from '../scripted.ts'
import type { FailureReason } from '../tables.ts'

/** What payment requests and mandates have in common: each waits for a payer's yes or no. */
interface Approval {
  id: number
  /** The payer's account holder; null where none was found. */
  payerId: number | null
  /** The payer's handset, `+` and digits. */
  phone: string | null
  /** Until when it can be answered. */
  expiresAt: number
}

/** The kinds of its deadlines; the ref is its id. */
interface ApprovalDeadlines {
  /** The payer did not answer in time. */
  expiry: string
  /** It fails after it was accepted: merchants learn of such a failure only later. */
  refusal: string
  /** The world answers for the payer. */
  answer: string
}

/** What answers instead of a person at the phone. */
export interface Answering {
  scripted: Scripted | undefined
  config: WalletConfig
}

/** Whether a person at the phone must answer. */
export function isByHand({ payerId, phone }: Approval, { scripted, config }: Answering): boolean {
  return payerId !== null && !scripted && answerOf(config, phone).answer === 'by-hand'
}

/** The deadlines of a new approval, and their times. */
export function deadlinesOf(
  kinds: ApprovalDeadlines,
  approval: Approval,
  answering: Answering,
  now: number,
): Array<{ kind: string; at: number }> {
  if (approval.payerId === null && !answering.scripted) return [{ kind: kinds.refusal, at: now }]
  const expiry = { kind: kinds.expiry, at: approval.expiresAt }
  const after = answersAfter(approval, answering)
  return after === null ? [expiry] : [expiry, { kind: kinds.answer, at: now + millisecondsOf(after) }]
}

/** Seconds until the simulator answers; null: only the payer answers. */
function answersAfter({ phone }: Approval, { scripted, config }: Answering): number | null {
  if (scripted) return scripted.afterSeconds
  const { answer, delaySeconds } = answerOf(config, phone)
  return answer === 'by-hand' ? null : delaySeconds
}

/** The simulator's answer: null for yes, a reason for no, `undefined`: wait for the payer. */
export function simulatedAnswer(
  { script, phone }: { script: string | null; phone: string | null },
  config: WalletConfig,
): FailureReason | null | undefined {
  const scripted = readScript(script)
  if (scripted) return scripted.reason
  const { answer } = answerOf(config, phone)
  if (answer === 'reject') return 'approval-rejected'
  return answer === 'approve' ? null : undefined
}
