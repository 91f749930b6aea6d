import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import {
  asSent,
  type Caller,
  type ExchangeLog,
  explain,
  type FrontDoor,
  type HttpAnswer,
  type HttpRequest,
  inLowerCase,
  type Kernel,
  type Matched,
  messageOf,
  NoAnswer,
  type Outbound,
  type Purpose,
  pathOf,
  problemAnswer,
  type RequestInProcess,
  requestFrom,
  requestWith,
  sendAnswer,
} from '../kernel/index.ts'
import type { Callers } from './callers.ts'

interface Parts {
  door: FrontDoor
  exchanges: ExchangeLog
  outbound: Pick<Outbound, 'sent' | 'traceOf' | 'patienceOf' | 'giveUp'>
  callers: Callers
  kernel: Pick<Kernel, 'logger' | 'newTrace'>
}

/** Control routes, the page and documents. They are not in the log of exchanges. */
const inside = /^\/(?:(?:_sim|page|docs)(?:\/|$)|(?:(?:openapi\.json|favicon\.ico)\/?)?$)/i

/** Bytes that are read of a request that no API takes. */
const mostOfOthers = 64 * 1024

/** Receives every request: asks who calls, leads it to its operation, and records it. */
export class Reception {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** For requests over a socket; `others` answers the control routes, the page and the documents. */
  listener(others: RequestListener): RequestListener {
    return (incoming, response) => {
      const matched = this.#match(incoming)
      if (matched === 'inside') others(incoming, response)
      else {
        this.#overSocket(matched, incoming, response).catch((error) => {
          this.#parts.kernel.logger.error({ error: messageOf(error) }, 'a request failed')
          response.destroy()
        })
      }
    }
  }

  /** Answers a request of this process; undefined for the control routes, the page and the documents. */
  async answer(sent: RequestInProcess): Promise<HttpAnswer | NoAnswer | undefined> {
    const headers = inLowerCase(sent.headers)
    const matched = this.#match({ ...sent, headers, rawHeaders: Object.entries(sent.headers).flat() })
    if (matched === 'inside') return undefined
    const record = this.#recorderFor(matched, { ...sent, headers })
    const request = await requestWith(sent, { limit: limitOf(matched), trace: this.#traceOf({ headers }) })
    const { signal } = sent
    const given = await this.#answerTo(matched, request, () => signal ?? neverGone)
    const answer = given instanceof NoAnswer ? given : asSent(given, request.method)
    record?.(request, answer, kindOf(matched))
    return answer
  }

  async #overSocket(matched: Fate, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const record = this.#recorderFor(matched, incoming)
    const trace = this.#traceOf(incoming)
    const request = await requestFrom(incoming, { limit: limitOf(matched), trace })
    const answer = await this.#answerTo(matched, request, () => goneWith(response))
    if (answer instanceof NoAnswer) {
      record?.(request, answer, kindOf(matched))
      if (answer.reason === 'never') this.#parts.outbound.giveUp(request)
      response.destroy()
      return
    }
    const head = sendAnswer(response, answer)
    record?.(request, answer, { ...kindOf(matched), head })
  }

  #match(request: Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>): Fate | 'inside' {
    const { method = '', url = '' } = request
    const refusal = this.#parts.callers(request)
    if (refusal) return { refusal }
    const path = pathOf(url)
    return this.#parts.door.find(method, path) ?? (inside.test(path) ? 'inside' : undefined)
  }

  #traceOf(request: Pick<IncomingMessage, 'headers'>): string {
    return this.#parts.outbound.traceOf(request) ?? this.#parts.kernel.newTrace()
  }

  /** Requests of ours are not recorded again: they were when they were sent. */
  #recorderFor(fate: Fate, { url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>) {
    const { exchanges, outbound, door } = this.#parts
    const refused = fate !== undefined && 'refusal' in fate
    if (!refused && (outbound.sent({ headers }) || door.isUnrecorded(pathOf(url)))) return undefined
    return exchanges.begin()
  }

  async #answerTo(fate: Fate, request: HttpRequest, gone: Caller['gone']): Promise<HttpAnswer | NoAnswer> {
    if (fate === undefined) return notFound(request)
    if (!('refusal' in fate)) {
      const patienceMs = () => this.#parts.outbound.patienceOf(request)
      return this.#parts.door.receive(fate, request, { gone, patienceMs })
    }
    const { method } = request
    const { detail: explanation } = fate.refusal
    explain(request, explanation)
    this.#parts.kernel.logger.warn({ method, explanation }, 'a request of an unknown caller was refused')
    return problemAnswer({ ...fate.refusal })
  }
}

/** What becomes of a request: an operation answers, its caller is refused, or nobody has its path. */
type Fate = Matched | { refusal: NonNullable<ReturnType<Callers>> } | undefined

const limitOf = (fate: Fate) => (fate !== undefined && 'limit' in fate ? fate.limit : mostOfOthers)

/** What the timeline calls a request. */
function kindOf(fate: Fate): { purpose: Purpose; operation?: string } {
  const { api, route } = fate !== undefined && 'route' in fate ? fate : {}
  if (!api || !route) return { purpose: 'request' }
  return { purpose: route.purpose ?? 'request', operation: `${api.name}.${route.operation}` }
}

function notFound({ method, path }: HttpRequest): HttpAnswer {
  return problemAnswer({ status: 404, title: 'Not Found', detail: `No route ${method} ${path}.` })
}

/** For a request in this process that nobody takes back. */
const neverGone = new AbortController().signal

/** Aborted when the connection is closed before the answer was sent. */
function goneWith(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  if (response.destroyed) gone.abort()
  else response.once('close', () => gone.abort())
  return gone.signal
}
