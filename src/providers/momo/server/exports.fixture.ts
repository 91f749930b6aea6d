import { z } from 'zod'

// What MTN's OpenAPI exports of November 2026 declare, as facts in a form of our own:
// https://momodeveloper.mtn.com/mapi/apis/{api}?export=true. No field is required there, but for those of a list of pre-approvals.

const text = z.string()
const object = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.strictObject(shape).partial()

const codes = [
  ...['PAYEE_NOT_FOUND', 'PAYER_NOT_FOUND', 'NOT_ALLOWED', 'NOT_ALLOWED_TARGET_ENVIRONMENT'],
  ...['INVALID_CALLBACK_URL_HOST', 'INVALID_CURRENCY', 'SERVICE_UNAVAILABLE', 'INTERNAL_PROCESSING_ERROR'],
  ...['NOT_ENOUGH_FUNDS', 'PAYER_LIMIT_REACHED', 'PAYEE_NOT_ALLOWED_TO_RECEIVE', 'PAYMENT_NOT_APPROVED'],
  ...['RESOURCE_NOT_FOUND', 'APPROVAL_REJECTED', 'EXPIRED', 'RESOURCE_ALREADY_EXIST'],
]
const remittanceCodes = [
  ...['TRANSACTION_NOT_COMPLETED', 'TRANSACTION_NOT_FOUND', 'INFORMATIONAL_SCOPE_INSTRUCTION'],
  ...[
    'MISSING_SCOPE_INSTRUCTION',
    'MORE_THAN_ONE_FINANCIAL_SCOPE_NOT_SUPPORTED',
    'UNSUPPORTED_SCOPE_COMBINATION',
  ],
  ...['CONSENT_MISMATCH', 'UNSUPPORTED_SCOPE', 'NOT_FOUND'],
]
const errorOf = (known: readonly string[]) => object({ code: z.enum(known), message: text })
const error = errorOf([...codes, 'TRANSACTION_CANCELED'])
/** The full stop is the export's. */
const remittanceError = errorOf([...codes, 'TRANSACTION_CANCELED.', ...remittanceCodes])
const provisioningError = errorOf(['RESOURCE_NOT_FOUND', 'RESOURCE_ALREADY_EXIST'])

const party = object({ partyIdType: z.enum(['MSISDN', 'EMAIL', 'PARTY_CODE']), partyId: text })
const money = object({ amount: text, currency: text })
const order = { amount: text, currency: text, externalId: text, payerMessage: text, payeeNote: text }
const settled = {
  financialTransactionId: text,
  status: z.enum(['PENDING', 'SUCCESSFUL', 'FAILED']),
  reason: error,
}
const compliance = {
  orginatingCountry: text,
  originalAmount: text,
  originalCurrency: text,
  payerIdentificationType: z.enum([
    'PASS',
    'CPFA',
    'SRSSA',
    'NRIN',
    'OTHR',
    'DRLC',
    'SOCS',
    'AREG',
    'IDCD',
    'EMID',
  ]),
  payerIdentificationNumber: text,
  payerIdentity: text,
  payerFirstName: text,
  payerSurName: text,
  payerLanguageCode: text,
  payerEmail: text,
  payerMsisdn: text,
  payerGender: text,
}
const billed = z.enum(['CREATED', 'PENDING', 'SUCCESSFUL', 'FAILED'])
const name = { given_name: text, family_name: text, birthdate: text, locale: text, status: text }

