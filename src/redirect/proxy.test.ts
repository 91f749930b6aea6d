import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, request as httpsRequest, Agent as SecureAgent } from 'node:https'
import {
  type AddressInfo,
  connect,
  createServer as createPlainServer,
  type Server,
  type Socket,
} from 'node:net'
import { connect as connectSecure, type TLSSocket } from 'node:tls'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Identity, makeIdentity } from './authority.ts'
import { type Redirect, startRedirect } from './proxy.ts'
import { vendors } from './vendors.fixture.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const vendor = 'sandbox.momodeveloper.mtn.com'
/** Two of these are not in the list of hosts, and get their own certificate. */
const answered = [
  ...vendors.known.filter((host) => vendors.isAnswered(host)),
  'api.momoapi.mtn.com',
  'sandbox.momoapi.momo.africa',
]
const closers: Array<() => unknown> = []
let identity: Identity
let redirect: Redirect
/** A fake simulator, and the requests that it received. */
let simulator: { port: number; handle: Handler; got: IncomingMessage[] }

beforeAll(async () => {
  identity = await makeIdentity(vendors.domains, vendors.known)
})
beforeEach(async () => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, undefined)
    vi.stubEnv(name.toLowerCase(), undefined)
  }
  const got: IncomingMessage[] = []
  simulator = { port: 0, got, handle: (_, response) => response.end('here') }
  const server = createServer((request, response) => {
    got.push(request)
    simulator.handle(request, response)
  })
  simulator.port = await listen(server)
  redirect = await startRedirect(new URL(`http://127.0.0.1:${simulator.port}`), { vendors, identity })
  closers.push(() => redirect.close())
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const close of closers.splice(0).reverse()) await close()
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Opens a tunnel through the proxy, as CONNECT does. */
async function tunnel(authority: string): Promise<{ status: number; socket: Socket; text: string }> {
  const request = httpRequest({ host: '127.0.0.1', port: redirect.port, method: 'CONNECT', path: authority })
  request.end()
  const [answer, socket, head] = (await once(request, 'connect')) as [IncomingMessage, Socket, Buffer]
  closers.push(() => socket.destroy())
  return { status: answer.statusCode ?? 0, socket, text: String(head) }
}

/** Speaks TLS to a vendor's host through the proxy. */
async function secured(host = vendor): Promise<TLSSocket> {
  const { socket } = await tunnel(`${host}:443`)
  const secure = connectSecure({ socket, servername: host, ca: identity.authority })
  await once(secure, 'secureConnect')
  return secure
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer) text += chunk
  return text
}

/** One request over an existing connection. */
async function ask(socket: Socket, path: string, headers: Record<string, string> = {}) {
  const request = httpRequest({ createConnection: () => socket, host: vendor, path, headers })
  request.end()
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return { status: answer.statusCode, headers: answer.headers, text: await textOf(answer) }
}

/** One request with an absolute URL, as sent to proxies for plain HTTP. */
async function askWhole(url: string, headers: Record<string, string> = {}) {
  const request = httpRequest({ host: '127.0.0.1', port: redirect.port, path: url, headers })
  request.end()
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return { status: answer.statusCode, text: await textOf(answer) }
}

