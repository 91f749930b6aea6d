import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fc, { type Arbitrary } from 'fast-check'
import { anyRequest, bytesOf } from './fuzz-requests.ts'
import type { FuzzRequest } from './fuzz-route.ts'
import { mostly, pick } from './fuzz-shapes.ts'

/** What somebody does with a socket who means no good. */
export interface Act {
  name: string
  /** What is wrong about what came back, if anything is. */
  play(port: number, token: string): Promise<string | undefined>
}

/** Streams that nobody reads are left open, this many at a time. */
const mostUnread = 20
/** The longest that an act waits for an answer which may never come, in real milliseconds. */
const patience = 400
/** How long nothing comes before an answer counts as whole. */
const quiet = 60

const opened: Socket[] = []
export function closeUnread(): void {
  for (const socket of opened.splice(0)) socket.destroy()
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** What comes back until the server closes, or nothing more comes for a while. */
async function heard(socket: Socket): Promise<string> {
  let answer = ''
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, patience)
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      clearTimeout(timer)
      timer = setTimeout(resolve, quiet)
    })
    for (const over of ['end', 'close']) socket.once(over, () => resolve())
  })
  socket.destroy()
  return answer
}

const statuses = (answer: string) =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, code]) => Number(code))

const act = (name: string, play: Act['play']): Act => ({ name, play })
const cut = (bytes: Buffer, share: number) => bytes.subarray(0, Math.floor(bytes.length * share))
const share = fc.double({ min: 0, max: 1, noNaN: true })

/** Lines that are worth nothing, so many that a server might drop those behind them. */
const flood = fc
  .tuple(
    pick(1, 100, 998, 999, 1_000, 1_001, 1_999, 2_000, 4_000, 20_000),
    pick('a:', 'a: b', 'Cookie: a=b', 'X-Payersim-Explain: 1'),
  )
  .map(([count, line]) => Array.from({ length: count }, () => line))

/** Whatever is in front of it, a header that makes a request foreign is seen. */
const floods: Arbitrary<Act> = fc
  .tuple(
    flood,
    pick('X-Forwarded-For: 203.0.113.9', 'Origin: https://evil.example', 'Sec-Fetch-Site: cross-site', ''),
    pick('GET /_sim/world', 'POST /_sim/clock/run', 'GET /_sim/timeline/all'),
  )
  .map(([lines, foreign, line]) =>
    act(`${lines.length} headers before ${foreign || 'nothing'}`, async (port) => {
      const socket = await dial(port)
      const head = [`${line} HTTP/1.1`, 'Host: 127.0.0.1', ...lines, ...(foreign ? [foreign] : [])]
      socket.write(`${[...head, 'Content-Length: 0', 'Connection: close'].join('\r\n')}\r\n\r\n`)
      const [status] = statuses(await heard(socket))
      const refused = status === undefined || status === 403 || status === 431
      if (foreign && !refused) return `${line} was answered ${status} behind ${lines.length} headers`
      return undefined
    }),
  )

/** Part of a head or of a body, and then nothing, an end, or a reset. */
const halves: Arbitrary<Act> = fc
  .tuple(anyRequest, share, pick('waits', 'ends', 'resets'))
  .map(([request, of, then]) =>
    act(`part of a request, then it ${then}`, async (port, token) => {
      const socket = await dial(port)
      socket.write(cut(bytesOf(request, port, token), of))
      if (then === 'resets') {
        await sleep(1)
        socket.resetAndDestroy()
        return undefined
      }
      if (then === 'ends') socket.end()
      socket.resume()
      await Promise.race([once(socket, 'close').catch(() => {}), sleep(20)])
      socket.destroy()
      return undefined
    }),
  )

/** Whole requests of clients that are gone some milliseconds later, whatever has become of them. */
const abandoned: Arbitrary<Act> = fc
  .tuple(fc.array(anyRequest, { minLength: 1, maxLength: 8 }), fc.nat({ max: 5 }))
  .map(([requests, milliseconds]) =>
    act(`${requests.length} requests, given up after ${milliseconds} ms`, async (port, token) => {
      const sockets = await Promise.all(requests.map(() => dial(port)))
      for (const [at, socket] of sockets.entries())
        socket.write(bytesOf(requests[at] as FuzzRequest, port, token))
      await sleep(milliseconds)
      for (const socket of sockets) socket.resetAndDestroy()
      return undefined
    }),
  )

