import { mandateKinds, paymentRequestKinds, payoutKinds } from '../../terms/sim/statuses.ts'
import { type Entry, familyOf, isHttp } from '../entries.ts'

/**
 * How much an entry matters to a person. `internal`: how it came about, such as a hop. `told`: what a person would tell.
 * `main`: what begins a story, and `outcome`: how it ended; one of these is the heading of all that had the same cause.
 */
export type Rank = 'internal' | 'told' | 'main' | 'outcome'

/** By kind, where it is not as its family has it; `told` where nothing says otherwise. */
export type Ranks = Readonly<Record<string, Rank>>

const orders: ReadonlySet<string> = new Set([...paymentRequestKinds, ...payoutKinds, ...mandateKinds])

const ofKinds: Ranks = {
  'ledger.moved': 'internal',
  'ussd.paged': 'internal',
  'payer.session-abandoned': 'internal',
  'payer.sms-reported': 'internal',
  'ussd.dialled': 'main',
  'sms.sent': 'main',
}

/** @param more those of providers */
export function rankIn(more: Ranks, entry: Entry): Rank {
  if (isHttp(entry)) {
    const toAnApp = entry.kind === 'callback.answered' && !entry.data.ownApp
    return toAnApp || isHttpTrouble(entry.data) ? 'told' : 'internal'
  }
  if (entry.kind === 'ussd.hop') return entry.data.status === 'failed' ? 'told' : 'internal'
  // What its app ended, or broke, its last screen tells.
  if (entry.kind === 'ussd.session-ended')
    return entry.data.status === 'ended' || entry.data.status === 'failed' ? 'internal' : 'told'
  if (orders.has(familyOf(entry))) {
    if (entry.kind.endsWith('.created')) return 'main'
    return entry.kind.endsWith('.settled') || entry.kind.endsWith('.ended') ? 'outcome' : 'told'
  }
  const ranks = Object.hasOwn(ofKinds, entry.kind) ? ofKinds : more
  return (Object.hasOwn(ranks, entry.kind) && ranks[entry.kind]) || 'told'
}

const troubles: ReadonlySet<string> = new Set([
  'delivery.failed',
  'email.lost',
  'email.rejected',
  'fault.injected',
  'pin.locked',
  'pin.wrong',
  'request-to-pay.refused',
  'sms.expired',
  'sms.failed',
  'sms.lost',
  'sms.not-sent',
  'sms.refused',
])

/**
 * Whether something went wrong: not that a payer said no, which is an answer like another.
 *
 * @param more kinds of providers
 */
export function isTroubleIn(more: ReadonlySet<string>, entry: Entry): boolean {
  if (isHttp(entry)) return isHttpTrouble(entry.data)
  if (entry.kind === 'ussd.hop' || entry.kind === 'ussd.session-ended') return entry.data.status === 'failed'
  if (orders.has(familyOf(entry)) && 'reason' in entry.data && 'status' in entry.data)
    return entry.data.status === 'FAILED' && entry.data.reason !== 'approval-rejected'
  return troubles.has(entry.kind) || more.has(entry.kind)
}

function isHttpTrouble({ status, explanation }: { status: number | null; explanation?: string | undefined }) {
  return status === null || status >= 400 || explanation !== undefined
}
