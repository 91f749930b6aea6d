import { z } from 'zod'
import { exportedCodes, furtherReasons } from './codes.ts'
import { type ExportedOperation, type SchemaName, schemas } from './exports.fixture.ts'

/** A field that is sent otherwise than the exports declare it, or that they do not have. */
interface FieldDeviation {
  of: readonly SchemaName[]
  field: string
  sent: z.ZodType
  source: string
  /** The test that shows it, where the conformance test does not. */
  shownIn?: string
}

/** A body, or a status, that is sent otherwise than the exports declare it. */
interface AnswerDeviation {
  statuses: readonly number[]
  /** The `operationId`s; absent: every operation. */
  of?: readonly string[]
  /** null: an empty body. */
  sent: z.ZodType | null
  source: string
}

const orders = ['requestToPayResult', 'transferResult', 'remittanceTransferResult'] as const
const userInfos = ['basicUserInfo', 'remittanceUserInfo'] as const
const recordedInfo =
  'the outputs in docs/ of MTN-Group/MoMoAPIs_Javascript_sdk and MoMoAPIs_Php_sdk (2023); the quirk user-info-fields has the export’s'
const gatewayError = z.strictObject({
  statusCode: z.int(),
  message: z.string(),
  activityId: z.string().optional(),
})
const further = Object.keys(furtherReasons)
const error = z.strictObject({ message: z.string(), code: z.enum(exportedCodes) })

const fieldDeviations: readonly FieldDeviation[] = [
  {
    of: [...orders, 'preApprovalResult'],
    field: 'reason',
    sent: z.enum(exportedCodes),
    source:
      'momodevelopercommunity.mtn.com/product-updates/momo-api-error-response-enrichment-186 shows a text; the quirk reason-form has the export’s object',
  },
  {
    of: [...orders, 'preApprovalResult'],
    field: 'reason',
    sent: z.enum(further),
    source: 'codes.ts names the source of each',
  },
  {
    of: [...orders, 'preApprovalResult'],
    field: 'reason',
    sent: z.strictObject({ code: z.enum(further), message: z.string() }),
    source: 'the same, with the quirk reason-form: object',
  },
  {
    of: ['invoiceResult', 'paymentResult'],
    field: 'errorReason',
    sent: z.strictObject({ code: z.enum(further), message: z.string() }),
    source: 'codes.ts names the source of each',
  },
  {
    of: ['consentUserInfo'],
    field: 'address',
    sent: z.record(z.string(), z.string()),
    source:
      'the output of MoMoOpenAPI/MoMoOpenAPI_SandBox (2024-11-10); the quirk consent-user-info has the export’s',
    shownIn: 'consent/consent.test.ts',
  },
  {
    of: ['consentUserInfo'],
    field: 'credit_score',
    sent: z.int(),
    source: 'the same',
    shownIn: 'consent/consent.test.ts',
  },
  {
    of: [...orders, 'preApprovalResult'],
    field: 'status',
    sent: z.literal('CREATED'),
    source:
      'TUMO-MOGAME/MoMo-Hack measured it (2026-09), and Bourse-numerique-d-afrique/momo.rs for pre-approvals',
  },
  {
    of: ['preApprovalResult'],
    field: 'expirationDateTime',
    sent: z.iso.datetime({ local: true }),
    source:
      'its own description in the export has this form; Bourse-numerique-d-afrique/momo.rs decodes a text',
  },
  { of: userInfos, field: 'sub', sent: z.string(), source: recordedInfo },
  { of: userInfos, field: 'name', sent: z.string(), source: recordedInfo },
  { of: userInfos, field: 'updated_at', sent: z.int(), source: recordedInfo },
  { of: ['remittanceUserInfo'], field: 'gender', sent: z.string(), source: recordedInfo },
]

