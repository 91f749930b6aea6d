import type { z } from 'zod'
import { type Product, products } from './config.ts'
import * as answer from './response-schema.ts'
import { requestBodies } from './schema.ts'

/** A path at which an operation is served. */
export interface Endpoint {
  /** `/collection/v1_0/requesttopay/{referenceId}` */
  path: string
  /** The product whose subscription key it needs; `any` takes the key of each product. */
  product: Product | 'any'
  /** How the callback of an order made here is sent, where it is not as the order's kind has it. */
  callbackMethod?: 'POST' | 'PUT'
}

/** `key`: only a subscription key; `basic`: credentials too; `bearer`: a bearer token and a target environment too. */
export type Access = 'key' | 'basic' | 'bearer'

export interface Operation {
  summary: string
  method: 'GET' | 'POST' | 'DELETE'
  access: Access
  at: readonly Endpoint[]
  /** Further headers; true: required. */
  headers: Readonly<Record<string, boolean>>
  body: z.ZodType | null
  /** Performed again, it is refused: what it is about is over. */
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

const gateway = {
  401: answer.gatewayError,
  403: answer.gatewayError,
  413: answer.gatewayError,
  415: answer.gatewayError,
}
const badRequest = { 400: answer.explainedError.or(answer.gatewayError) }
const notFound = { 404: answer.errorReason }
const failed = { 500: answer.errorReason }

/** Accepted with an empty body; settles later. */
const accepted = {
  access: 'bearer',
  method: 'POST',
  headers: { 'X-Reference-Id': true, 'X-Callback-Url': false },
  success: 202,
  responses: {
    ...{ 202: null, ...gateway, ...badRequest, ...failed },
    ...{ 409: answer.errorReason, 503: answer.errorReason },
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

/** The operations of MTN's API that are served; the routes, the checks and the documents are made from this table. */
const operations = {
  createRequestToPay: {
    ...accepted,
    summary: 'Ask a payer to pay',
    at: at('/requesttopay', 'collection', 'any'),
    body: requestBodies.requestToPay,
  },
  getRequestToPay: {
    ...got(answer.requestToPayResult),
    summary: 'Status of a request to pay',
    at: at('/requesttopay/{referenceId}', 'collection', 'any'),
  },
  createTransfer: {
    ...accepted,
    summary: 'Send money to a payee',
    at: at('/transfer', 'disbursement', 'remittance', 'any'),
    body: requestBodies.transfer,
  },
  getTransfer: {
    ...got(answer.transferResult),
    summary: 'Status of a transfer',
    at: at('/transfer/{referenceId}', 'disbursement', 'remittance', 'any'),
  },
  createPreApproval: {
    ...accepted,
    summary: 'Ask a payer to approve debits in advance',
    at: [{ path: '/collection/v2_0/preapproval', product: 'collection' }, ...at('/preapproval', 'any')],
    body: requestBodies.preApproval,
  },
  getPreApproval: {
    ...got(answer.preApprovalResult),
    summary: 'Status of a pre-approval',
    at: [
      { path: '/collection/v2_0/preapproval/{referenceId}', product: 'collection' },
      ...at('/preapproval/{referenceId}', 'any'),
    ],
  },
  listPreApprovals: {
    ...got(answer.preApprovalList),
    summary: "A payer's pre-approvals for the caller",
    at: at('/preapprovals/{accountHolderIdType}/{accountHolderId}', 'collection', 'any'),
  },
  cancelPreApproval: {
    once: true,
    summary: 'Cancel an approved pre-approval',
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
    at: at('/account/balance', ...products, 'any'),
  },
  getBalanceInCurrency: {
    ...got(answer.balance, {}),
    summary: "Balance of the caller's account in a currency",
    at: at('/account/balance/{currency}', ...products, 'any'),
  },
  isActive: {
    ...got(answer.booleanResult, { 404: answer.errorReason, 503: answer.errorReason }),
    summary: 'Whether an account holder is registered and active',
    at: at('/accountholder/{accountHolderIdType}/{accountHolderId}/active', ...products, 'any'),
  },
  getBasicUserInfo: {
    ...got(answer.recordedUserInfo.or(answer.basicUserInfo)),
    summary: 'Name, birth date and language of an account holder',
    at: at(
      '/accountholder/{accountHolderIdType}/{accountHolderId}/basicuserinfo',
      'collection',
      'disbursement',
    ),
  },
  getRemittanceUserInfo: {
    ...got(answer.recordedUserInfo.or(answer.remittanceUserInfo)),
    summary: 'Name, birth date and language of an account holder',
    at: at('/accountholder/msisdn/{accountHolderId}/basicuserinfo', 'remittance'),
  },
  createToken: {
    summary: 'Access token for an hour',
    method: 'POST',
    access: 'basic',
    at: products.map((product) => ({ path: `/${product}/token/`, product })),
    // Optional, but MTN's new platform requires it.
    headers: { 'X-Target-Environment': false },
    body: null,
    success: 200,
    responses: {
      ...{ 200: answer.accessToken, 302: null, 400: answer.loginError },
      500: answer.loginError.or(answer.gatewayError),
      ...{ 401: answer.loginError.or(answer.gatewayError), 404: answer.gatewayError },
    },
  },
  createApiUser: {
    ...byKey,
    summary: 'Provision an API user of the sandbox',
    method: 'POST',
    at: [{ path: '/v1_0/apiuser', product: 'any' }],
    headers: { 'X-Reference-Id': true },
    body: requestBodies.apiUser,
    responses: { 201: null, ...gateway, ...badRequest, ...failed, 409: answer.errorReason },
  },
  getApiUser: {
    ...byKey,
    summary: 'Callback host and target environment of an API user',
    method: 'GET',
    at: [{ path: '/v1_0/apiuser/{apiUser}', product: 'any' }],
    success: 200,
    responses: { 200: answer.apiUser, ...gateway, ...badRequest, ...notFound, ...failed },
  },
  createApiKey: {
    ...byKey,
    summary: 'Make a new API key',
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

/** The callbacks: what the status operation answers, when an order with an `X-Callback-Url` is final. */
export const webhooks = {
  requestToPayCallback: {
    summary: 'A request to pay is final',
    section: 'collection',
    method: 'POST',
    body: answer.requestToPayResult,
  },
  preApprovalCallback: {
    summary: 'A pre-approval is accepted, rejected or expired',
    section: 'collection',
    method: 'PUT',
    body: answer.preApprovalResult,
  },
  transferCallback: {
    summary: 'A transfer is final',
    section: 'disbursement',
    method: 'POST',
    body: answer.transferResult,
  },
} as const satisfies Record<string, Webhook>
