import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import { notePlace, type Place } from '../control/index.ts'
import {
  asSent,
  type HttpAnswer,
  hostName,
  inLowerCase,
  type NoAnswer,
  pathOf,
  problemAnswer,
  problemNamed,
  type RequestInProcess,
  sendAnswer,
} from '../kernel/index.ts'
import { defaultWorld, worldNameProblem } from '../terms/sim/named-world.ts'
import type { Problem } from '../terms/sim/problem.ts'
import type { ProblemOf } from '../terms/sim/problems.ts'
import { isOfServer, type NamedWorlds } from './named-worlds.ts'
import type { OpenWorld } from './open-world.ts'
import type { Prepared } from './prepared.ts'

interface EntranceParts {
  own: Pick<OpenWorld, 'listener' | 'reception'>
  worlds: Pick<NamedWorlds, 'has' | 'hasEnded' | 'receive' | 'answer'>
  prepared: Pick<Prepared, 'callers' | 'ownNames'>
}

/** What is looked at of a request. */
interface Asked {
  method?: string | undefined
  url?: string | undefined
  headers: IncomingHttpHeaders
  rawHeaders: readonly string[]
}

/** Where a request is led: the world's name, and the URL without it. */
interface Way extends Omit<Place, 'world'> {
  world: string
  url: string
  refusal: Problem | undefined
}

/** Leads each request to its world: that of the path `/w/{name}/…` or the host `{name}.localhost`, else the server's own. */
export class Entrance {
  readonly #parts: EntranceParts

  constructor(parts: EntranceParts) {
    this.#parts = parts
  }

  /** For requests over a socket. */
  listener(): RequestListener {
    const { own, worlds } = this.#parts
    return (request, response) => {
      const way = this.#wayOf(request)
      if (way === undefined) return own.listener(request, response)
      if (way.refusal) return void sendAnswer(response, problemAnswer({ ...way.refusal }))
      const { world, url, base, isBare } = way
      request.url = url
      notePlace(request, { world: world === defaultWorld ? undefined : world, base, isBare })
      if (world === defaultWorld || isOfServer(url)) return own.listener(request, response)
      if (worlds.has(world) || !isOfPage(request)) return worlds.receive(world, request, response)
      if (pathOf(url) === '/') response.statusCode = worlds.hasEnded(world) ? 410 : 404
      own.listener(request, response)
    }
  }

  /** For requests of this process. */
  async answer(sent: RequestInProcess): Promise<HttpAnswer | NoAnswer> {
    const { own, worlds } = this.#parts
    const headers = inLowerCase(sent.headers)
    const way = this.#wayOf({ url: sent.url, headers, rawHeaders: Object.entries(sent.headers).flat() })
    if (way === undefined) return own.reception.answer(sent)
    if (way.refusal) return asSent(problemAnswer({ ...way.refusal }), sent.method)
    const request = { ...sent, url: way.url }
    if (way.world === defaultWorld || isOfServer(way.url)) return own.reception.answer(request)
    return worlds.answer(way.world, request)
  }

  /** Undefined where a request names no world, as nearly all do. */
  #wayOf(request: Asked): Way | undefined {
    const { url = '', headers } = request
    const byHost = this.#worldOfHost(headers.host)
    // A request to a proxy has a whole URL.
    const [origin = ''] = /^https?:\/\/[^/?#]*/i.exec(url) ?? []
    const path = url.slice(origin.length)
    const byPath = inPath.exec(path)
    if (!byPath)
      return byHost === undefined ? undefined : this.#to(byHost, { url, base: '', isBare: false }, request)
    const [, name = '', rest = ''] = byPath
    const problem = worldNameProblem(name)
    if (problem !== undefined)
      return refused(
        'not-a-world-name',
        `The path names a world, and ${JSON.stringify(shown(name))} ${problem}.`,
      )
    if (byHost !== undefined && byHost !== name)
      return refused(
        'several-worlds',
        `The host names the world ${byHost}, and the path the world ${name}. Name one of them.`,
      )
    if (leadsUp(rest))
      return refused(
        'path-leads-up',
        'The path has .. in it, which may lead out of the world that it names. Send the path that is meant.',
      )
    const isBare = !rest.startsWith('/')
    // It stays a whole URL: control routes refuse those.
    const led = origin + (isBare ? `/${rest}` : rest)
    return this.#to(name, { url: led, base: `/w/${name}`, isBare }, request)
  }

  /** A page of a foreign name does not learn which worlds there are. */
  #to(world: string, way: Pick<Way, 'url' | 'base' | 'isBare'>, request: Asked): Way {
    const { worlds, prepared } = this.#parts
    const refusal =
      worlds.has(world) || world === defaultWorld ? undefined : prepared.callers(request, () => true)?.problem
    return { ...way, world, refusal }
  }

  /** Browsers and many programs lead every name below `localhost` to this machine (RFC 6761). */
  #worldOfHost(host: string | undefined): string | undefined {
    if (host === undefined || !/\.localhost\.?(?::|$)/i.test(host)) return undefined
    const name = hostName(host)
    const label = name?.slice(0, -'.localhost'.length)
    if (name === undefined || label === undefined || worldNameProblem(label) !== undefined) return undefined
    return this.#isOwn(name) ? undefined : label
  }

  #isOwn(name: string): boolean {
    return this.#parts.prepared.ownNames.some((one) =>
      one.startsWith('.') ? name === one.slice(1) || name.endsWith(one) : name === one,
    )
  }
}

const inPath = /^\/w(?:\/([^/?#]*)(.*)|(?=[?#]|$))/s

/** The page itself, without data of any world: it says of a world that is not there what to do. */
function isOfPage({ method = '', url = '', headers }: Asked): boolean {
  const path = pathOf(url)
  if (method === 'POST') return path === '/page/login'
  if (method !== 'GET' && method !== 'HEAD') return false
  return path === '/' ? /\btext\/html\b/i.test(headers.accept ?? '') : path.startsWith('/page/assets/')
}

const refused = (name: ProblemOf<400>, detail: string): Way => ({
  world: '',
  url: '',
  base: '',
  isBare: false,
  refusal: problemNamed(name, detail),
})

const shown = (name: string) => (name.length > 80 ? `${name.slice(0, 80)}…` : name)

/** Whether a path has a segment `..`, in any spelling that a server or a file system may take for one. */
function leadsUp(rest: string): boolean {
  const [path = ''] = rest.split(/[?#]/, 1)
  return path.split(/[/\\]|%2f|%5c/i).some((segment) => /^(?:\.|%2e){2}$/i.test(segment))
}