/** The schemas of bodies, by names of our own. */
export const schemas = {
  error,
  remittanceError,
  provisioningError,
  party,
  requestToPay: object({ ...order, payer: party }),
  requestToPayResult: object({ ...order, payer: party, ...settled }),
  transfer: object({ ...order, payee: party }),
  transferResult: object({ ...order, payee: party, ...settled }),
  remittanceTransferResult: object({ ...order, payee: party, ...settled, reason: remittanceError }),
  refund: object({ ...order, referenceIdToRefund: text }),
  cashTransfer: object({ ...order, payee: party, ...compliance }),
  cashTransferResult: object({
    ...order,
    payee: party,
    ...compliance,
    financialTransactionId: text,
    status: text,
    reason: text,
  }),
  preApproval: object({ payer: party, payerCurrency: text, payerMessage: text, validityTime: z.int() }),
  preApprovalResult: object({
    payer: party,
    payerCurrency: text,
    payerMessage: text,
    status: settled.status,
    expirationDateTime: z.int(),
    reason: error,
  }),
  preApprovalDetails: z.strictObject({
    preApprovalId: text,
    toFri: text,
    fromFri: text,
    fromCurrency: text,
    createdTime: text,
    approvedTime: text.optional(),
    expiryTime: text.optional(),
    status: z.enum(['APPROVED', 'CANCELLED', 'EXPIRED', 'REJECTED', 'PENDING']),
    message: text,
    frequency: z.enum(['DAILY', 'MONTHLY', 'WEEKLY']).optional(),
    startDate: text.optional(),
    lastUsedDate: text.optional(),
    offer: text.optional(),
    externalId: text.optional(),
    maxDebitAmount: text.optional(),
  }),
  invoice: object({
    externalId: text,
    amount: text,
    currency: text,
    validityDuration: text,
    intendedPayer: party,
    payee: party,
    description: text,
  }),
  invoiceResult: object({
    referenceId: text,
    externalId: text,
    amount: text,
    currency: text,
    status: billed,
    paymentReference: text,
    invoiceId: text,
    expiryDateTime: text,
    payeeFirstName: text,
    payeeLastName: text,
    errorReason: error,
    intendedPayer: party,
    description: text,
  }),
  externalId: object({ externalId: text }),
  payment: object({
    externalTransactionId: text,
    money,
    customerReference: text,
    serviceProviderUserName: text,
    couponId: text,
    productId: text,
    productOfferingId: text,
    receiverMessage: text,
    senderNote: text,
    maxNumberOfRetries: z.int(),
    includeSenderCharges: z.boolean(),
  }),
  paymentResult: object({ referenceId: text, status: billed, financialTransactionId: text, reason: error }),
  notification: object({ notificationMessage: text }),
  balance: object({ availableBalance: text, currency: text }),
  basicUserInfo: object({ ...name, gender: text }),
  remittanceUserInfo: object(name),
  consentRequest: object({
    scope: text,
    login_hint: text,
    access_type: z.enum(['online', 'offline']),
    consent_valid_in: z.int(),
    client_notification_token: text,
    scope_instruction: text,
  }),
  consentAnswer: object({ auth_req_id: text, interval: z.number(), expires_in: z.number() }),
  consentTokenRequest: object({ grant_type: text, auth_req_id: text, refresh_token: text }),
  consentToken: object({
    access_token: text,
    token_type: text,
    expires_in: z.number(),
    scope: text,
    refresh_token: text,
    refresh_token_expired_in: z.int(),
  }),
  consentUserInfo: object({
    ...{ sub: text, name: text, given_name: text, family_name: text, middle_name: text },
    ...{ email: text, email_verified: z.boolean(), gender: text, locale: text },
    ...{ phone_number: text, phone_number_verified: z.boolean(), address: text, updated_at: z.number() },
    ...{ status: text, birthdate: text, credit_score: text, active: z.boolean() },
    ...{ country_of_birth: text, region_of_birth: text, city_of_birth: text, occupation: text },
    ...{ employer_name: text, identification_type: text, identification_value: text },
  }),
  token: object({ access_token: text, token_type: text, expires_in: z.int() }),
  loginError: object({ error: text }),
  apiUser: object({ providerCallbackHost: text }),
  apiKey: object({ apiKey: text }),
} as const

export type SchemaName = keyof typeof schemas

