import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type ControlDoor, controlLimit } from '../control/index.ts'
import {
  asSent,
  type Caller,
  type ExchangeLog,
  explain,
  type FrontDoor,
  type HttpAnswer,
  type HttpRequest,
  type Kernel,
  type Matched,
  messageOf,
  NoAnswer,
  type Outbound,
  type Purpose,
  pathOf,
  problemAnswer,
  problemNamed,
  type RequestInProcess,
  readHeaders,
  requestBegun,
  requestFrom,
  requestWith,
  sendAnswer,
  sendLive,
} from '../kernel/index.ts'
import type { Callers } from './callers.ts'
import { type Handled, handledWithHolds } from './held-requests.ts'

interface Parts {
  door: FrontDoor
  control: () => ControlDoor
  exchanges: ExchangeLog
  outbound: Pick<Outbound, 'sent' | 'traceOf' | 'patienceOf' | 'giveUp'>
  callers: Callers
  kernel: Pick<Kernel, 'logger' | 'newTrace' | 'holds'>
}

/** Control routes. They are not in the log of exchanges. */
const ofControl = /^\/(?:_sim(?:\/|$)|(?:openapi\.json|mcp)\/?$)/i
/** The page and documents, which are not in it either. */
const ofBrowsers = /^\/(?:(?:page|docs)(?:\/|$)|(?:favicon\.ico\/?)?$)/i

/** Bytes that are read of a request that no API takes. */
const mostOfOthers = 64 * 1024

/** Receives every request: asks who calls, leads it to its operation, and records it. */
export class Reception {
  readonly #parts: Parts
  readonly #isForServers = (path: string) => this.#parts.door.isForServers(path)

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** For requests over a socket; `pages` answers what only browsers ask. */
  listener(pages: (...exchange: Parameters<RequestListener>) => Promise<void>): RequestListener {
    return (incoming, response) => {
      const matched = this.#match(incoming)
      const answered =
        matched === 'browsers'
          ? pages(incoming, response)
          : matched === 'control'
            ? this.#control(incoming, response)
            : this.#overSocket(matched, incoming, response)
      answered.catch((error) => {
        this.#parts.kernel.logger.error({ error: messageOf(error) }, 'a request failed')
        response.destroy()
      })
    }
  }

  /** Answers a request of this process. */
  async answer(sent: RequestInProcess): Promise<HttpAnswer | NoAnswer> {
    const read = readHeaders(sent.headers)
    const { headers } = read
    const { method, url, signal } = sent
    const matched = this.#match({ method, url, ...read })
    const gone = () => signal ?? new AbortController().signal
    if (matched === 'browsers') return asSent(needsSocket(sent), sent.method)
    if (matched === 'control') {
      const request = await requestWith(sent, { limit: controlLimit, trace: noTrace, read })
      const answer = await this.#parts.control().answer(request, { gone })
      if (!('live' in answer)) return asSent(answer, sent.method)
      return asSent(sent.method === 'HEAD' ? { ...answer, body: '' } : needsSocket(sent), sent.method)
    }
    const record = this.#recorderFor(matched, { url, headers })
    const trace = this.#traceOf({ headers })
    const asked = await requestWith(sent, { limit: limitOf(matched), trace, read })
    const { request, answer: given } = await this.#handle(matched, asked, gone)
    const answer = given instanceof NoAnswer ? given : asSent(given, request.method)
    record?.(request, answer, kindOf(matched))
    return answer
  }

