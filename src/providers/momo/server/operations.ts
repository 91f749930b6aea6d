import type { z } from 'zod'
import type { WalletReason } from '../../../wallet/index.ts'
import { type Product, products } from './config.ts'
import type { TestNumbers } from './magic-numbers.ts'
import * as answer from './response-schema.ts'
import { requestBodies, requestForms } from './schema.ts'

/** A path at which an operation is served. */
export interface Endpoint {
  /** `/collection/v1_0/requesttopay/{referenceId}` */
  path: string
  /** The product whose subscription key it needs; `any` takes the key of each product. */
  product: Product | 'any'
  /** How the callback of an order made here is sent, where it is not as the order's kind has it. */
  callbackMethod?: 'POST' | 'PUT'
}

/**
 * `key`: only a subscription key; `basic`: credentials too; `bearer`: a bearer token and a target environment too;
 * `either`: one of these two and a target environment; `consent`: the token of a consent and a target environment.
 */
export type Access = 'key' | 'basic' | 'bearer' | 'either' | 'consent'

export interface Operation {
  summary: string
  /** What it does here: sentences for docs/momo.md. */
  does: string
  /** Whose phone rings or gets a text of it, and what the person sees; absent: no phone does. */
  rings?: string
  /** Its test numbers: a table of magic-numbers.ts. */
  testNumbers?: TestNumbers
  /** The test amounts of magic-amounts.ts decide it. */
  testAmounts?: true
  /** It has the test values of what is refunded: magic-references.ts. */
  testReferences?: true
  /** Why an order that it makes may fail, test numbers apart. */
  reasons?: readonly WalletReason[]
  /** The callback of the order that it makes. */
  callback?: WebhookName
  method: 'GET' | 'POST' | 'DELETE'
  access: Access
  at: readonly Endpoint[]
  /** Further headers; true: required. */
  headers: Readonly<Record<string, boolean>>
  body: z.ZodType | null
  /** The body is a form (application/x-www-form-urlencoded), and no JSON. */
  isForm?: true
  /** Performed again, it is refused, since what it is about is over; or it asks a person once more. */
  once?: true
  /** The HTTP status of success. */
  success: number
  /** The schema of the body by status, errors included; null: an empty body. */
  responses: Readonly<Record<number, z.ZodType | null>>
}

const api: Record<Product | 'any', string> = {
  collection: '/collection/v1_0',
  disbursement: '/disbursement/v1_0',
  remittance: '/remittance/v1_0',
  // The API of 2018, before there were products.
  any: '/testpg/v1_0',
}
const at = (path: string, ...owners: ReadonlyArray<Product | 'any'>): Endpoint[] =>
  owners.map((product) => ({ path: api[product] + path, product }))

const version2 = (path: string, product: Product): Endpoint[] => [
  { path: `/${product}/v2_0${path}`, product },
]
/** Version 1 calls back by POST, version 2 by PUT. */
const inTwoVersions = (path: string, product: Product): Endpoint[] => [
  ...at(path, product),
  ...version2(path, product).map((endpoint) => ({ ...endpoint, callbackMethod: 'PUT' as const })),
]

const gateway = {
  401: answer.gatewayError,
  403: answer.gatewayError,
  413: answer.gatewayError,
  415: answer.gatewayError,
}
/** Only a body that should be JSON is forbidden. */
const { 403: _, ...gatewayOfForms } = gateway
const badRequest = { 400: answer.explainedError.or(answer.gatewayError) }
const notFound = { 404: answer.errorReason }
const failed = { 500: answer.errorReason.or(answer.gatewayError), 503: answer.errorReason }

/** Accepted with an empty body; settles later. */
const accepted = {
  access: 'bearer',
  method: 'POST',
  headers: { 'X-Reference-Id': true, 'X-Callback-Url': false },
  success: 202,
  responses: {
    ...{ 202: null, ...gateway, ...badRequest, ...failed },
    409: answer.errorReason,
  },
} as const
const got = (body: z.ZodType, errors: Record<number, z.ZodType> = notFound) =>
  ({
    access: 'bearer',
    method: 'GET',
    headers: {},
    body: null,
    success: 200,
    responses: { 200: body, ...gateway, ...badRequest, ...failed, ...errors },
  }) as const
const byKey = { access: 'key', headers: {}, success: 201, body: null } as const

/** Why what a payer is asked to pay is not paid. */
const reasonsOfRequests = [
  'payer-not-found',
  'approval-rejected',
  'expired',
  'not-enough-funds',
  'payer-limit-reached',
  'payee-not-allowed-to-receive',
] as const

