import { type Quirk, resolveQuirks } from '../../kernel/quirks.ts'

const table = {
  'login-failure': {
    values: ['500', '401'],
    default: '500',
    source:
      '500 {"error":"login_failed"} in the raw log of mtvbrianking/laravel-mtn-momo#46; the OpenAPI export declares 401',
  },
  'token-slash': {
    values: ['redirect', 'required', 'both'],
    default: 'redirect',
    source:
      'the OpenAPI export writes /token/; without the slash sparkplug/momoapi-ruby recorded 302 in 2020, for ' +
      'disbursement and remittance; `required` is the 404 that TUMO-MOGAME/MoMo-Hack has read of; `both` takes either',
  },
  'token-scope': {
    values: ['any', 'product'],
    default: 'any',
    source:
      "MTN's sandbox notebook (MoMoOpenAPI/MoMoOpenAPI_SandBox) uses a collection token on /disbursement; " +
      '`product` refuses that with NOT_ALLOWED_TARGET_ENVIRONMENT',
  },
  'api-user-scope': {
    values: ['any', 'product'],
    default: 'any',
    source:
      'TUMO-MOGAME/MoMo-Hack measured NOT_ALLOWED_TARGET_ENVIRONMENT for an API user created with the key of ' +
      'another product; the sandbox notebook shows the opposite',
  },
  'user-info-fields': {
    values: ['recorded', 'exported'],
    default: 'recorded',
    source:
      'the docs of MTN-Group/MoMoAPIs_Javascript_sdk and MoMoAPIs_Php_sdk (2023) show sub, name and updated_at, no ' +
      'status, and a gender in remittance; `exported` has the fields of the OpenAPI export of 2026, of which no answer ' +
      'was found',
  },
  'bearer-failure': {
    values: ['empty', 'gateway'],
    default: 'empty',
    source:
      'sparkplug/momoapi-ruby recorded 401 without a body for a token that had run out (2020-03-06); MTN-Group/' +
      'MoMoAPIs_Php_sdk renews its token only where the body of a 401 has no statusCode; `gateway` has one',
  },
  'bad-request-body': {
    values: ['empty', 'message'],
    default: 'empty',
    source:
      'sparkplug/momoapi-ruby recorded 400 without a body for a malformed reference id, and 500 without a body for a ' +
      'POST of nothing (2020); the OpenAPI export has no schema for most bodies of a 400; `message` says what is ' +
      'wrong, with 400 and a code of our own, BAD_REQUEST',
  },
  'malformed-body': {
    values: ['400', '403'],
    default: '400',
    source:
      'momodevelopercommunity.mtn.com/errors-46/momo-api-common-errors-82 says 400; TUMO-MOGAME/MoMo-Hack measured ' +
      '403 { "statusCode": 403, "message": "Forbidden" } in production, for an API user that may not pay out at all',
  },
  'strict-types': {
    values: ['coerce', 'refuse'],
    default: 'coerce',
    source:
      'mtvbrianking/laravel-mtn-momo sends "amount":100 and "partyIdType":"msisdn", in use since 2019; `coerce` reads ' +
      'each scalar as a Java deserialiser (Jackson) does; the OpenAPI export types them as strings, and the party types ' +
      'in capitals',
  },
  'message-limit': {
    values: ['160', '128'],
    default: '160',
    source:
      'momodevelopercommunity.mtn.com/errors-46/momo-api-common-errors-82 says 160; other material says 128',
  },
  'empty-message': {
    values: ['accept', 'refuse'],
    default: 'accept',
    source: 'mtvbrianking/laravel-mtn-momo#69: an empty payerMessage or payeeNote is a 500 in production',
  },
  'special-characters': {
    values: ['by-environment', 'accept', 'refuse'],
    default: 'by-environment',
    source:
      'momodevelopercommunity.mtn.com/errors-46/momo-api-common-errors-82: an apostrophe is 400; ' +
      'sparkplug/momoapi-node#84: so is an ampersand; mtvbrianking/laravel-mtn-momo 522a887 sends letters and digits ' +
      'alone; no source shows one accepted, and the full set is not published. `by-environment` refuses them (and ' +
      '< > ") in every environment but sandbox, where the timeline warns of them',
  },
  'external-id-spaces': {
    values: ['accept', 'refuse'],
    default: 'accept',
    source: 'TUMO-MOGAME/MoMo-Hack: an externalId with spaces is rejected; no other source says so',
  },
  'reason-form': {
    values: ['string', 'object'],
    default: 'string',
    source:
      'momodevelopercommunity.mtn.com/product-updates/momo-api-error-response-enrichment-186 shows a string, as ' +
      'mtn-momo 2.0.0 reads it; the OpenAPI export declares {code, message}',
  },
  'short-of-funds': {
    values: [
      'by-environment',
      'NOT_ENOUGH_FUNDS',
      'LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED',
      'INTERNAL_PROCESSING_ERROR',
    ],
    default: 'by-environment',
    source:
      'why a wallet cannot pay: NOT_ENOUGH_FUNDS in the OpenAPI export; lepresk/momo-api 1.4.0: LOW_BALANCE_… in MTN ' +
      'Congo, and a FedaPay webhook of 2026-10-05 has it from MTN Benin, so `by-environment` has it in mtncongo and ' +
      'mtnbenin; payment gateways of Cameroon, Uganda and Zambia pass it on too; ' +
      'INTERNAL_PROCESSING_ERROR in mtvbrianking/laravel-mtn-momo#81 (2023)',
  },
  'transfer-texts': {
    values: ['sent', 'absent'],
    default: 'sent',
    source:
      'whether the status and callback of a transfer have payerMessage and payeeNote: sent in the ' +
      'OpenAPI export; lepresk/momo-api 1.5.0 (2026-10-07): MTN leaves them out of transfers and refunds',
  },
  'deposit-transaction-id': {
    values: ['callback', 'sent'],
    default: 'callback',
    source:
      "whether the status of a deposit has a financialTransactionId: none in MTN's sandbox notebook (2024-11-10), nor in the " +
      'docs of MTN-Group/MoMoAPIs_Javascript_sdk and MoMoAPIs_Php_sdk (2023); in its callback the live tests of ' +
      'Bourse-numerique-d-afrique/momo.rs (2025-09) expect one; `sent` has it in both, as the OpenAPI export',
  },
  'user-agents': {
    values: ['by-platform', 'any', 'no-python-requests'],
    default: 'by-platform',
    source:
      'DALIHILLARY/momo-openapi, by one author who measured it: the gateway of the new platform answers an HTML 403 to ' +
      'every User-Agent that contains python-requests; `by-platform` does so where an environment has `platform: new`',
  },
  'expiry-reason': {
    values: ['EXPIRED', 'COULD_NOT_PERFORM_TRANSACTION'],
    default: 'EXPIRED',
    source:
      'EXPIRED in the OpenAPI export; COULD_NOT_PERFORM_TRANSACTION in ' +
      'momodevelopercommunity.mtn.com/errors-46/momo-api-common-errors-82',
  },
  'transfer-type-reason': {
    values: ['INTERNAL_PROCESSING_ERROR', 'TRANSFER_TYPE_UNKNOWN'],
    default: 'INTERNAL_PROCESSING_ERROR',
    source:
      'momodeveloper.mtn.com/content/html_widgets/l4KRt.html calls 46733123464 TransfertypeUnknown; no export and no ' +
      'recording has a code of that name, and momodevelopercommunity.mtn.com/product-updates/' +
      'momo-api-error-response-enrichment-186 calls INTERNAL_PROCESSING_ERROR the one for what has none',
  },
  'callback-method': {
    values: ['by-kind', 'POST', 'PUT'],
    default: 'by-kind',
    source:
      'the OpenAPI export: version 1 operations POST, version 2 operations and pre-approvals PUT; ' +
      'momodeveloper.mtn.com/api-documentation/callback: PUT',
  },
  'callback-retries': {
    values: ['none', 'ladder'],
    default: 'none',
    source:
      'momodeveloper.mtn.com/api-documentation/callback: once, no retry; another revision of that page waits 2 ' +
      'seconds, then tries 20 times a second apart, 30 times 2 minutes apart, and every hour after that',
  },
  'callback-scheme': {
    values: ['any', 'https-only', 'http-only'],
    default: 'any',
    source: 'two revisions of momodeveloper.mtn.com/api-documentation/callback contradict each other',
  },
  'callback-ip': {
    values: ['loopback', 'any', 'none'],
    default: 'loopback',
    source:
      'momodevelopercommunity.mtn.com/errors-46/momo-api-common-errors-82: a host name, no IP address; ' +
      '`loopback` still lets a listener on this machine be named by address',
  },
  'impossible-numbers': {
    values: ['not-found', 'taken'],
    default: 'not-found',
    source:
      'orders of a number that no phone can have, such as 222222: MTN-Group/MoMoAPIs_Nodejs_sdk pays out to it in the ' +
      'sandbox in its integration tests, and expects SUCCESSFUL; `taken` opens a wallet without a phone, and `not-found` ' +
      'fails with PAYER_NOT_FOUND or PAYEE_NOT_FOUND, since no receipt could come',
  },
  'balance-currencies': {
    values: ['environment', 'any'],
    default: 'environment',
    source:
      'the balance in a currency that the environment has not: INVALID_CURRENCY is among the codes of the OpenAPI export; ' +
      'MTN-Group/MoMoAPIs_Nodejs_sdk expects 200 of USD in the sandbox, which is 0 USD with `any`',
  },
  'magic-numbers': {
    values: ['on', 'off'],
    default: 'on',
    source:
      "momodeveloper.mtn.com/content/html_widgets/l4KRt.html: the sandbox's test numbers; production has none",
  },
  'magic-amounts': {
    values: ['sandbox', 'off'],
    default: 'sandbox',
    source:
      'momodeveloper.mtn.com/content/html_widgets/l4KRt.html: what a payment of 1000 to 7000 comes to; ' +
      'TJMusiitwa/mtn_momo_collections tests 1000 and 2000 of a cash transfer in the sandbox',
  },
  'refund-references': {
    values: ['magic', 'refused'],
    default: 'magic',
    source:
      'referenceIdToRefund 1 to 13 in momodeveloper.mtn.com/content/html_widgets/l4KRt.html, in the sandbox; ' +
      'MTN-Group/MoMoAPIs_Java_sdk expects 400 of what is no UUID (`incorrect_referenceid`), as everything else is here; ' +
      '`refused` refuses 1 to 13 too',
  },
  'magic-refusals': {
    values: ['asynchronous', 'synchronous'],
    default: 'asynchronous',
    source:
      'the live callback tests of Bourse-numerique-d-afrique/momo.rs expect 202, then FAILED, for the test numbers ' +
      'that mean a refused environment, currency, callback, permission or service; the same codes are otherwise ' +
      'answers to the POST itself',
  },
  'ongoing-numbers': {
    values: ['measured', '2018', 'failed'],
    default: 'measured',
    source:
      '46733123453 and 46733123454: TUMO-MOGAME/MoMo-Hack measured (2026-09) pending for as long as it looked (40 ' +
      'seconds; Deval123/nkap: until it expires), and success after about 25 seconds; the documentation of 2018 (sparkplug/mtn-momo-api-documentation) has success after 30 ' +
      'seconds, and pending for ever; Bourse-numerique-d-afrique/momo.rs has FAILED with ONGOING and PAYER_DELAYED',
  },
  'created-status': {
    values: ['delayed-numbers', 'never'],
    default: 'delayed-numbers',
    source:
      'TUMO-MOGAME/MoMo-Hack and Deval123/nkap measured CREATED for 46733123454 before the end (2026-09), ' +
      'Bourse-numerique-d-afrique/momo.rs for pre-approvals of 46733123453 too; `never` is PENDING: the OpenAPI export ' +
      'knows no CREATED',
  },
  'holder-type-case': {
    values: ['any', 'small'],
    default: 'any',
    source:
      'the type of id in `accountholder/{type}/{id}/active`: the OpenAPI export of collection wants small letters; ' +
      'mtn-momo 2.0.0 sends MSISDN there and msisdn in disbursement, and the other operations of the export have MSISDN; ' +
      '`small` refuses capitals with 400',
  },
  'pre-approval-list': {
    values: ['all', 'approved'],
    default: 'all',
    source:
      'the OpenAPI export: the operation is for approved pre-approvals, yet its statuses are APPROVED, CANCELLED, ' +
      'EXPIRED, REJECTED and PENDING',
  },
  'pre-approval-matching': {
    values: ['merchant-payer-currency', 'never'],
    default: 'merchant-payer-currency',
    source:
      'the source document lets a later request to pay of the same merchant to the same payer go without approval; no ' +
      'field links the two and no source says how they are matched: `never` asks the payer each time',
  },
  'consent-answer': {
    values: ['payer', 'at-once'],
    default: 'payer',
    source:
      "who answers bc-authorize: momodeveloper.mtn.com has the customer approve with the PIN; in MTN's sandbox notebook " +
      '(MoMoOpenAPI/MoMoOpenAPI_SandBox, 2024-11-10) and the integration tests of MTN-Group/MoMoAPIs_Java_sdk the token ' +
      'is there at once, for any number: `at-once`',
  },
  'consent-access': {
    values: ['any', 'basic', 'bearer'],
    default: 'any',
    source:
      'the credentials of bc-authorize: a bearer token in the OpenAPI export of collection, and in the sandbox notebook ' +
      'for disbursement; Basic in the exports of disbursement and remittance',
  },
  'consent-ping': {
    values: ['ping', 'none'],
    default: 'ping',
    source:
      'the OpenAPI exports: client_notification_token is required in "Ping or Push mode"; OpenID Connect CIBA Core 1.0 ' +
      'says what a ping is; no recording of one from MTN was found',
  },
  'consent-user-info': {
    values: ['recorded', 'exported'],
    default: 'recorded',
    source:
      'the sandbox notebook (2024-11-10) has the address as an object and the credit score as a number; the OpenAPI ' +
      'exports declare strings',
  },
  'invoice-cancel-status': {
    values: ['202', '200'],
    default: '202',
    source:
      "DELETE of an invoice: 202 in MTN's sandbox notebook (MoMoOpenAPI/MoMoOpenAPI_SandBox, 2024-11-10), of one that was " +
      'paid; the OpenAPI export declares 200 with the externalId that was sent',
  },
  'notification-header': {
    values: ['optional', 'required'],
    default: 'optional',
    source:
      'the OpenAPI export requires the header notificationMessage; mtn-momo-client 1.0.0 sends the body only',
  },
} as const satisfies Record<string, Omit<Quirk, 'name'>>

