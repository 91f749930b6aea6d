import { z } from 'zod'
import {
  currencyCodePattern,
  type LanguageTag,
  type Told,
  untilHot,
  uuidPattern,
  uuidV4Pattern,
} from '../../../terms/index.ts'
import type { Party, PartyType } from '../../../wallet/index.ts'
import { badRequest } from './wording.ts'

/** The form of a party's id. Local numbers are valid too: the environment's country completes them. */
const partyIds: Record<PartyType, { pattern: RegExp; rule: Told }> = {
  MSISDN: {
    pattern: /^\+?\d{6,15}$/,
    rule: {
      en: 'it must be 6 to 15 digits, with or without a leading +',
      fr: 'il faut 6 à 15 chiffres, avec ou sans + devant',
    },
  },
  EMAIL: {
    pattern: /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/,
    rule: { en: 'it must be an e-mail address', fr: 'il faut une adresse e-mail' },
  },
  PARTY_CODE: { pattern: uuidPattern, rule: { en: 'it must be a UUID', fr: 'il faut un UUID' } },
}
const partyTypes = ['MSISDN', 'EMAIL', 'PARTY_CODE'] as const

/** In which messages are said while a body is read: zod knows texts alone. */
let language: LanguageTag = 'en'
const must = (be: string, fr: string) => says({ en: `it must ${be}`, fr })
const says = (words: Told) => ({ error: () => words[language] })

const aString = must('be a string', 'il faut une chaîne de caractères')

const party = z
  .object(
    {
      partyIdType: z.enum(
        partyTypes,
        must('be MSISDN, EMAIL or PARTY_CODE', 'il faut MSISDN, EMAIL ou PARTY_CODE'),
      ),
      partyId: z.string(aString),
    },
    must('be an object with partyIdType and partyId', 'il faut un objet avec partyIdType et partyId'),
  )
  .superRefine(({ partyIdType, partyId }, context) => {
    const { pattern, rule } = partyIds[partyIdType]
    if (!pattern.test(partyId))
      context.addIssue({ code: 'custom', path: ['partyId'], message: rule[language] })
  })

const optionalText = z.string(aString).nullish()
const currencyCode = must('be an ISO 4217 code such as "EUR"', 'il faut un code ISO 4217 tel que "EUR"')
const currency = z.string(currencyCode).min(1, currencyCode)
const decimal = must('be a decimal string such as "12.50"', 'il faut une chaîne décimale telle que "12.50"')
const moneyFields = {
  amount: z.string(decimal),
  currency,
  externalId: optionalText,
}
const noObject = { en: 'The body must be a JSON object.', fr: 'Le corps doit être un objet JSON.' }
const notAnObject = says(noObject)

const longest = 2_147_483_647
const notSeconds = must(
  `be a whole number of seconds, at most ${longest}`,
  `il faut un nombre entier de secondes, ${longest} au plus`,
)
/** Some clients send a string; a year has about 31 million seconds. */
const seconds = z
  .union(
    [
      z.int(notSeconds).min(0, notSeconds).max(longest, notSeconds),
      z
        .string(notSeconds)
        .regex(/^\d{1,10}$/, notSeconds)
        .refine((text) => Number(text) <= longest, notSeconds),
    ],
    notSeconds,
  )
  .nullish()
  .transform((given) => Number(given ?? 0))

/** Empty texts of optional fields are none: clients send them for what they do not know. */
const optional = <Schema extends z.ZodType>(form: Schema) =>
  z
    .union([z.literal('').transform(() => undefined), form])
    .nullish()
    .transform((given) => given ?? undefined)
const written = (pattern: RegExp, rule: ReturnType<typeof says>) => z.string(rule).regex(pattern, rule)
const idTypes = ['PASS', 'CPFA', 'SRSSA', 'NRIN', 'OTHR', 'DRLC', 'SOCS', 'AREG', 'IDCD', 'EMID'] as const
/** The long ones are of ISO 20022, which the export names; the live tests of two clients send the short ones. */
const genders = ['M', 'F', 'MALE', 'FEMALE', 'FEMA'] as const

