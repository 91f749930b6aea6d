import { z } from 'zod'
import { currencyCodePattern } from '../../../terms/index.ts'
import { exportedCodes, furtherReasons } from './codes.ts'

// Transcribed from MTN's OpenAPI exports: https://momodeveloper.mtn.com/mapi/apis/{api}?export=true. Two fields differ:
// in the exports `reason` is an object and `expirationDateTime` an integer; here they are as on the wire.

const partyOnTheWire = z.strictObject({
  partyIdType: z.enum(['MSISDN', 'EMAIL', 'PARTY_CODE']),
  partyId: z.string(),
})

/** A string; some codes are not in the exports, but the sandbox sends them. */
const reason = z.enum([
  ...exportedCodes,
  ...(Object.keys(furtherReasons) as Array<keyof typeof furtherReasons>),
])
/** CREATED is not in the exports; the sandbox sends it for two test numbers (docs/momo-recordings.md). */
const status = z.enum(['CREATED', 'PENDING', 'SUCCESSFUL', 'FAILED'])
const amount = z.string().regex(/^\d+(\.\d*[1-9])?$/)
const currency = z.string().regex(currencyCodePattern)
const isoDateTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
/** As in MTN's sandbox notebook; the export writes `YYYY-MM-DD:THH:mm:ss`. */
const isoDateTimeWithMs = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/)

const money = {
  financialTransactionId: z
    .string()
    .regex(/^\d{8,10}$/)
    .optional(),
  externalId: z.string().optional(),
  amount,
  currency,
  payerMessage: z.string().optional(),
  payeeNote: z.string().optional(),
  status,
  reason: reason.optional(),
}

export const requestToPayResult = z.strictObject({ ...money, payer: partyOnTheWire })
/** `payeeFirstName` and `payeeLastName` of the export never appear: a merchant is no person. */
export const invoiceResult = z.strictObject({
  referenceId: z.string(),
  externalId: z.string().optional(),
  amount,
  currency,
  status,
  paymentReference: z.string(),
  invoiceId: z.string(),
  expiryDateTime: isoDateTimeWithMs.optional(),
  intendedPayer: partyOnTheWire,
  description: z.string().optional(),
  errorReason: z.strictObject({ code: reason, message: z.string() }).optional(),
})
/** What cancels an invoice is answered with what it was sent. */
export const invoiceCancelled = z.strictObject({ externalId: z.string().optional() })
export const transferResult = z.strictObject({ ...money, payee: partyOnTheWire })
/** No payee: of a test value. */
export const refundResult = z.strictObject({ ...money, payee: partyOnTheWire.optional() })
/** Here alone the export has a text as reason, and any text as status. */
export const cashTransferResult = z.strictObject({
  ...money,
  payee: partyOnTheWire,
  ...{ orginatingCountry: z.string().optional(), originalAmount: z.string().optional() },
  ...{ originalCurrency: z.string().optional(), payerIdentificationType: z.string().optional() },
  ...{ payerIdentificationNumber: z.string().optional(), payerIdentity: z.string().optional() },
  ...{ payerFirstName: z.string().optional(), payerSurName: z.string().optional() },
  ...{ payerLanguageCode: z.string().optional(), payerEmail: z.string().optional() },
  ...{ payerMsisdn: z.string().optional(), payerGender: z.string().optional() },
})
/** Here the reason is an object, as in the export. */
export const paymentResult = z.strictObject({
  referenceId: z.string(),
  status,
  financialTransactionId: money.financialTransactionId,
  reason: z.strictObject({ code: reason, message: z.string() }).optional(),
})
export const preApprovalResult = z.strictObject({
  payer: partyOnTheWire,
  payerCurrency: currency,
  payerMessage: z.string().optional(),
  status,
  expirationDateTime: isoDateTime.optional(),
  reason: reason.optional(),
})
/** One item of the list. Fields that the create operation cannot set never appear: frequency, offer, maxDebitAmount and so on. */
const preApprovalDetails = z.strictObject({
  preApprovalId: z.string(),
  toFri: z.string(),
  fromFri: z.string(),
  fromCurrency: currency,
  createdTime: isoDateTime,
  approvedTime: isoDateTime.optional(),
  expiryTime: isoDateTime.optional(),
  status: z.enum(['APPROVED', 'CANCELLED', 'EXPIRED', 'REJECTED', 'PENDING']),
  message: z.string(),
  lastUsedDate: isoDateTime.optional(),
})
export const preApprovalList = z.array(preApprovalDetails)
export const balance = z.strictObject({
  availableBalance: z.string().regex(/^-?\d+(\.\d*[1-9])?$/),
  currency,
})
export const booleanResult = z.strictObject({ result: z.boolean() })
/** Remittance's schema has no `gender`. */
export const remittanceUserInfo = z.strictObject({
  given_name: z.string(),
  family_name: z.string(),
  birthdate: z.iso.date().optional(),
  locale: z.string(),
  status: z.string().optional(),
})
export const basicUserInfo = z.strictObject({ ...remittanceUserInfo.shape, gender: z.string().optional() })
/** As in recordings of the sandbox, for remittance too (docs/momo-recordings.md). */
export const recordedUserInfo = z.strictObject({
  sub: z.string(),
  name: z.string(),
  given_name: z.string(),
  family_name: z.string(),
  birthdate: z.iso.date().optional(),
  locale: z.string(),
  gender: z.string().optional(),
  /** Epoch seconds. */
  updated_at: z.int(),
})
export const authorizeResult = z.strictObject({
  auth_req_id: z.uuid(),
  interval: z.int(),
  expires_in: z.int(),
})
export const consentToken = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
  scope: z.string(),
  refresh_token: z.uuid().optional(),
  refresh_token_expired_in: z.int().optional(),
})
/** OpenID Connect CIBA Core 1.0, section 11; beside them the refusal of credentials. */
export const consentTokenErrors = [
  'authorization_pending',
  'slow_down',
  'expired_token',
  'access_denied',
  'invalid_grant',
  'invalid_request',
  'unsupported_grant_type',
] as const
export const consentTokenError = z.strictObject({ error: z.enum(consentTokenErrors) })
export const consentPing = z.strictObject({ auth_req_id: z.uuid() })
/** The address and the credit score are an object and a number in the recorded answer, and strings in the exports. */
export const consentUserInfo = z.strictObject({
  sub: z.string(),
  name: z.string().optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  birthdate: z.iso.date().optional(),
  locale: z.string().optional(),
  status: z.string().optional(),
  gender: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  phone_number: z.string().optional(),
  phone_number_verified: z.boolean().optional(),
  address: z
    .union([
      z.string(),
      z.strictObject({
        formatted: z.string(),
        street_address: z.string().optional(),
        postal_code: z.string().optional(),
        locality: z.string().optional(),
        region: z.string().optional(),
        country: z.string().optional(),
      }),
    ])
    .optional(),
  /** Epoch seconds. */
  updated_at: z.int().optional(),
  credit_score: z.union([z.string(), z.int()]).optional(),
  active: z.boolean().optional(),
  country_of_birth: z.string().optional(),
  region_of_birth: z.string().optional(),
  city_of_birth: z.string().optional(),
  occupation: z.string().optional(),
  employer_name: z.string().optional(),
  identification_type: z.string().optional(),
  identification_value: z.string().optional(),
})
export const apiUser = z.strictObject({ providerCallbackHost: z.string(), targetEnvironment: z.string() })
export const apiKey = z.strictObject({ apiKey: z.string().regex(/^[0-9a-f]{32}$/) })
export const accessToken = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('access_token'),
  expires_in: z.int(),
})
export const loginError = z.strictObject({ error: z.string() })

