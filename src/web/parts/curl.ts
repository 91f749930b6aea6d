import { pathHere } from '../live/base.ts'
import type { Exchange } from '../live/http.ts'

/** A request as it was sent; its credentials may be hidden. */
export interface SentRequest {
  method: string
  /** Within the world of this page, or an absolute URL elsewhere. */
  path: string
  headers: Readonly<Record<string, string>> | ReadonlyArray<readonly [name: string, value: string]>
  body: string | null
}

/** How a call by hand gets what an exchange does not show, or what will have expired. */
export interface CurlKeys {
  /** Values of headers by their names in lower case, as they stand between double quotes in a shell: `Bearer $TOKEN`. */
  headers: Readonly<Record<string, string>>
  /** Commands that come first, such as one that gets a token; they may use `$URL`, the base URL of this world. */
  before?: readonly string[]
  /** The variables that a person sets, by their names. */
  variables: readonly string[]
}

/** Set by curl or by the connection. */
const own =
  /^(accept-encoding|connection|content-length|expect|host|keep-alive|sec-.*|transfer-encoding|user-agent)$/i
const secret =
  /^(authorization|signature|cookie|proxy-authorization|.*(api-?key|subscription-key|token|secret))$/i

/**
 * The same request as commands for a POSIX shell. Credentials are variables, which a comment names, or which are set where
 * `values` has them.
 */
export function curlOf(
  { method, path, headers, body }: SentRequest,
  keys: CurlKeys = { headers: {}, variables: [] },
  values: Readonly<Record<string, string>> = {},
): string {
  const variables = new Set(keys.variables)
  const shown = entriesOf(headers)
    .filter(([name]) => !own.test(name))
    .map(([name, value]) => {
      const known = keys.headers[name.toLowerCase()]
      if (known !== undefined) return `-H "${name}: ${known}"`
      if (!secret.test(name)) return `-H ${quoted(`${name}: ${value}`)}`
      const scheme = /^(bearer|basic)\s/i.exec(value)?.[0] ?? ''
      const variable =
        scheme === ''
          ? name
              .toUpperCase()
              .replaceAll('-', '_')
              .replace(/^APIKEY$/, 'API_KEY')
          : 'TOKEN'
      variables.add(variable)
      return `-H "${name}: ${scheme}$${variable}"`
    })
  const here = location.origin + pathHere('/').replace(/\/$/, '')
  const isElsewhere = /^https?:/.test(path)
  const missing = [...variables].filter((name) => values[name] === undefined)
  return [
    ...(missing.length === 0 ? [] : [`# Set ${listed(missing)} first: no exchange shows keys.`]),
    ...(body?.includes('****') ? ['# What was hidden stands as ****: put the value in its place.'] : []),
    ...Object.entries(values).map(([name, value]) => `${name}=${quoted(value)}`),
    ...(isElsewhere ? [] : [`URL=${quoted(here)}`]),
    ...(keys.before ?? []),
    [
      `curl -i -X ${method} ${isElsewhere ? quoted(path) : `"$URL"${quoted(path)}`}`,
      ...shown,
      ...(body === null || body === '' ? [] : [`--data-binary ${quoted(body)}`]),
    ].join(' \\\n  '),
  ].join('\n')
}

/** The request and the response in HTTP's form, with credentials hidden. */
export function wireOf(exchange: Exchange): { request: string; answer: string } {
  const { method, path, headers, body, status, answer, answerHeaders } = exchange
  return {
    request: message(`${method} ${pathHere(path)}`, Object.entries(headers), body ?? ''),
    answer: message(`HTTP ${status}`, answerHeaders, answer),
  }
}

function message(first: string, headers: ReadonlyArray<readonly [string, string]>, body: string): string {
  const lines = headers.map(([name, value]) => {
    if (!secret.test(name)) return `${name}: ${value}`
    return `${name}: ${/^(bearer|basic)\s/i.exec(value)?.[0] ?? ''}****`
  })
  return [first, ...lines, '', body].join('\n').trimEnd()
}

const entriesOf = (headers: SentRequest['headers']): ReadonlyArray<readonly [string, string]> =>
  isPairs(headers) ? headers : Object.entries(headers)

const isPairs = (headers: SentRequest['headers']): headers is ReadonlyArray<readonly [string, string]> =>
  Array.isArray(headers)

const listed = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
