/** The codes of an error or a reason in MTN's OpenAPI exports of collection, disbursement and remittance. */
export const exportedCodes = [
  'PAYEE_NOT_FOUND',
  'PAYER_NOT_FOUND',
  'NOT_ALLOWED',
  'NOT_ALLOWED_TARGET_ENVIRONMENT',
  'INVALID_CALLBACK_URL_HOST',
  'INVALID_CURRENCY',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_PROCESSING_ERROR',
  'NOT_ENOUGH_FUNDS',
  'PAYER_LIMIT_REACHED',
  'PAYEE_NOT_ALLOWED_TO_RECEIVE',
  'PAYMENT_NOT_APPROVED',
  'RESOURCE_NOT_FOUND',
  'APPROVAL_REJECTED',
  'EXPIRED',
  'TRANSACTION_CANCELED',
  'RESOURCE_ALREADY_EXIST',
] as const

const callbackTests = 'the live callback tests of Bourse-numerique-d-afrique/momo.rs (2025-09)'

/** Where payersim sends a code that is not in all three exports, and the code's source. */
type FurtherCodes = Readonly<Record<string, { where: string; source: string }>>

/** Why an order has failed. No message is published, but for the first. */
export const furtherReasons = {
  COULD_NOT_PERFORM_TRANSACTION: {
    message: 'Transaction timeout. The transaction was not approved within 5 minutes.',
    where: '46733123463, and `expiry-reason`',
    source: `momodevelopercommunity.mtn.com/errors-46/momo-api-common-errors-82, and ${callbackTests}`,
  },
  ONGOING: {
    message: 'The request is still being processed.',
    where: '`ongoing-numbers: failed`',
    source: callbackTests,
  },
  PAYER_DELAYED: {
    message: 'The payer has not answered yet.',
    where: '`ongoing-numbers: failed`',
    source: callbackTests,
  },
  PAYEE_DELAYED: {
    message: 'The payee has not been reached yet.',
    where: '`ongoing-numbers: failed`',
    source: `${callbackTests}, for a transfer of remittance`,
  },
  TRANSFER_TYPE_UNKNOWN: {
    message: 'The type of the transfer is unknown.',
    where: '`transfer-type-reason: TRANSFER_TYPE_UNKNOWN`',
    source:
      'nobody: only the name of 46733123464, TransfertypeUnknown, in momodeveloper.mtn.com/content/html_widgets/l4KRt.html',
  },
  LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED: {
    message:
      'The payer has too low a balance, or the payee has reached a limit or is not allowed to receive.',
    where: '`short-of-funds`, the default in mtncongo and mtnbenin',
    source: 'lepresk/momo-api 1.4.0 (2026-09-29) and webhooks of aggregators, as the quirk says',
  },
} as const satisfies FurtherCodes & Readonly<Record<string, { message: string }>>

/** All codes that payersim sends and that are not in all three exports. */
export const furtherCodes = {
  ...furtherReasons,
  TRANSACTION_NOT_COMPLETED: {
    where: '409 of a delivery notification',
    source:
      'the export of remittance; that of collection describes this 409 in the same words, and has no schema for it',
  },
  UNSUPPORTED_SCOPE: {
    where: '500 of `bc-authorize`, for a scope that is not known',
    source:
      'the export of remittance; the integration tests of MTN-Group/MoMoAPIs_Java_sdk expect 500, and do not look at the body',
  },
  INFORMATIONAL_SCOPE_INSTRUCTION: {
    where: '500 of `bc-authorize`, for a `scope_instruction`',
    source: 'the export of remittance, which does not say when it comes',
  },
  NOT_FOUND: {
    where: '404 of `bc-authorize`, for a payer whom nobody is',
    source: 'the export of remittance, which does not say when it comes',
  },
  BAD_REQUEST: { where: '`bad-request-body: message`', source: 'nobody: it is our own' },
} as const satisfies FurtherCodes

export type MomoCode = (typeof exportedCodes)[number] | keyof typeof furtherCodes
