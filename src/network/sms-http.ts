import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { Kernel } from '../kernel/index.ts'
import { readAuthToken } from './auth-token.ts'
import type { NetworkConfig } from './config.ts'
import { smsWording } from './sms-wording.ts'

/** What the routes of Africa's Talking's API stand on. */
export interface Api {
  kernel: Kernel
  config: () => NetworkConfig
}

/** The most that a body may hold: a bulk message to tens of thousands of numbers. */
export const bodyLimit = 1024 * 1024

/** Whether the key, or a token in its place, is that of the application; otherwise the answer is given. */
export async function mayEnter(
  request: Request,
  response: Response,
  { api: { kernel, config }, username }: { api: Api; username: string },
): Promise<boolean> {
  const { apiKey, username: expected } = config()
  const token = request.get('authtoken')
  const proven =
    request.get('apikey') === apiKey ||
    (token !== undefined && readAuthToken(kernel, token, (await kernel.clock()).now))
  if (proven && username === expected) return true
  response.setHeader('WWW-Authenticate', smsWording.challenge)
  plain(response, 401, smsWording.unauthorized)
  return false
}

/** JSON where the client accepts it, XML otherwise. */
export function answer(
  request: Request,
  response: Response,
  { status, json, xml }: { status: number; json: unknown; xml: () => string },
): void {
  const wantsJson = (request.get('accept') ?? '').toLowerCase().includes('json')
  response.statusCode = status
  response.setHeader('Server', smsWording.server)
  response.setHeader('Content-Type', wantsJson ? 'application/json' : 'application/xml')
  response.end(wantsJson ? JSON.stringify(json) : xml())
}

export function plain(response: Response, status: number, text: string): void {
  response.statusCode = status
  response.setHeader('Server', smsWording.server)
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8')
  response.end(text)
}

/** Whether the body is of this type, or says nothing of its type; otherwise the answer is given. */
export function isOfType(
  request: Request,
  response: Response,
  type: 'application/x-www-form-urlencoded' | 'application/json',
): boolean {
  const [given] = (request.get('content-type') ?? type).toLowerCase().split(';')
  if (given?.trim() === type) return true
  plain(response, 415, smsWording.wrongType(type))
  return false
}

/** The value of a query parameter; empty where it is absent, repeated, or the SDK's `undefined`. */
export function parameter(request: Request, name: string): string {
  const value = request.query[name]
  return typeof value === 'string' && value !== 'undefined' ? value : ''
}

/** Answers 405 to every other method of a path. */
export function otherMethods(...methods: string[]): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'OPTIONS') return next()
    response.setHeader('Allow', methods.join(', '))
    plain(response, 405, smsWording.wrongMethod(methods.join(', ')))
  }
}

export const unreadable: ErrorRequestHandler = (error, _request, response, next) => {
  const status: unknown = error?.status
  if (response.headersSent || typeof status !== 'number' || status < 400 || status >= 500) return next(error)
  plain(response, status, status === 413 ? smsWording.tooLarge : smsWording.malformed)
}