const oneOf = (values: readonly string[]) =>
  must(`be one of ${values.join(', ')}`, `il faut l’un de ${values.join(', ')}`)

/** Who paid in a cash transfer, where and how much. The spelling is MTN's. */
const compliance = z.object({
  orginatingCountry: optional(
    written(
      /^[A-Z]{2,3}$/,
      must('be an ISO 3166 code such as "SE"', 'il faut un code ISO 3166 tel que "SE"'),
    ),
  ),
  originalAmount: optional(written(/^\d{1,15}(\.\d{1,4})?$/, decimal)),
  originalCurrency: optional(
    written(
      currencyCodePattern,
      must('be an ISO 4217 code such as "SEK"', 'il faut un code ISO 4217 tel que "SEK"'),
    ),
  ),
  payerIdentificationType: optional(z.enum(idTypes, oneOf(idTypes))),
  payerIdentificationNumber: optionalText.transform((given) => given ?? undefined),
  payerIdentity: optionalText.transform((given) => given ?? undefined),
  payerFirstName: optionalText.transform((given) => given ?? undefined),
  payerSurName: optionalText.transform((given) => given ?? undefined),
  payerLanguageCode: optional(
    written(
      /^[A-Za-z]{2,3}([-_][A-Za-z]{2})?$/,
      must('be an ISO 639 code such as "sv"', 'il faut un code ISO 639 tel que "sv"'),
    ),
  ),
  payerEmail: optional(written(partyIds.EMAIL.pattern, says(partyIds.EMAIL.rule))),
  payerMsisdn: optional(written(partyIds.MSISDN.pattern, says(partyIds.MSISDN.rule))),
  payerGender: optional(z.enum(genders, oneOf(genders))),
})
export type Compliance = z.output<typeof compliance>

const yesOrNo = z
  .boolean(must('be true or false', 'il faut true ou false'))
  .nullish()
  .transform((given) => given ?? false)
const notWhole = must('be a whole number', 'il faut un nombre entier')
const someText = z.string(aString).min(1, must('not be empty', 'il ne faut pas de chaîne vide'))
/** MTN types it as a string. An invoice that is over before it can be paid is refused. */
const validityOfInvoice = z
  .string(notSeconds)
  .regex(
    /^0*[1-9]\d{0,9}$/,
    must(
      `be a whole number of seconds, from 1 to ${longest}`,
      `il faut un nombre entier de secondes, de 1 à ${longest}`,
    ),
  )
  .refine((text) => Number(text) <= longest, notSeconds)
  .nullish()
  .transform((given) => (given == null ? undefined : Number(given)))

const atMost = (limit: number) =>
  must(`have at most ${limit} characters`, `il faut ${limit} caractères au plus`)

function bodiesUpTo(limit: number) {
  const message = z.string(aString).max(limit, atMost(limit)).nullish()
  const messages = { payerMessage: message, payeeNote: message }
  return {
    requestToPay: z.object({ ...moneyFields, payer: party, ...messages }, notAnObject),
    transfer: z.object({ ...moneyFields, payee: party, ...messages }, notAnObject),
    refund: z.object(
      {
        ...moneyFields,
        ...messages,
        referenceIdToRefund: z.string(must('be a UUID version 4', 'il faut un UUID version 4')),
      },
      notAnObject,
    ),
    cashTransfer: z.object({ ...moneyFields, payee: party, ...messages, ...compliance.shape }, notAnObject),
    payment: z.object(
      {
        externalTransactionId: optionalText,
        money: z.object(
          { amount: moneyFields.amount, currency },
          must('be an object with amount and currency', 'il faut un objet avec amount et currency'),
        ),
        customerReference: someText,
        serviceProviderUserName: someText,
        ...{ couponId: optionalText, productId: optionalText, productOfferingId: optionalText },
        ...{ receiverMessage: message, senderNote: message },
        maxNumberOfRetries: z
          .union([z.int(notWhole), z.string(notWhole).regex(/^\d{1,10}$/, notWhole)], notWhole)
          .nullish(),
        includeSenderCharges: yesOrNo,
      },
      notAnObject,
    ),
    invoice: z.object(
      {
        ...moneyFields,
        validityDuration: validityOfInvoice,
        intendedPayer: party,
        payee: party.nullish(),
        description: message,
      },
      notAnObject,
    ),
    preApproval: z.object(
      { payer: party, payerCurrency: currency, payerMessage: message, validityTime: seconds },
      notAnObject,
    ),
  }
}