const pipelined: Arbitrary<Act> = fc.array(anyRequest, { minLength: 2, maxLength: 20 }).map((requests) =>
  act(`${requests.length} requests in one go`, async (port, token) => {
    const socket = await dial(port)
    socket.write(Buffer.concat(requests.map((request) => bytesOf(request, port, token))))
    await heard(socket)
    return undefined
  }),
)

/** Two lengths, or none that holds: what one server takes for a body is a request to the next. */
const smuggled: Arbitrary<Act> = pick(
  'Content-Length: 3\r\nContent-Length: 4',
  'Content-Length: 3\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding : chunked',
  'Content-Length: +3',
  'Content-Length: 0x3',
  'Content-Length: -1',
  'Content-Length: 3, 3',
).map((lengths) =>
  act(`the lengths ${JSON.stringify(lengths)}`, async (port) => {
    const socket = await dial(port)
    const hidden = 'POST /_sim/reset HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n'
    socket.write(`POST /ussd HTTP/1.1\r\nHost: 127.0.0.1\r\n${lengths}\r\n\r\n0\r\n\r\n${hidden}`)
    const codes = statuses(await heard(socket))
    return codes.every((code) => code === 400 || code === 405)
      ? undefined
      : `two readings of one request were answered ${codes}`
  }),
)

const chunk = mostly(
  pick('3\r\nabc\r\n', '0\r\n\r\n'),
  pick(
    'ffffffff\r\n',
    '-1\r\n',
    '3;a=b\r\nabc\r\n',
    'zz\r\n',
    '0\r\nX: y\r\n\r\n',
    `3;${'x'.repeat(20_000)}\r\nabc\r\n`,
  ),
)
const chunks: Arbitrary<Act> = fc
  .tuple(pick('/ussd', '/version1/messaging', '/_sim/reset'), fc.array(chunk, { maxLength: 6 }))
  .map(([path, parts]) =>
    act(`chunks of ${parts.join('').length} bytes`, async (port) => {
      const socket = await dial(port)
      socket.write(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n`)
      socket.write(parts.join(''))
      await heard(socket)
      return undefined
    }),
  )

/** A stream whose other end never reads, and which is still there when much else has happened. */
const unread: Arbitrary<Act> = pick('/_sim/timeline', '/_sim/timeline/all').map((path) =>
  act(`a stream of ${path} that nobody reads`, async (port) => {
    const socket = await dial(port)
    socket.pause()
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n`)
    opened.push(socket)
    if (opened.length > mostUnread) opened.shift()?.destroy()
    return undefined
  }),
)

/** Answers, megabytes of them, for somebody who takes none. */
const untaken: Arbitrary<Act> = pick('/_sim/world', '/openapi.json', '/_sim/timeline?limit=10000').map(
  (path) =>
    act(`thirty answers of ${path} that nobody takes`, async (port) => {
      const socket = await dial(port)
      socket.pause()
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(30))
      await sleep(30)
      socket.resetAndDestroy()
      return undefined
    }),
)

const foreign: Arbitrary<Act> = fc
  .oneof(
    pick(
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'GET /\r\n',
      'GET / HTTP/0.9\r\n\r\n',
      'GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n',
      '\r\n'.repeat(5_000),
      `GET /${'a'.repeat(40_000)} HTTP/1.1\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n folded: x\r\n\r\n`,
    ).map((bytes) => Buffer.from(bytes, 'latin1')),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  )
  .map((bytes) =>
    act('bytes that are no HTTP/1.1', async (port) => {
      const socket = await dial(port)
      socket.write(bytes)
      await heard(socket)
      return undefined
    }),
  )

export const anyAct: Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: floods },
  { weight: 6, arbitrary: halves },
  { weight: 6, arbitrary: abandoned },
  { weight: 3, arbitrary: pipelined },
  { weight: 2, arbitrary: smuggled },
  { weight: 2, arbitrary: chunks },
  { weight: 3, arbitrary: unread },
  { weight: 1, arbitrary: untaken },
  { weight: 2, arbitrary: foreign },
)
