import { errorPage, type OutageStatus } from '../../../kernel/index.ts'
import type { Told } from '../../../terms/index.ts'
import type { FailureReason, WalletReason } from '../../../wallet/index.ts'
import { type MomoQuirks, shortOfFunds } from '../quirks.ts'
import { furtherReasons, type MomoCode } from './codes.ts'
import { codesOfTestNumbers } from './failure-reasons.ts'
import { Refusal } from './refusal.ts'
import type { consentTokenErrors } from './response-schema.ts'

// Codes and messages: https://momodeveloper.mtn.com/content/html_widgets/o46rh.html
const exportedMessages = {
  PAYEE_NOT_FOUND: 'Payee does not exist',
  PAYER_NOT_FOUND: 'Payer does not exist',
  NOT_ALLOWED: 'Authorization failed. Insufficient permissions',
  NOT_ALLOWED_TARGET_ENVIRONMENT: 'Access to target environment is forbidden.',
  INVALID_CALLBACK_URL_HOST: 'Callback URL does not match the configured value.',
  INVALID_CURRENCY: 'Currency not supported.',
  // With a full stop in the recording of sparkplug/momoapi-ruby (2020-02-26), without one on that page.
  SERVICE_UNAVAILABLE: 'Service temporarily unavailable, try again later.',
  INTERNAL_PROCESSING_ERROR: 'An internal error occurred while processing.',
  NOT_ENOUGH_FUNDS: 'The payer does not have enough funds.',
  PAYER_LIMIT_REACHED: "The payer's limit has been breached.",
  PAYEE_NOT_ALLOWED_TO_RECEIVE: 'The payee is unable to receive funds',
  PAYMENT_NOT_APPROVED: 'Payment was not approved',
  RESOURCE_NOT_FOUND: 'Requested resource was not found.',
  APPROVAL_REJECTED: 'The approval was rejected',
  EXPIRED: 'The requested resource has expired',
  TRANSACTION_CANCELED: 'The transaction was canceled by the initiator',
  RESOURCE_ALREADY_EXIST: 'Duplicated reference id. Creation of resource failed.',
  // Of the remittance export's codes.
  TRANSACTION_NOT_COMPLETED: 'The transaction is not successfully completed.',
  // So are these; no message of theirs is published.
  UNSUPPORTED_SCOPE: 'The requested scope is not supported.',
  INFORMATIONAL_SCOPE_INSTRUCTION: 'An informational scope takes no scope instruction.',
  NOT_FOUND: 'The account holder was not found.',
} as const satisfies Partial<Record<MomoCode, string>>

export type WalletCode = keyof typeof exportedMessages | keyof typeof furtherReasons
const messages: Readonly<Record<WalletCode, string>> = { ...exportedMessages, ...messagesOf(furtherReasons) }
export const walletCodes = Object.keys(messages) as readonly WalletCode[]

function messagesOf<Code extends string>(codes: Readonly<Record<Code, { message: string }>>) {
  const of = Object.entries<{ message: string }>(codes).map(([code, { message }]) => [code, message])
  return Object.fromEntries(of) as Record<Code, string>
}

const statuses: Partial<Record<WalletCode, number>> = {
  SERVICE_UNAVAILABLE: 503,
  RESOURCE_NOT_FOUND: 404,
  NOT_FOUND: 404,
  RESOURCE_ALREADY_EXIST: 409,
}

/** The wallet platform's own error body: `message` before `code`, as the sandbox sends it. */
export function walletRefusal(code: WalletCode): Refusal {
  const message = messages[code]
  return new Refusal(statuses[code] ?? 500, { message, code }, `${code}: ${message}`)
}

/**
 * The wallet's 400 has no body: recorded for a malformed reference id (sparkplug/momoapi-ruby, 2020); MTN publishes no
 * code for it. `message` goes to the log.
 */
export function badRequest(message: Told): Refusal {
  return new Refusal(400, undefined, message)
}

/** A POST without a body gets an empty 500: recorded for a request to pay and a transfer (as above). */
export function emptyBody(): Refusal {
  return new Refusal(500, undefined, noBody)
}
export const notUtf8 = { en: 'The body is not UTF-8.', fr: 'Le corps n’est pas en UTF-8.' }
export const noTargetEnvironment = {
  en: 'X-Target-Environment is missing.',
  fr: 'X-Target-Environment manque.',
}
export const noBody = {
  en: 'The body is empty; it must be a JSON object.',
  fr: 'Le corps est vide ; il faut un objet JSON.',
}

