import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { PortRequest } from '../../src/client/port.ts'
import { readWorldFile } from '../../src/control/world-file.ts'
import { encryptSecure, signature } from '../../src/providers/onepipe/server/index.ts'

/** Sends a request to a simulator, over HTTP or in this process. */
export type Fetch = (request: PortRequest) => Promise<{ status: number; text: string }>

export const ama = '+46733000001'
export const ben = '+46733000002'
export const cleo = '+46733000003'
export const dora = '+46733000004'
export const esi = '+46733000005'
export const ngozi = '+2348022221408'

/** Nobody in the world: its wallet opened by itself. */
export const stranger = '+46733099999'

/** The world of the files. */
export const worldFile = fileURLToPath(new URL('world.yaml', import.meta.url))
const world = readWorldFile(worldFile)

/** Reference ids; what each stands for is in the story. */
const reference = (number: number) => `da7af11e-0000-4000-8000-${String(number).padStart(12, '0')}`
export const requestsToPay = {
  approved: reference(1),
  rejected: reference(2),
  tooExpensive: reference(3),
  expired: reference(4),
  automatic: reference(5),
  notTold: reference(6),
  atPin: reference(7),
  prompted: reference(8),
  ofStranger: reference(9),
}
export const preApprovals = {
  used: reference(11),
  cancelled: reference(12),
  pending: reference(13),
}
export const transfers = { received: reference(21), tooLarge: reference(22), toNobody: reference(23) }

const { collection, disbursement } = world.momo.subscriptionKeys
const keys = { collection, disbursement }
export type Product = keyof typeof keys

export interface MomoRequest {
  method?: string
  path: string
  referenceId?: string
  callbackUrl?: string | undefined
  body?: object
}

/** The JSON of an answer, undefined for an empty one. @throws Error for an answer that is not a success */
export async function ask(fetch: Fetch, request: PortRequest): Promise<unknown> {
  const { status, text } = await fetch(request)
  if (status < 200 || status > 299) throw new Error(`${request.method} ${request.path}: ${status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** A control request. */
export function control(fetch: Fetch, method: string, path: string, body?: object): Promise<unknown> {
  const json = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
  return ask(fetch, { method, path: `/_sim${path}`, ...json })
}

/** The world's merchant, at one of MTN's products. */
export async function momo(
  fetch: Fetch,
  product: Product,
): Promise<(request: MomoRequest) => Promise<unknown>> {
  const [user] = world.momo.apiUsers
  const key = { 'Ocp-Apim-Subscription-Key': keys[product] }
  const basic = Buffer.from(`${user?.id}:${user?.apiKey}`).toString('base64')
  const token = (await ask(fetch, {
    method: 'POST',
    path: `/${product}/token/`,
    headers: { ...key, Authorization: `Basic ${basic}` },
  })) as { access_token: string }
  return ({ method = 'GET', path, referenceId, callbackUrl, body }) =>
    ask(fetch, {
      method,
      path: `/${product}${path}`,
      headers: {
        ...key,
        Authorization: `Bearer ${token.access_token}`,
        'X-Target-Environment': 'sandbox',
        ...(referenceId === undefined ? {} : { 'X-Reference-Id': referenceId }),
        ...(callbackUrl === undefined ? {} : { 'X-Callback-Url': callbackUrl }),
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
}

export const party = (phone: string) => ({ partyIdType: 'MSISDN', partyId: phone.slice(1) })

const { apiKey = '', secret = '' } = world.onepipe.apps[0] ?? {}

/** A call of the world's first app at OnePipe; a refused one has a status of its own in the JSON. */
export async function onepipe(fetch: Fetch, operation: string, body: object): Promise<unknown> {
  const request_ref = randomUUID()
  const { text } = await fetch({
    method: 'POST',
    path: `/v2/transact${operation}`,
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${apiKey}`,
      Signature: signature(request_ref, secret),
    },
    body: JSON.stringify({ request_ref, request_type: 'get_balance', ...body }),
  })
  return JSON.parse(text)
}

/** Sends the code of the balance that waits in the files. */
export function validate(fetch: Fetch, code: string): Promise<unknown> {
  return onepipe(fetch, '/validate', {
    auth: { secure: secure(code), auth_provider: 'Beeceptor' },
    transaction: { transaction_ref: balanceRef },
  })
}

export const balanceRef = 'waits-for-its-code'

/** Encrypted with that app's secret. */
export const secure = (plaintext: string) => encryptSecure(secret, plaintext)
