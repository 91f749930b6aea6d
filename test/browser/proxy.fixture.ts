import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server between the page and the simulator, whose connections can die as those of a machine that slept. */
export async function between(url: string) {
  /** The `Last-Event-ID` of each live timeline that was asked for. */
  const streams: string[] = []
  const open = new Set<ServerResponse>()
  let isDeaf = false
  /** Of the page that the server has, in the place of its own. */
  let build: string | undefined
  const server = createServer((asked, response) => {
    const isStream = asked.headers.accept === 'text/event-stream'
    if (isStream) streams.push(String(asked.headers['last-event-id'] ?? ''))
    const { method, headers, url: path } = asked
    const passed = request(new URL(path ?? '/', url), { method, headers }, (answer) => {
      const own = answer.headers['payersim-page'] !== undefined && build !== undefined
      response.writeHead(answer.statusCode ?? 502, {
        ...answer.headers,
        ...(own ? { 'payersim-page': build } : {}),
      })
      if (isStream) {
        open.add(response)
        response.on('close', () => {
          open.delete(response)
          answer.destroy()
        })
      }
      answer.on('data', (piece) => {
        if (!(isStream && isDeaf && open.has(response))) response.write(piece)
      })
      answer.on('end', () => response.end())
    })
    passed.on('error', () => response.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${port}`,
    streams,
    /** Nothing more comes through the connections that are open; they stay open. */
    fallSilent() {
      isDeaf = true
    },
    /** What is asked from now on comes through. */
    wake() {
      isDeaf = false
    },
    /** Nothing answers at its address, and what was open is cut. */
    async goAway() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
    async comeBack() {
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    },
    /** The server ends, and another takes its place. */
    replace(by: string | undefined) {
      build = by
      for (const response of open) response.destroy()
    },
  }
}
