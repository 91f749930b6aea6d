import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { z } from 'zod'
import { worldNameProblem } from '../terms/index.ts'
import { defaultWorld } from '../terms/sim/named-world.ts'
import { providerViewSchema } from '../terms/sim/provider.ts'
import { RedirectError, reasonOf } from './errors.ts'
import { answerText, headersFor, relay } from './relay.ts'
import { VendorHosts } from './vendor-hosts.ts'

const timeoutMs = 5_000

/**
 * The URL of a simulator, `http://127.0.0.1:4000/`, or of a world of it, `http://127.0.0.1:4000/w/suite-1`.
 *
 * @throws RedirectError for an unusable URL
 */
export function simulatorUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const path = /^\/(?:w\/([^/]+)\/?)?$/.exec(url?.pathname ?? '')
  if (url?.protocol !== 'http:' || !path || url.search !== '' || url.username !== '')
    throw new RedirectError(
      `"${text}" is no simulator’s address. Give one such as http://127.0.0.1:4000, or a world of it: ` +
        'http://127.0.0.1:4000/w/suite-1.',
    )
  const [, world] = path
  if (world === undefined) return url
  const problem = worldNameProblem(world)
  if (problem !== undefined) throw new RedirectError(`${JSON.stringify(world)} ${problem}.`, { url: text })
  return new URL(`/w/${world}`, url)
}

/** What stands before the path of each request: `/w/suite-1` for a world, nothing for the simulator’s own. */
const prefixOf = ({ pathname }: URL) => (pathname === '/' ? '' : pathname)

/** The name of a world, by its URL. */
export const worldOf = (url: URL) => prefixOf(url).split('/')[2]

/**
 * The URL of the world that `http://suite-1.localhost:4000` is, by its path: a redirected request names the vendor as its host.
 * Any other URL as it is.
 *
 * @throws RedirectError if no simulator answers, or the URL names two worlds
 */
export async function worldByPath(url: URL): Promise<URL> {
  const [, name] = /^([^.]+)\.localhost$/.exec(url.hostname) ?? []
  if (name === undefined || worldNameProblem(name) !== undefined) return url
  const local = new URL(url)
  // What resolves no name below localhost can call it all the same.
  local.hostname = 'localhost'
  // Refused where the host names a world; answered by a simulator that has this name for its own (--allow-host).
  const { status } = await answerOf(local, `/w/${defaultWorld}/_sim/providers`, { host: url.host })
  if (status !== 400) return url
  const other = worldOf(url)
  if (other !== undefined && other !== name)
    throw new RedirectError(`"${url.href}" names the worlds ${name} and ${other}. Name one of them.`)
  return new URL(`/w/${name}`, local)
}

function noSimulator(url: URL, why: string): string {
  return (
    `No simulator answers at ${url.origin} (${why}). ` +
    'Start one in another terminal with `payersim serve`, or give its address with --url.'
  )
}

interface Answer {
  status: number
  /** Undefined if it is no JSON. */
  json: unknown
}

