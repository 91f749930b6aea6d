import { ConflictError } from '../errors.ts'
import type { ApiDescription, RouteDescription } from './description.ts'
import type { HttpAnswer } from './http-answer.ts'
import type { Purpose } from './http-exchange.ts'
import { type HttpRequest, pathOf } from './http-request.ts'
import type { Caller, NoAnswer } from './no-answer.ts'
import { decodedParams, placeOf, RouteTable } from './route-table.ts'

/** One method at one path. */
export interface Route {
  /** The name of its operation, unique in the API: `createRequestToPay`. Several paths may serve one operation. */
  operation: string
  /** What it does, in words: "Ask a payer to pay". */
  title?: string
  method: string
  /** `/collection/v1_0/requesttopay/{referenceId}`; upper and lower case, and a slash at the end, make no difference. */
  path: string
  /** Performed again after its answer was lost, it is refused: what it is about is over. */
  once?: true
  /** Bytes of the longest body. */
  limit?: number
  /** Of its requests on the timeline; `request` by default. */
  purpose?: Purpose
  /** @throws what the `failed` of its API answers */
  answer(request: HttpRequest): Promise<HttpAnswer> | HttpAnswer
  /** What documents say of it, asked when one is made; null: nothing, since its path is a secret. */
  describe?(): Promise<RouteDescription | null> | RouteDescription | null
}

/** What the gateway in front of an API answers while the API is out of order, or asked too often. */
export type OutageStatus = 500 | 502 | 503 | 429

/** The access tokens of an API. */
export interface Tokens {
  /** The names of the operations that give them. */
  givenAt: readonly string[]
  /** The names of the operations that neither take nor give one; none by default. */
  unusedAt?: readonly string[]
  /** The token that a request has; undefined if it has none. */
  of(request: HttpRequest): string | undefined
  /** The token that an answer gives; undefined if it gives none. */
  givenBy(answer: HttpAnswer): string | undefined
  /** Ends a token before its time. */
  end(token: string): Promise<void>
}

/** A request that was received, as the log of exchanges has it. */
export interface Asked {
  method: string
  /** As it was sent. */
  url: string
  /** The value of a header; undefined if it is absent. */
  get(name: string): string | undefined
  body: string
}

/** The routes of one vendor's API, and its own answers to what none of them takes. */
export interface Api {
  /** Whose it is, such as `momo`. With the name of an operation it is unique: `momo.createRequestToPay`. */
  name: string
  routes: readonly Route[]
  /** Whether a path that no route has is to be answered in this API's words. */
  owns(path: string): boolean
  /**
   * The name of the API user or app that a request says it comes from, as `GET /_sim/world` has it; undefined where it says
   * none that is known. Whether it may ask is not checked.
   */
  askedBy?(request: HttpRequest): Promise<string | undefined> | string | undefined
  /** Checks what comes before any route. @throws what `failed` answers */
  check?(request: HttpRequest): void
  /** @throws what `failed` answers */
  notFound(request: HttpRequest): HttpAnswer
  /** Answers and logs an error of a route. */
  failed(error: unknown, request: HttpRequest): HttpAnswer
  /** Whether requests to this path are left out of the log of exchanges. */
  unrecorded?(path: string): boolean
  /** What documents say of it, asked when one is made. */
  describe?(): Promise<ApiDescription> | ApiDescription
  /** Whether only a vendor's server calls this path, never a page. In small letters, without a slash at its end. */
  byServers?(path: string): boolean
  /** A plain text by default. */
  outage?(status: OutageStatus, request: HttpRequest): HttpAnswer
  /** Absent if the API has none. */
  tokens?: Tokens
  /** The caller's own id of what a request is about, such as its reference id; absent if no request has one. */
  referenceIn?(asked: Asked, params: Readonly<Record<string, string>>): string | undefined
  /** Not a vendor's, but that of an app of the simulator's own: no fault befalls its operations. */
  ownApp?: true
}

/** What a person may name: an operation of a vendor's API. */
export interface NamedOperation {
  /** `momo.createRequestToPay` */
  name: string
  api: string
  /** In words; the name if it has none. */
  title: string
  method: string
  /** The first, where it is served at several. */
  path: string
  /** Whether it takes or gives an access token, which may die. */
  hasTokens: boolean
  /** Performed again, it is refused. */
  once: boolean
  /** Only a vendor's server calls it. */
  byServers: boolean
}

