/** One recorded answer of MTN's. `docs/momo-recordings.md` has the source of each. */
export interface Recording {
  /** Repository and file or thread, and when it was recorded. */
  from: string
  status: number
  /** The reason phrase, where the recording has one. */
  reason?: string
  /** Names in lower case; null where the recording has no such header. */
  headers: Readonly<Record<string, string | null>>
  /** The whole body, where it is always the same; empty for none. */
  body?: string
  /** The field names in order, those of inner objects included. */
  keys?: readonly string[]
  /** Its length in bytes. */
  bytes?: number
}

const ruby = 'sparkplug/momoapi-ruby spec/cassettes'
const script = 'MTN-Group/MoMoAPIs_Javascript_sdk docs, 2023-03-09 and 2023-03-14'
const context = { 'request-context': 'appId=cid-v1:e996501c-e721-4ac1-97ff-dc6887b85e8c' }
const json = { ...context, 'content-type': 'application/json;charset=utf-8' }
/** No body, and so no content type. */
const empty = { ...context, 'content-type': null, 'content-length': '0' }
const newer = { 'x-xss-protection': '1; mode=block' }
const challenge = (product: string) =>
  `AzureApiManagementKey realm="https://sandbox.momodeveloper.mtn.com/${product}",name="Ocp-Apim-Subscription-Key",type="header"`

const payer = ['partyIdType', 'partyId']
const texts = ['payerMessage', 'payeeNote']

