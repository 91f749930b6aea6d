import { createServer as createHttpServer, type RequestListener, type ServerOptions } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Outbound } from './outbound.ts'

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function serving(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** An app, and the connections and requests that it saw. */
async function app(
  answer: RequestListener,
  { idleMs, ...options }: ServerOptions & { idleMs?: number } = {},
) {
  const seen = { connections: 0, requests: 0 }
  const server = createHttpServer(options, (request, response) => {
    seen.requests += 1
    request.resume().once('end', () => answer(request, response))
  })
  server.on('connection', () => {
    seen.connections += 1
  })
  if (idleMs !== undefined) server.keepAliveTimeout = idleMs
  return { url: await serving(server), seen, server }
}

function outbound(options?: ConstructorParameters<typeof Outbound>[0]): Outbound {
  const made = new Outbound(options)
  closers.push(() => made.close())
  return made
}

const hop = (url: string) =>
  ({
    method: 'POST',
    url,
    headers: {},
    body: 'text=1',
    timeoutMs: 5_000,
    purpose: 'hop',
    trace: null,
  }) as const

describe('what may have been read is never sent again', () => {
  it.each(['destroy', 'resetAndDestroy'] as const)(
    'where an app on a kept connection reads a hop and then calls %s',
    async (how) => {
      const { url, seen } = await app((request, response) => {
        if (seen.requests === 1) response.end('CON Menu')
        else request.socket[how]()
      })
      const own = outbound()
      expect(await own.send(hop(url))).toMatchObject({ status: 200 })
      await expect(own.send(hop(url))).rejects.toMatchObject({
        reason: 'lost',
        message: expect.stringMatching(
          /^127\.0\.0\.1:\d+ closed the connection before its answer was complete \(.+\): the answer is lost\. It may have read the request\.$/,
        ),
      })
      expect(seen).toEqual({ connections: 1, requests: 2 })
      // The closed connection does not affect the next request.
      await expect(own.send(hop(url))).rejects.toMatchObject({ reason: 'lost' })
      expect(seen.requests).toBe(3)
    },
  )

  it('where the answer breaks off in its middle', async () => {
    const { url, seen } = await app((request, response) => {
      if (seen.requests === 1) response.end('CON Menu')
      else response.writeHead(200, { 'Content-Length': 100 }).write('CON Me', () => request.socket.destroy())
    })
    const own = outbound()
    await own.send(hop(url))
    await expect(own.send(hop(url))).rejects.toMatchObject({ reason: 'lost' })
    expect(seen.requests).toBe(2)
  })

  it('where payersim is stopped meanwhile: who waits is told, and nothing leaves any more', async () => {
    const { url, seen } = await app((_, response) => {
      if (seen.requests === 1) response.end('CON Menu')
    })
    const own = outbound()
    await own.send(hop(url))
    const hanging = own.send(hop(url))
    const refusal = expect(hanging).rejects.toMatchObject({
      reason: 'lost',
      message: expect.stringContaining('payersim was stopped before'),
    })
    await expect.poll(() => seen.requests).toBe(2)
    await own.close()
    await refusal
    await expect(own.send(hop(url))).rejects.toMatchObject({ reason: 'unreachable' })
    expect(seen.requests).toBe(2)
  })

  it('but a refused connection is no lost answer', async () => {
    await expect(outbound().send(hop('http://127.0.0.1:1/'))).rejects.toMatchObject({ reason: 'unreachable' })
  })

  it('and what is not HTTP is named', async () => {
    const url = await serving(createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')))
    await expect(outbound().send(hop(url))).rejects.toMatchObject({
      reason: 'lost',
      message: expect.stringContaining('answered with something that is not HTTP (Parse Error'),
    })
  })
})

describe('a connection that the app closes while nobody uses it', () => {
  it('is used again while the app keeps it', async () => {
    const { url, seen } = await app((_, response) => response.end('CON Menu'))
    const own = outbound()
    for (let hops = 0; hops < 5; hops++) await own.send(hop(url))
    expect(seen).toEqual({ connections: 1, requests: 5 })
  })

  it('is not used again once it was idle for long', async () => {
    const { url, seen } = await app((_, response) => response.end('CON Menu'))
    const own = outbound({ idleMs: 20 })
    await own.send(hop(url))
    await new Promise((resolve) => setTimeout(resolve, 60))
    await own.send(hop(url))
    expect(seen).toEqual({ connections: 2, requests: 2 })
  })

  it.each([0, 1])('is not used again where the app says timeout=%d', async (seconds) => {
    const { url, seen } = await app((_, response) => response.end('CON Menu'), {
      idleMs: seconds * 1_000 + 1,
    })
    const own = outbound()
    for (let hops = 0; hops < 3; hops++) await own.send(hop(url))
    expect(seen).toEqual({ connections: 3, requests: 3 })
  })

  it('fails no hop where the app closes it right after each answer, without a word', async () => {
    const { url, seen } = await app((request, response) => {
      response.writeHead(200, { Connection: 'keep-alive', 'Keep-Alive': 'timeout=60' })
      response.end('CON Menu', () => request.socket.end())
    })
    const own = outbound()
    for (let hops = 0; hops < 200; hops++) expect(await own.send(hop(url))).toMatchObject({ status: 200 })
    expect(seen).toEqual({ connections: 200, requests: 200 })
  })

  it('fails no hop where the close has come while this process was busy', async () => {
    const { url, seen, server } = await app((_, response) => response.end('CON Menu'))
    const own = outbound()
    for (let hops = 0; hops < 20; hops++) {
      await own.send(hop(url))
      // In the middle of a turn: the event loop has not read from the connection since.
      server.closeIdleConnections()
      expect(await own.send(hop(url))).toMatchObject({ status: 200 })
    }
    expect(seen.requests).toBe(40)
  })

  it('waits for a slow app as long as for any, on a kept connection too', async () => {
    const { url } = await app((_, response) => void setTimeout(() => response.end('CON Menu'), 120))
    const own = outbound({ idleMs: 30 })
    for (let hops = 0; hops < 2; hops++) expect(await own.send(hop(url))).toMatchObject({ status: 200 })
  })
})