const ownCode: MomoCode = 'BAD_REQUEST'

/** The body of a refusal on the wire; a world may set that a bad request gets the reason. */
export function wireBodyOf(
  { status, origin, body, message }: Refusal,
  quirks: MomoQuirks,
): object | string | undefined {
  const silent = origin === 'wallet' && status === 400 && body === undefined
  return silent && quirks['bad-request-body'] === 'message' ? { message, code: ownCode } : body
}

/** MTN's words for the reasons that the wallet finds. */
const codesOfWallet = {
  'payer-not-found': 'PAYER_NOT_FOUND',
  'approval-rejected': 'APPROVAL_REJECTED',
  expired: 'EXPIRED',
  'not-enough-funds': 'NOT_ENOUGH_FUNDS',
  'payer-limit-reached': 'PAYER_LIMIT_REACHED',
  'payee-not-allowed-to-receive': 'PAYEE_NOT_ALLOWED_TO_RECEIVE',
  'payee-not-found': 'PAYEE_NOT_FOUND',
  cancelled: 'TRANSACTION_CANCELED',
  // Of a refund no source tells the reason: the code for a payment that was not made, and the one for what has no code.
  'payment-not-approved': 'PAYMENT_NOT_APPROVED',
  'more-than-was-paid': 'INTERNAL_PROCESSING_ERROR',
} as const satisfies Record<WalletReason, WalletCode>

/** A reason with which an order of MTN's can fail. */
export type MomoReason = WalletReason | keyof typeof codesOfTestNumbers
const reasons: Readonly<Record<MomoReason, WalletCode>> = { ...codesOfWallet, ...codesOfTestNumbers }

export const failureReasons = Object.keys(reasons) as readonly MomoReason[]

/** The refusal that gives at once what would otherwise be the reason of a failed order. */
export function refusalFor(reason: MomoReason): Refusal {
  return walletRefusal(reasons[reason])
}

function codeOf(reason: FailureReason, environment: string, quirks: MomoQuirks): WalletCode {
  if (reason === 'expired') return quirks['expiry-reason']
  if (reason === 'transfer-type-unknown') return quirks['transfer-type-reason']
  if (reason === 'not-enough-funds') return shortOfFunds(environment, quirks)
  // MTN has no word for a reason of another provider.
  return isOwn(reason) ? reasons[reason] : 'INTERNAL_PROCESSING_ERROR'
}

const isOwn = (reason: FailureReason): reason is MomoReason => Object.hasOwn(reasons, reason)

/** The reason of a failed order in the status and the callback. */
export function reasonOnTheWire(
  reason: FailureReason,
  environment: string,
  quirks: MomoQuirks,
): string | { code: string; message: string } {
  const asked = quirks['reason-form'] === 'object' ? reasonWithMessage : codeOnTheWire
  return asked(reason, environment, quirks)
}

/** Where the export and all sources have a text. */
export function codeOnTheWire(reason: FailureReason, environment: string, quirks: MomoQuirks): string {
  return codeOf(reason, environment, quirks)
}

/** Where the export and all sources have an object. */
export function reasonWithMessage(reason: FailureReason, environment: string, quirks: MomoQuirks) {
  const code = codeOf(reason, environment, quirks)
  return { code, message: messages[code] }
}

/** The same as the object that an invoice has in every world. */
export function errorReasonOnTheWire(
  reason: FailureReason,
  environment: string,
  quirks: MomoQuirks,
): { code: WalletCode; message: string } {
  const code = codeOf(reason, environment, quirks)
  return { code, message: messages[code] }
}

// The export describes these three in words, without a schema for the body. MTN has no code that fits the third.
export function notCompleted(): Refusal {
  return withStatus(409, 'TRANSACTION_NOT_COMPLETED', messages.TRANSACTION_NOT_COMPLETED)
}
export function notificationTooLate(): Refusal {
  return withStatus(410, 'EXPIRED', messages.EXPIRED)
}
export function notificationRepeated(): Refusal {
  return new Refusal(429, undefined, 'The delivery notification was sent before.')
}