describe('a call to a vendor’s host', () => {
  it.each(answered)('lands at the simulator over TLS for %s', async (host) => {
    const request = httpsRequest({
      host,
      path: '/v1?a=b%20c',
      headers: { 'X-Reference-Id': '17', Connection: 'close' },
      createConnection: () =>
        connectSecure({
          host: '127.0.0.1',
          port: redirect.securePort,
          servername: host,
          ca: identity.authority,
        }),
    })
    request.end()
    const [answer] = (await once(request, 'response')) as [IncomingMessage]
    expect(await textOf(answer)).toBe('here')
    const [seen] = simulator.got
    expect(seen).toMatchObject({
      method: 'GET',
      url: '/v1?a=b%20c',
      headers: { host, 'x-reference-id': '17' },
    })
    expect(seen?.rawHeaders).toContain('X-Reference-Id')
    expect(Object.keys(seen?.headers ?? {}).some((name) => /forwarded|via|proxy/.test(name))).toBe(false)
  })

  it.each([
    ['CONNECT to port 443', async () => ask(await secured(), '/x')],
    ['CONNECT to port 80', async () => ask((await tunnel(`${vendor}:80`)).socket, '/x', { Host: vendor })],
    [
      'CONNECT in another spelling',
      async () => ask((await tunnel('API.OnePipe.io.:80')).socket, '/x', { Host: vendor }),
    ],
    ['its whole http URL', () => askWhole(`http://${vendor}/x`, { Host: 'elsewhere.example' })],
    ['its whole https URL', () => askWhole(`https://${vendor}:443/x`, { Host: '127.0.0.1' })],
  ])('lands at the simulator by %s', async (_, call) => {
    expect(await call()).toMatchObject({ status: 200, text: 'here' })
    expect(simulator.got[0]).toMatchObject({ url: '/x', headers: { host: vendor } })
  })

  it('offers HTTP/1.1 only', async () => {
    const { socket } = await tunnel(`${vendor}:443`)
    const secure = connectSecure({
      socket,
      servername: vendor,
      ca: identity.authority,
      ALPNProtocols: ['h2', 'http/1.1'],
    })
    await once(secure, 'secureConnect')
    expect(secure.alpnProtocol).toBe('http/1.1')
  })

  it('keeps its connection for the next call', async () => {
    const agent = new SecureAgent({ keepAlive: true, maxSockets: 1, ca: identity.authority })
    closers.push(() => agent.destroy())
    const call = async () => {
      const request = httpsRequest({
        host: '127.0.0.1',
        port: redirect.securePort,
        agent,
        servername: vendor,
        headers: { Host: vendor },
      })
      request.path = '/x'
      request.end()
      const [answer] = (await once(request, 'response')) as [IncomingMessage]
      await textOf(answer)
      return request.reusedSocket
    }
    expect(await call()).toBe(false)
    expect(await call()).toBe(true)
    expect(simulator.got).toHaveLength(2)
  })

  it('streams both ways, piece by piece', async () => {
    simulator.handle = (request, response) => request.on('data', (chunk) => response.write(`got ${chunk};`))
    const socket = await secured()
    socket.write(`POST /x HTTP/1.1\r\nHost: ${vendor}\r\nTransfer-Encoding: chunked\r\n\r\n`)
    let seen = ''
    socket.on('data', (chunk) => {
      seen += chunk
    })
    for (const piece of ['one', 'two']) {
      socket.write(`3\r\n${piece}\r\n`)
      while (!seen.includes(`got ${piece};`)) await once(socket, 'data')
    }
    expect(seen.indexOf('got one;')).toBeLessThan(seen.indexOf('got two;'))
  })

  it('ends at the simulator too where the client goes away', async () => {
    const begun = new Promise<IncomingMessage>((resolve) => {
      simulator.handle = (request) => resolve(request)
    })
    const socket = await secured()
    socket.write(`GET /slow HTTP/1.1\r\nHost: ${vendor}\r\n\r\n`)
    const request = await begun
    const gone = new Promise((resolve) => request.on('error', () => {}).on('close', resolve))
    socket.destroy()
    await gone
    expect(request.destroyed).toBe(true)
  })

  it('ends at the client too where the simulator breaks off', async () => {
    simulator.handle = (request, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('half', () => request.socket.destroy())
    }
    await expect(ask(await secured(), '/x')).rejects.toThrow('aborted')
  })

  it('is told 502, and what to do, where the simulator has gone', async () => {
    for (const close of closers.splice(0, 1)) await close()
    const { status, text } = await ask(await secured(), '/x')
    expect(status).toBe(502)
    expect(text).toMatch(/No simulator answers at http:\/\/127.0.0.1:\d+ \(ECONNREFUSED\)\. .*payersim serve/)
  })

  it.each([
    '/',
    '/?a=b',
    '/_sim/health',
    '/_SIM/health',
    '/%5Fsim/health',
    '/%5f%53im/health',
    '//_sim/health',
    '/./_sim/health',
    '/x/../_sim/health',
    '/x/%2e%2e/_sim/health',
    '/%2f_sim/health',
    '/\\_sim/health',
    '/_sim',
    '/%',
    '/w',
    '/w/',
    '/w/other/_sim/health',
    '/w/other/collection/token/',
    '/w/other?a=b',
    '/W/other/_sim/health',
    '/%77/other/_sim/health',
    '/w%2fother/_sim/health',
    '//w/other/_sim/health',
    '/./w/other/_sim/health',
    '/x/../w/other/_sim/health',
    '/x/%2E%2e/w/other/_sim/health',
    '/x/..%2f..%2fw/other/_sim/health',
    '/..%5cw/other/_sim/health',
    '/\\w\\other',
    '/w/other/../../collection/token/',
  ])('never reaches the simulator’s own %s', async (path) => {
    const socket = await secured()
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${vendor}\r\nConnection: close\r\n\r\n`)
    expect(await textOf(socket as never)).toMatch(/^HTTP\/1\.1 404 /)
    expect((await askWhole(`http://${vendor}${path}`)).status).toBe(404)
    expect(simulator.got).toHaveLength(0)
  })

  it('lands in a world by name, with the vendor’s Host, and leaves it by no path', async () => {
    const url = new URL(`http://127.0.0.1:${simulator.port}/w/suite-1`)
    redirect = await startRedirect(url, { vendors, identity })
    closers.push(() => redirect.close())
    expect((await ask(await secured(), '/v1?a=..%2fb')).text).toBe('here')
    expect((await askWhole(`http://${vendor}?a=b`)).status).toBe(404)
    for (const path of [
      '/..',
      '/../other/_sim/world',
      '/x/../../other/collection/token/',
      '/x/%2e%2E/%2e%2e/other/collection/token/',
      '/x/..%2f..%2fother/collection/token/',
      '/x/..%5C../other/collection/token/',
      '/w/other/collection/token/',
      '/w/suite-1/_sim/world',
      '/_sim/worlds',
    ]) {
      const socket = await secured()
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${vendor}\r\nConnection: close\r\n\r\n`)
      expect(await textOf(socket as never), path).toMatch(/^HTTP\/1\.1 404 /)
    }
    expect(simulator.got).toHaveLength(1)
    expect(simulator.got[0]).toMatchObject({ url: '/w/suite-1/v1?a=..%2fb', headers: { host: vendor } })
  })

  it.each(['localhost', '127.0.0.1', 'elsewhere.example', `${vendor}@localhost`])(
    'is refused where it says that its Host is %s',
    async (host) => {
      expect((await ask(await secured(), '/x', { Host: host })).status).toBe(421)
      expect(simulator.got).toHaveLength(0)
    },
  )
})

describe('a call to another host', () => {
  it('goes through a blind tunnel, byte for byte', async () => {
    const far = createPlainServer((socket) => socket.pipe(socket))
    const port = await listen(far)
    const { status, socket } = await tunnel(`127.0.0.1:${port}`)
    expect(status).toBe(200)
    const sent = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 31) % 256))
    socket.end(sent)
    const pieces: Buffer[] = []
    for await (const piece of socket) pieces.push(piece)
    expect(Buffer.concat(pieces).equals(sent)).toBe(true)
  })

  it('gets everything of a long answer whose sender hangs up at once', async () => {
    const size = 20_000_000
    const port = await listen(createPlainServer((socket) => socket.end(Buffer.alloc(size, 'x'))))
    const { socket, text } = await tunnel(`127.0.0.1:${port}`)
    let seen = text.length
    for await (const piece of socket) seen += piece.length
    expect(seen).toBe(size)
  })

  it('passes where it is plain HTTP with its whole URL', async () => {
    const got: IncomingMessage[] = []
    const port = await listen(
      createServer((request, response) => {
        got.push(request)
        response.end('elsewhere')
      }),
    )
    const url = `http://127.0.0.1:${port}/_sim/x?y`
    expect(await askWhole(url, { 'Proxy-Connection': 'keep-alive' })).toEqual({
      status: 200,
      text: 'elsewhere',
    })
    expect(got[0]).toMatchObject({ url: '/_sim/x?y', headers: { host: `127.0.0.1:${port}` } })
    expect(got[0]?.headers['proxy-connection']).toBeUndefined()
    expect(simulator.got).toHaveLength(0)
  })

  it('is told 502 where it is asked for by its whole https URL and shows a certificate that nobody trusts', async () => {
    const { key, certificate: cert } = await makeIdentity(['localhost'])
    const port = await listen(createSecureServer({ key, cert }, (_, response) => response.end('secret')))
    expect(await askWhole(`https://localhost:${port}/x`)).toEqual({
      status: 502,
      text: expect.stringContaining('(UNABLE_TO_VERIFY_LEAF_SIGNATURE)'),
    })
  })

  it('is told 502 where it cannot be reached', async () => {
    const { status, text } = await askWhole('http://127.0.0.1:1/x')
    expect([status, text]).toEqual([
      502,
      expect.stringContaining('127.0.0.1:1 cannot be reached (ECONNREFUSED)'),
    ])
    const refused = await tunnel('127.0.0.1:1')
    expect(refused.status).toBe(502)
  })

  it.each(['nonsense', 'a b:1', ':443', 'host:0', 'host:70000', 'user@host:443'])(
    'is told 400 where it is %s',
    async (authority) => {
      const socket = connect(redirect.port, '127.0.0.1')
      closers.push(() => socket.destroy())
      socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: x\r\n\r\n`)
      const [answer] = await once(socket, 'data')
      expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /)
    },
  )
})

describe('the user’s own proxy', () => {
  /** A proxy that records its requests, and answers them itself. */
  async function usersProxy() {
    const asked: string[] = []
    const server = createServer(({ url, headers }, response) => {
      asked.push(`GET ${url} ${headers['proxy-authorization']}`)
      response.end('by proxy')
    })
    server.on('connect', ({ url, headers }: IncomingMessage, socket: Socket) => {
      asked.push(`CONNECT ${url} ${headers['proxy-authorization']}`)
      socket.end('HTTP/1.1 200 OK\r\n\r\nfar away')
    })
    const address = `http://me:s%40cret@127.0.0.1:${await listen(server)}`
    for (const name of ['https_proxy', 'http_proxy']) vi.stubEnv(name, address)
    return asked
  }
  const credentials = `Basic ${Buffer.from('me:s@cret').toString('base64')}`

  it('is gone through for other hosts', async () => {
    const asked = await usersProxy()
    const { socket, text } = await tunnel('bank.example:443')
    expect(text + (await textOf(socket as never))).toBe('far away')
    expect(await askWhole('http://bank.example/x')).toEqual({ status: 200, text: 'by proxy' })
    expect(asked).toEqual([
      `CONNECT bank.example:443 ${credentials}`,
      `GET http://bank.example/x ${credentials}`,
    ])
  })

  it('is not told of calls to vendors’ hosts, nor of hosts in NO_PROXY', async () => {
    const asked = await usersProxy()
    vi.stubEnv('no_proxy', '127.0.0.1')
    await ask(await secured(), '/x')
    const port = await listen(createServer((_, response) => response.end('direct')))
    expect(await askWhole(`http://127.0.0.1:${port}/`)).toEqual({ status: 200, text: 'direct' })
    expect(asked).toEqual([])
  })

  it('is refused in words where it is of another kind', async () => {
    vi.stubEnv('all_proxy', 'socks5://127.0.0.1:1')
    const { status, text } = await askWhole('http://bank.example/x')
    expect([status, text]).toEqual([502, expect.stringContaining('socks5: is of a kind')])
  })
})
