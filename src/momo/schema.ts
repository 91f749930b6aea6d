import { z } from 'zod'
import type { PartyType } from '../wallet/index.ts'
import { badRequest } from './wording.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** What a party's id must look like. Local numbers are digits too: the environment's country completes them. */
const partyIds: Record<PartyType, { pattern: RegExp; rule: string }> = {
  MSISDN: { pattern: /^\+?\d{6,15}$/, rule: 'it must be 6 to 15 digits, with or without a leading +' },
  EMAIL: { pattern: /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/, rule: 'it must be an e-mail address' },
  PARTY_CODE: { pattern: uuid, rule: 'it must be a UUID' },
}
const partyTypes = ['MSISDN', 'EMAIL', 'PARTY_CODE'] as const

const party = z
  .object(
    {
      partyIdType: z.enum(partyTypes, { error: 'it must be MSISDN, EMAIL or PARTY_CODE' }),
      partyId: z.string({ error: 'it must be a string' }),
    },
    { error: 'it must be an object with partyIdType and partyId' },
  )
  .superRefine(({ partyIdType, partyId }, context) => {
    const { pattern, rule } = partyIds[partyIdType]
    if (!pattern.test(partyId)) context.addIssue({ code: 'custom', path: ['partyId'], message: rule })
  })

const optionalText = z.string({ error: 'it must be a string' }).nullish()
const requestToPayFields = {
  amount: z.string({ error: 'it must be a decimal string such as "12.50"' }),
  currency: z.string({ error: 'it must be an ISO 4217 code such as "EUR"' }).min(1, {
    error: 'it must be an ISO 4217 code such as "EUR"',
  }),
  externalId: optionalText,
  payer: party,
}
const notAnObject = { error: 'The body must be a JSON object.' }

function requestToPayUpTo(limit: number) {
  const message = z
    .string({ error: 'it must be a string' })
    .max(limit, { error: `it must have at most ${limit} characters` })
    .nullish()
  return z.object({ ...requestToPayFields, payerMessage: message, payeeNote: message }, notAnObject)
}

const requestToPayBodies = { '160': requestToPayUpTo(160), '128': requestToPayUpTo(128) }

export type RequestToPayBody = z.infer<(typeof requestToPayBodies)['160']>

/** The body of a request to pay. @throws Refusal 400 that names the field and its value */
export function readRequestToPay(body: unknown, messageLimit: '160' | '128'): RequestToPayBody {
  return read(requestToPayBodies[messageLimit], body)
}

const apiUserBody = z.object(
  {
    providerCallbackHost: z
      .string({ error: 'it must be a host name' })
      .refine((host) => host.trim() !== '', { error: 'it must be a host name' }),
  },
  notAnObject,
)

/** The body that creates an API user. @throws Refusal 400 */
export function readApiUser(body: unknown): z.infer<typeof apiUserBody> {
  return read(apiUserBody, body)
}

/** A UUID version 4, in lower case. @throws Refusal 400 */
export function readReferenceId(text: string | undefined, what: string): string {
  if (text === undefined || text === '') throw badRequest(`${what} is missing; it must be a UUID version 4.`)
  if (!uuidV4.test(text)) throw badRequest(`${what} is ${shown(text)}; it must be a UUID version 4.`)
  return text.toLowerCase()
}

/** An account holder named in a path; the type in any case. @throws Refusal 400 */
export function readParty(typeText: string, id: string): { type: PartyType; id: string } {
  const type = partyTypes.find((known) => known === typeText.toUpperCase())
  if (!type) {
    throw badRequest(`accountHolderIdType is ${shown(typeText)}; it must be msisdn, email or party_code.`)
  }
  const { pattern, rule } = partyIds[type]
  if (!pattern.test(id)) throw badRequest(`accountHolderId is ${shown(id)}; ${rule}.`)
  return { type, id }
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (!issue || issue.path.length === 0) throw badRequest(issue?.message ?? notAnObject.error)
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], body)
  const name = issue.path.join('.')
  throw badRequest(
    value === undefined
      ? `${name} is missing; ${issue.message}.`
      : `${name} is ${shown(value)}; ${issue.message}.`,
  )
}

/** A value as an error message shows it: JSON, cut short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
