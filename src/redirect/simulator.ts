import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { RedirectError, reasonOf } from './errors.ts'
import { answerText, headersFor, relay } from './relay.ts'

const healthTimeoutMs = 5_000

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
    'Start one in another terminal with `npx payersim serve`, or give its address with --url.'
  )
}

/** @throws RedirectError if no simulator answers */
export async function findSimulator(url: URL): Promise<void> {
  let answer: Response
  try {
    answer = await fetch(new URL('/_sim/health', url), { signal: AbortSignal.timeout(healthTimeoutMs) })
  } catch (error) {
    throw new RedirectError(noSimulator(url, reasonOf(error)), { url: url.href }, { cause: error })
  }
  const said = (await answer.json().catch(() => undefined)) as
    | { status?: unknown; detail?: unknown }
    | undefined
  // A simulator on another machine refuses its control routes with 403.
  if (answer.status === 403 && said?.status === 403) return
  if (answer.ok && said?.status === 'ok') return
  if (said?.status === 'failing')
    throw new RedirectError(`The simulator at ${url.origin} fails: ${said.detail}`, { url: url.href })
  throw new RedirectError(noSimulator(url, 'another program does'), { url: url.href })
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