/** A call of an operation. */
export interface Call {
  api: Api
  route: Route
  request: HttpRequest
  caller: Caller
}

/** Performs a call, and may let it go wrong. */
export type Perform = (call: Call, perform: () => Promise<HttpAnswer>) => Promise<HttpAnswer | NoAnswer>

/** Who answers a request. */
export interface Matched {
  api: Api
  route: Route | undefined
  /** As they were sent. */
  params: Record<string, string>
  limit: number
}

const usualLimit = 64 * 1024
/** As the router compares paths. */
const plainPath = (path: string) => path.toLowerCase().replace(/(?<=.)\/$/, '')

/** The table of all operations, and the way to be answered, from a socket and in this process. */
export class FrontDoor {
  readonly #apis: readonly Api[]
  /** The API of each route of the table. */
  readonly #owners: readonly Api[]
  readonly #table: RouteTable<Route>
  readonly #perform: Perform | undefined

  /** @param perform by default each call is performed as it is */
  constructor(apis: readonly Api[], perform?: Perform) {
    this.#perform = perform
    this.#apis = apis
    const routes = apis.flatMap((api) => api.routes)
    const owners = apis.flatMap((api) => api.routes.map(() => api))
    this.#owners = owners
    this.#table = new RouteTable(1, routes, (again, first) => {
      const [other, api] = [first, again].map((route) => owners[routes.indexOf(route)]?.name)
      throw new ConflictError(
        `${placeOf(again)} is served by ${other} and by ${api}. A path has one operation.`,
      )
    })
  }

  /** The operations of the vendors' APIs. */
  operations(): NamedOperation[] {
    const found = new Map<string, NamedOperation>()
    for (const { name: api, routes, tokens, ownApp, byServers } of this.#apis) {
      if (ownApp) continue
      for (const { operation, title = operation, method, path, once = false } of routes) {
        const name = `${api}.${operation}`
        const hasTokens = tokens !== undefined && !tokens.unusedAt?.includes(operation)
        const facts = { hasTokens, once, byServers: byServers?.(plainPath(path)) === true }
        const named = { name, api, title, method, path, ...facts }
        if (!found.has(name)) found.set(name, named)
      }
    }
    return [...found.values()]
  }

  /** Undefined if no API has the path. HEAD is answered as GET is. */
  find(method: string, path: string): Matched | undefined {
    const found = this.#table.find(method, path)
    const owner = found && this.#owners[found.number]
    if (found && owner) {
      const { served: route } = found
      return { api: owner, route, params: found.params, limit: route.limit ?? usualLimit }
    }
    const api = this.#apis.find((one) => one.owns(path))
    return api && { api, route: undefined, params: {}, limit: usualLimit }
  }

  /** Whether only a vendor's server calls this path, never a page. */
  isForServers(path: string): boolean {
    return this.#apis.some(({ byServers }) => byServers?.(plainPath(path)) === true)
  }

  /** The caller's own id of what a request is about; undefined if it has none. */
  referenceIn(asked: Asked): string | undefined {
    const found = this.find(asked.method, pathOf(asked.url))
    return found?.api.referenceIn?.(asked, decodedParams(found.params))
  }

  /** Whether requests to this path are left out of the log of exchanges. */
  isUnrecorded(path: string): boolean {
    return this.#apis.some(({ unrecorded }) => unrecorded?.(path) === true)
  }

  /** The answer, or, where a fault is planned for the call, what it makes of that. Never rejects. */
  async receive(matched: Matched, request: HttpRequest, caller: Caller): Promise<HttpAnswer | NoAnswer> {
    const { api, route } = matched
    const answer = () => this.answer(matched, request)
    if (!this.#perform || !route || api.ownApp) return answer()
    try {
      return await this.#perform({ api, route, request, caller }, answer)
    } catch (error) {
      return api.failed(error, request)
    }
  }

  /** The answer of the API itself. Never rejects. */
  async answer({ api, route, params }: Matched, request: HttpRequest): Promise<HttpAnswer> {
    try {
      request.params = request.path.includes('%') ? decodedParams(params) : params
      api.check?.(request)
      return await (route ? route.answer(request) : api.notFound(request))
    } catch (error) {
      return api.failed(error, request)
    }
  }
}
