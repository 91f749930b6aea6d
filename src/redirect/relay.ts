import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'

/** Headers for one connection only (RFC 9110 §7.6.1), and headers for this proxy. */
const ofOneConnection = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade']
const ofOurs = ['proxy-authorization', 'expect']

function pairs(raw: readonly string[]): Array<[string, string]> {
  const read: Array<[string, string]> = []
  for (let index = 0; index + 1 < raw.length; index += 2) read.push([raw[index] ?? '', raw[index + 1] ?? ''])
  return read
}

function kept({ rawHeaders, headers }: IncomingMessage, dropped: readonly string[]): Array<[string, string]> {
  const named = (headers.connection ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  const unwanted = [...ofOneConnection, ...named, ...dropped]
  return pairs(rawHeaders).filter(([name]) => !unwanted.includes(name.toLowerCase()))
}

/** The headers to forward, with their order and case, and this `Host`. */
export function headersFor(request: IncomingMessage, host: string): string[] {
  const rest = kept(request, [...ofOurs, 'host'])
  const { method = 'GET', headers } = request
  const bodiless = headers['content-length'] === undefined && headers['transfer-encoding'] === undefined
  // Without it Node would send `Transfer-Encoding: chunked`.
  const length =
    bodiless && !['GET', 'HEAD', 'DELETE', 'OPTIONS'].includes(method) ? ['Content-Length', '0'] : []
  return ['Host', host, ...rest.flat(), ...length]
}

/** Streams a request out and its answer back; `failed` answers if none came. */
export function relay(
  request: IncomingMessage,
  response: ServerResponse,
  { out, failed }: { out: ClientRequest; failed: (error: Error) => void },
): void {
  out.on('response', (answer) => {
    const { statusCode = 502, statusMessage = '' } = answer
    response.writeHead(statusCode, statusMessage, kept(answer, ['transfer-encoding']).flat())
    // When one side closes, the other is closed too.
    pipeline(answer, response, () => out.destroy())
  })
  out.on('error', (error) => {
    if (response.headersSent || response.destroyed) response.destroy()
    else failed(error)
  })
  response.on('close', () => out.destroy())
  request.pipe(out)
}

/** Answers with a text of our own. */
export function answerText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  // `Connection: close`, since the request may not have been read to its end.
  response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
  response.end(`payersim run: ${text}\n`)
}
