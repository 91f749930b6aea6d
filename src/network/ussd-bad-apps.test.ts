import { createServer, type RequestListener } from 'node:http'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { expectTold } from '../../test/told.fixture.ts'
import { readTimeline } from '../kernel/index.ts'
import { ama, code, type Telco, telco } from './network.fixture.ts'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function serving(server: TcpServer): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((closed) => server.close(closed))
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
const http = (listener: RequestListener) => () => createServer(listener)
/** Writes these bytes after a request has arrived, then closes or stays silent. */
const raw = (bytes: string | Buffer, then: 'end' | 'reset' | 'hang') => () =>
  createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(bytes, () => {
        if (then === 'end') socket.end()
        if (then === 'reset') socket.resetAndDestroy()
      })
    })
  })
const plain = (body: string | Buffer, status = 200) =>
  http((_, response) => {
    response.writeHead(status, { 'Content-Type': 'text/plain' }).end(body)
  })

const badPrefix = 'Response should start with a CON or an END'
const lost = /^HOST closed the connection before its answer was complete \(.+\): the answer is lost\./
const broken = 'Network experiencing technical problems. Please try again later.'
const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n'

interface Failure {
  what: string
  app: () => TcpServer
  /** In the log of the network and in `errorMessage`; HOST is the app's. */
  error: string | RegExp
  /** The event's `lastAppResponse`; empty if no complete answer came. */
  last: string
  /** How long it may take, where that is what fails: a loaded machine may need longer for the others. */
  answerTimeoutMs?: number
}

