import { createServer, type IncomingMessage } from 'node:http'
import { isControlPath } from '../terms/index.ts'
import { ClientError, noAnswerTo } from './errors.ts'
import { anything, checkOptions } from './known-options.ts'
import type { Listener, Port, PortRequest, PortResponse, ReceivedRequest } from './port.ts'
import { jsonOf } from './wire.ts'

const largestCallback = 1024 * 1024

/**
 * Reaches a simulator over HTTP. Callbacks arrive at a server on 127.0.0.1, on its own port, which does not
 * keep the process alive.
 *
 * @example
 * const sim = new SimulatorClient(httpPort('http://127.0.0.1:4000'))
 *
 * @param baseUrl where the simulator listens: `http:` or `https:`
 * @param options `headers` are sent with every request, for example those that a proxy needs
 * @throws ClientError if `baseUrl` is no such URL; and, on use, if nothing answers there, or another
 * program does
 */
export function httpPort(baseUrl: string, options: { headers?: Record<string, string> } = {}): Port {
  checkOptions('httpPort', options, { headers: anything })
  const base = baseOf(baseUrl)
  return {
    fetch: (request) => fetchFrom(base, request, options.headers ?? {}),
    listen: (receive) => listenLocally(receive),
    inWorld: (name) => httpPort(`${base}/w/${name}`, options),
  }
}

function baseOf(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new ClientError(`"${baseUrl}" is no address of a simulator. Write it as http://127.0.0.1:4000.`)
  }
  return `${url.origin}${url.pathname.replace(/(?<!\/)\/+$/, '')}`
}

async function fetchFrom(
  base: string,
  { method, path, headers, body, signal }: PortRequest,
  always: Record<string, string>,
): Promise<PortResponse> {
  let answer: PortResponse
  try {
    const response = await fetch(`${base}${path}`, {
      method,
      // So that what a test asked for is not taken for a call of the program under test.
      headers: { 'user-agent': 'payersim', ...always, ...headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    })
    answer = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: await response.text(),
    }
  } catch (cause) {
    const isControl = isControlPath(path)
    if (signal?.aborted || (!isControl && brokeOff(cause))) throw noAnswerTo({ method, path }, signal, cause)
    throw new ClientError(
      `${base} cannot be reached: ${reasonOf(cause)}. Start a simulator there with "payersim serve", or name another URL.`,
      { method, path },
      { cause },
    )
  }
  if (!isControlPath(path) || isOurs(answer)) return answer
  throw new ClientError(
    `No simulator answers at ${base}: another program does. Start one with "payersim serve", or name another URL.`,
    { status: answer.status, method, path },
  )
}

/** Control routes return no HTML, and report errors only as JSON. */
function isOurs({ status, headers, text }: PortResponse): boolean {
  if (status >= 300) return jsonOf(text) !== undefined
  return !headers['content-type']?.startsWith('text/html')
}

/** Whether the connection was there and was closed. */
function brokeOff(thrown: unknown): boolean {
  const { code } = causeOf(thrown) as NodeJS.ErrnoException
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET'
}

// fetch reports every failure as "fetch failed" and puts the reason into the cause.
function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
}

function reasonOf(thrown: unknown): string {
  const cause = causeOf(thrown)
  if (!(cause instanceof Error)) return String(cause)
  const { code } = cause as NodeJS.ErrnoException
  return cause.message || code || cause.name
}

async function listenLocally(receive: (request: ReceivedRequest) => { status: number }): Promise<Listener> {
  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) => {
        if (body === undefined) response.writeHead(413, { connection: 'close' })
        else {
          const { method = 'GET', url = '/' } = request
          response.writeHead(receive({ method, path: url, headers: headersOf(request), body }).status)
        }
        response.end()
      },
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  server.unref()
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    hostname: '127.0.0.1',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestCallback) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
}