/** Not by `fetch`, whose first call costs some fifty milliseconds. */
function ask(url: URL, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(new URL(path, url), { agent: false, headers, timeout: timeoutMs })
    request.on('timeout', () => request.destroy(new Error('no answer in five seconds')))
    request.on('error', reject)
    request.on('response', (answer) => {
      readText(answer).then((text) => resolve({ status: answer.statusCode ?? 0, json: jsonOf(text) }), reject)
    })
    request.end()
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The hosts of the vendors that the simulator has.
 *
 * @throws RedirectError if no simulator answers, or it does not tell its hosts
 */
export async function findSimulator(url: URL): Promise<VendorHosts> {
  const prefix = prefixOf(url)
  checkHealth(url, await answerOf(url, `${prefix}/_sim/health`))
  // Every simulator knows this name; that of the URL may be a container's, which was not allowed.
  return readHosts(url, await answerOf(url, `${prefix}/_sim/providers`, { host: 'localhost' }))
}

/** @throws RedirectError if nothing answers */
async function answerOf(...[url, path, headers]: Parameters<typeof ask>): Promise<Answer> {
  try {
    return await ask(url, path, headers)
  } catch (error) {
    throw new RedirectError(noSimulator(url, reasonOf(error)), { url: url.href }, { cause: error })
  }
}

/** Looked at in both answers: from another machine a simulator may refuse the first. */
function checkWorld(url: URL, { status }: Answer): void {
  const world = worldOf(url)
  if (world === undefined || (status !== 404 && status !== 410)) return
  const what =
    status === 404
      ? `There is no world ${world} at ${url.origin}. Open it first`
      : `The world ${world} at ${url.origin} was ended, or ended since nobody had used it for long. Open it anew`
  throw new RedirectError(`${what}: payersim worlds open ${world} --url ${url.origin}`, {
    url: url.href,
    status,
  })
}

function checkHealth(url: URL, answer: Answer): void {
  checkWorld(url, answer)
  const { status, json } = answer
  const said = json as { status?: unknown; detail?: unknown } | undefined
  // A simulator on another machine refuses its control routes with 403.
  if (status === 403 && said?.status === 403) return
  if (status === 200 && said?.status === 'ok') return
  if (said?.status === 'failing')
    throw new RedirectError(`The simulator at ${url.origin} fails: ${said.detail}`, { url: url.href })
  throw new RedirectError(noSimulator(url, 'another program does'), { url: url.href })
}

/** Without any domain, the authority of a run would be believed for every name. */
const vendorsSchema = z
  .array(providerViewSchema)
  .refine((vendors) => vendors.some(({ hosts }) => hosts.domains.length > 0), 'there is no domain')

function readHosts(url: URL, answer: Answer): VendorHosts {
  checkWorld(url, answer)
  const { status, json } = answer
  if (status !== 200)
    throw new RedirectError(
      `The simulator at ${url.origin} does not tell which hosts it has (GET /_sim/providers: ${status}): it is older ` +
        'than this payersim run. Use the same version of payersim for both.',
      { url: url.href, status },
    )
  const read = vendorsSchema.safeParse(json)
  if (read.success) return new VendorHosts(read.data)
  const [issue] = read.error.issues
  throw new RedirectError(
    `The simulator at ${url.origin} tells hosts that cannot be redirected (GET /_sim/providers, ` +
      `${issue?.path.join('.')}: ${issue?.message}). If the provider is yours, correct its hosts; else use the same ` +
      'version of payersim for both.',
    { url: url.href },
  )
}

/**
 * Whether a path leads to control routes or worlds of the simulator, or may lead up to them, in any spelling. Clients of
 * vendors may not reach these.
 */
function isSimulatorPath(path: string): boolean {
  try {
    const [asSent = ''] = path.split(/[?#]/, 1)
    if (segmentsOf(asSent).includes('..')) return true
    const first = segmentsOf(new URL(`http://vendor${path}`).pathname).find((segment) => segment !== '')
    return first === undefined || first === '_sim' || first === 'mcp' || first === 'w'
  } catch {
    return true
  }
}

const segmentsOf = (path: string) => decodeURIComponent(path).toLowerCase().split(/[/\\]/)

/**
 * Forwards a request to the simulator, over plain HTTP, with nothing changed but the world before its path. `Host` stays the
 * vendor's, so that the simulator knows the vendor; its control routes do not answer to such a name.
 */
export function forwardToSimulator(
  request: IncomingMessage,
  response: ServerResponse,
  { url, host, path }: { url: URL; host: string; path: string },
): void {
  if (!path.startsWith('/') || isSimulatorPath(path)) {
    answerText(response, 404, `${host} has no ${path || 'such path'}.`)
    return
  }
  const out = httpRequest({
    agent: false,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || 80,
    method: request.method ?? 'GET',
    path: prefixOf(url) + path,
    headers: headersFor(request, host),
  })
  relay(request, response, {
    out,
    failed: (error) => answerText(response, 502, noSimulator(url, reasonOf(error))),
  })
}
