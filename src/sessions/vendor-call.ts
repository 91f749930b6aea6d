import { z } from 'zod'
import { jsonOf, type PortRequest, type PortResponse, refusalOf, type Wire } from '../client/parts.ts'
import { differenceOf } from './json-difference.ts'
import type { Kind, Scene } from './scene.ts'
import { StepFailure } from './step-failure.ts'
import { calling } from './steps/calls.ts'
import { filled } from './steps/filled.ts'
import { name } from './values.ts'

const json = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())])

/** The words of a call of any operation of a vendor's API. */
export const vendorCallShape = {
  as: name,
  /** The method and the path with its query. */
  call: z
    .string()
    .regex(
      /^(GET|POST|PUT|PATCH|DELETE) \/\S*$/,
      'is no call; write a method and a path, such as GET /collection/v1_0/account/balance',
    ),
  body: json.optional(),
  /** What the body of the answer has, perhaps among others. */
  answer: json.optional(),
}

interface AskedCall {
  as: string
  call: string
  body?: unknown
  answer?: unknown
  /** The body as the fields of a form, in place of JSON. */
  form?: Readonly<Record<string, string>> | undefined
}

/** A call that a step made. */
export interface VendorCall {
  /** A UUID version 4, which is the same when the call is made again. */
  id: string
  make(options: { signal: AbortSignal }): Promise<void>
  again(options: { signal: AbortSignal }): Promise<void>
}

export const vendorCalls: Kind<VendorCall> = {
  idOf: ({ id }) => id,
  again: (call, options) => call.again(options),
}

interface Caller {
  /** Sends it with the credentials of the caller. */
  send(request: PortRequest, id: string): Promise<PortResponse>
  /** Whether the refusal of a call that is made again says that it was performed before. */
  isKnown?(refusal: { code?: string | undefined }): boolean
}

/** What scripts send to a simulator by itself. */
const bareClient = {
  name: 'bare',
  client: async () => ({ open: ({ wire }: { wire: Wire }) => wire }),
}

export function wireOf(scene: Scene): Promise<Wire> {
  return scene.client.client(bareClient)
}

/**
 * Calls an operation as its method and path say, and checks the answer.
 *
 * @throws ClientError if the answer is not a 2xx, or none comes
 */
export async function callVendor(
  scene: Scene,
  asked: AskedCall,
  { send, isKnown = () => false }: Caller,
): Promise<void> {
  const id = (await wireOf(scene)).uuid()
  const attempt = async (signal: AbortSignal, known: typeof isKnown) => {
    const request = { ...(await requestFor(scene, asked)), signal }
    const response = await send(request, id)
    const failed = response.status < 200 || response.status > 299
    const refusal = failed ? refusalOf(request, response) : undefined
    if (refusal && !known(refusal.data)) throw refusal
    scene.say({ kind: 'did', text: `${asked.as}: it is answered ${response.status}` })
    if (!refusal) await checkAnswer(scene, asked.answer, response)
  }
  const call = {
    id,
    make: ({ signal }: { signal: AbortSignal }) => attempt(signal, () => false),
    again: ({ signal }: { signal: AbortSignal }) => attempt(signal, isKnown),
  }
  // It has its name before it is sent: it may fail and have been performed, and its own id may be in its body.
  scene.make(vendorCalls, asked.as, call)
  scene.say({ kind: 'did', text: `${asked.as}: ${(await scene.resolve(asked.call)).masked}` })
  await calling(scene, call.make)
}

async function requestFor(scene: Scene, { call, body, form }: AskedCall): Promise<PortRequest> {
  const [method = '', path = ''] = (await scene.resolve(call)).value.split(' ')
  const fields = (await filled(scene, form)) as AskedCall['form']
  if (fields) {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    return { method, path, headers, body: String(new URLSearchParams(fields)) }
  }
  if (body === undefined) return { method, path }
  const headers = { 'Content-Type': 'application/json' }
  return { method, path, headers, body: JSON.stringify(await filled(scene, body)) }
}

async function checkAnswer(scene: Scene, wanted: unknown, { text }: PortResponse): Promise<void> {
  if (wanted === undefined) return
  const difference = differenceOf(jsonOf(text), await filled(scene, wanted), { whole: false })
  if (difference) {
    const { path, expected, seen } = difference
    throw new StepFailure({
      expected: `an answer with ${path.length > 0 ? path.join('.') : 'a body'} ${expected}`,
      seen: `${seen} in ${text}`,
      path: ['answer', ...path],
    })
  }
  scene.say({ kind: 'checked', text: 'the answer is as expected' })
}
