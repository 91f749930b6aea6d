import type { MomoCode } from './codes.ts'

/** Reasons that only MTN's test numbers fail with; an order of such a number is scripted so. */
export const codesOfTestNumbers = {
  'internal-error': 'INTERNAL_PROCESSING_ERROR',
  'not-allowed': 'NOT_ALLOWED',
  'not-allowed-target-environment': 'NOT_ALLOWED_TARGET_ENVIRONMENT',
  'invalid-callback-url-host': 'INVALID_CALLBACK_URL_HOST',
  'invalid-currency': 'INVALID_CURRENCY',
  'service-unavailable': 'SERVICE_UNAVAILABLE',
  'could-not-perform-transaction': 'COULD_NOT_PERFORM_TRANSACTION',
  'transfer-type-unknown': 'TRANSFER_TYPE_UNKNOWN',
  ongoing: 'ONGOING',
  'payer-delayed': 'PAYER_DELAYED',
  'payee-delayed': 'PAYEE_DELAYED',
} as const satisfies Record<string, MomoCode>
