import type { PreApproval, RequestToPay, WaitingApproval } from '../wallet/index.ts'
import type {
  Ending,
  Item,
  PreApprovalEnding,
  PreApprovalItem,
  RequestEnding,
  RequestItem,
} from './schema.ts'
import { oneLine, shorten, tail } from './septets.ts'

/** A request to pay as screens show it. */
export function requestItem(request: RequestToPay): RequestItem {
  const { id, createdAt, merchantName, amount, fee, currency, externalId, referenceId } = request
  return {
    kind: 'request-to-pay',
    id,
    at: createdAt,
    merchant: nameOf(merchantName),
    amount,
    fee,
    currency,
    externalId: tail(oneLine(externalId ?? ''), 16) || null,
    referenceId,
  }
}

/** The same on its detail screen: with the merchant's message to the payer, if any. */
export function openedRequestItem(request: RequestToPay): RequestItem {
  const message = messageOf(request)
  return message === null ? requestItem(request) : { ...requestItem(request), message }
}

/** MTN's `payerMessage`, on one line. */
export function messageOf({ payerMessage }: Pick<RequestToPay, 'payerMessage'>): string | null {
  return shorten(oneLine(payerMessage ?? ''), 100) || null
}

/** A pre-approval as screens show it: one to accept, or one that was accepted. */
export function preApprovalItem(kind: PreApprovalItem['kind'], preApproval: PreApproval): PreApprovalItem {
  const { id, createdAt, merchantName, currency, message, referenceId } = preApproval
  const { settledAt, validitySeconds, validUntil, lastUsedAt } = preApproval
  return {
    kind,
    id,
    // Accepted ones are listed by the time of acceptance.
    at: kind === 'auto-payment' ? (settledAt ?? createdAt) : createdAt,
    merchant: nameOf(merchantName),
    currency,
    message: shorten(oneLine(message ?? ''), 100) || null,
    validitySeconds,
    validUntil,
    lastUsedAt,
    referenceId,
  }
}

export function approvalItem(waiting: WaitingApproval): Item {
  return waiting.kind === 'request-to-pay'
    ? requestItem(waiting.request)
    : preApprovalItem('pre-approval', waiting.preApproval)
}

/** A merchant's name on one line. */
export function nameOf(merchant: string): string {
  return shorten(oneLine(merchant), 100) || '-'
}

/** Why this request can no longer be answered; undefined where it can. From its due time on it is expired. */
export function requestOver(request: RequestToPay, now: number): Ending | undefined {
  if (request.status !== 'PENDING') return { kind: settledAs(request), item: requestItem(request) }
  return now >= request.expiresAt ? { kind: 'expired', item: requestItem(request) } : undefined
}

/** Why this pre-approval can no longer be accepted or rejected; undefined where it can. */
export function preApprovalOver(preApproval: PreApproval, now: number): Ending | undefined {
  const item = preApprovalItem('pre-approval', preApproval)
  if (preApproval.status !== 'PENDING') return { kind: endedAs(preApproval, now), item }
  return now >= preApproval.expiresAt ? { kind: 'autoExpired', item } : undefined
}

/** Why this pre-approval is no longer in force; undefined where it is. */
export function autoPaymentOver(preApproval: PreApproval, now: number): Ending | undefined {
  const item = preApprovalItem('auto-payment', preApproval)
  const inForce = preApproval.status === 'APPROVED' && !ranOut(preApproval, now)
  return inForce ? undefined : { kind: endedAs(preApproval, now), item }
}

/** From its last moment on, also where the scheduler has not come to it yet. */
function ranOut({ validUntil }: PreApproval, now: number): boolean {
  return validUntil !== null && now >= validUntil
}

export function settledAs({ status, reason }: RequestToPay): RequestEnding {
  if (status === 'SUCCESSFUL') return 'alreadyApproved'
  switch (reason) {
    case 'approval-rejected':
      return 'alreadyRejected'
    case 'expired':
      return 'expired'
    case 'not-enough-funds':
      return 'notEnoughFunds'
    case 'payer-limit-reached':
      return 'limitReached'
    case 'payee-not-allowed-to-receive':
      return 'notAllowed'
    default:
      return 'failed'
  }
}

export function endedAs(preApproval: PreApproval, now: number): PreApprovalEnding {
  const { status, reason } = preApproval
  switch (status) {
    case 'APPROVED':
      return ranOut(preApproval, now) ? 'autoRanOut' : 'autoAlreadyAccepted'
    case 'REJECTED':
      return 'autoAlreadyRejected'
    case 'CANCELLED':
      return 'autoAlreadyCancelled'
    case 'EXPIRED':
      return reason === 'expired' ? 'autoExpired' : 'autoRanOut'
    default:
      return 'autoFailed'
  }
}