const answerDeviations: readonly AnswerDeviation[] = [
  {
    statuses: [401],
    sent: gatewayError,
    source: 'Azure API Management, in front of all operations; mtvbrianking/laravel-mtn-momo#66',
  },
  {
    statuses: [401],
    sent: null,
    source: 'sparkplug/momoapi-ruby recorded it for a token that had run out (2020-03-06)',
  },
  {
    statuses: [403],
    sent: gatewayError,
    source: 'TUMO-MOGAME/MoMo-Hack measured it in production for a malformed body; the quirk malformed-body',
  },
  {
    statuses: [413, 415],
    sent: gatewayError,
    source: 'nobody: that a gateway refuses such bodies, in the form of its other refusals',
  },
  {
    statuses: [400],
    sent: z.strictObject({ message: z.string(), code: z.literal('BAD_REQUEST') }),
    source: 'nobody: our own, for a world with the quirk bad-request-body: message',
  },
  {
    statuses: [400],
    of: ['PreApproval', 'GetPreApprovalStatus'],
    sent: null,
    source: 'sparkplug/momoapi-ruby recorded 400 without a body for a malformed reference id (2020)',
  },
  {
    statuses: [500],
    sent: null,
    source: 'sparkplug/momoapi-ruby recorded 500 without a body for a POST of nothing (2020)',
  },
  {
    statuses: [500],
    sent: gatewayError,
    source: 'mtvbrianking/laravel-mtn-momo#88, and the notes of KainamuraDarius/True-home',
  },
  {
    statuses: [503],
    sent: error,
    source:
      'SERVICE_UNAVAILABLE in sparkplug/momoapi-ruby (2020-02-26); momodevelopercommunity.mtn.com/errors-46/momo-api-common-errors-82',
  },
  {
    statuses: [404],
    of: ['ValidateAccountHolderStatus'],
    sent: error,
    source: 'the test number 46733123450 in the live tests of TJMusiitwa/mtn_momo_collections',
  },
  {
    statuses: [404],
    of: ['GetBasicUserinfo'],
    sent: error,
    source: 'nobody: the code of what is not found in every other operation',
  },
  {
    statuses: [400],
    of: ['GetBasicUserinfo'],
    sent: null,
    source: 'nobody: as in every other operation with such a path',
  },
  {
    statuses: [302],
    of: ['CreateAccessToken'],
    sent: null,
    source: 'sparkplug/momoapi-ruby recorded it for /token without its slash (2020)',
  },
  {
    statuses: [404],
    of: ['CreateAccessToken'],
    sent: gatewayError,
    source:
      'TUMO-MOGAME/MoMo-Hack has read of it, for /token without its slash; the quirk token-slash: required',
  },
  {
    statuses: [400],
    of: ['CreateAccessToken'],
    sent: z.strictObject({ error: z.string() }),
    source: 'DALIHILLARY/momo-openapi measured it on the new platform (2026-10)',
  },
  {
    statuses: [400, 404, 500],
    of: ['bc-authorize', 'CreateOauth2Token', 'GetUserInfoWithConsent'],
    sent: z.strictObject({ message: z.string(), code: z.string() }),
    source:
      'the exports declare success alone; a scope that is unknown is 500 in the tests of MTN-Group/MoMoAPIs_Java_sdk, and the error is ' +
      'that of every other operation',
  },
  {
    statuses: [400],
    of: ['bc-authorize', 'GetUserInfoWithConsent', 'CancelInvoice'],
    sent: null,
    source:
      'the exports have no body, or declare success alone; a 400 without a body, as of every other operation',
  },
  {
    statuses: [202],
    of: ['CancelInvoice'],
    sent: null,
    source:
      'the output of MoMoOpenAPI/MoMoOpenAPI_SandBox (2024-11-10); the quirk invoice-cancel-status has the export’s',
  },
  {
    statuses: [400, 401, 500],
    of: ['bc-authorize', 'CreateOauth2Token'],
    sent: z.strictObject({ error: z.string() }),
    source: 'the exports declare success alone; OpenID Connect CIBA Core 1.0, 13, and the error of the login',
  },
]

const used = new Set<FieldDeviation | AnswerDeviation>()

/** The deviations that no answer has shown so far, by their sources. */
export const unusedDeviations = (): string[] =>
  [...fieldDeviations.filter(({ shownIn }) => shownIn === undefined), ...answerDeviations]
    .filter((one) => !used.has(one))
    .map((one) => JSON.stringify(one))

/** How an answer differs from what MTN's export declares, known deviations apart; undefined where it fits. */
export function exportMisfit(
  { id, answers }: ExportedOperation,
  { status, text }: { status: number; text: string },
): string | undefined {
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  const declared = answers[status]
  if (declared === null) return undefined
  const wrong =
    declared === undefined
      ? [`the status ${status} is not declared`]
      : body === undefined
        ? ['the body is empty']
        : typeof declared === 'string'
          ? misfits(declared, body)
          : (body as unknown[]).flatMap((item) => misfits(declared[0], item))
  if (wrong.length === 0) return undefined
  const deviation = answerDeviations.find(
    ({ statuses, of, sent }) =>
      statuses.includes(status) &&
      (of?.includes(id) ?? true) &&
      (sent === null ? body === undefined : sent.safeParse(body).success),
  )
  if (!deviation) return `${id} ${status} ${text}: ${wrong.join('; ')}`
  used.add(deviation)
  return undefined
}

/** What of a body does not fit the schema of an export. */
export function misfits(name: SchemaName, body: unknown): string[] {
  const shape: Readonly<Record<string, z.ZodType>> = schemas[name].shape
  const fields = Object.entries(body as object)
  const missing = Object.keys(shape).filter(
    (field) => !Object.hasOwn(body as object, field) && !shape[field]?.safeParse(undefined).success,
  )
  const strange = fields.filter(([field, value]) => {
    if (shape[field]?.safeParse(value).success) return false
    const deviation = fieldDeviations.find(
      (one) => one.of.includes(name) && one.field === field && one.sent.safeParse(value).success,
    )
    if (deviation) used.add(deviation)
    return !deviation
  })
  return [
    ...missing.map((field) => `${field} is missing`),
    ...strange.map(([field, value]) => `${field} is ${JSON.stringify(value)}`),
  ]
}