const failures: Failure[] = [
  { what: 'nothing', app: plain(''), error: badPrefix, last: '' },
  { what: 'a blank before its word', app: plain(' CON Menu'), error: badPrefix, last: ' CON Menu' },
  { what: 'a byte order mark', app: plain('\ufeffCON Menu'), error: badPrefix, last: '\ufeffCON Menu' },
  { what: 'small letters', app: plain('con Menu'), error: badPrefix, last: 'con Menu' },
  { what: 'JSON', app: plain('{"response":"CON Menu"}'), error: badPrefix, last: '{"response":"CON Menu"}' },
  { what: 'a JSON string', app: plain('"CON Menu"'), error: badPrefix, last: '"CON Menu"' },
  { what: 'a page', app: plain('<html>CON Menu</html>'), error: badPrefix, last: '<html>CON Menu</html>' },
  {
    what: 'binary',
    app: plain(Buffer.from([0, 255, 254, 1, 128])),
    error: badPrefix,
    last: '\0\ufffd\ufffd\u0001\ufffd',
  },
  {
    what: 'UTF-16',
    app: plain(Buffer.from('CON Menu', 'utf16le')),
    error: badPrefix,
    last: [...'CON Menu'].map((c) => `${c}\0`).join(''),
  },
  ...[
    [201, 'Created'],
    [400, 'Bad Request'],
    [404, 'Not Found'],
    [415, 'Unsupported Media Type'],
    [500, 'Internal Server Error'],
    [503, 'Service Unavailable'],
    [530, '<none>'],
  ].map(
    ([status, reason]): Failure => ({
      what: `status ${status}`,
      app: plain('CON Menu', Number(status)),
      error: `Received unexpected response code: ${status} ${reason}`,
      last: 'CON Menu',
    }),
  ),
  {
    what: 'no content',
    app: http((_, response) => response.writeHead(204).end()),
    error: 'Received unexpected response code: 204 No Content',
    last: '',
  },
  ...[301, 302, 307].map(
    (status): Failure => ({
      what: `redirect ${status}`,
      app: http((_, response) => response.writeHead(status, { Location: '/elsewhere' }).end('CON Moved')),
      error: new RegExp(`^Received unexpected response code: ${status} `),
      last: 'CON Moved',
    }),
  ),
  {
    what: '1 MB',
    app: plain(`CON ${'x'.repeat(1_048_576)}`),
    error: 'HOST answered with more than 16384 bytes.',
    last: '',
  },
  {
    what: 'half a response',
    app: raw(`${head}Content-Length: 100\r\n\r\nCON Me`, 'end'),
    error: lost,
    last: '',
  },
  {
    what: 'half a chunk',
    app: raw(`${head}Transfer-Encoding: chunked\r\n\r\n50\r\nCON Me`, 'end'),
    error: lost,
    last: '',
  },
  {
    what: 'half a head',
    app: raw('HTTP/1.1 200 OK\r\nContent-', 'end'),
    error: lost,
    last: '',
  },
  {
    what: 'what is not HTTP',
    app: raw('SSH-2.0-OpenSSH\r\n', 'end'),
    error: /^HOST answered with something that is not HTTP \(Parse Error/,
    last: '',
  },
  { what: 'a closed connection', app: raw('', 'end'), error: lost, last: '' },
  { what: 'a reset connection', app: raw('', 'reset'), error: lost, last: '' },
  {
    what: 'silence',
    app: http(() => {}),
    error: 'HOST did not answer within 0.5 s.',
    last: '',
    answerTimeoutMs: 500,
  },
  {
    what: 'a body that never ends',
    app: raw(`${head}\r\nCON Me`, 'hang'),
    error: 'HOST did not answer within 0.5 s.',
    last: '',
    answerTimeoutMs: 500,
  },
]

describe('an app that answers', () => {
  it.each(failures)('$what fails its session in the words of the log', async (failure) => {
    const { app, error, last, answerTimeoutMs = 30_000 } = failure
    const it = await telco({ config: { answerTimeoutMs } })
    closing.push(it.close)
    const host = await serving(app())
    const events = mountEvents(it)
    await point(it, `http://${host}/ussd`)
    const screen = await it.network.dial(ama, code)
    const said = screen.error?.replace(host, 'HOST')
    if (typeof error === 'string') expect(said).toBe(error)
    else expect(said).toMatch(error)
    const isVendors = error === badPrefix || /^Received/.test(screen.error ?? '')
    if (isVendors) expect(screen).not.toHaveProperty('errorIn')
    else expectTold(screen.error ?? undefined, screen.errorIn?.fr)
    expect(screen).toMatchObject({ status: 'failed', text: broken, hops: 1, warnings: [] })
    await it.kernel.settle()
    const log = await it.kernel.read((rx) => readTimeline(rx, { kind: 'ussd' }))
    expect(log).toMatchObject([
      { kind: 'ussd.dialled' },
      { kind: 'ussd.hop', data: { status: 'failed', error: screen.error } },
      { kind: 'ussd.session-ended', data: { status: 'failed', error: screen.error } },
    ])
    for (const { data } of log.slice(1))
      expect((data as { errorIn?: object }).errorIn).toEqual(screen.errorIn)
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      sessionId: screen.sessionId,
      status: 'Failed',
      hopsCount: '1',
      input: '',
      lastAppResponse: last,
      errorMessage: screen.error,
    })
    // The handset is free again.
    await point(it, 'http://app.test/ussd')
    expect(await it.network.dial(ama, code)).toMatchObject({ status: 'open' })
  })

  it.each([
    ['application/json', 'content-type'],
    ['text/html; charset=UTF-8', 'content-type'],
    ['application/octet-stream', 'content-type'],
    [undefined, 'content-type'],
    ['text/plain', undefined],
  ])('with the content type %j goes on, with the warning %j', async (type, warning) => {
    const it = await telco()
    closing.push(it.close)
    const app = http((_, response) => {
      response.writeHead(200, type === undefined ? {} : { 'Content-Type': type }).end('CON Menu')
    })
    await point(it, `http://${await serving(app())}/`)
    const { status, warnings } = await it.network.dial(ama, code)
    expect([status, warnings.map((one) => one.code)]).toEqual([
      'open',
      warning === undefined ? [] : [warning],
    ])
  })

  it('nonsense after good screens fails as late as that, with all that was typed in the event', async () => {
    const it = await telco({ app: (text) => (text === '' ? 'CON Menu' : { status: 500, body: 'oops' }) })
    closing.push(it.close)
    const events = mountEvents(it)
    await point(it, 'http://app.test/ussd')
    await it.network.dial(ama, code)
    expect(await it.network.reply(ama, '1')).toMatchObject({ status: 'failed', text: broken, hops: 2 })
    await it.kernel.settle()
    expect(events[0]).toMatchObject({ status: 'Failed', hopsCount: '2', input: '1', lastAppResponse: 'oops' })
  })
})

function mountEvents({ outbound }: Telco): Array<Record<string, string>> {
  const events: Array<Record<string, string>> = []
  outbound.mount('events.test', async ({ body }) => {
    events.push(Object.fromEntries(new URLSearchParams(String(body))))
    return { status: 200, reason: '', headers: {}, body: Buffer.alloc(0) }
  })
  return events
}

function point({ kernel, network }: Telco, callbackUrl: string): Promise<void> {
  const eventsUrl = 'http://events.test/ended'
  return kernel.transact((tx) => network.putServiceCode(tx, { code, callbackUrl, eventsUrl }))
}
