import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { explain, isTrouble, type Kernel, type Outbound, problemOf } from '../kernel/index.ts'
import { type Account, accountsOf, answersAt } from './accounts.ts'
import { readAuthToken } from './auth-token.ts'
import type { NetworkConfig } from './config.ts'
import { explainAuthentication } from './explain-refusal.ts'
import { smsWording } from './sms-wording.ts'

/** What the routes of Africa's Talking's API need. */
export interface Api {
  kernel: Kernel
  outbound: Pick<Outbound, 'deliveryOf'>
  config: NetworkConfig
}

/** Enough for a bulk message to tens of thousands of numbers. */
export const bodyLimit = 1024 * 1024

/** The first value of a header; Node joins the values of most repeated headers. */
function header({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/**
 * The application with this username, if the request has its key or its token and is for its host. Otherwise answers 401
 * and returns undefined.
 */
export async function authenticate(
  request: IncomingMessage,
  response: ServerResponse,
  { api: { kernel, config }, username }: { api: Api; username: string },
): Promise<Account | undefined> {
  const sent = { username, apiKey: header(request, 'apikey'), token: header(request, 'authtoken') }
  const account = accountsOf(config).find((one) => one.username === username)
  const answered = account && answersAt(username, request.headers.host) ? account : undefined
  if (answered && sent.apiKey === answered.apiKey) return answered
  // Read only where something expires: most requests have a key.
  const { now } = await kernel.clock()
  if (answered && sent.token !== undefined && readAuthToken(kernel, username, sent.token, now))
    return answered
  const explanation = explainAuthentication(kernel, config, { ...sent, host: request.headers.host }, now)
  explain(response, explanation)
  const path = request.url?.split('?')[0]
  kernel.logger.warn({ method: request.method, path, explanation }, "an Africa's Talking request was refused")
  response.setHeader('WWW-Authenticate', smsWording.challenge)
  plain(response, 401, smsWording.unauthorized)
  return undefined
}

/** Answers JSON if the client accepts it, else XML. */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, json, xml }: { status: number; json: unknown; xml: () => string },
): void {
  if ((request.headers.accept ?? '').toLowerCase().includes('json')) sendJson(response, status, json)
  else end(response, { status, type: 'application/xml', text: xml() })
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  end(response, { status, type: 'application/json', text: JSON.stringify(value) })
}

export function plain(response: ServerResponse, status: number, text: string): void {
  end(response, { status, type: 'text/plain; charset=UTF-8', text })
}

function end(
  response: ServerResponse,
  { status, type, text }: { status: number; type: string; text: string },
) {
  response.statusCode = status
  response.setHeader('Server', smsWording.server)
  response.setHeader('Content-Type', type)
  response.end(text)
}

/** Whether the body has this type or none, and is not compressed; otherwise answers 415. */
export function isOfType(
  request: IncomingMessage,
  response: ServerResponse,
  type: 'application/x-www-form-urlencoded' | 'application/json',
): boolean {
  const [given] = (request.headers['content-type'] ?? type).toLowerCase().split(';')
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (given?.trim() === type && encoding === 'identity') return true
  plain(response, 415, encoding === 'identity' ? smsWording.wrongType(type) : smsWording.wrongEncoding)
  return false
}

/** A query parameter; empty if it is absent, repeated, or `undefined`, which the SDK sends. */
export function parameter(request: Request, name: string): string {
  const value = request.query[name]
  return typeof value === 'string' && value !== 'undefined' ? value : ''
}

/** `lastReceivedId`, 0 by default. Answers 400 and returns undefined if it is malformed. */
export function lastReceivedId(request: Request, response: Response): number | undefined {
  const after = parameter(request, 'lastReceivedId') || '0'
  if (/^\d{1,10}$/.test(after) && Number(after) < 2 ** 31) return Number(after)
  plain(response, 400, smsWording.malformedParameter('lastReceivedId', after))
  return undefined
}

/** Answers 405 to every other method of a path. */
export function otherMethods(...methods: string[]): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'OPTIONS') return next()
    response.setHeader('Allow', methods.join(', '))
    plain(response, 405, smsWording.wrongMethod(methods.join(', ')))
  }
}

export const requestErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (!answerRequestError(error, response)) next(error)
}

/** Answers an error of the client, such as a too large body, or of the disk; returns false for any other error. */
export function answerRequestError(error: unknown, response: ServerResponse): boolean {
  if (isTrouble(error) && !response.headersSent) {
    // The kernel has logged it.
    plain(response, problemOf(error).status, error.message)
    return true
  }
  const status: unknown = (error as { status?: unknown } | null)?.status
  if (response.headersSent || typeof status !== 'number' || status < 400 || status >= 500) return false
  plain(response, status, status === 413 ? smsWording.tooLarge : smsWording.malformed)
  return true
}
