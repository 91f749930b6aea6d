import { z } from 'zod'
import { untilHot } from '../../../terms/index.ts'
import { type AuthType, authTypes } from './plaintext.ts'
import type { Envelope } from './wording.ts'
import { badField } from './wording.ts'

export const text = (most: number) =>
  z
    .string({ error: 'it must be a string' })
    .trim()
    .min(1, { error: 'it must not be empty' })
    .max(most, { error: `it must have at most ${most} characters` })
/** Unchanged: the Signature is made of its exact characters. */
export const reference = z
  .string({ error: 'it must be a string' })
  .max(100, { error: 'it must have at most 100 characters' })
  .refine((given) => given.trim() !== '', { error: 'it must not be empty' })
const maybeText = z
  .string({ error: 'it must be a string or null' })
  .max(500, { error: 'it must have at most 500 characters' })
  .nullish()

/** Clients write it in any case, with spaces or underscores. */
export const requestType = text(60).transform((given) => given.toLowerCase().replace(/[\s_]+/g, '_'))
const authType = z
  .string({ error: `it must be ${authTypes.join(', ')}` })
  .transform((given) => given.trim().toLowerCase())
  .refine((given): given is AuthType => (authTypes as readonly string[]).includes(given), {
    error: `it must be ${authTypes.join(', ')}`,
  })
const secure = text(4_096)
const mockMode = z
  .string({ error: 'it must be live, inspect or null' })
  .transform((given) => given.trim().toLowerCase())
  .refine((given) => given === 'live' || given === 'inspect', { error: 'it must be live, inspect or null' })
  .nullish()
/** Some clients send a string. */
const kobo = { error: 'it must be a whole number of kobo' }
const amount = z.union([z.int(kobo).nonnegative(kobo), z.string().regex(/^\d{1,18}$/, kobo)], kobo).nullish()

/** The field table calls it an array, the samples show an object; PHP writes an empty one as `[]`. */
const meta = z.union([z.looseObject({}), z.array(z.unknown())], { error: 'it must be an object' })

export const customer = z.looseObject(
  {
    customer_ref: text(100),
    firstname: maybeText,
    surname: maybeText,
    email: maybeText,
    mobile_no: maybeText,
  },
  { error: 'it must be an object with customer_ref' },
)

export const object = { error: 'it must be an object' }
export const wholeBody = { error: 'The body must be a JSON object.' }

const sourceAuth = z.looseObject({ type: authType, secure, auth_provider: text(100) }, object)
const blank = z.literal('').nullish()
/** For inspect mode, where a source is optional; empty `type` and `secure` count as absent. */
const inspectAuth = z
  .looseObject({ type: z.union([blank, authType]), secure: blank, auth_provider: text(100) }, object)
  .transform(({ type, secure: _secure, ...rest }) => ({ ...rest, type: type || null, secure: null }))

/** Fields beyond those of the table are passed to the provider unchanged. */
const transactBody = <Auth extends z.ZodType>(auth: Auth) =>
  z.looseObject(
    {
      request_ref: reference,
      request_type: requestType,
      auth,
      transaction: z.looseObject(
        {
          mock_mode: mockMode,
          transaction_ref: reference,
          transaction_desc: maybeText,
          transaction_ref_parent: maybeText,
          amount,
          customer,
          meta: meta.nullish(),
        },
        object,
      ),
    },
    wholeBody,
  )

const validateBody = z.looseObject(
  {
    request_ref: reference,
    request_type: requestType,
    auth: z.looseObject(
      {
        // OnePipe's own samples have no type here; its other services have `otp`.
        type: z
          .string({ error: 'it must be otp, null or absent' })
          .refine((given) => given.trim().toLowerCase() === 'otp', {
            error: 'it must be otp, null or absent',
          })
          .nullish(),
        secure,
      },
      object,
    ),
    transaction: z.looseObject({ transaction_ref: reference, mock_mode: mockMode }, object),
  },
  wholeBody,
)

/** For query and reverse, and for operations that are always refused. */
const referringBody = z.looseObject(
  {
    request_ref: reference,
    request_type: requestType,
    transaction: z.looseObject({ transaction_ref: reference }, object),
  },
  wholeBody,
)

const bodies = {
  transact: transactBody(sourceAuth),
  validate: validateBody,
  query: referringBody,
  reverse: referringBody,
}
const inspectBody = transactBody(inspectAuth)
export type Mode = keyof typeof bodies
export type Body<Name extends Mode> =
  | z.output<(typeof bodies)[Name]>
  | (Name extends 'transact' ? z.output<typeof inspectBody> : never)

/** The body of an operation. @throws Refusal that names the field; never the value of `auth.secure` */
export function readBody<Name extends Mode>(mode: Name, json: unknown): Body<Name> {
  const schema = mode === 'transact' && inspectsNothing(json) ? inspectBody : bodies[mode]
  return read(schema, json) as Body<Name>
}

const inspecting = z.looseObject({
  auth: z.looseObject({ type: z.union([blank, authType]), secure: blank }),
  transaction: z.looseObject({ mock_mode: mockMode.refine((mode) => mode === 'inspect') }),
})

/**
 * Whether a balance is asked for in inspect mode without a source, as public programs do (codarbind/OnePipeMock,
 * semi-hack/onepipe). A `secure` without a `type` is a mistake there too.
 */
function inspectsNothing(json: unknown): boolean {
  return inspecting.safeParse(json, untilHot(inspecting)).success
}

const withType = z.looseObject({ request_type: requestType })

