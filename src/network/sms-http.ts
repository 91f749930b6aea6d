import { parse } from 'node:querystring'
import { z } from 'zod'
import {
  explain,
  failureAnswer,
  formFields,
  type HttpAnswer,
  type HttpRequest,
  isTrouble,
  type Kernel,
  type Outbound,
  problemOf,
} from '../kernel/index.ts'
import { untilHot } from '../terms/index.ts'
import { type Account, accountsOf, answersAt } from './accounts.ts'
import { readAuthToken, wasEndedEarly } from './auth-token.ts'
import type { NetworkConfig } from './config.ts'
import { explainAuthentication } from './explain-refusal.ts'
import { smsWording } from './sms-wording.ts'

/** What the routes of Africa's Talking's API need. */
export interface ApiContext {
  kernel: Kernel
  outbound: Pick<Outbound, 'deliveryOf'>
  config: NetworkConfig
}

/** Answers an operation. @throws what {@link errorAnswer} answers */
export type Handler = (context: ApiContext, request: HttpRequest) => Promise<HttpAnswer>

/** Enough for a bulk message to tens of thousands of numbers. */
export const bodyLimit = 1024 * 1024

/** Thrown for a request that is refused: the answer it gets. */
class RefusedError extends Error {
  override readonly name = 'RefusedError'
  constructor(readonly answer: HttpAnswer) {
    super(`refused with ${answer.status}`)
  }
}

/** @throws RefusedError 401 unless the request has the key or the token of this application, and is for its host */
export async function authenticate(
  { kernel, config }: ApiContext,
  request: HttpRequest,
  username: string,
): Promise<Account> {
  const { host } = request.headers
  const sent = { username, apiKey: request.get('apikey'), token: request.get('authtoken') }
  const account = accountsOf(config).find((one) => one.username === username)
  const answered = account && answersAt(username, host) ? account : undefined
  if (answered && sent.apiKey === answered.apiKey) return answered
  // Read only where something expires: most requests have a key.
  const { now } = await kernel.clock()
  const { token } = sent
  const ended = token !== undefined && (await kernel.read((rx) => wasEndedEarly(kernel, rx, token)))
  if (answered && token !== undefined && !ended && readAuthToken(kernel, username, token, now))
    return answered
  const explanation = explainAuthentication(kernel, config, { ...sent, host, ended }, now)
  explain(request, explanation)
  const { method, path } = request
  kernel.logger.warn({ method, path, explanation: explanation.en }, "an Africa's Talking request was refused")
  throw new RefusedError(plain(401, smsWording.unauthorized, { 'WWW-Authenticate': smsWording.challenge }))
}

/** The application whose key or token a request has; undefined for none of this world. */
export function usernameAsking({ kernel, config }: ApiContext, request: HttpRequest): string | undefined {
  const apiKey = request.get('apikey')
  const token = request.get('authtoken')
  // At the beginning of time no token has run out.
  const isIts = (username: string) => token !== undefined && readAuthToken(kernel, username, token, 0)
  const asking = accountsOf(config).find((one) => one.apiKey === apiKey || isIts(one.username))
  return asking?.username
}

/** JSON if the client accepts it, else XML. */
export function answer(
  request: HttpRequest,
  { status, json, xml }: { status: number; json: unknown; xml: () => string },
): HttpAnswer {
  if ((request.headers.accept ?? '').toLowerCase().includes('json')) return jsonAnswer(status, json)
  return answerOf('application/xml', status, xml())
}

export function jsonAnswer(status: number, value: unknown): HttpAnswer {
  return answerOf('application/json', status, JSON.stringify(value))
}

/** @param first headers that come before the usual ones */
export function plain(status: number, text: string, first: Record<string, string> = {}): HttpAnswer {
  return answerOf('text/plain; charset=UTF-8', status, text, first)
}

function answerOf(
  type: string,
  status: number,
  body: string,
  first: Record<string, string> = {},
): HttpAnswer {
  return { status, headers: { ...first, Server: smsWording.server, 'Content-Type': type }, body }
}

type BodyType = 'application/x-www-form-urlencoded' | 'application/json'

/**
 * The text of a body.
 *
 * @throws RefusedError 415 if the body has another type, or is compressed; an error with a `status` if it could not be read
 */
function textOf(request: HttpRequest, type: BodyType): string {
  const [given] = (request.headers['content-type'] ?? type).toLowerCase().split(';')
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (encoding !== 'identity') throw new RefusedError(plain(415, smsWording.wrongEncoding))
  if (given?.trim() !== type) throw new RefusedError(plain(415, smsWording.wrongType(type)))
  return String(request.body)
}

/** The fields of an operation's form. @throws as {@link textOf} */
export function formOf<Schema extends z.ZodType>(
  { body }: { body: { type: BodyType; schema: Schema } },
  request: HttpRequest,
): z.output<Schema> {
  return body.schema.parse(formFields(textOf(request, body.type)), untilHot(body.schema))
}

/** @throws RefusedError 400 if a required field of the form is empty */
export function checkRequired(
  { body }: { body: { required: readonly string[] } },
  form: Readonly<Record<string, string>>,
): void {
  const missing = body.required.find((name) => form[name] === '')
  if (missing !== undefined) throw new RefusedError(plain(400, smsWording.missingField(missing)))
}

/** An operation's body of JSON, if it fits. @throws as {@link textOf} */
export function jsonOf<Schema extends z.ZodType>(
  { body }: { body: { type: BodyType; schema: Schema } },
  request: HttpRequest,
): z.output<Schema> | undefined {
  const text = textOf(request, body.type)
  try {
    return body.schema.safeParse(JSON.parse(text), untilHot(body.schema)).data
  } catch {
    return undefined
  }
}

/** A query parameter; empty if it is absent, repeated, or `undefined`, which the SDK sends. */
export function parameter(request: HttpRequest, name: string): string {
  const value = parse(request.query)[name]
  return typeof value === 'string' && value !== 'undefined' ? value : ''
}

/** The parameters of an operation's query. @throws RefusedError 400 for the first that is missing or malformed */
export function queryOf<Schema extends z.ZodObject>(
  { query }: { query: Schema },
  request: HttpRequest,
): z.output<Schema> {
  const found: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(query.shape)) {
    const given = parameter(request, name)
    const { success, data } = z.safeParse(schema, given === '' ? undefined : given)
    if (success) found[name] = data
    else if (given === '') throw new RefusedError(plain(400, smsWording.missingParameter(name)))
    else throw new RefusedError(plain(400, smsWording.malformedParameter(name, given)))
  }
  return found as z.output<Schema>
}

/** The answer to an error of a route: a refusal, an error of the client such as a too large body, or one of the disk. */
export function errorAnswer({ kernel }: ApiContext, error: unknown, request: HttpRequest): HttpAnswer {
  if (error instanceof RefusedError) return error.answer
  // The kernel has logged it.
  if (isTrouble(error)) return plain(problemOf(error).status, error.message)
  const status: unknown = (error as { status?: unknown } | null)?.status
  if (typeof status !== 'number' || status < 400 || status >= 500)
    return failureAnswer(kernel.logger, error, request)
  return plain(status, status === 413 ? smsWording.tooLarge : smsWording.malformed)
}