/** The operations of MTN's API that are served; the routes, the checks and the documents are made from this table. */
const operations = {
  createRequestToPay: {
    ...accepted,
    summary: 'Ask a payer to pay',
    does:
      'The payer approves with a PIN or rejects; then money moves to the merchant’s account of collection. ' +
      'A pre-approval of this payer for this merchant approves in the payer’s place.',
    rings: 'the payer’s: the request, and a receipt by SMS',
    testNumbers: 'request-to-pay',
    reasons: reasonsOfRequests,
    callback: 'requestToPayCallback',
    at: at('/requesttopay', 'collection', 'any'),
    body: requestBodies.requestToPay,
  },
  getRequestToPay: {
    ...got(answer.requestToPayResult),
    summary: 'Status of a request to pay',
    does: 'Reads the request by its reference id; of the same API user only.',
    at: at('/requesttopay/{referenceId}', 'collection', 'any'),
  },
  createRequestToWithdraw: {
    ...accepted,
    summary: 'Ask a payer for money to hand out in cash',
    does:
      'The payer approves with a PIN or rejects; then money moves to the merchant’s account of collection, who hands it out. ' +
      'No pre-approval approves in the payer’s place.',
    rings: 'the payer’s: the request, and a receipt by SMS',
    testNumbers: 'withdrawal',
    reasons: reasonsOfRequests,
    callback: 'withdrawalCallback',
    at: inTwoVersions('/requesttowithdraw', 'collection'),
    body: requestBodies.requestToPay,
  },
  getRequestToWithdraw: {
    ...got(answer.requestToPayResult),
    summary: 'Status of a request to withdraw',
    does: 'Reads the request by its reference id; of the same API user only.',
    at: at('/requesttowithdraw/{referenceId}', 'collection'),
  },
  createInvoice: {
    ...accepted,
    summary: 'Send a payer an invoice',
    does:
      'The payer finds it by its number (`invoiceId`) or in the list under “Bills and invoices”, and pays with a PIN, until its ' +
      '`validityDuration` is over; then money moves to the merchant’s account of collection, and the payer gets a receipt by ' +
      'SMS. The phone rings only with `promptInvoices` in the world file.',
    testNumbers: 'invoice',
    reasons: [
      'payer-not-found',
      'expired',
      'not-enough-funds',
      'payer-limit-reached',
      'payee-not-allowed-to-receive',
      'cancelled',
    ],
    callback: 'invoiceCallback',
    at: version2('/invoice', 'collection'),
    body: requestBodies.invoice,
  },
  getInvoice: {
    ...got(answer.invoiceResult),
    summary: 'Status of an invoice',
    does: 'Reads the invoice by its reference id; of the same API user only.',
    at: version2('/invoice/{referenceId}', 'collection'),
  },
  cancelInvoice: {
    summary: 'Take an invoice back',
    does: 'Ends an invoice that is not paid. One that is over stays as it is.',
    rings: 'the payer’s: an SMS that the merchant took it back',
    reasons: ['cancelled'],
    callback: 'invoiceCallback',
    method: 'DELETE',
    access: 'bearer',
    at: version2('/invoice/{referenceId}', 'collection'),
    headers: { 'X-Reference-Id': true, 'X-Callback-Url': false },
    body: requestBodies.invoiceCancellation,
    success: 202,
    responses: {
      ...{ 200: answer.invoiceCancelled, 202: null },
      ...{ ...gateway, ...badRequest, ...notFound, ...failed },
    },
  },
  createTransfer: {
    ...accepted,
    summary: 'Send money to a payee',
    does: 'Money moves from the merchant’s account of that product to the payee at once, without an approval.',
    rings: 'the payee’s: an SMS that money came',
    testNumbers: 'transfer',
    reasons: ['payee-not-found', 'not-enough-funds', 'payee-not-allowed-to-receive'],
    callback: 'transferCallback',
    at: at('/transfer', 'disbursement', 'remittance', 'any'),
    body: requestBodies.transfer,
  },
  getTransfer: {
    ...got(answer.transferResult),
    summary: 'Status of a transfer',
    does: 'Reads the transfer by its reference id; of the same API user only.',
    at: at('/transfer/{referenceId}', 'disbursement', 'remittance', 'any'),
  },
  createDeposit: {
    ...accepted,
    summary: 'Deposit money to a payee',
    does: 'Money moves from the merchant’s account of disbursement to the payee at once, without an approval.',
    rings: 'the payee’s: an SMS that money came',
    testNumbers: 'deposit',
    reasons: ['payee-not-found', 'not-enough-funds', 'payee-not-allowed-to-receive'],
    callback: 'depositCallback',
    at: inTwoVersions('/deposit', 'disbursement'),
    body: requestBodies.transfer,
  },
  getDeposit: {
    ...got(answer.transferResult),
    summary: 'Status of a deposit',
    does: 'Reads the deposit by its reference id; of the same API user only.',
    at: at('/deposit/{referenceId}', 'disbursement'),
  },
  createRefund: {
    ...accepted,
    summary: 'Give money of a request to pay back to who paid it',
    does:
      'Money of a request to pay that was paid goes back to its payer at once, in its currency, no more in sum than was paid, ' +
      'from the merchant’s account of disbursement.',
    rings: 'the payer’s: an SMS that money came back',
    reasons: ['payment-not-approved', 'more-than-was-paid', 'not-enough-funds'],
    testReferences: true,
    callback: 'refundCallback',
    at: inTwoVersions('/refund', 'disbursement'),
    body: requestBodies.refund,
  },
  getRefund: {
    ...got(answer.refundResult),
    summary: 'Status of a refund',
    does: 'Reads the refund by its reference id; of the same API user only.',
    at: at('/refund/{referenceId}', 'disbursement'),
  },
  createCashTransfer: {
    ...accepted,
    summary: 'Pay out cash that was paid in abroad',
    does:
      'Money moves from the merchant’s account of remittance to the payee at once; who sent it, and what was paid in, is kept ' +
      'with it.',
    rings: 'the payee’s: an SMS that money came, and from whom',
    testAmounts: true,
    reasons: ['payee-not-found', 'not-enough-funds', 'payee-not-allowed-to-receive'],
    callback: 'cashTransferCallback',
    at: version2('/cashtransfer', 'remittance'),
    body: requestBodies.cashTransfer,
  },
  getCashTransfer: {
    ...got(answer.cashTransferResult),
    summary: 'Status of a cash transfer',
    does: 'Reads the cash transfer by its reference id; of the same API user only.',
    at: version2('/cashtransfer/{referenceId}', 'remittance'),
  },
  createPayment: {
    ...accepted,
    summary: 'Pay the bill of a customer, or airtime, at a service provider',
    does: 'Money moves from the merchant’s account of collection to the service provider of that name at once.',
    rings: 'that of the customer, where the reference is its number: an SMS that the bill was paid',
    testAmounts: true,
    reasons: ['payee-not-found', 'not-enough-funds', 'payee-not-allowed-to-receive'],
    callback: 'paymentCallback',
    at: version2('/payment', 'collection'),
    body: requestBodies.payment,
  },
  getPayment: {
    ...got(answer.paymentResult),
    summary: 'Status of a payment',
    does: 'Reads the payment by its reference id; of the same API user only.',
    at: version2('/payment/{referenceId}', 'collection'),
  },
  createPreApproval: {
    ...accepted,
    summary: 'Ask a payer to approve debits in advance',
    does:
      'The payer accepts with a PIN or rejects. For `validityTime` seconds from then on, requests to pay of' +
      ' this merchant in this currency need no approval.',
    rings: 'the payer’s: the pre-approval, and a receipt by SMS',
    testNumbers: 'pre-approval',
    reasons: ['payer-not-found', 'approval-rejected', 'expired'],
    callback: 'preApprovalCallback',
    at: [{ path: '/collection/v2_0/preapproval', product: 'collection' }, ...at('/preapproval', 'any')],
    body: requestBodies.preApproval,
  },
  getPreApproval: {
    ...got(answer.preApprovalResult),
    summary: 'Status of a pre-approval',
    does:
      'Reads the pre-approval by its reference id. It stays SUCCESSFUL when it is cancelled or has ended; ' +
      'the list tells.',
    at: [
      { path: '/collection/v2_0/preapproval/{referenceId}', product: 'collection' },
      ...at('/preapproval/{referenceId}', 'any'),
    ],
  },
  listPreApprovals: {
    ...got(answer.preApprovalList, {}),
    summary: "A payer's pre-approvals for the caller",
    does:
      'Lists those of this payer for this merchant, oldest first; `[]` where there are none, and for every ' +
      '`id` and `alias`, which nobody here has.',
    testNumbers: 'pre-approvals',
    at: at('/preapprovals/{accountHolderIdType}/{accountHolderId}', 'collection', 'any'),
  },
  cancelPreApproval: {
    once: true,
    summary: 'Cancel an approved pre-approval',
    does: 'Ends an approved pre-approval, by the `preApprovalId` of the list.',
    rings: 'the payer’s: an SMS that it ended',
    method: 'DELETE',
    access: 'bearer',
    at: at('/preapproval/{preapprovalid}', 'collection'),
    headers: {},
    body: null,
    success: 200,
    responses: { 200: null, ...gateway, ...badRequest, ...notFound, ...failed },
  },
  notifyPayer: {
    once: true,
    summary: 'Send the payer of a successful request to pay a text',
    does: 'Sends the text to the payer of a request to pay that was paid, once in each product.',
    rings: 'the payer’s: the text by SMS',
    method: 'POST',
    access: 'bearer',
    // The exports have it only in collection; MTN's SDKs send it in all three, so all three are served.
    at: at('/requesttopay/{referenceId}/deliverynotification', ...products),
    headers: { notificationMessage: false, Language: false },
    body: requestBodies.notification,
    success: 200,
    responses: {
      ...{ 200: null, ...gateway, ...badRequest, ...notFound, ...failed },
      ...{ 409: answer.notCompleted, 410: answer.errorReason, 429: null },
    },
  },
  getBalance: {
    ...got(answer.balance, {}),
    summary: "Balance of the caller's account",
    does: 'The merchant’s account of that product, in the currency that the environment has first.',
    at: at('/account/balance', ...products, 'any'),
  },
  getBalanceInCurrency: {
    ...got(answer.balance, {}),
    summary: "Balance of the caller's account in a currency",
    does: 'The same in one currency of the environment, in any case.',
    at: at('/account/balance/{currency}', ...products, 'any'),
  },
  isActive: {
    ...got(answer.booleanResult),
    summary: 'Whether an account holder is registered and active',
    does:
      'Whether the person has a wallet in the environment; a number that any phone could have does where ' +
      'phones are open.',
    testNumbers: 'account-holder',
    at: at('/accountholder/{accountHolderIdType}/{accountHolderId}/active', ...products, 'any'),
  },
  getBasicUserInfo: {
    ...got(answer.recordedUserInfo.or(answer.basicUserInfo)),
    summary: 'Name, birth date and language of an account holder',
    does: 'The person of the world file; for any other number the sandbox’s own, Sand Box.',
    at: at(
      '/accountholder/{accountHolderIdType}/{accountHolderId}/basicuserinfo',
      'collection',
      'disbursement',
    ),
  },
  getRemittanceUserInfo: {
    ...got(answer.recordedUserInfo.or(answer.remittanceUserInfo)),
    summary: 'Name, birth date and language of an account holder',
    does: 'The same by number only, and without a gender in the export.',
    at: at('/accountholder/msisdn/{accountHolderId}/basicuserinfo', 'remittance'),
  },
  createToken: {
    summary: 'Access token for an hour',
    does: 'Gives an access token for the product’s API user and API key.',
    method: 'POST',
    access: 'basic',
    at: products.map((product) => ({ path: `/${product}/token/`, product })),
    // Optional, but MTN's new platform requires it.
    headers: { 'X-Target-Environment': false },
    body: null,
    success: 200,
    responses: {
      ...{ 200: answer.accessToken, 302: null, 400: answer.loginError },
      ...{ 500: answer.loginError.or(answer.gatewayError), 503: answer.errorReason },
      ...{ 401: answer.loginError.or(answer.gatewayError), 404: answer.gatewayError },
    },
  },
  authorizeConsent: {
    once: true,
    summary: 'Ask a payer for consent to read data',
    does:
      'Asks for the scopes `openid`, `profile`, `email`, `phone`, `address` or `all_info`, and answers an `auth_req_id`; ' +
      'with `client_notification_token` and `X-Callback-Url` the merchant is called when it can fetch the token.',
    rings: 'the payer’s: what is to be shared, with whom and how long, and a receipt by SMS',
    callback: 'consentPing',
    method: 'POST',
    access: 'either',
    at: at('/bc-authorize', ...products),
    headers: { 'X-Callback-Url': false },
    body: requestForms.authorize,
    isForm: true,
    success: 200,
    responses: {
      ...{ 200: answer.authorizeResult, ...gatewayOfForms, ...badRequest },
      ...{ 401: answer.loginError.or(answer.gatewayError) },
      ...{
        404: answer.consentError,
        500: answer.consentError.or(answer.loginError).or(answer.gatewayError),
        503: answer.errorReason,
      },
    },
  },
  createConsentToken: {
    once: true,
    summary: 'Token of a consent, by its auth_req_id or a refresh token',
    does:
      'Gives the token of a consent once, with a refresh token if it is offline; before: `authorization_pending`, ' +
      '`slow_down`, `access_denied` or `expired_token`, as in OpenID Connect CIBA.',
    method: 'POST',
    access: 'basic',
    at: products.map((product) => ({ path: `/${product}/oauth2/token/`, product })),
    headers: { 'X-Target-Environment': false },
    body: requestForms.consentToken,
    isForm: true,
    success: 200,
    responses: {
      ...{
        200: answer.consentToken,
        ...gatewayOfForms,
        400: answer.consentTokenError.or(answer.gatewayError),
      },
      ...{
        401: answer.loginError.or(answer.gatewayError),
        500: answer.errorReason.or(answer.loginError).or(answer.gatewayError),
        503: answer.errorReason,
      },
    },
  },
  getUserInfoByConsent: {
    summary: 'The data to which a payer consented',
    does: 'Reads the data of the scopes, by the token of the consent, until it is taken back or its time is over.',
    method: 'GET',
    access: 'consent',
    at: products.map((product) => ({ path: `/${product}/oauth2/v1_0/userinfo`, product })),
    headers: {},
    body: null,
    success: 200,
    responses: { 200: answer.consentUserInfo, ...gateway, ...badRequest, ...failed },
  },
  createApiUser: {
    ...byKey,
    summary: 'Provision an API user of the sandbox',
    does: 'Makes an API user, and a merchant of its own, under the reference id.',
    method: 'POST',
    at: [{ path: '/v1_0/apiuser', product: 'any' }],
    headers: { 'X-Reference-Id': true },
    body: requestBodies.apiUser,
    responses: { 201: null, ...gateway, ...badRequest, ...failed, 409: answer.errorReason },
  },
  getApiUser: {
    ...byKey,
    summary: 'Callback host and target environment of an API user',
    does: 'Reads an API user.',
    method: 'GET',
    at: [{ path: '/v1_0/apiuser/{apiUser}', product: 'any' }],
    success: 200,
    responses: { 200: answer.apiUser, ...gateway, ...badRequest, ...notFound, ...failed },
  },
  createApiKey: {
    ...byKey,
    summary: 'Make a new API key',
    does: 'Makes a new key; the one before is no longer good.',
    method: 'POST',
    at: [{ path: '/v1_0/apiuser/{apiUser}/apikey', product: 'any' }],
    responses: { 201: answer.apiKey, ...gateway, ...badRequest, ...notFound, ...failed },
  },
} as const satisfies Record<string, Operation>