const bodies = { '160': bodiesUpTo(160), '128': bodiesUpTo(128) }

const hostName = must('be a host name', 'il faut un nom d’hôte')

/** The bodies of operations, with the longer of MTN's two limits for messages. */
export const requestBodies = {
  ...bodies['160'],
  apiUser: z.object(
    {
      providerCallbackHost: z.string(hostName).refine((host) => host.trim() !== '', hostName),
    },
    notAnObject,
  ),
  invoiceCancellation: z.object({ externalId: optionalText }, notAnObject),
  notification: z.object(
    {
      notificationMessage: z
        .string(aString)
        .min(1, must('have at least one character', 'il faut au moins un caractère'))
        .max(160, atMost(160)),
    },
    notAnObject,
  ),
}

/** Forms: application/x-www-form-urlencoded. */
export const requestForms = {
  authorize: z.object({
    login_hint: z.string(),
    scope: z.string(),
    access_type: z.enum(['online', 'offline']),
    consent_valid_in: z.string().optional(),
    client_notification_token: z.string().optional(),
    scope_instruction: z.string().optional(),
  }),
  consentToken: z.object({
    grant_type: z.enum(['urn:openid:params:grant-type:ciba', 'refresh_token']),
    auth_req_id: z.string().optional(),
    refresh_token: z.string().optional(),
  }),
}

type Bodies = typeof requestBodies

/** The body of a request to pay. @throws Refusal 400 that names the field and its value, as all readers here do */
export function readRequestToPay(body: unknown, limit: '160' | '128'): z.output<Bodies['requestToPay']> {
  return read(bodies[limit].requestToPay, body)
}

/** The body of an invoice; without `validityDuration` it has no end. @throws Refusal 400 */
export function readInvoice(body: unknown, limit: '160' | '128'): z.output<Bodies['invoice']> {
  return read(bodies[limit].invoice, body)
}

/** The body that cancels an invoice. @throws Refusal 400 */
export function readInvoiceCancellation(body: unknown): z.output<Bodies['invoiceCancellation']> {
  return read(requestBodies.invoiceCancellation, body)
}

/** The body of a transfer. @throws Refusal 400 */
export function readTransfer(body: unknown, limit: '160' | '128'): z.output<Bodies['transfer']> {
  return read(bodies[limit].transfer, body)
}

/** The body of a refund. @throws Refusal 400 */
export function readRefund(body: unknown, limit: '160' | '128'): z.output<Bodies['refund']> {
  return read(bodies[limit].refund, body)
}

/** The body of a cash transfer; `compliance`: who paid it in, where and how much. @throws Refusal 400 */
export function readCashTransfer(body: unknown, limit: '160' | '128') {
  const given = read(bodies[limit].cashTransfer, body)
  return { ...given, compliance: compliance.parse(given) }
}

/** The body of a payment. @throws Refusal 400 */
export function readPayment(body: unknown, limit: '160' | '128'): z.output<Bodies['payment']> {
  return read(bodies[limit].payment, body)
}

/** The body of a pre-approval; no `validityTime` is 0. @throws Refusal 400 */
export function readPreApproval(body: unknown, limit: '160' | '128'): z.output<Bodies['preApproval']> {
  return read(bodies[limit].preApproval, body)
}

/** The body that creates an API user. @throws Refusal 400 */
export function readApiUser(body: unknown): z.output<Bodies['apiUser']> {
  return read(requestBodies.apiUser, body)
}

/** The body of a delivery notification. @throws Refusal 400 */
export function readNotification(body: unknown): z.output<Bodies['notification']> {
  return read(requestBodies.notification, body)
}

