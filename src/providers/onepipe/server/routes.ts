import {
  type Api,
  errorPage,
  explain,
  type HttpAnswer,
  type HttpRequest,
  isTrouble,
  messageOf,
  type OutageStatus,
  problemOf,
} from '../../../kernel/index.ts'
import type { OnePipeContext } from './config.ts'
import { Gateway } from './gateway.ts'
import { jsonBody, requestRefIn } from './json-body.ts'
import { operationList } from './operations.ts'
import type { Provider } from './provider.ts'
import { Refusal } from './refusal.ts'
import { mobileOf, readProviderCall } from './schema.ts'
import { same } from './secure.ts'
import {
  type Envelope,
  failedEnvelope,
  internalFailure,
  malformed,
  opaqueFailure,
  outOfOrder,
  withClientInfo,
  wrongOperation,
  wrongProviderKey,
} from './wording.ts'

/** No operation needs more than a few kilobytes. */
const limit = 64 * 1024

/** The operations of the gateway, and the provider's. */
export function onePipeApi(context: OnePipeContext, provider: Provider): Api {
  const gateway = new Gateway(context)
  const { quirks } = context.config
  const paths = new Set(operationList.map(([, { path }]) => path))
  return {
    name: 'onepipe',
    routes: operationList.map(([name, operation]) => ({
      operation: name,
      title: operation.summary,
      once: true,
      method: operation.method,
      path: operation.path,
      limit,
      async answer(request) {
        if (name === 'provideBalance') return answerWith(200, await provide(context, provider, request))
        const answer = await gateway.take(name, request)
        const status = answer.status === 'Failed' ? Number(quirks['onepipe-failed-status']) : 200
        return answerWith(status, withClientInfo(answer, quirks))
      },
      describe: async () => (await import('./openapi.ts')).describeRoute(name, operation),
    })),
    byServers: (path) => path.startsWith('/onepipe/provider/'),
    owns: (path) => paths.has(path.replace(/\/$/, '').toLowerCase()),
    askedBy: (request) => gateway.appOf(request)?.name,
    referenceIn: ({ body }) => requestRefIn(body),
    notFound: () => {
      throw wrongOperation('The method must be POST.')
    },
    failed: (error, request) => failed(context, error, request),
    describe: async () => (await import('./openapi.ts')).describeApi(),
    outage: (status) => (status === 500 ? answerWith(500, opaqueFailure) : pageOf(status)),
  }
}

function provide({ config }: OnePipeContext, provider: Provider, request: HttpRequest): Promise<Envelope> {
  // A body that cannot be read is refused before the key is checked.
  const { body } = request
  const [, token = ''] = /^Bearer\s+(\S+)\s*$/i.exec(request.get('Authorization') ?? '') ?? []
  if (!same(config.providerKey, token)) throw wrongProviderKey()
  const json = jsonBody(body)
  request.phone = mobileOf(json)
  return provider.take(readProviderCall(json), request)
}

/** Answers each refusal and failure with an envelope, and writes one line without secrets to the log. */
function failed(context: OnePipeContext, error: unknown, request: HttpRequest): HttpAnswer {
  const { method, path } = request
  const { logger } = context.kernel
  const refusal = refusalOf(error)
  const explanation = refusal?.explanation
  if (explanation !== undefined) explain(request, explanation)
  const said = { refusal: refusal?.message, ...(explanation && { explanation: explanation.en }) }
  if (refusal) logger.warn({ method, path, ...said }, 'a OnePipe request was refused')
  else logger.error({ method, path, error: messageOf(error) }, 'a OnePipe request failed')
  const trouble = isTrouble(error) ? outOfOrder(error) : undefined
  const { code, message, kind, opaque } = refusal ?? trouble ?? internalFailure()
  const { quirks } = context.config
  const status = refusal ? statuses(context)[kind] : trouble ? problemOf(error).status : 500
  if (opaque) return answerWith(status, opaqueFailure)
  return answerWith(status, withClientInfo(failedEnvelope({ code, message }, null), quirks))
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
  // Of a body: a bad content encoding, a wrong length.
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return malformed('The body cannot be read.')
  }
  return undefined
}

/**
 * What stands in front of the gateway while it cannot be reached, or is called too often. No recording of it is public; an
 * nginx, as in front of most, answers with a page.
 */
function pageOf(status: Exclude<OutageStatus, 500>): HttpAnswer {
  const reason = pageReasons[status]
  return {
    status,
    reason,
    headers: { Server: 'nginx', 'Content-Type': 'text/html' },
    body: errorPage(`${status} ${reason}`, 'nginx'),
  }
}

const pageReasons = {
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  429: 'Too Many Requests',
} as const

function answerWith(status: number, value: object): HttpAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  }
}
