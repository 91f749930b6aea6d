/// <reference path="./negotiator.d.ts" />
import { parse as parseQuery } from 'node:querystring'
import { create as contentDisposition } from 'content-disposition'
import Negotiator from 'negotiator'
import {
  type Caller,
  decodedParams,
  failureAnswer,
  type HttpAnswer,
  type HttpRequest,
  jsonBodyOf,
  type Kernel,
  type LiveAnswer,
  parse,
  problemAnswer,
  problemNamed,
  RouteTable,
} from '../kernel/index.ts'
import type { ControlAnswer, ControlRequest, ControlRoute } from '../providers/index.ts'
import type { LanguageTag } from '../terms/index.ts'
import { type ControlAccess, guardOf } from './guard.ts'
import { languageOf } from './language-of.ts'
import { problemInFrench } from './problems-fr.ts'

/** Bytes of the longest body. */
export const controlLimit = 100 * 1024

/** A route at its whole path. */
interface Served {
  method: string
  path: string
  route: ControlRoute
  open: boolean
}

const methods = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] as const

/** The table of the routes that no vendor has, and the one way to be answered, over a socket and in this process. */
export class ControlDoor {
  readonly #served: Served[] = []
  #table: RouteTable<Served> | undefined
  readonly #refuse: ReturnType<typeof guardOf>
  readonly #logger: Kernel['logger']

  constructor({ access, logger }: { access: ControlAccess; logger: Kernel['logger'] }) {
    this.#refuse = guardOf(access)
    this.#logger = logger
  }

  /** Routes at these paths. Where two have one place, the first has it. */
  add(routes: readonly ControlRoute[], { open = false, below = '/_sim' } = {}): this {
    for (const route of routes)
      this.#served.push({ method: route.method, path: below + route.path, route, open })
    this.#table = undefined
    return this
  }

  /** Never rejects. A request that is refused is answered by its head alone: its body is not read. */
  async answer(request: HttpRequest, caller: Pick<Caller, 'gone'>): Promise<HttpAnswer | LiveAnswer> {
    const answer = await this.#answered(request, caller)
    if (!isProblem(answer)) return answer
    const problem = { ...answer, headers: { ...answer.headers, Vary: 'Accept-Language' } }
    return languageOf(request.headers) === 'fr' ? inFrench(problem) : problem
  }

  async #answered(request: HttpRequest, caller: Pick<Caller, 'gone'>): Promise<HttpAnswer | LiveAnswer> {
    try {
      const found = this.#find(request.method, request.path)
      const { route, open } = found?.served ?? { open: false }
      const refusal = open ? undefined : this.#refuse(request)
      if (refusal) return problemAnswer(refusal)
      if (!open) await request.receiveBody()
      const body = open ? undefined : await jsonBodyOf(request)
      if (!found || !route) return this.#notFound(request)
      const params = request.path.includes('%') ? decodedParams(found.params) : found.params
      return answerOf(await route.answer(new Asked(route, { request, params, body, caller })))
    } catch (error) {
      return failureAnswer(this.#logger, error, request)
    }
  }

  #find(method: string, path: string) {
    // Two segments: nearly all paths begin with `/_sim`.
    this.#table ??= new RouteTable(2, this.#served, () => {})
    const found = this.#table.find(method, path)
    // For the router a segment may be empty.
    return found && Object.values(found.params).every((value) => value !== '') ? found : undefined
  }

  #notFound({ method, path, url }: HttpRequest): HttpAnswer {
    const allowed = method === 'OPTIONS' ? methods.filter((one) => this.#find(one, path)) : []
    if (allowed.length > 0) return optionsAnswer(allowed.join(', '))
    return problemAnswer(problemNamed('no-route', `No route ${method} ${url.split('?')[0]}.`))
  }
}

/** A request as its route has it. */
class Asked implements ControlRequest {
  readonly params: Record<string, string>
  readonly query: unknown
  readonly body: unknown
  readonly #request: HttpRequest
  readonly #caller: Pick<Caller, 'gone'>
  readonly get = (name: string) => this.#request.get(name)
  readonly gone = () => this.#caller.gone()

  /** @throws InputError */
  constructor(
    route: ControlRoute,
    {
      request,
      params,
      body,
      caller,
    }: {
      request: HttpRequest
      params: Record<string, string>
      body: unknown
      caller: Pick<Caller, 'gone'>
    },
  ) {
    this.#request = request
    this.#caller = caller
    this.params = params
    this.query = route.query && parse(route.query, parseQuery(request.query), 'query')
    this.body = route.body ? parse(route.body, body, 'body') : body
  }

  get prefersCsv() {
    return this.#prefers('application/json', 'text/csv')
  }

  get prefersEvents() {
    return this.#prefers('application/json', 'text/event-stream')
  }

  get language(): LanguageTag {
    return languageOf(this.#request.headers)
  }

  #prefers(usual: string, other: string): boolean {
    const { headers } = this.#request
    return headers.accept !== undefined && new Negotiator({ headers }).mediaType([usual, other]) === other
  }
}

const isProblem = (answer: HttpAnswer | LiveAnswer): answer is HttpAnswer =>
  'body' in answer && answer.headers['Content-Type'] === 'application/problem+json'

function inFrench({ status, headers, body }: HttpAnswer): HttpAnswer {
  return { status, headers: { ...headers, 'Content-Language': 'fr' }, body: problemInFrench(String(body)) }
}

function answerOf(answer: ControlAnswer): HttpAnswer | LiveAnswer {
  if ('json' in answer) {
    const { json, ...head } = answer
    return withLength('application/json; charset=utf-8', JSON.stringify(json) ?? '', head)
  }
  if ('csv' in answer) {
    const headers = { 'Content-Disposition': contentDisposition(answer.file) }
    return withLength('text/csv; charset=utf-8; header=present', answer.csv, { headers })
  }
  return answer
}

function withLength(
  type: string,
  body: string,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> },
): HttpAnswer {
  const length = String(Buffer.byteLength(body))
  return { status, headers: { 'Content-Type': type, ...headers, 'Content-Length': length }, body }
}

const optionsAnswer = (allowed: string): HttpAnswer => ({
  status: 200,
  headers: {
    Allow: allowed,
    'Content-Length': String(allowed.length),
    'Content-Type': 'text/plain',
    'X-Content-Type-Options': 'nosniff',
  },
  body: allowed,
})