/** One operation of an export. */
export interface ExportedOperation {
  /** Its `operationId`. */
  id: string
  method: string
  /** With its product: `/collection/v2_0/invoice/{referenceId}`. */
  path: string
  body: SchemaName | null
  /** By each status that is declared, the schema of the body; null where the export has none. */
  answers: Readonly<Record<number, SchemaName | readonly [SchemaName] | null>>
}

type Row = readonly [
  id: string,
  route: string,
  answers: ExportedOperation['answers'],
  body?: SchemaName | undefined,
]

/** What two or three products have alike. */
const shared = (wrong: SchemaName) => {
  const read = { 400: null, 500: wrong }
  return {
    posted: { 202: null, 400: null, 409: wrong, 500: wrong },
    found: (result: SchemaName) => ({ 200: result, 400: null, 404: wrong, 500: wrong }),
    rows: [
      ['GetAccountBalance', 'GET /v1_0/account/balance', { 200: 'balance', ...read }],
      [
        'GetAccountBalanceInSpecificCurrency',
        'GET /v1_0/account/balance/{currency}',
        { 200: 'balance', ...read },
      ],
      [
        'ValidateAccountHolderStatus',
        'GET /v1_0/accountholder/{accountHolderIdType}/{accountHolderId}/active',
        { 200: null, ...read },
      ],
      ['bc-authorize', 'POST /v1_0/bc-authorize', { 200: 'consentAnswer' }, 'consentRequest'],
      ['CreateOauth2Token', 'POST /oauth2/token/', { 200: 'consentToken' }, 'consentTokenRequest'],
      ['GetUserInfoWithConsent', 'GET /oauth2/v1_0/userinfo', { 200: 'consentUserInfo' }],
      ['CreateAccessToken', 'POST /token/', { 200: 'token', 401: 'loginError', 500: null }],
    ] satisfies Row[] as Row[],
  }
}
const userInfo = (schema: SchemaName) => ({ 200: schema, 401: 'loginError', 500: null }) as const

const usual = shared('error')
const { posted, found } = usual
const ofRemittance = shared('remittanceError')
const holder = '/v1_0/accountholder/{accountHolderIdType}/{accountHolderId}/basicuserinfo'