/** The service of any body, in its normal spelling; undefined where it names none. */
export function requestTypeOf(json: unknown): string | undefined {
  const parsed = withType.safeParse(json, untilHot(withType))
  return parsed.success ? parsed.data.request_type : undefined
}

const withRequestRef = z.looseObject({ request_ref: reference }, wholeBody)

/** Enough of any body to check its Signature. @throws Refusal */
export function readRequestRef(json: unknown): string {
  return read(withRequestRef, json).request_ref
}

const withTransactionRef = z.looseObject({ transaction: z.looseObject({ transaction_ref: reference }) })

/** The `transaction_ref` of any body, if it has one. */
export function transactionRefOf(json: unknown): string | undefined {
  const parsed = withTransactionRef.safeParse(json, untilHot(withTransactionRef))
  return parsed.success ? parsed.data.transaction.transaction_ref : undefined
}

/** What the gateway sends a provider: the app's body with its mode, who the app is, and `secure` in clear. */
const providerBody = z.looseObject(
  {
    request_ref: reference,
    request_type: requestType,
    request_mode: z.enum(['transact', 'validate', 'query', 'reverse'], {
      error: 'it must be transact, validate, query or reverse',
    }),
    auth: z
      .looseObject(
        { type: z.string().nullish(), secure: z.string().nullish(), auth_provider: text(100) },
        object,
      )
      .nullish(),
    client: z.looseObject(
      { client_app_name: text(100) },
      { error: 'it must be an object with client_app_name' },
    ),
    transaction: z.looseObject(
      {
        transaction_ref: reference,
        mock_mode: mockMode,
        customer: z
          .looseObject({ customer_ref: z.unknown().optional(), mobile_no: z.unknown().optional() })
          .nullish()
          .catch(null),
      },
      object,
    ),
  },
  wholeBody,
)

const withMobile = z.object({ transaction: z.object({ customer: z.object({ mobile_no: z.string() }) }) })

/** The phone of the customer, `+` and digits, also of a body that is refused. */
export function mobileOf(body: unknown): string | undefined {
  const mobile = withMobile.safeParse(body, untilHot(withMobile)).data?.transaction.customer.mobile_no
  const digits = /^\+?(\d{10,15})$/.exec(mobile ?? '')?.[1]
  return digits === undefined ? undefined : `+${digits}`
}

/** The bodies of Get Balance; `inspect` is a transact without a source, `provider` what the gateway sends. */
export const requestBodies = { ...bodies, inspect: inspectBody, provider: providerBody }

export type ProviderCall = z.output<typeof providerBody>

/** @throws Refusal */
export function readProviderCall(json: unknown): ProviderCall {
  return read(providerBody, json)
}

/** The source in a provider's call: its plaintext is null where a balance is inspected without one. @throws Refusal */
export function readSource(
  call: ProviderCall,
): { type: AuthType; plaintext: string } | { type: AuthType | null; plaintext: null } {
  if (inspectsNothing(call)) {
    return { type: inspecting.parse(call, untilHot(inspecting)).auth.type || null, plaintext: null }
  }
  const given = read(z.looseObject({ auth: z.looseObject({ type: authType, secure }, object) }), call)
  return { type: given.auth.type, plaintext: given.auth.secure }
}

/** The OTP or PIN in a provider's call. @throws Refusal */
export function readAnswer(call: ProviderCall): string {
  return read(z.looseObject({ auth: z.looseObject({ secure }, object) }), call).auth.secure
}

const errorItem = z.looseObject({ code: z.coerce.string(), message: z.coerce.string() })
const providerAnswer = z.looseObject({
  status: z.enum(['Successful', 'Failed', 'WaitingForOTP', 'PendingValidation']),
  message: z.string().nullish(),
  data: z
    .looseObject({
      provider_response_code: z.coerce.string().nullish(),
      provider: z.string().nullish(),
      errors: z.array(errorItem).nullish(),
      error: errorItem.nullish(),
      // PHP writes an empty object as `[]`.
      provider_response: z.union([z.looseObject({}), z.tuple([]).transform(() => null)]).nullish(),
    })
    .nullish(),
})

/** The answer of a provider; undefined where it is no envelope of OnePipe's. */
export function readProviderAnswer(body: string, provider: string): Envelope | undefined {
  let json: unknown
  try {
    json = JSON.parse(body.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
  const parsed = providerAnswer.safeParse(json)
  if (!parsed.success) return undefined
  const { status, message, data } = parsed.data
  return {
    status,
    message: message ?? null,
    data: {
      provider_response_code: data?.provider_response_code ?? null,
      provider: data?.provider ?? provider,
      errors: data?.errors ?? null,
      error: data?.error ?? null,
      provider_response: data?.provider_response ?? null,
    },
  }
}

/**
 * The answer of a service that takes `send_sms` (https://onepipe.atlassian.net/wiki/spaces/PUB/pages/256147586) or
 * `send_email` (https://docs.paywithaccount.com, Send Email).
 */
export const messageAnswer = z.looseObject({
  status: z.string(),
  message: z.string().nullish(),
  data: z
    .looseObject({ provider_response: z.looseObject({ delivery_status: z.string().nullish() }).nullish() })
    .nullish(),
})

export function read<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const parsed = schema.safeParse(json, untilHot(schema))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (!issue || issue.path.length === 0) throw badField(issue?.message ?? wholeBody.error)
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], json)
  // The value is left out: it may be a secret that was not encrypted.
  const trouble = value === undefined ? 'is missing' : value === null ? 'is null' : 'is not valid'
  throw badField(`${issue.path.join('.')} ${trouble}; ${issue.message}.`)
}
