import { pathHere } from '../live/base.ts'
import type { Exchange } from '../live/http.ts'

type Request = Pick<Exchange, 'method' | 'path' | 'headers' | 'body'>

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** The same request as a command for a POSIX shell. */
export function curlOf({ method, path, headers, body }: Request): string {
  return [
    `curl -i -X ${method} ${quoted(location.origin + pathHere(path))}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-binary ${quoted(body)}`]),
  ].join(' \\\n  ')
}

/** The request and the response in HTTP's form, with credentials hidden. */
export function wireOf({ method, path, headers, body, status, answer, answerHeaders }: Exchange): string {
  const shown = (name: string, value: string) =>
    /^(authorization|signature|ocp-apim-subscription-key)$/i.test(name) ? '•••' : value
  const lines = [
    `${method} ${pathHere(path)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${shown(name, value)}`),
    '',
    ...(body ? [body, ''] : []),
    `HTTP ${status}`,
    ...answerHeaders.map(([name, value]) => `${name}: ${shown(name, value)}`),
    '',
    answer,
  ]
  return lines.join('\n').trimEnd()
}