const apis: Readonly<Record<string, readonly Row[]>> = {
  '/collection': [
    ...usual.rows,
    ['RequesttoPay', 'POST /v1_0/requesttopay', posted, 'requestToPay'],
    ['RequesttoPayTransactionStatus', 'GET /v1_0/requesttopay/{referenceId}', found('requestToPayResult')],
    [
      'RequesttoPayDeliveryNotification',
      'POST /v1_0/requesttopay/{referenceId}/deliverynotification',
      { 200: null, 400: null, 404: null, 409: null, 410: null, 429: null, 500: null },
      'notification',
    ],
    ['GetBasicUserinfo', `GET ${holder}`, userInfo('basicUserInfo')],
    ['RequestToWithdraw-V1', 'POST /v1_0/requesttowithdraw', posted, 'requestToPay'],
    ['RequestToWithdraw-V2', 'POST /v2_0/requesttowithdraw', posted, 'requestToPay'],
    [
      'RequestToWithdrawTransactionStatus',
      'GET /v1_0/requesttowithdraw/{referenceId}',
      found('requestToPayResult'),
    ],
    ['CreateInvoice', 'POST /v2_0/invoice', posted, 'invoice'],
    ['GetInvoiceStatus', 'GET /v2_0/invoice/{x-referenceId}', found('invoiceResult')],
    [
      'CancelInvoice',
      'DELETE /v2_0/invoice/{referenceId}',
      { 200: 'externalId', 400: 'error', 404: 'error', 500: 'error' },
      'externalId',
    ],
    ['PreApproval', 'POST /v2_0/preapproval', { ...posted, 400: 'error' }, 'preApproval'],
    [
      'GetPreApprovalStatus',
      'GET /v2_0/preapproval/{referenceId}',
      { ...found('preApprovalResult'), 400: 'error' },
    ],
    ['CreatePayments', 'POST /v2_0/payment', posted, 'payment'],
    ['GetPaymentStatus', 'GET /v2_0/payment/{x-referenceId}', found('paymentResult')],
    [
      'GetApprovedPreApprovals',
      'GET /v1_0/preapprovals/{accountHolderIdType}/{accountHolderId}',
      { 200: ['preApprovalDetails'], 400: null, 404: null, 500: 'error' },
    ],
    [
      'CancelPreApproval',
      'DELETE /v1_0/preapproval/{preapprovalid}',
      { 200: null, 400: null, 404: null, 500: 'error' },
    ],
  ],
  '/disbursement': [
    ...usual.rows,
    ['GetBasicUserinfo', `GET ${holder}`, userInfo('basicUserInfo')],
    ['Transfer', 'POST /v1_0/transfer', posted, 'transfer'],
    ['GetTransferStatus', 'GET /v1_0/transfer/{referenceId}', found('transferResult')],
    ['Deposit-V1', 'POST /v1_0/deposit', posted, 'transfer'],
    ['Deposit-V2', 'POST /v2_0/deposit', posted, 'transfer'],
    ['GetDepositStatus', 'GET /v1_0/deposit/{referenceId}', found('transferResult')],
    ['Refund-V1', 'POST /v1_0/refund', posted, 'refund'],
    ['Refund-V2', 'POST /v2_0/refund', posted, 'refund'],
    // Its RefundResult has the fields of a TransferResult.
    ['GetRefundStatus', 'GET /v1_0/refund/{referenceId}', found('transferResult')],
  ],
  '/remittance': [
    ...ofRemittance.rows,
    [
      'GetBasicUserinfo',
      'GET /v1_0/accountholder/msisdn/{accountHolderMSISDN}/basicuserinfo',
      userInfo('remittanceUserInfo'),
    ],
    ['Transfer', 'POST /v1_0/transfer', ofRemittance.posted, 'transfer'],
    ['GetTransferStatus', 'GET /v1_0/transfer/{referenceId}', ofRemittance.found('remittanceTransferResult')],
    ['CashTransfer', 'POST /v2_0/cashtransfer', ofRemittance.posted, 'cashTransfer'],
    [
      'GetCashTransferStatus',
      'GET /v2_0/cashtransfer/{referenceId}',
      ofRemittance.found('cashTransferResult'),
    ],
    [
      '671b099705fd58bc55c9bbca',
      'GET /clone-671b0/v1_0/accountholder/msisdn/{accountHolderMSISDN}/basicuserinfo',
      userInfo('remittanceUserInfo'),
    ],
    [
      '671b4b855d145f9b8f15e836',
      'GET /v1_0/accountholder/msisdn/999{accountHolderMSISDN}999/basicuserinfo',
      userInfo('remittanceUserInfo'),
    ],
  ],
  '': [
    [
      'post-v1_0-apiuser',
      'POST /v1_0/apiuser',
      { 201: null, 400: null, 409: 'provisioningError', 500: null },
      'apiUser',
    ],
    [
      'get-v1_0-apiuser',
      'GET /v1_0/apiuser/{X-Reference-Id}',
      { 200: null, 400: null, 404: 'provisioningError', 500: null },
    ],
    [
      'post-v1_0-apiuser-apikey',
      'POST /v1_0/apiuser/{X-Reference-Id}/apikey',
      { 201: 'apiKey', 400: null, 404: 'provisioningError', 500: null },
    ],
  ],
}

/** All operations of the four exports. */
export const exportedOperations: readonly ExportedOperation[] = Object.entries(apis).flatMap(([api, rows]) =>
  rows.map(([id, route, answers, body]) => {
    const [method = '', path = ''] = route.split(' ')
    return { id, method, path: api + path, body: body ?? null, answers }
  }),
)