/** The text of a delivery notification, from its header. @throws Refusal 400 */
export function readNotificationText(text: string): string {
  return readNotification({ notificationMessage: text }).notificationMessage
}

/** A party of a body, in the wallet's terms. */
export function partyOf({ partyIdType, partyId }: z.output<typeof party>): Party {
  return { type: partyIdType, id: partyId }
}

/** The reverse of {@link partyOf}. */
export function partyOnTheWire({ type, id }: Party): z.output<typeof party> {
  return { partyIdType: type, partyId: id }
}

/** How messages call a parameter that a path holds without its name. */
export const inPath = { en: 'The reference id', fr: 'L’id de référence' }

/** A UUID version 4, in lower case. @throws Refusal 400 */
export function readReferenceId(text: string | undefined, what: string | Told): string {
  if (text === undefined || text === '' || !uuidV4Pattern.test(text))
    throw badRequest(wrong(what, text || undefined, uuidV4))
  return text.toLowerCase()
}
const uuidV4 = { en: 'it must be a UUID version 4', fr: 'il faut un UUID version 4' }

/** A UUID of any version, in lower case. @throws Refusal 400 */
export function readUuid(text: string, what: string): string {
  if (!uuidPattern.test(text)) throw badRequest(wrong(what, text, partyIds.PARTY_CODE.rule))
  return text.toLowerCase()
}

/**
 * An account holder in a path where MTN has two more types: a numeric internal `id`, and an `alias`. No account holder
 * here has either: for these the result is undefined.
 *
 * @throws Refusal 400
 */
export function readHolder(typeText: string, id: string): Party | undefined {
  const type = typeText.toLowerCase()
  if (type === 'alias') return undefined
  if (type !== 'id') return readParty(typeText, id)
  if (!/^\d{1,19}$/.test(id))
    throw badRequest(wrong('accountHolderId', id, { en: 'it must be a number', fr: 'il faut un nombre' }))
  return undefined
}

/** An account holder named in a path; the type in any case. @throws Refusal 400 */
export function readParty(
  typeText: string,
  id: string,
  names: Readonly<Record<'type' | 'id', string | Told>> = {
    type: 'accountHolderIdType',
    id: 'accountHolderId',
  },
): Party {
  const type = partyTypes.find((known) => known === typeText.toUpperCase())
  if (!type) {
    const rule = { en: 'it must be msisdn, email or party_code', fr: 'il faut msisdn, email ou party_code' }
    throw badRequest(wrong(names.type, typeText, rule))
  }
  const { pattern, rule } = partyIds[type]
  if (!pattern.test(id)) throw badRequest(wrong(names.id, id, rule))
  return { type, id }
}

/** Whether {@link readParty} takes it. */
export function isParty(typeText: string, id: string): boolean {
  const type = partyTypes.find((known) => known === typeText.toUpperCase())
  return type !== undefined && partyIds[type].pattern.test(id)
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body, untilHot(schema))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const rule = { en: issue?.message ?? noObject.en, fr: frenchMessage(schema, body) ?? noObject.fr }
  if (!issue || issue.path.length === 0) throw badRequest(rule)
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], body)
  throw badRequest(wrong(issue.path.join('.'), value, rule))
}

/** The first message once more: a body that is refused is read in each language. */
function frenchMessage(schema: z.ZodType, body: unknown): string | undefined {
  language = 'fr'
  try {
    return schema.safeParse(body).error?.issues[0]?.message
  } finally {
    language = 'en'
  }
}

/** What is wrong with a value, or that there is none. */
function wrong(what: string | Told, value: unknown, rule: Told): Told {
  const { en, fr } = typeof what === 'string' ? { en: what, fr: what } : what
  if (value === undefined) return { en: `${en} is missing; ${rule.en}.`, fr: `${fr} manque ; ${rule.fr}.` }
  return { en: `${en} is ${shown(value)}; ${rule.en}.`, fr: `${fr} est ${shown(value)} ; ${rule.fr}.` }
}

/** A value for an error message: JSON, shortened. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
