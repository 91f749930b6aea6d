import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import {
  type ControlAnswer,
  type ControlRequest,
  type ControlRoute,
  controlRoute,
} from '../providers/index.ts'

/** Answers a request of the Model Context Protocol. Injected, because what does loads the client and scripts. */
export type McpHandler = (request: Request, body: unknown) => Promise<Response>

/** What the protocol reads of a request's head. The admin token is not among it. */
const heads = [
  'accept',
  'content-type',
  'last-event-id',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'mcp-session-id',
]

/** `/mcp`: the Model Context Protocol, by its streamable HTTP transport. It is no part of `/_sim`, and no document of it. */
export function mcpRoutes(open: () => Promise<McpHandler>): ControlRoute[] {
  const answerTo = (method: 'GET' | 'POST' | 'DELETE') => async (request: ControlRequest) => {
    const handler = await open()
    return answerOf(await handler(requestOf(method, request), request.body))
  }
  return [
    controlRoute({ method: 'POST', path: '/mcp', answer: answerTo('POST') }),
    controlRoute({ method: 'GET', path: '/mcp', answer: answerTo('GET') }),
    controlRoute({ method: 'DELETE', path: '/mcp', answer: answerTo('DELETE') }),
  ]
}

/** The URL is not looked at. */
function requestOf(method: string, { get, gone }: ControlRequest): Request {
  const headers = heads.flatMap((name): Array<[string, string]> => {
    const value = get(name)
    return value === undefined ? [] : [[name, value]]
  })
  return new Request('http://payersim.test/mcp', { method, headers, signal: gone() })
}

async function answerOf({ status, headers, body }: Response): Promise<ControlAnswer> {
  const given = Object.fromEntries(headers)
  const stream = body as ReadableStream<Uint8Array> | null
  if (stream === null || !headers.get('content-type')?.startsWith('text/event-stream'))
    return {
      status,
      headers: given,
      body: stream === null ? '' : Buffer.from(await new Response(body).arrayBuffer()),
    }
  return {
    status,
    headers: given,
    live(response) {
      // An agent that goes away ends it.
      Readable.fromWeb(stream)
        .once('error', () => response.destroy())
        .pipe(response)
    },
  }
}