function withStatus(status: number, code: WalletCode, message: string): Refusal {
  return new Refusal(status, { message, code }, `${code}: ${message}`)
}

/** The gateway's error body, that of Azure API Management. */
export function gatewayRefusal(
  statusCode: number,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Refusal {
  return new Refusal(statusCode, { statusCode, message }, message, headers, 'gateway')
}

export const noSuchRoute = () => gatewayRefusal(404, 'Resource not found')
export const forbidden = () => gatewayRefusal(403, 'Forbidden')

/** The gateway's own 500. The recorded one has 111 bytes, as this has with its id (mtvbrianking/laravel-mtn-momo#88). */
export function gatewayFailure(activityId: string): Refusal {
  const message = 'Internal server error'
  return new Refusal(500, { statusCode: 500, message, activityId }, message, {}, 'gateway')
}

/** Seconds after which the gateway takes calls again. */
const quietSeconds = 30

/**
 * The gateway while MTN is out of order, or is called too often. Of 429 the bytes are those of Azure API Management's policy
 * rate-limit (recorded with it in front of other APIs); a 503 in the sandbox is reported in MoMoOpenAPI/MoMoOpenAPI_SandBox#4,
 * without its bytes. A 502 comes from the load balancer before the gateway, which answers with a page.
 */
export function outage(status: OutageStatus, activityId: string): Refusal {
  switch (status) {
    case 500:
      return gatewayFailure(activityId)
    case 429: {
      const message = `Rate limit is exceeded. Try again in ${quietSeconds} seconds.`
      return gatewayRefusal(429, message, { 'Retry-After': String(quietSeconds) })
    }
    case 503:
      return gatewayRefusal(503, 'Service Unavailable')
    case 502: {
      const page = errorPage('502 Bad Gateway', 'Microsoft-Azure-Application-Gateway/v2')
      return new Refusal(502, page, 'Bad Gateway', { 'Content-Type': 'text/html' }, 'gateway')
    }
  }
}

// Texts of Azure API Management; `api` is the first segment of the path.
export function missingKey(api: string): Refusal {
  return gatewayRefusal(
    401,
    'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.',
    keyChallenge(api),
  )
}

export function invalidKey(api: string): Refusal {
  return gatewayRefusal(
    401,
    'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.',
    keyChallenge(api),
  )
}

function keyChallenge(api: string): Record<string, string> {
  const realm = `https://sandbox.momodeveloper.mtn.com/${api}`
  return {
    'WWW-Authenticate': `AzureApiManagementKey realm="${realm}",name="Ocp-Apim-Subscription-Key",type="header"`,
  }
}

export function unauthorized(quirks: MomoQuirks): Refusal {
  const message = 'Unauthorized. Access token is missing or invalid.'
  return quirks['bearer-failure'] === 'empty'
    ? new Refusal(401, undefined, message)
    : gatewayRefusal(401, message)
}

/** Answers of the token operation must not be cached: https://github.com/mtvbrianking/laravel-mtn-momo/issues/46 */
export const noStore = {
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
}

/**
 * MTN redirects the token path without its slash to the wallet's own address, inside MTN's network. Here the target is
 * a name that cannot exist, so that a client that follows it fails at once and reaches no other host.
 */
export function tokenRedirect(): Refusal {
  const message = {
    en: 'The path of a token ends with a slash: /token/. Without it MTN redirects to where nobody gets.',
    fr: 'Le chemin d’un jeton finit par une barre oblique : /token/. Sans elle, MTN redirige là où personne n’arrive.',
  }
  return new Refusal(302, undefined, message, { Location: 'https://wallet.invalid:8080/token/' })
}

/** An error of the token operation of consents: OpenID Connect CIBA Core 1.0, section 11, and RFC 6749, section 5.2. */
export function consentRefusal(error: (typeof consentTokenErrors)[number]): Refusal {
  return new Refusal(400, { error }, error, noStore)
}

export function loginFailed(quirks: MomoQuirks): Refusal {
  return new Refusal(Number(quirks['login-failure']), { error: 'login_failed' }, 'login_failed', noStore)
}