  async #control(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = requestBegun(incoming, { limit: controlLimit, trace: noTrace })
    const answer = await this.#parts.control().answer(request, { gone: () => goneWith(response) })
    if ('live' in answer) sendLive(response, answer)
    else sendAnswer(response, answer)
  }

  async #overSocket(matched: Fate, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const record = this.#recorderFor(matched, incoming)
    const trace = this.#traceOf(incoming)
    const reading = { limit: limitOf(matched), trace }
    // A caller is refused by the head of its request: its body is not read.
    const asked = isRefused(matched) ? requestBegun(incoming, reading) : await requestFrom(incoming, reading)
    const { request, answer } = await this.#handle(matched, asked, () => goneWith(response))
    if (answer instanceof NoAnswer) {
      record?.(request, answer, kindOf(matched))
      if (answer.reason === 'never') this.#parts.outbound.giveUp(request)
      response.destroy()
      return
    }
    const head = sendAnswer(response, answer)
    record?.(request, answer, { ...kindOf(matched), head })
  }

  #match(
    request: Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>,
  ): Fate | 'control' | 'browsers' {
    const { method = '', url = '' } = request
    const refusal = this.#parts.callers(request, this.#isForServers)
    if (refusal) return { refusal }
    const path = pathOf(url)
    if (ofControl.test(path)) return 'control'
    return this.#parts.door.find(method, path) ?? (ofBrowsers.test(path) ? 'browsers' : undefined)
  }

  #traceOf(request: Pick<IncomingMessage, 'headers'>): string {
    return this.#parts.outbound.traceOf(request) ?? this.#parts.kernel.newTrace()
  }

  /** Requests of ours are not recorded again: they were when they were sent. */
  #recorderFor(fate: Fate, { url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>) {
    const { exchanges, outbound, door } = this.#parts
    if (!isRefused(fate) && (outbound.sent({ headers }) || door.isUnrecorded(pathOf(url)))) return undefined
    return exchanges.begin()
  }

  async #handle(fate: Fate, request: HttpRequest, gone: Caller['gone']): Promise<Handled> {
    const { door, outbound, kernel } = this.#parts
    const { holds } = kernel
    const answerTo = (one: HttpRequest) => this.#answerTo(fate, one, gone)
    if (!holds.any || fate === undefined || isRefused(fate))
      return { request, answer: await answerTo(request) }
    if (outbound.sent(request) || door.isUnrecorded(request.path))
      return { request, answer: await answerTo(request) }
    return handledWithHolds(holds, fate, { request, gone }, answerTo)
  }

  async #answerTo(fate: Fate, request: HttpRequest, gone: Caller['gone']): Promise<HttpAnswer | NoAnswer> {
    if (fate === undefined) return notFound(request)
    if (!isRefused(fate)) {
      const patienceMs = () => this.#parts.outbound.patienceOf(request)
      return this.#parts.door.receive(fate, request, { gone, patienceMs })
    }
    const { method } = request
    const { problem, why } = fate.refusal
    explain(request, why)
    const line = { method, explanation: why.en }
    this.#parts.kernel.logger.warn(line, 'a request of an unknown caller was refused')
    return problemAnswer(problem)
  }
}

/** What becomes of a request: an operation answers, its caller is refused, or nobody has its path. */
type Fate = Matched | Refused | undefined
interface Refused {
  refusal: NonNullable<ReturnType<Callers>>
}

const isRefused = (fate: Fate): fate is Refused => fate !== undefined && 'refusal' in fate

const limitOf = (fate: Fate) => (fate !== undefined && 'limit' in fate ? fate.limit : mostOfOthers)

/** What the timeline calls a request. */
function kindOf(fate: Fate): { purpose: Purpose; operation?: string } {
  const { api, route } = fate !== undefined && 'route' in fate ? fate : {}
  if (!api || !route) return { purpose: 'request' }
  return { purpose: route.purpose ?? 'request', operation: `${api.name}.${route.operation}` }
}

function notFound({ method, path }: HttpRequest): HttpAnswer {
  return problemAnswer(problemNamed('no-route', `No route ${method} ${path}.`))
}

/** What the page asks, and a stream, have no answer that is ever whole. */
function needsSocket({ method, url }: RequestInProcess): HttpAnswer {
  const detail = `${method} ${pathOf(url)} is answered over a socket alone. Start the simulator with a port, and ask there.`
  return problemAnswer(problemNamed('needs-socket', detail))
}

/** A control call belongs to no order by itself. */
const noTrace = ''

/** Aborted when the connection is closed before the answer was sent. */
function goneWith(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  // With a reason, since without one each answer creates an exception.
  if (response.destroyed) gone.abort('closed')
  else response.once('close', () => gone.abort('closed'))
  return gone.signal
}
