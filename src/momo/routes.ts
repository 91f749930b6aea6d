import express, { type Request, type RequestHandler, type Router } from 'express'
import { explain, routesUnder } from '../kernel/index.ts'
import { environmentOfToken, mintToken } from './access-token.ts'
import { accountBalance, accountHolderActive } from './account.ts'
import { createApiKey, createApiUser, describeApiUser } from './api-user.ts'
import { type MomoContext, type Product, quirksIn } from './config.ts'
import { notifyPayer } from './delivery-notification.ts'
import {
  checkRequestLine,
  failed,
  gatewayOver,
  keepOut,
  notFound,
  readBody,
  send,
  subscriptionKey,
} from './gateway.ts'
import { coercedIn } from './json-body.ts'
import { type Operation, type OperationName, operationList, type Place } from './operations.ts'
import { describeOrder, type OrderKind, placeOrder } from './order.ts'
import { cancelPreApproval, listPreApprovals, preApprovals } from './pre-approval.ts'
import { requestsToPay } from './request-to-pay.ts'
import { transfers } from './transfer.ts'
import { basicUserInfo } from './user-info.ts'
import { noStore, noSuchRoute, tokenRedirect } from './wording.ts'

/** Does an operation, and returns the body of its success; undefined is an empty one. */
type Handler = (
  context: MomoContext,
  // Each handler names the parameters of its own path.
  request: Request<never>,
  product: Product | 'any',
) => Promise<object | undefined>

const placing = (kind: OrderKind) => (context: MomoContext, request: Request, product: Product | 'any') =>
  placeOrder(context, request, product, kind)
const describing =
  (kind: OrderKind) =>
  (context: MomoContext, request: Request<{ referenceId: string }>, product: Product | 'any') =>
    describeOrder(context, request, product, kind)

const handlers: Record<OperationName, Handler> = {
  createRequestToPay: placing(requestsToPay),
  getRequestToPay: describing(requestsToPay),
  createTransfer: placing(transfers),
  getTransfer: describing(transfers),
  createPreApproval: placing(preApprovals),
  getPreApproval: describing(preApprovals),
  listPreApprovals,
  cancelPreApproval,
  notifyPayer,
  getBalance: accountBalance,
  getBalanceInCurrency: accountBalance,
  isActive: accountHolderActive,
  getBasicUserInfo: basicUserInfo,
  getRemittanceUserInfo: basicUserInfo,
  // Tokens are of a product; the routes of 2018 have none.
  createToken: (context, request, product) => mintToken(context, request, product as Product),
  createApiUser,
  getApiUser: describeApiUser,
  createApiKey,
}

interface Served {
  name: OperationName
  operation: Operation
  place: Place
}

/** By what their paths begin with, up to the first parameter: a product's resource, most of them. */
const byBeginning = new Map<string, Served[]>()
for (const [name, operation] of operationList) {
  for (const place of operation.at) {
    const [beginning = ''] = place.path
      .slice(1)
      .toLowerCase()
      .split(/\/?(?:\{|$)/)
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), { name, operation, place }])
  }
}

/** MTN's paths, to be mounted at `/`; every other path passes through. */
export function momoRoutes(context: MomoContext): Router {
  const api = express.Router()
  api.use(checkRequestLine)
  api.use(keepOut(context))
  for (const [beginning, served] of byBeginning) {
    const layOut = (routes: Router) => {
      for (const one of served) serve(routes, context, one)
    }
    api.use(routesUnder([beginning], layOut))
  }
  api.use(notFound)
  api.use(failed(context))
  return express.Router().use(gatewayOver(api))
}

function serve(api: Router, context: MomoContext, { name, operation, place }: Served): void {
  const route = api.route(place.path.replace(/\{(\w+)\}/g, ':$1'))
  const before = [
    ...(name === 'createToken' ? [slashOfToken(context, 'required')] : []),
    subscriptionKey(context, place.product),
    ...(name === 'createToken' ? [slashOfToken(context, 'redirect')] : []),
    // Where no body is wanted it is left unread: clients send forms, JSON or nothing, and none of it matters.
    ...(operation.body === null ? [] : [readBody]),
  ]
  const headers = name === 'createToken' ? noStore : {}
  const method = operation.method.toLowerCase() as 'get' | 'post' | 'delete'
  route[method](...before, async (request, response) => {
    const body = await handlers[name](context, request as Request<never>, place.product)
    const coerced = coercedIn(request)
    if (coerced) {
      const line = { method: request.method, path: request.path, coerced }
      context.kernel.logger.warn(line, 'a MoMo body has other JSON types than MTN documents')
      explain(
        response,
        `Not of the JSON type that MTN documents: ${coerced.join(', ')}. They were read as a Java deserialiser reads them.`,
      )
    }
    send(response, operation.success, body, 'wallet', headers)
  })
}

/**
 * The token path without its slash: the gateway has no such route, and says so before it looks at the key
 * (`required`), or it has one, and the wallet behind it redirects.
 */
function slashOfToken(context: MomoContext, refused: 'required' | 'redirect'): RequestHandler {
  return async (request, _response, next) => {
    if (request.path.endsWith('/')) return next()
    const environment = await environmentOfToken(context, request)
    if (quirksIn(context.config, environment)['token-slash'] !== refused) return next()
    if (refused === 'redirect') throw tokenRedirect()
    throw noSuchRoute().explained('The quirk token-slash: required wants the slash at the end of the path.')
  }
}
