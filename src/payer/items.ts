import { type Mandate, noEnd, type PaymentRequest, type WaitingApproval } from '../wallet/index.ts'
import type {
  ConsentEnding,
  ConsentItem,
  Ending,
  Item,
  MandateEnding,
  MandateItem,
  RequestEnding,
  RequestItem,
} from './schema.ts'
import { oneLine, shorten, tail } from './septets.ts'

/** A payment request as screens show it. */
export function requestItem(request: PaymentRequest): RequestItem {
  const { id, createdAt, merchantName, amount, fee, currency, externalId, referenceId } = request
  const { kind, number, expiresAt } = request
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
    ...(kind !== 'request-to-pay' && { of: kind }),
    ...(number !== null && { number }),
    ...(kind === 'invoice' && expiresAt < noEnd && { until: expiresAt }),
  }
}

/** The same on its detail screen: with the merchant's message to the payer, if any. */
export function openedRequestItem(request: PaymentRequest): RequestItem {
  const message = messageOf(request)
  return message === null ? requestItem(request) : { ...requestItem(request), message }
}

/** The merchant's message to the payer, on one line. */
export function messageOf({ payerMessage }: Pick<PaymentRequest, 'payerMessage'>): string | null {
  return shorten(oneLine(payerMessage ?? ''), 100) || null
}

/** A mandate as screens show it: one to accept, or one that was accepted. */
export function mandateItem(kind: MandateItem['kind'], mandate: Mandate): MandateItem {
  const { id, createdAt, merchantName, currency, message, referenceId } = mandate
  const { settledAt, validitySeconds, validUntil, lastUsedAt } = mandate
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

/** A consent as screens show it: one to give, or one that was given. */
export function consentItem(kind: ConsentItem['kind'], consent: Mandate): ConsentItem {
  const { id, createdAt, merchantName, scopes, referenceId, settledAt, validitySeconds, validUntil } = consent
  return {
    kind,
    id,
    // Given ones are listed by the time when they were given.
    at: kind === 'shared-data' ? (settledAt ?? createdAt) : createdAt,
    merchant: nameOf(merchantName),
    scopes: [...scopes],
    validitySeconds,
    validUntil,
    referenceId,
  }
}

export function approvalItem(waiting: WaitingApproval): Item {
  if (waiting.kind === 'payment-request') return requestItem(waiting.request)
  return waiting.mandate.kind === 'consent'
    ? consentItem('consent', waiting.mandate)
    : mandateItem('pre-approval', waiting.mandate)
}

/** A merchant's name on one line. */
export function nameOf(merchant: string): string {
  return shorten(oneLine(merchant), 100) || '-'
}

/** Why this request can no longer be answered; undefined where it can. From its due time on it is expired. */
export function requestOver(request: PaymentRequest, now: number): Ending | undefined {
  if (request.status !== 'PENDING') return { kind: settledAs(request), item: requestItem(request) }
  return now >= request.expiresAt ? { kind: 'expired', item: requestItem(request) } : undefined
}

/** Why this mandate can no longer be accepted or rejected; undefined where it can. */
export function mandateOver(mandate: Mandate, now: number): Ending | undefined {
  const item = mandateItem('pre-approval', mandate)
  if (mandate.status !== 'PENDING') return { kind: endedAs(mandate, now), item }
  return now >= mandate.expiresAt ? { kind: 'autoExpired', item } : undefined
}

/** Why this mandate is no longer in force; undefined where it is. */
export function autoPaymentOver(mandate: Mandate, now: number): Ending | undefined {
  const item = mandateItem('auto-payment', mandate)
  const inForce = mandate.status === 'APPROVED' && !ranOut(mandate, now)
  return inForce ? undefined : { kind: endedAs(mandate, now), item }
}

/** Why this consent can no longer be given or refused; undefined where it can. */
export function consentOver(consent: Mandate, now: number): Ending | undefined {
  const item = consentItem('consent', consent)
  if (consent.status !== 'PENDING') return { kind: consentEndedAs(consent, now), item }
  return now >= consent.expiresAt ? { kind: 'dataExpired', item } : undefined
}

/** Why this data is no longer shared; undefined where it is. */
export function sharedDataOver(consent: Mandate, now: number): Ending | undefined {
  const item = consentItem('shared-data', consent)
  const isShared = consent.status === 'APPROVED' && !ranOut(consent, now)
  return isShared ? undefined : { kind: consentEndedAs(consent, now), item }
}

/** From its last moment on, also where the scheduler has not come to it yet. */
function ranOut({ validUntil }: Mandate, now: number): boolean {
  return validUntil !== null && now >= validUntil
}

export function settledAs({ status, reason }: PaymentRequest): RequestEnding {
  if (status === 'SUCCESSFUL') return 'alreadyApproved'
  switch (reason) {
    case 'approval-rejected':
      return 'alreadyRejected'
    case 'expired':
      return 'expired'
    case 'cancelled':
      return 'cancelled'
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

export function endedAs(mandate: Mandate, now: number): MandateEnding {
  const { status, reason } = mandate
  switch (status) {
    case 'APPROVED':
      return ranOut(mandate, now) ? 'autoRanOut' : 'autoAlreadyAccepted'
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

const consentEndings: Record<MandateEnding, ConsentEnding> = {
  autoAccepted: 'dataShared',
  autoRejected: 'dataRejected',
  autoAlreadyAccepted: 'dataAlreadyShared',
  autoAlreadyRejected: 'dataAlreadyRejected',
  autoExpired: 'dataExpired',
  autoFailed: 'dataFailed',
  autoCancelled: 'dataTakenBack',
  autoAlreadyCancelled: 'dataAlreadyTakenBack',
  autoRanOut: 'dataRanOut',
}

export function consentEndedAs(consent: Mandate, now: number): ConsentEnding {
  return consentEndings[endedAs(consent, now)]
}
