import express, { type Request, type RequestHandler, type Router } from 'express'
import { explain, routesUnder } from '../kernel/index.ts'
import { environmentOfToken, mintToken } from './access-token.ts'
import { accountBalance, accountHolderActive } from './account.ts'
import { createApiKey, createApiUser, describeApiUser } from './api-user.ts'
import { type MomoContext, type Product, quirksIn } from './config.ts'
import { notifyPayer } from './delivery-notification.ts'
import {
  checkAgent,
  checkRequestLine,
  failed,
  gatewayOver,
  notFound,
  readBody,
  send,
  subscriptionKey,
} from './gateway.ts'
import { coercedIn } from './json-body.ts'
import { type Endpoint, type Operation, type OperationName, operationList } from './operations.ts'
import { describeOrder, type OrderKind, placeOrder } from './order.ts'
import { cancelPreApproval, listPreApprovals, preApprovals } from './pre-approval.ts'
import { requestsToPay } from './request-to-pay.ts'
import { transfers } from './transfer.ts'
import { basicUserInfo } from './user-info.ts'
import { noStore, noSuchRoute, tokenRedirect } from './wording.ts'

/** Performs an operation and returns the body of success; undefined: an empty body. */
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
  // A token is for one product; the routes of 2018 have no token operation.
  createToken: (context, request, product) => mintToken(context, request, product as Product),
  createApiUser,
  getApiUser: describeApiUser,
  createApiKey,
}

interface Served {
  name: OperationName
  operation: Operation
  endpoint: Endpoint
}

/** The operations by the start of their path, up to the first parameter. */
const byPathStart = new Map<string, Served[]>()
for (const [name, operation] of operationList) {
  for (const endpoint of operation.at) {
    const [start = ''] = endpoint.path
      .slice(1)
      .toLowerCase()
      .split(/\/?(?:\{|$)/)
    byPathStart.set(start, [...(byPathStart.get(start) ?? []), { name, operation, endpoint }])
  }
}

/** MTN's paths, to be mounted at `/`; every other path passes through. */
export function momoRoutes(context: MomoContext): Router {
  const api = express.Router()
  api.use(checkRequestLine)
  api.use(checkAgent(context))
  for (const [start, served] of byPathStart) {
    const addRoutes = (routes: Router) => {
      for (const one of served) serve(routes, context, one)
    }
    api.use(routesUnder([start], addRoutes))
  }
  api.use(notFound)
  api.use(failed(context))
  return express.Router().use(gatewayOver(api))
}

function serve(api: Router, context: MomoContext, { name, operation, endpoint }: Served): void {
  const route = api.route(endpoint.path.replace(/\{(\w+)\}/g, ':$1'))
  const before = [
    ...(name === 'createToken' ? [slashOfToken(context, 'required')] : []),
    subscriptionKey(context, endpoint.product),
    ...(name === 'createToken' ? [slashOfToken(context, 'redirect')] : []),
    // An operation without a body does not read it: clients send forms, JSON or nothing.
    ...(operation.body === null ? [] : [readBody]),
  ]
  const headers = name === 'createToken' ? noStore : {}
  const method = operation.method.toLowerCase() as 'get' | 'post' | 'delete'
  route[method](...before, async (request, response) => {
    const body = await handlers[name](context, request as Request<never>, endpoint.product)
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
 * The token path without its slash. `required`: the gateway has no such route, and answers so before it checks the key.
 * `redirect`: the gateway passes it on, and the wallet behind it redirects.
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
