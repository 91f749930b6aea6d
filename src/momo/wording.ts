import type { FailureReason } from '../wallet/index.ts'
import type { MomoQuirks } from './quirks.ts'
import { Refusal } from './refusal.ts'

// Codes and messages: https://momodeveloper.mtn.com/content/html_widgets/o46rh.html
const messages = {
  PAYER_NOT_FOUND: 'Payer does not exist',
  NOT_ALLOWED: 'Authorization failed. Insufficient permissions',
  NOT_ALLOWED_TARGET_ENVIRONMENT: 'Access to target environment is forbidden.',
  INVALID_CALLBACK_URL_HOST: 'Callback URL does not match the configured value.',
  INVALID_CURRENCY: 'Currency not supported.',
  INTERNAL_PROCESSING_ERROR: 'An internal error occurred while processing.',
  NOT_ENOUGH_FUNDS: 'The payer does not have enough funds.',
  PAYER_LIMIT_REACHED: "The payer's limit has been breached.",
  PAYEE_NOT_ALLOWED_TO_RECEIVE: 'The payee is unable to receive funds',
  PAYMENT_NOT_APPROVED: 'Payment was not approved',
  RESOURCE_NOT_FOUND: 'Requested resource was not found.',
  APPROVAL_REJECTED: 'The approval was rejected',
  EXPIRED: 'The requested resource has expired',
  RESOURCE_ALREADY_EXIST: 'Duplicated reference id. Creation of resource failed.',
  // https://momodevelopercommunity.mtn.com/errors-46/momo-api-common-errors-82
  COULD_NOT_PERFORM_TRANSACTION: 'Transaction timeout. The transaction was not approved within 5 minutes.',
} as const

export type WalletCode = keyof typeof messages

const statuses: Partial<Record<WalletCode, number>> = {
  RESOURCE_NOT_FOUND: 404,
  RESOURCE_ALREADY_EXIST: 409,
}

/** The wallet platform's own error body: `message` before `code`, as the sandbox sends it. */
export function walletRefusal(code: WalletCode): Refusal {
  const message = messages[code]
  return new Refusal(statuses[code] ?? 500, { message, code }, `${code}: ${message}`)
}

/** MTN publishes no code for a bad request; its error page calls it `BAD REQUEST`. */
export function badRequest(message: string): Refusal {
  return new Refusal(400, { message, code: 'BAD_REQUEST' }, message)
}

const reasons: Record<FailureReason, WalletCode> = {
  'payer-not-found': 'PAYER_NOT_FOUND',
  'approval-rejected': 'APPROVAL_REJECTED',
  expired: 'EXPIRED',
  'not-enough-funds': 'NOT_ENOUGH_FUNDS',
  'payer-limit-reached': 'PAYER_LIMIT_REACHED',
  'payee-not-allowed-to-receive': 'PAYEE_NOT_ALLOWED_TO_RECEIVE',
  'payment-not-approved': 'PAYMENT_NOT_APPROVED',
  'internal-error': 'INTERNAL_PROCESSING_ERROR',
}

/** Why a request to pay failed, as the status and the callback say it. */
export function reasonOnTheWire(
  reason: FailureReason,
  quirks: MomoQuirks,
): string | { code: string; message: string } {
  const code = reason === 'expired' ? quirks['expiry-reason'] : reasons[reason]
  return quirks['reason-form'] === 'object' ? { code, message: messages[code] } : code
}

/** The gateway's error body, that of Azure API Management. */
export function gatewayRefusal(
  statusCode: number,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Refusal {
  return new Refusal(statusCode, { statusCode, message }, message, headers)
}

export const noSuchRoute = () => gatewayRefusal(404, 'Resource not found')
export const forbidden = () => gatewayRefusal(403, 'Forbidden')
export const gatewayFailure = () => gatewayRefusal(500, 'Internal server error')

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

/** Answers of the token operation are not to be kept: https://github.com/mtvbrianking/laravel-mtn-momo/issues/46 */
export const noStore = {
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
  'Content-Type': 'application/json;charset=utf-8',
}

export function loginFailed(quirks: MomoQuirks): Refusal {
  return new Refusal(Number(quirks['login-failure']), { error: 'login_failed' }, 'login_failed', noStore)
}
