import { STATUS_CODES } from 'node:http'
import { explain, type HttpAnswer, type HttpRequest, isTrouble, messageOf } from '../../../kernel/index.ts'
import type { Told } from '../../../terms/index.ts'
import { answerOf } from './answer.ts'
import { type MomoContext, type Product, products, quirksIn } from './config.ts'
import { explainKey } from './explain/key.ts'
import { explainRoute } from './explain/route.ts'
import { coercedIn } from './json-body.ts'
import { Refusal } from './refusal.ts'
import { environmentOf } from './request-environment.ts'
import {
  gatewayFailure,
  gatewayRefusal,
  invalidKey,
  missingKey,
  noSuchRoute,
  walletRefusal,
  wireBodyOf,
} from './wording.ts'

const ours = /^\/+(?:v1_0|collection|disbursement|remittance|testpg)(?:\/|$)/i

/** Whether MTN's gateway answers this path, also where it has no operation. */
export const isOurs = (path: string): boolean => ours.test(path)

/** Refuses what the gateway refuses before it looks for a route. @throws Refusal */
export function checkRequestLine({ method, path }: HttpRequest): void {
  if (method === 'HEAD' || method === 'OPTIONS') throw absent({ method, path })
  // https://momodevelopercommunity.mtn.com/errors-46/momo-api-common-errors-82: extra slashes are a bad request
  if (path.includes('//')) throw gatewayRefusal(400, 'Bad Request: the path has extra slashes.')
  try {
    decodeURIComponent(path)
  } catch {
    throw gatewayRefusal(400, 'Bad Request: the path is not percent-encoded.')
  }
}

/** Requires the subscription key of `product`, or of any product. @throws Refusal */
export async function checkSubscriptionKey(
  context: MomoContext,
  request: HttpRequest,
  product: Product | 'any',
): Promise<void> {
  const api = request.path.split('/')[1]?.toLowerCase() ?? ''
  const key = request.get('Ocp-Apim-Subscription-Key') ?? queryKey(request)
  const keys = context.config.subscriptionKeys
  const valid = product === 'any' ? products.map((name) => keys[name]) : [keys[product]]
  if (key !== undefined && valid.includes(key)) return
  const refusal = key === undefined || key === '' ? missingKey(api) : invalidKey(api)
  throw refusal.explained(await explainKey(context, key, { api, product }))
}

function queryKey({ query }: HttpRequest): string | undefined {
  return new URLSearchParams(query).get('subscription-key') ?? undefined
}

/** The product of a request's subscription key, where only one product has that key. */
export function productOfKey(context: MomoContext, request: HttpRequest): Product | null {
  const key = request.get('Ocp-Apim-Subscription-Key') ?? queryKey(request)
  const owners = products.filter((name) => context.config.subscriptionKeys[name] === key)
  return owners.length === 1 ? (owners[0] ?? null) : null
}

/** MTN's 404. */
export function absent({ method, path }: Pick<HttpRequest, 'method' | 'path'>): Refusal {
  return noSuchRoute().explained(explainRoute(method, path))
}

/** Answers each refusal and each failure with MTN's error body, and writes one line to the log. */
export function failed(context: MomoContext, error: unknown, request: HttpRequest): HttpAnswer {
  const { method, path } = request
  const refusal = refusalOf(context, error)
  const coerced = coercedIn(request)
  const said = wireBodyOf(refusal, quirksIn(context.config, environmentOf(request)))
  if (refusal.status >= 500 && !(error instanceof Refusal)) {
    context.kernel.logger.error({ method, path, error: messageOf(error) }, 'a MoMo request failed')
    if (refusal.explanation !== undefined) explain(request, refusal.explanation)
  } else {
    const { status, message } = refusal
    const explanation = explanationOf(refusal, said)
    const line = {
      method,
      path,
      status,
      refusal: message,
      ...(explanation && { explanation: explanation.en }),
      ...(coerced && { coerced }),
    }
    context.kernel.logger.warn(line, 'a MoMo request was refused')
    if (explanation !== undefined) explain(request, explanation)
  }
  const { status, origin, headers } = refusal
  return answerOf(origin, status, said, { ...headers, ...explanationHeader(request, refusal) })
}

/** Where the body is empty and there is no explanation, the message explains. */
function explanationOf({ explanation, told }: Refusal, said: unknown): Told | undefined {
  return explanation ?? (said === undefined ? told : undefined)
}

/**
 * MTN gives no reason for a bad request. A request with `X-Payersim-Explain: 1` gets the reason in a header of the
 * answer, percent-encoded; the simulator's own client sends it.
 */
function explanationHeader(request: HttpRequest, { message, explanation }: Refusal): Record<string, string> {
  if (request.get('X-Payersim-Explain') === undefined) return {}
  return { 'X-Payersim-Explanation': encodeURIComponent(explanation?.en ?? message) }
}

function refusalOf({ kernel }: MomoContext, error: unknown): Refusal {
  if (error instanceof Refusal) return error
  // MTN's own code for a service that is not available now.
  if (isTrouble(error)) {
    const trouble = {
      en: error.message,
      fr: `Le fichier de données ne peut pas servir maintenant : ${error.message}`,
    }
    return walletRefusal('SERVICE_UNAVAILABLE').explained(trouble)
  }
  const status = (error as { status?: unknown } | undefined)?.status
  if (status === 413) return gatewayRefusal(413, 'Request body is too large.')
  // An unreadable body: a bad content encoding, a wrong length.
  if (typeof status === 'number' && status >= 400 && status < 500)
    return gatewayRefusal(status, STATUS_CODES[status] ?? 'Bad Request')
  return gatewayFailure(kernel.random.uuid())
}