type Table = typeof table
type QuirkName = keyof Table

/** One value for each quirk. */
export type MomoQuirks = { [Name in QuirkName]: Table[Name]['values'][number] }

/** The quirks of MTN's API that a world may set: name, possible values, default and source. */
export const momoQuirks: readonly Quirk[] = Object.entries(table).map(([name, quirk]) => ({ name, ...quirk }))

/** The code for too little money, in environments where a source has another code than the export. */
const shortOfFundsIn: Readonly<Record<string, 'LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED'>> = {
  mtncongo: 'LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED',
  mtnbenin: 'LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED',
}

/** The code for too little money, in an environment. */
export function shortOfFunds(
  environment: string,
  { 'short-of-funds': wanted }: MomoQuirks,
): Exclude<MomoQuirks['short-of-funds'], 'by-environment'> {
  if (wanted !== 'by-environment') return wanted
  return Object.hasOwn(shortOfFundsIn, environment)
    ? (shortOfFundsIn[environment] ?? 'NOT_ENOUGH_FUNDS')
    : 'NOT_ENOUGH_FUNDS'
}

/** Whether the environment refuses special characters such as `&` and `'` in texts for people. */
export function refusesSpecialCharacters(
  environment: string,
  { 'special-characters': wanted }: MomoQuirks,
): boolean {
  return wanted === 'by-environment' ? environment !== 'sandbox' : wanted === 'refuse'
}

/**
 * Quirks that are not named get their defaults.
 *
 * @example
 * resolveMomoQuirks({ 'reason-form': 'object' })
 * @throws InputError for an unknown quirk or value, with the nearest known one
 */
export function resolveMomoQuirks(partial: Record<string, string>): MomoQuirks {
  return resolveQuirks('MoMo', momoQuirks, partial) as MomoQuirks
}
