import { once } from 'node:events'
import { createServer, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The answer of an app over a socket, on a free port. */
export async function askApp(
  app: RequestListener,
  { method = 'GET', url, headers = {} }: { method?: string; url: string; headers?: Record<string, string> },
) {
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo
    const asked = request({ host: '127.0.0.1', port, method, path: url, headers }).end()
    const [answer] = await once(asked, 'response')
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    return { status: answer.statusCode as number, headers: answer.headers as Record<string, string>, text }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