/** An error of the wallet platform with one of MTN's codes. */
export const errorReason = z.strictObject({ message: z.string(), code: z.enum(exportedCodes) })
/** A bad request in a world that explains it. */
export const explainedError = z.strictObject({ message: z.string(), code: z.literal('BAD_REQUEST') })
/** For a consent; of the remittance export's codes. */
export const consentError = z.strictObject({
  message: z.string(),
  code: z.enum([...exportedCodes, 'UNSUPPORTED_SCOPE', 'INFORMATIONAL_SCOPE_INSTRUCTION', 'NOT_FOUND']),
})
/** For a notification that comes too early; the export of collection has no schema for it. */
export const notCompleted = z.strictObject({
  message: z.string(),
  code: z.literal('TRANSACTION_NOT_COMPLETED'),
})
/** An error of the gateway. */
export const gatewayError = z.strictObject({
  statusCode: z.int(),
  message: z.string(),
  activityId: z.string().optional(),
})

/** With the status and the form of reason that quirks may set and the export does not have. */
type Quirky<Result> = Omit<Result, 'status' | 'reason'> & {
  status: string
  reason?: string | { code: string; message: string }
}
export type RequestToPayResult = Quirky<z.infer<typeof requestToPayResult>>
export type InvoiceResult = Omit<z.infer<typeof invoiceResult>, 'errorReason'> & {
  errorReason?: { code: string; message: string }
}
export type TransferResult = Quirky<z.infer<typeof transferResult>>
export type RefundResult = Quirky<z.infer<typeof refundResult>>
export type CashTransferResult = Quirky<z.infer<typeof cashTransferResult>>
export type PaymentResult = Quirky<z.infer<typeof paymentResult>>
export type PreApprovalResult = Quirky<z.infer<typeof preApprovalResult>>
export type PreApprovalDetails = z.infer<typeof preApprovalDetails>
export type BasicUserInfo = z.infer<typeof basicUserInfo>
