import { STATUS_CODES } from 'node:http'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { explain, isTrouble, messageOf, rawBody } from '../kernel/index.ts'
import { answerOf, type Origin } from './answer.ts'
import { type MomoContext, type Product, products, quirksIn } from './config.ts'
import { explainKey } from './explain/key.ts'
import { explainRoute } from './explain/route.ts'
import { coercedIn } from './json-body.ts'
import { checkUserAgent } from './new-platform.ts'
import { Refusal } from './refusal.ts'
import { environmentOf } from './request-environment.ts'
import { unbuiltOperation } from './unbuilt-operations.ts'
import {
  gatewayFailure,
  gatewayRefusal,
  invalidKey,
  missingKey,
  noSuchRoute,
  notBuilt,
  walletRefusal,
  wireBodyOf,
} from './wording.ts'

/** Bodies of MTN's API have a few hundred bytes at most. */
export const readBody: RequestHandler = rawBody('64kb')

const ours = /^\/+(?:v1_0|collection|disbursement|remittance|testpg)(?:\/|$)/i

/** Passes requests for MTN's API to `api`, all others on. */
export function gatewayOver(api: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (ours.test(request.path)) api(request, response, next)
    else next()
  }
}

/** Refuses what the gateway refuses before it looks for a route. */
export const checkRequestLine: RequestHandler = (request, _response, next) => {
  // Express would answer these from the routes for GET and POST.
  if (request.method === 'HEAD' || request.method === 'OPTIONS') throw absent(request)
  // https://momodevelopercommunity.mtn.com/errors-46/momo-api-common-errors-82: extra slashes are a bad request
  if (request.path.includes('//')) throw gatewayRefusal(400, 'Bad Request: the path has extra slashes.')
  try {
    decodeURIComponent(request.path)
  } catch {
    throw gatewayRefusal(400, 'Bad Request: the path is not percent-encoded.')
  }
  next()
}

/** Refuses User-Agents that the gateway of the environment refuses, where the request names its environment. */
export function checkAgent(context: MomoContext): RequestHandler {
  return (request, _response, next) => {
    checkUserAgent(context.config, request, environmentOf(request))
    next()
  }
}

/** Requires the subscription key of `product`, or of any product. */
export function subscriptionKey(context: MomoContext, product: Product | 'any'): RequestHandler {
  return async (request, _response, next) => {
    const api = request.path.split('/')[1]?.toLowerCase() ?? ''
    const key = request.get('Ocp-Apim-Subscription-Key') ?? queryKey(request)
    const keys = context.config.subscriptionKeys
    const valid = product === 'any' ? products.map((name) => keys[name]) : [keys[product]]
    if (key !== undefined && valid.includes(key)) return next()
    const refusal = key === undefined || key === '' ? missingKey(api) : invalidKey(api)
    throw refusal.explained(await explainKey(context, key, { api, product }))
  }
}

function queryKey(request: Request): string | undefined {
  const query = request.originalUrl.split('?').slice(1).join('?')
  return new URLSearchParams(query).get('subscription-key') ?? undefined
}

/** The product of a request's subscription key, where only one product has that key. */
export function productOfKey(context: MomoContext, request: Request): Product | null {
  const key = request.get('Ocp-Apim-Subscription-Key') ?? queryKey(request)
  const owners = products.filter((name) => context.config.subscriptionKeys[name] === key)
  return owners.length === 1 ? (owners[0] ?? null) : null
}

export const notFound: RequestHandler = (request) => {
  throw absent(request)
}

/** MTN's 404; where MTN has the operation, the body says that the simulator does not. */
function absent({ method, path }: Request): Refusal {
  const operation = unbuiltOperation(method, path)
  if (!operation) return noSuchRoute().explained(explainRoute(method, path))
  const { name, path: named } = operation
  const lacks = `${name} (${method} ${named}) is an operation of MTN's that payersim has not built yet.`
  return notBuilt(lacks).explained(`${lacks} README.md lists what there is, under "What one port speaks".`)
}

/** Answers each refusal and each failure with MTN's error body, and writes one line to the log. */
export function failed(context: MomoContext): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const { method, path } = request
    const refusal = refusalOf(context, error)
    const coerced = coercedIn(request)
    const said = wireBodyOf(refusal, quirksIn(context.config, environmentOf(request)))
    if (refusal.status >= 500 && !(error instanceof Refusal)) {
      context.kernel.logger.error({ method, path, error: messageOf(error) }, 'a MoMo request failed')
      if (refusal.explanation !== undefined) explain(response, refusal.explanation)
    } else {
      const { status, message } = refusal
      const explanation = explanationOf(refusal, said)
      const line = {
        method,
        path,
        status,
        refusal: message,
        ...(explanation !== undefined && { explanation }),
        ...(coerced && { coerced }),
      }
      context.kernel.logger.warn(line, 'a MoMo request was refused')
      if (explanation !== undefined) explain(response, explanation)
    }
    if (response.headersSent) response.destroy()
    else {
      const { status, origin, headers } = refusal
      send(response, status, said, origin, { ...headers, ...explanationHeader(request, refusal) })
    }
  }
}

/** Where the body is empty and there is no explanation, the message explains. */
function explanationOf({ explanation, message }: Refusal, said: unknown): string | undefined {
  return explanation ?? (said === undefined ? message : undefined)
}

/**
 * MTN gives no reason for a bad request. A request with `X-Payersim-Explain: 1` gets the reason in a header of the
 * answer, percent-encoded; the simulator's own client sends it.
 */
function explanationHeader(
  request: Request,
  { message, explanation = message }: Refusal,
): Record<string, string> {
  if (request.get('X-Payersim-Explain') === undefined) return {}
  return { 'X-Payersim-Explanation': encodeURIComponent(explanation) }
}

function refusalOf({ kernel }: MomoContext, error: unknown): Refusal {
  if (error instanceof Refusal) return error
  // MTN's own code for a service that is not available now.
  if (isTrouble(error)) return walletRefusal('SERVICE_UNAVAILABLE').explained(error.message)
  const status = (error as { status?: unknown } | undefined)?.status
  if (status === 413) return gatewayRefusal(413, 'Request body is too large.')
  // Errors of Express: a bad content encoding, a wrong length, an undecodable parameter.
  if (typeof status === 'number' && status >= 400 && status < 500)
    return gatewayRefusal(status, STATUS_CODES[status] ?? 'Bad Request')
  return gatewayFailure(kernel.random.uuid())
}

/** Answers with JSON, with a text as it is, or with an empty body where `value` is undefined. */
export function send(
  response: Response,
  status: number,
  value?: object | string,
  origin: Origin = 'wallet',
  headers: Readonly<Record<string, string>> = {},
): void {
  const { reason, headers: usual, body } = answerOf(origin, status, value)
  response.statusCode = status
  if (reason !== undefined) response.statusMessage = reason
  for (const [name, text] of Object.entries({ ...usual, ...headers })) response.setHeader(name, text)
  response.setHeader('Content-Length', Buffer.byteLength(body))
  response.end(body)
}
