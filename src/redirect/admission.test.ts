import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Server, type Socket } from 'node:net'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeAdmission } from './admission.ts'
import { type Identity, makeIdentity } from './authority.ts'
import { countCalls } from './call-counts.ts'
import { userIn } from './peer.ts'
import { type Redirect, startRedirect } from './proxy.ts'
import { vendors } from './vendors.fixture.ts'

const vendor = 'sandbox.momodeveloper.mtn.com'
const nobody = 65_534
const isRoot = process.getuid?.() === 0

const closers: Array<() => unknown> = []
let identity: Identity
/** The requests to the user's own proxy. */
let asked: string[]
let said: string[]

beforeAll(async () => {
  identity = await makeIdentity(vendors.domains, vendors.known)
})
beforeEach(async () => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, undefined)
    vi.stubEnv(name.toLowerCase(), undefined)
  }
  asked = []
  said = []
  const corporate = createServer((request, response) => {
    asked.push(`GET ${request.url}`)
    response.end('by proxy')
  })
  corporate.on('connect', ({ url }: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${url}`)
    socket.end('HTTP/1.1 200 OK\r\n\r\nfar away')
  })
  const address = `http://alice:corp-secret@127.0.0.1:${await listen(corporate)}`
  for (const name of ['https_proxy', 'http_proxy']) vi.stubEnv(name, address)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const close of closers.splice(0).reverse()) await close()
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return (server.address() as AddressInfo).port
}

/** A proxy in front of a fake simulator. */
async function start(admission = makeAdmission()): Promise<Redirect> {
  const simulator = await listen(createServer((_, response) => response.end('here')))
  const counts = countCalls(vendors, (line) => said.push(line))
  const redirect = await startRedirect(
    new URL(`http://127.0.0.1:${simulator}`),
    { vendors, identity },
    {
      counts,
      admission,
    },
  )
  closers.push(() => redirect.close())
  return redirect
}

/** The answer to these bytes on a new connection. */
async function answerTo({ port }: Redirect, ...lines: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  await once(socket, 'close')
  return answer
}

const passwordOf = ({ proxyUrl }: Redirect) => {
  const { username, password } = new URL(proxyUrl)
  return `Proxy-Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
const forward = [
  'GET http://wiki.corp.example/secret HTTP/1.1',
  'Host: wiki.corp.example',
  'Connection: close',
]
const tunnel = ['CONNECT wiki.corp.example:443 HTTP/1.1', 'Host: wiki.corp.example:443']

describe.each([
  ['of another user', async () => 4_711],
  ['of nobody knows whom', async () => undefined],
])('a program %s', (_, peer) => {
  it('does not get out by the proxy, and so not by the user’s own', async () => {
    const redirect = await start(makeAdmission(peer, 1_000))
    for (const lines of [forward, tunnel, [...forward, 'Proxy-Authorization: Basic bWU6bWU=']]) {
      const answer = await answerTo(redirect, ...lines)
      expect(answer).toMatch(/^HTTP\/1\.1 407 Proxy Authentication Required\r\n/)
      expect(answer).toContain('Proxy-Authenticate: Basic realm="payersim run"\r\n')
      expect(answer).toContain('payersim run: The call to wiki.corp.example')
    }
    expect(asked).toEqual([])
    expect(said).toEqual([expect.stringContaining('The call to wiki.corp.example:80 was not passed on')])
  })

  it('gets out with the password of the run, which goes no further', async () => {
    const redirect = await start(makeAdmission(peer, 1_000))
    expect(await answerTo(redirect, ...forward, passwordOf(redirect))).toContain('by proxy')
    expect(await answerTo(redirect, ...tunnel, passwordOf(redirect))).toContain('far away')
    expect(asked).toEqual(['GET http://wiki.corp.example/secret', 'CONNECT wiki.corp.example:443'])
    expect(said).toEqual([])
  })

  it('reaches the simulator by a vendor’s host, and nothing behind it', async () => {
    const redirect = await start(makeAdmission(peer, 1_000))
    const whole = [`GET http://${vendor}/x HTTP/1.1`, `Host: ${vendor}`, 'Connection: close']
    expect(await answerTo(redirect, ...whole)).toContain('here')
    const connecting = httpRequest({
      host: '127.0.0.1',
      port: redirect.port,
      method: 'CONNECT',
      path: `${vendor}:80`,
    })
    connecting.end()
    const [, socket] = (await once(connecting, 'connect')) as [IncomingMessage, Socket]
    const within = httpRequest({ createConnection: () => socket, path: 'http://wiki.corp.example/secret' })
    within.end()
    const [answer] = (await once(within, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(407)
    expect(asked).toEqual([])
    socket.destroy()
  })
})

describe('on Linux', { skip: process.platform !== 'linux' }, () => {
  it('a program of the same user gets out without a password, as Java has none to send', async () => {
    const redirect = await start()
    expect(await answerTo(redirect, ...forward)).toContain('by proxy')
    const mapped = connect({ host: '::ffff:127.0.0.1', port: redirect.port })
    mapped.write(`${forward.join('\r\n')}\r\n\r\n`)
    const [chunk] = await once(mapped, 'data')
    expect(String(chunk)).toContain('200 OK')
    mapped.destroy()
  })

  it('a program of another user does not', { skip: !isRoot }, async () => {
    const redirect = await start()
    const script = `
      const { connect } = require('node:net')
      const socket = connect(${redirect.port}, '127.0.0.1')
      socket.write(${JSON.stringify(`${forward.join('\r\n')}\r\n\r\n`)})
      socket.on('data', (chunk) => process.stdout.write(chunk))`
    expect(await saidByNobody(script)).toContain('407 Proxy Authentication Required')
    expect(asked).toEqual([])
  })

  it('the tables of connections tell whose one is, but not of one that its program has closed', () => {
    const row = (from: string, to: string, state: string, user: number, inode: number) =>
      `   3: ${from} ${to} ${state} 00000000:00000000 00:00000000 00000000  ${user}        0 ${inode} 1 0 20 4 30 10 -1`
    const from = '0100007F:D431'
    const to = '0100007F:0FA0'
    const heading =
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
    const other = row(to, from, '01', 0, 7)
    expect(userIn([heading, other, row(from, to, '01', 1_000, 8)].join('\n'), from, to)).toBe(1_000)
    const mapped = row(`0000000000000000FFFF0000${from}`, `0000000000000000FFFF0000${to}`, '01', 33, 8)
    expect(userIn(mapped, from, to)).toBe(33)
    expect(userIn(row(from, to, '04', 0, 0), from, to)).toBeUndefined()
    expect(userIn(row(from, to, '05', 1_000, 8), from, to)).toBe(1_000)
    expect(userIn(row(from, to, '06', 0, 0), from, to)).toBeUndefined()
    expect(userIn(other, from, to)).toBeUndefined()
  })
})

/** The output of a script that runs as the user `nobody`. */
async function saidByNobody(script: string): Promise<string> {
  const child = spawn(process.execPath, ['-e', script], { uid: nobody, gid: nobody, cwd: '/', env: {} })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    out += chunk
  })
  await once(child, 'close')
  return out
}