export type OperationName = keyof typeof operations

/** Each operation with its name, in the order of the table. */
export const operationList = Object.entries(operations) as ReadonlyArray<[OperationName, Operation]>

/** A call that MTN makes to a merchant. */
interface Webhook {
  summary: string
  section: Product
  /** Where the quirk `callback-method` is `by-kind`. */
  method: 'POST' | 'PUT'
  body: z.ZodType
}

export type WebhookName = keyof typeof webhooks

/** The callbacks: what the status operation answers, when an order with an `X-Callback-Url` is final. */
export const webhooks = {
  requestToPayCallback: {
    summary: 'A request to pay is final',
    section: 'collection',
    method: 'POST',
    body: answer.requestToPayResult,
  },
  withdrawalCallback: {
    summary: 'A request to withdraw is final; of version 2 it is a PUT',
    section: 'collection',
    method: 'POST',
    body: answer.requestToPayResult,
  },
  invoiceCallback: {
    summary: 'An invoice is paid, cancelled or over',
    section: 'collection',
    method: 'PUT',
    body: answer.invoiceResult,
  },
  preApprovalCallback: {
    summary: 'A pre-approval is accepted, rejected or expired',
    section: 'collection',
    method: 'PUT',
    body: answer.preApprovalResult,
  },
  consentPing: {
    summary: 'A consent is given, refused or expired: the token can be fetched',
    section: 'collection',
    method: 'POST',
    body: answer.consentPing,
  },
  transferCallback: {
    summary: 'A transfer is final',
    section: 'disbursement',
    method: 'POST',
    body: answer.transferResult,
  },
  depositCallback: {
    summary: 'A deposit is final; by PUT where it was made by version 2',
    section: 'disbursement',
    method: 'POST',
    body: answer.transferResult,
  },
  refundCallback: {
    summary: 'A refund is final; by PUT where it was made by version 2',
    section: 'disbursement',
    method: 'POST',
    body: answer.refundResult,
  },
  cashTransferCallback: {
    summary: 'A cash transfer is final',
    section: 'remittance',
    method: 'PUT',
    body: answer.cashTransferResult,
  },
  paymentCallback: {
    summary: 'The payment of a bill is final',
    section: 'collection',
    method: 'PUT',
    body: answer.paymentResult,
  },
} as const satisfies Record<string, Webhook>