/** The recordings by request; tests compare our answers with them. */
export const recordings = {
  token: {
    from: `${ruby}, 16 of them, 2020-02-26 to 2020-03-06`,
    status: 200,
    reason: 'OK',
    headers: { ...json, 'cache-control': 'no-store', pragma: 'no-cache', 'content-length': '628' },
    keys: ['access_token', 'token_type', 'expires_in'],
    bytes: 628,
  },
  tokenOfAWrongPair: {
    from: 'mtvbrianking/laravel-mtn-momo#46, 2020-06-19',
    status: 500,
    reason: 'Server Error',
    headers: { ...json, 'cache-control': 'no-store', pragma: 'no-cache', 'content-length': '24' },
    body: '{"error":"login_failed"}',
  },
  tokenWithoutItsSlash: {
    from: `${ruby}, disbursement and remittance, 2020-02-27`,
    status: 302,
    reason: 'Found',
    // In MTN's answer the address is https://52.236.59.28:8080/token/.
    headers: { ...empty, location: 'https://wallet.invalid:8080/token/' },
    body: '',
  },
  wrongKey: {
    from: `${ruby}, 2020-02-27`,
    status: 401,
    reason: 'Access Denied',
    headers: {
      ...context,
      'content-type': 'application/json',
      'content-length': '143',
      'www-authenticate': challenge('disbursement'),
    },
    body: '{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }',
  },
  tokenThatRanOut: {
    from: `${ruby}/Momoapi_Collection/collections/gets_transaction_status.yml, 2020-03-06`,
    status: 401,
    reason: 'Unauthorized',
    headers: { ...empty, 'www-authenticate': null },
    body: '',
  },
  postOfNothing: {
    from: `${ruby}, request to pay 2020-02-26, transfer 2020-02-27`,
    status: 500,
    reason: 'Server Error',
    headers: empty,
    body: '',
  },
  malformedReferenceId: {
    from: `${ruby}, transfer of disbursement and remittance, 2020-02-27 and 2020-03-02`,
    status: 400,
    reason: 'Bad Request',
    headers: empty,
    body: '',
  },
  foreignEnvironment: {
    from: `${ruby}, balance of remittance, 2020-02-27`,
    status: 500,
    reason: 'Server Error',
    headers: { ...json, 'content-length': '96' },
    body: '{"message":"Access to target environment is forbidden.","code":"NOT_ALLOWED_TARGET_ENVIRONMENT"}',
  },
  internalError: {
    from: `${ruby}, balance of remittance, 2020-03-02`,
    status: 500,
    reason: 'Server Error',
    headers: { ...json, 'content-length': '93' },
    body: '{"message":"An internal error occurred while processing.","code":"INTERNAL_PROCESSING_ERROR"}',
  },
  unavailable: {
    from: `${ruby}, balance of collection, 2020-02-26`,
    status: 503,
    reason: 'Service Unavailable',
    headers: { ...json, 'content-length': '92' },
    body: '{"message":"Service temporarily unavailable, try again later.","code":"SERVICE_UNAVAILABLE"}',
  },
  gatewayFailure: {
    from: 'mtvbrianking/laravel-mtn-momo#88, 2024-06-17: of the body its length alone',
    status: 500,
    reason: 'Internal Server Error',
    headers: {},
    bytes: 111,
  },
  active: {
    from: `${ruby}, three products, 2020-03; ${script}`,
    status: 200,
    reason: 'OK',
    headers: { ...json, 'content-length': '15' },
    body: '{"result":true}',
  },
  statusOfARequestToPay: {
    from: `${ruby}, 2020-02-26; ${script}; MoMoOpenAPI/MoMoOpenAPI_SandBox, 2024-11-10`,
    status: 200,
    reason: 'OK',
    headers: json,
    keys: [
      'financialTransactionId',
      'externalId',
      'amount',
      'currency',
      'payer',
      ...payer,
      ...texts,
      'status',
    ],
  },
  statusOfAPendingRequestToPay: {
    from: 'Deval123/nkap docs/providers/mtn.md, 2026-09-08',
    status: 200,
    headers: {},
    keys: ['externalId', 'amount', 'currency', 'payer', ...payer, ...texts, 'status'],
  },
  statusOfATransfer: {
    from: `${ruby}, 2020-02-27; ${script}; MoMoOpenAPI/MoMoOpenAPI_SandBox, 2024-11-10`,
    status: 200,
    reason: 'OK',
    headers: json,
    keys: [
      'amount',
      'currency',
      'financialTransactionId',
      'externalId',
      'payee',
      ...payer,
      ...texts,
      'status',
    ],
  },
  statusOfAPendingTransfer: {
    from: 'TUMO-MOGAME/MoMo-Hack momoAPIs.md, 2026-09-03',
    status: 200,
    headers: {},
    keys: ['amount', 'currency', 'externalId', 'payee', ...payer, ...texts, 'status'],
  },
  accepted: {
    from: `${script}: request to pay, transfer of disbursement and remittance`,
    status: 202,
    headers: { ...empty, ...newer },
    body: '',
  },
  notified: {
    from: `${script}: collection, disbursement, remittance; MTN-Group/MoMoAPIs_Php_sdk docs, 2023-03`,
    status: 200,
    headers: { ...empty, ...newer },
    body: '',
  },
  balance: {
    from: `${script}: three products`,
    status: 200,
    headers: { ...json, ...newer },
    keys: ['availableBalance', 'currency'],
  },
  basicUserInfo: {
    from: `${script}: three products; MTN-Group/MoMoAPIs_Php_sdk docs, 2023-02`,
    status: 200,
    headers: { ...json, ...newer, 'content-length': '151' },
    // `updated_at` is the time of the answer; in recordings it is an hour earlier.
    keys: ['sub', 'name', 'given_name', 'family_name', 'birthdate', 'locale', 'gender', 'updated_at'],
    bytes: 151,
  },
  apiUser: {
    from: script,
    status: 200,
    headers: { ...json, ...newer },
    keys: ['providerCallbackHost', 'targetEnvironment'],
  },
  foreignCallbackHost: {
    from: 'TUMO-MOGAME/MoMo-Hack momoAPIs.md, 2026-09-02',
    status: 500,
    headers: {},
    body: '{"message":"Callback URL does not match the configured value.","code":"INVALID_CALLBACK_URL_HOST"}',
  },
  unknownRoute: {
    from: 'TUMO-MOGAME/MoMo-Hack momoAPIs.md, 2026-09-03: the form of its 403',
    status: 404,
    headers: { 'content-type': 'application/json' },
    body: '{ "statusCode": 404, "message": "Resource not found" }',
  },
} as const satisfies Record<string, Recording>

export type RecordingName = keyof typeof recordings
