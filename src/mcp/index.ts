import { createMcpHandler } from '@modelcontextprotocol/server'
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio'
import { Desk, type McpParts } from './desk.ts'
import { newMcpServer } from './server.ts'

export type { McpParts } from './desk.ts'

/** Answers one request of the streamable HTTP transport. */
export type McpHandler = (request: Request, body: unknown) => Promise<Response>

/**
 * Serves agents over HTTP. Whoever calls it has checked who asks. Each request is answered by itself: none needs a session.
 */
export function openMcp(parts: McpParts): McpHandler {
  const desk = new Desk(parts)
  const handler = createMcpHandler(() => newMcpServer(desk), { keepAliveMs: 0 })
  return (request, body) => handler.fetch(request, body === undefined ? {} : { parsedBody: body })
}

/** Serves one agent on the input and the output of this process, until the input ends. */
export async function serveMcpOnStdio(parts: McpParts): Promise<void> {
  const desk = new Desk(parts)
  const { stdin } = process
  const ended = new Promise<void>((resolve) => {
    stdin.once('end', () => resolve())
    stdin.once('close', () => resolve())
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  const served = serveStdio(() => newMcpServer(desk), { transport: new StdioServerTransport() })
  await ended
  await served.close()
  await desk.close()
  // A signal leaves it open.
  stdin.destroy()
}
