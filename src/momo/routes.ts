import express, { type Request, type RequestHandler, type Router } from 'express'
import { mintToken } from './access-token.ts'
import { accountBalance, accountHolderActive } from './account.ts'
import { createApiKey, createApiUser, describeApiUser } from './api-user.ts'
import { type MomoContext, type Product, products } from './config.ts'
import {
  checkRequestLine,
  failed,
  gatewayOver,
  notFound,
  readBody,
  send,
  subscriptionKey,
} from './gateway.ts'
import { createRequestToPay, describeRequestToPay } from './request-to-pay.ts'
import { noStore, noSuchRoute } from './wording.ts'

/** MTN's paths, to be mounted at `/`; every other path passes through. */
export function momoRoutes(context: MomoContext): Router {
  const api = express.Router()
  api.use(checkRequestLine)
  provisioning(api, context)
  for (const product of products) token(api, context, product)
  for (const [base, product] of bases) accounts(api, context, base, product)
  for (const [base, product] of bases.slice(0, 2)) requestsToPay(api, context, base, product)
  api.use(notFound)
  api.use(failed(context))
  return express.Router().use(gatewayOver(api))
}

/** `/testpg` is the API of 2018, before there were products: the key of any product opens it. */
const bases: ReadonlyArray<readonly [string, Product | 'any']> = [
  ['/collection/v1_0', 'collection'],
  ['/testpg/v1_0', 'any'],
  ['/disbursement/v1_0', 'disbursement'],
  ['/remittance/v1_0', 'remittance'],
]

function provisioning(api: Router, context: MomoContext): void {
  const key = subscriptionKey(context, 'any')
  api.post('/v1_0/apiuser', key, readBody, async (request, response) => {
    await createApiUser(context, request)
    send(response, 201)
  })
  api.get('/v1_0/apiuser/:id', key, async (request: Request<{ id: string }>, response) => {
    send(response, 200, await describeApiUser(context, request.params.id))
  })
  api.post('/v1_0/apiuser/:id/apikey', key, async (request: Request<{ id: string }>, response) => {
    send(response, 201, await createApiKey(context, request.params.id))
  })
}

function token(api: Router, context: MomoContext, product: Product): void {
  const slash: RequestHandler = (request, _response, next) => {
    if (context.config.quirks['token-slash'] === 'required' && !request.path.endsWith('/'))
      throw noSuchRoute()
    next()
  }
  // The body is left unread: clients send forms, JSON or nothing here, and none of it matters.
  api.post(`/${product}/token/`, slash, subscriptionKey(context, product), async (request, response) => {
    const authorization = request.get('Authorization')
    const answer = await context.kernel.transact((tx) => mintToken(context, tx, { product, authorization }))
    send(response, 200, answer, noStore)
  })
}

function requestsToPay(api: Router, context: MomoContext, base: string, product: Product | 'any'): void {
  const key = subscriptionKey(context, product)
  api.post(`${base}/requesttopay`, key, readBody, async (request, response) => {
    await createRequestToPay(context, request, product)
    send(response, 202)
  })
  api.get(
    `${base}/requesttopay/:referenceId`,
    key,
    async (request: Request<{ referenceId: string }>, response) => {
      send(response, 200, await describeRequestToPay(context, request, product))
    },
  )
}

function accounts(api: Router, context: MomoContext, base: string, product: Product | 'any'): void {
  const key = subscriptionKey(context, product)
  for (const path of [`${base}/account/balance`, `${base}/account/balance/:currency`]) {
    api.get(path, key, async (request: Request<{ currency?: string }>, response) => {
      send(response, 200, await accountBalance(context, request, product))
    })
  }
  api.get(
    `${base}/accountholder/:type/:id/active`,
    key,
    async (request: Request<{ type: string; id: string }>, response) => {
      send(response, 200, await accountHolderActive(context, request, product))
    },
  )
}
