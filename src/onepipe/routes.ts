import type { ErrorRequestHandler, RequestHandler, Response, Router } from 'express'
import { explain, isTrouble, messageOf, problemOf, rawBody, routesUnder } from '../kernel/index.ts'
import type { GatewayOperation, OnePipeContext } from './config.ts'
import { Gateway } from './gateway.ts'
import { jsonBody } from './json-body.ts'
import type { Provider } from './provider.ts'
import { Refusal } from './refusal.ts'
import { readProviderCall } from './schema.ts'
import { same } from './secure.ts'
import {
  failedEnvelope,
  internalFailure,
  malformed,
  opaqueFailure,
  outOfOrder,
  withClientInfo,
  wrongOperation,
  wrongProviderKey,
} from './wording.ts'

const operations: Record<string, GatewayOperation> = {
  '/v2/transact': 'transact',
  '/v2/transact/validate': 'validate',
  '/v2/transact/query': 'query',
  '/v2/transact/reverse': 'reverse',
  '/v2/transact/options': 'options',
  '/v2/transact/fulfil': 'fulfil',
}

/** Providers of OnePipe's have one endpoint per service. */
const providerPath = '/onepipe/provider/get_balance'

/** No operation needs more than a few kilobytes. */
const readBody = rawBody('64kb')

/** The gateway's paths and the provider's, to be mounted at `/`; every other path passes through. */
export function onePipeRoutes(context: OnePipeContext, provider: Provider): RequestHandler {
  const paths = [...Object.keys(operations), providerPath]
  const routes = routesUnder(['v2', 'onepipe'], (router) => layOut(router, context, provider))
  return (request, response, next) => {
    if (paths.includes(request.path.replace(/(?<!\/)\/+$/, '').toLowerCase())) routes(request, response, next)
    else next()
  }
}

function layOut(router: Router, context: OnePipeContext, provider: Provider): void {
  const gateway = new Gateway(context)
  for (const [path, operation] of Object.entries(operations)) {
    router.post(path, readBody, async (request, response) => {
      const answer = await gateway.take(operation, request)
      const { quirks } = context.config
      send(response, statusOf(answer.status, context), withClientInfo(answer, quirks))
    })
    refuseOthers(router, path)
  }
  router.post(providerPath, readBody, async (request, response) => {
    const [, token = ''] = /^Bearer\s+(\S+)\s*$/i.exec(request.get('Authorization') ?? '') ?? []
    if (!same(context.config.providerKey, token)) throw wrongProviderKey()
    send(response, 200, await provider.take(readProviderCall(jsonBody(request.body))))
  })
  refuseOthers(router, providerPath)
  router.use(failed(context))
}

function refuseOthers(router: Router, path: string): void {
  router.all(path, () => {
    throw wrongOperation('The method must be POST.')
  })
}

function statusOf(status: string, { config }: OnePipeContext): number {
  return status === 'Failed' ? Number(config.quirks['onepipe-failed-status']) : 200
}

/** Answers each refusal and failure with an envelope, and writes one line without secrets to the log. */
function failed(context: OnePipeContext): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const { method, path } = request
    const { logger } = context.kernel
    const refusal = refusalOf(error)
    const explanation = refusal?.explanation ?? (refusal?.opaque ? refusal.message : undefined)
    if (explanation !== undefined) explain(response, explanation)
    const said = { refusal: refusal?.message, ...(explanation !== undefined && { explanation }) }
    if (refusal) logger.warn({ method, path, ...said }, 'a OnePipe request was refused')
    else logger.error({ method, path, error: messageOf(error) }, 'a OnePipe request failed')
    if (response.headersSent) {
      response.destroy()
      return
    }
    const trouble = isTrouble(error) ? outOfOrder(error) : undefined
    const { code, message, kind, opaque } = refusal ?? trouble ?? internalFailure()
    const { quirks } = context.config
    const status = refusal ? statuses(context)[kind] : trouble ? problemOf(error).status : 500
    if (opaque) send(response, status, opaqueFailure)
    else send(response, status, withClientInfo(failedEnvelope({ code, message }, null), quirks))
  }
}

function statuses({ config }: OnePipeContext): Record<Refusal['kind'], number> {
  return {
    failed: Number(config.quirks['onepipe-failed-status']),
    unauthorized: Number(config.quirks['onepipe-unauthorized-status']),
    malformed: 400,
  }
}

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const status = (error as { status?: unknown } | undefined)?.status
  if (status === 413) return malformed('The body is larger than 64 KB.')
  // Errors of Express: a bad content encoding, a wrong length.
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return malformed('The body cannot be read.')
  }
  return undefined
}

function send(response: Response, status: number, value: object): void {
  response.status(status).type('application/json')
  response.end(JSON.stringify(value))
}
