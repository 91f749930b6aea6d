import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { z } from 'zod'
import { providerViewSchema } from '../terms/sim/provider.ts'
import { RedirectError, reasonOf } from './errors.ts'
import { answerText, headersFor, relay } from './relay.ts'
import { VendorHosts } from './vendor-hosts.ts'

const timeoutMs = 5_000

/** The URL of the simulator. @throws RedirectError for an unusable URL */
export function simulatorUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' || url.pathname !== '/' || url.search !== '' || url.username !== '')
    throw new RedirectError(`"${text}" is no simulator’s address. Give one such as http://127.0.0.1:4000.`)
  return url
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
  try {
    await checkHealth(url, await ask(url, '/_sim/health'))
    // Every simulator knows this name; that of the URL may be a container's, which was not allowed.
    return readHosts(url, await ask(url, '/_sim/providers', { host: 'localhost' }))
  } catch (error) {
    if (error instanceof RedirectError) throw error
    throw new RedirectError(noSimulator(url, reasonOf(error)), { url: url.href }, { cause: error })
  }
}

function checkHealth(url: URL, { status, json }: Answer): void {
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

function readHosts(url: URL, { status, json }: Answer): VendorHosts {
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

/** Whether a path is one of the simulator's control routes, in any spelling. Clients of vendors may not reach these. */
function isControlPath(path: string): boolean {
  let pathname: string
  try {
    pathname = decodeURIComponent(new URL(`http://vendor${path}`).pathname)
  } catch {
    return true
  }
  const first = pathname
    .toLowerCase()
    .split(/[/\\]+/)
    .find((segment) => segment !== '')
  return first === undefined || first === '_sim'
}

/**
 * Forwards a request unchanged to the simulator, over plain HTTP. `Host` stays the vendor's, so that the simulator knows
 * the vendor; its control routes do not answer to such a name.
 */
export function forwardToSimulator(
  request: IncomingMessage,
  response: ServerResponse,
  { url, host, path }: { url: URL; host: string; path: string },
): void {
  if (!path.startsWith('/') || isControlPath(path)) {
    answerText(response, 404, `${host} has no ${path || 'such path'}.`)
    return
  }
  const out = httpRequest({
    agent: false,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || 80,
    method: request.method ?? 'GET',
    path,
    headers: headersFor(request, host),
  })
  relay(request, response, {
    out,
    failed: (error) => answerText(response, 502, noSimulator(url, reasonOf(error))),
  })
}
