import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { controlRoutes } from './control-routes.fixture.ts'
import { type Answered, type Ask, type Asked, inProcess, overSocket } from './two-ways.fixture.ts'

const json = { 'content-type': 'application/json' }
const ama = '/phones/+46733000001'
const order = '6f1c2b1e-0000-4000-8000-000000000001'
const nowhere = 'http://127.0.0.1:1/'

// Two worlds of one seed, in which the same happens.
let sims: Array<[Simulator, Ask]>
beforeAll(async () => {
  const start = () => startSimulator({ clock: 'frozen', port: 0, seed: 'alike' })
  const [one, two] = [await start(), await start()]
  sims = [
    [one, inProcess(one)],
    [two, overSocket(two)],
  ]
})
afterAll(async () => {
  for (const [sim] of sims) await sim.close()
})

/** Without the port of its simulator, real time and the id of its log, and so without their length. */
function plain({ url = '' }: Simulator, { status, headers, text }: Answered): Answered {
  const length = headers['content-length']
  if (length !== undefined && text !== '') expect(Number(length)).toBe(Buffer.byteLength(text))
  const { host } = new URL(url)
  const told = text
    .replaceAll(host, 'HOST')
    .replaceAll(`localhost:${new URL(url).port}`, 'LOCAL')
    .replace(/"(?:openedAt|usedAt|endsAt)":"[^"]+"/g, '')
    .replace(
      /"(?:tookMs|time|wait)":[\d.]+|date: [^\\]+|-[0-9a-f]{6}(?=-\d+")|(?<="after":")[0-9a-f]{8}(?=-\d)/g,
      '',
    )
  const { 'content-length': _, ...rest } = headers
  return { status, headers: told === text ? headers : rest, text: told }
}

/** The one answer, however it was asked for. */
async function alike(asked: Asked): Promise<Answered> {
  const [here, there] = await Promise.all(sims.map(async ([sim, ask]) => plain(sim, await ask(asked))))
  expect(there, `${asked.method} ${asked.path}`).toEqual(here)
  return here as Answered
}

/** A route, what stands for the name in it, and a body. */
type Call = [route: string, rest?: { at?: string; body?: unknown }]

/** Each route, in an order in which each succeeds. */
const calls: Call[] = [
  ['GET /providers'],
  ['GET /health'],
  ['GET /world'],
  ['GET /phones'],
  ['PUT /network/service-codes/{code}', { at: '*384%23', body: { callbackUrl: nowhere } }],
  ['GET /network/service-codes'],
  ['GET /network/service-codes/{code}', { at: '*384%23' }],
  ['DELETE /network/service-codes/{code}', { at: '*384%23' }],
  ['PUT /network/short-codes/{code}', { at: '22384', body: { callbackUrl: nowhere } }],
  ['GET /network/short-codes'],
  ['GET /network/short-codes/{code}', { at: '22384' }],
  ['POST /recordings', { body: { name: 'pay' } }],
  ['GET /recordings'],
  ['PATCH /phones/{msisdn}', { body: { online: true } }],
  ['POST /phones/{msisdn}/messages', { body: { to: '22384', text: 'BAL' } }],
  ['GET /payments'],
  ['GET /callbacks'],
  ['POST /callbacks/{id}/resend', { at: '1' }],
  ['DELETE /network/short-codes/{code}', { at: '22384' }],
  ['POST /phones/{msisdn}/dial', { body: { code: '*165#' } }],
  ['GET /phones/{msisdn}'],
  ['GET /phones/{msisdn}/machine'],
  ['GET /phones/{msisdn}/path'],
  ['GET /machines/seen'],
  ['POST /phones/{msisdn}/reply', { body: { text: '1' } }],
  ['POST /phones/{msisdn}/cancel', { body: {} }],
  // Its app is told of the end while the phone dials anew, in either order.
  ['POST /settle'],
  ['POST /phones/{msisdn}/dial', { body: { code: '*165#' } }],
  ['POST /phones/{msisdn}/choose', { body: { label: 'Balance' } }],
  ['POST /phones/{msisdn}/cancel', { body: {} }],
  ['GET /phones/{msisdn}/messages'],
  ['GET /phones/{msisdn}/threads'],
  ['POST /phones/{msisdn}/prompt/hold', { body: {} }],
  ['GET /recordings/{name}', { at: 'pay' }],
  ['POST /recordings/{name}/stop', { at: 'pay' }],
  ['DELETE /recordings/{name}', { at: 'pay' }],
  ['GET /mailboxes'],
  ['GET /mailboxes/{address}/messages', { at: 'ngozi%40example.com' }],
  ['GET /clock'],
  ['GET /clock/next'],
  ['POST /clock/freeze', { body: {} }],
  ['POST /clock/advance', { body: { by: 'PT1S' } }],
  ['POST /settle'],
  ['GET /connect'],
  ['GET /operations'],
  ['GET /calls'],
  ['POST /calls/check', { body: { operation: 'momo', never: true } }],
  ['POST /holds', { body: { point: 'request', match: { operation: 'momo' } } }],
  ['GET /holds'],
  ['POST /holds/calls/{id}/release', { at: 'call-1', body: {} }],
  ['DELETE /holds/{id}', { at: 'hold-1' }],
  ['DELETE /holds'],
  ['PUT /faults', { body: [{ point: 'sms', do: 'rejected', args: { reason: 'UserInBlacklist' } }] }],
  ['GET /faults'],
  ['DELETE /faults'],
  ['POST /snapshots', { body: { name: 'kept' } }],
  ['GET /snapshots'],
  ['GET /timeline'],
  ['GET /timeline/all'],
  ['GET /timeline.har'],
  ['POST /snapshots/{name}/restore', { at: 'kept', body: {} }],
  ['DELETE /snapshots/{name}', { at: 'kept' }],
  ['POST /worlds', { body: { name: 'suite-1' } }],
  ['GET /worlds'],
  ['GET /worlds/{name}', { at: 'suite-1' }],
  ['DELETE /worlds/{name}', { at: 'suite-1' }],
  ['GET /ledger/audit'],
  ['GET /ledger/accounts'],
  ['GET /ledger/entries'],
  ['GET /machines'],
  ['GET /network/dialects'],
  ['POST /reset', { body: {} }],
]

const asked = ([route, { at = '+46733000001', body } = {}]: Call): Asked => {
  const [method = '', path = ''] = route.split(' ')
  const sent = body === undefined ? {} : { headers: json, body: JSON.stringify(body) }
  return { method, path: `/_sim${path.replace(/\{\w+\}/, at)}`, ...sent }
}

describe('control routes, asked in this process and over a socket', () => {
  it('answer alike, each of them', async () => {
    for (const call of calls) expect(await alike(asked(call)), call[0]).toMatchObject({ status: /^2/ })
    // The payer's phone holds the next prompt: the order gets the same id in both.
    await alike(asked(['POST /phones/{msisdn}/prompt/hold', { body: {} }]))
    const orders = sims.map(([sim]) =>
      sim.merchant().requestToPay({ payer: '+46733000001', amount: '1', currency: 'EUR' }),
    )
    const [placed] = await Promise.all(orders)
    for (const [sim] of sims) await sim.settle()
    const open: Call = ['GET /payments/{id}', { at: 'request-1' }]
    expect(await alike(asked(open))).toMatchObject({ status: 200 })
    const release: Call = ['POST /phones/{msisdn}/prompt/release', { body: { referenceId: placed?.id } }]
    expect(await alike(asked(release))).toMatchObject({ status: 204 })
    // The time is then that of the real clock, until the world begins again.
    const run: Call = ['POST /clock/run', { body: {} }]
    for (const [, ask] of sims) expect(JSON.parse((await ask(asked(run))).text).mode).toBe('running')
    const told = new Set([...calls, open, release, run].map(([route]) => route))
    expect(controlRoutes().filter((route) => !told.has(route))).toEqual([])
    for (const [, ask] of sims) await ask(asked(['POST /reset', { body: {} }]))
  })

  it.each<[string, Asked]>([
    ['a path that nobody has', { method: 'GET', path: '/_sim/nowhere?x=1' }],
    ['the root', { method: 'GET', path: '/_sim' }],
    ['a method that a path has not', { method: 'DELETE', path: `/_sim${ama}` }],
    ['the methods of a path', { method: 'OPTIONS', path: `/_sim${ama}` }],
    ['the methods of no path', { method: 'OPTIONS', path: '/_sim/nowhere' }],
    ['HEAD', { method: 'HEAD', path: '/_sim/world' }],
    [
      'HEAD of a stream',
      { method: 'HEAD', path: '/_sim/timeline', headers: { accept: 'text/event-stream' } },
    ],
    ['upper case', { method: 'GET', path: '/_SIM/Health/' }],
    ['an empty name', { method: 'POST', path: '/_sim/phones//cancel' }],
    ['a name that cannot be decoded', { method: 'GET', path: '/_sim/phones/%zz' }],
    ['an unknown word of a query', { method: 'GET', path: '/_sim/timeline?x=1' }],
    ['a word that is there twice', { method: 'GET', path: `/_sim${ama}/messages?waitMs=1&waitMs=2` }],
    ['CSV', { method: 'GET', path: '/_sim/onepipe/statements', headers: { accept: 'text/csv' } }],
    ['neither JSON nor CSV', { method: 'GET', path: '/_sim/onepipe/statements', headers: { accept: 'a/b' } }],
    [
      'no such prompt',
      { method: 'POST', path: `/_sim${ama}/prompt/release`, body: `{"referenceId":"${order}"}` },
    ],
    ['a tunnel', { method: 'GET', path: '/_sim/health', headers: { 'x-forwarded-for': '203.0.113.9' } }],
    ['a tunnel to what is open', { method: 'GET', path: '/_sim/providers', headers: { via: 'proxy' } }],
    ['another page', { method: 'GET', path: '/_sim/health', headers: { origin: 'https://evil.example' } }],
    ['another host', { method: 'GET', path: '/_sim/health', headers: { host: 'evil.example' } }],
    ['the name in our own data', { method: 'GET', path: '/_sim/health', headers: { host: 'payersim.test' } }],
    ['the document', { method: 'GET', path: '/openapi.json' }],
    ['the document, through a tunnel', { method: 'GET', path: '/openapi.json', headers: { via: 'proxy' } }],
  ])('answer alike: %s', async (_, request) => {
    const headers = { ...(request.body !== undefined && json), ...request.headers }
    expect((await alike({ ...request, headers })).status).toBeGreaterThanOrEqual(200)
  })

  const utf16 = Buffer.from('{"code":"*165#"}', 'utf16le').toString('latin1')
  it.each<[string, string, number, Record<string, string>?]>([
    ['no JSON', '{"code":', 400],
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['a byte order mark', '\ufeff{"code":"*165#"}', 200],
    ['as much as is read', JSON.stringify('x'.repeat(102_398)), 400],
    ['more than is read', JSON.stringify('x'.repeat(102_399)), 413],
    ['another type', 'code=*165%23', 400, { 'content-type': 'application/x-www-form-urlencoded' }],
    [
      'a charset in capitals',
      '{"code":"*165#"}',
      200,
      { 'content-type': 'Application/JSON; Charset="UTF-8"' },
    ],
    ['Latin-1', '{"code":"*165#"}', 415, { 'content-type': 'application/json; charset=latin1' }],
    ['an unknown coding', '{"code":"*165#"}', 415, { 'content-encoding': 'no' }],
    ['what is not compressed', '{"code":"*165#"}', 400, { 'content-encoding': 'gzip' }],
    [
      'an unknown coding of another type',
      'x',
      400,
      { 'content-encoding': 'no', 'content-type': 'text/plain' },
    ],
    ['UTF-16', utf16, 200, { 'content-type': 'application/json; charset=utf-16le' }],
  ])('answer alike to a body of %s', async (_, body, status, headers = {}) => {
    const sent = { method: 'POST', path: `/_sim${ama}/dial`, headers: { ...json, ...headers }, body }
    expect((await alike(sent)).status).toBe(status)
  })

  it('take a compressed body', async () => {
    const body = gzipSync('{"code":"*165#"}')
    const answer = await fetch(`${sims[1]?.[0].url}/_sim${ama}/dial`, {
      method: 'POST',
      headers: { ...json, 'content-encoding': 'gzip' },
      body,
    })
    expect(answer.status).toBe(200)
  })

  it('say in this process that a stream and the page need a socket', async () => {
    const [[sim] = []] = sims
    for (const [path, headers] of [
      ['/_sim/timeline', { accept: 'text/event-stream' }],
      ['/', {}],
      ['/docs', {}],
    ] as const) {
      const answer = await sim?.port.fetch({ method: 'GET', path, headers })
      expect(answer?.status).toBe(404)
      expect(JSON.parse(answer?.text ?? '').detail).toBe(
        `GET ${path} is answered over a socket alone. Start the simulator with a port, and ask there.`,
      )
    }
  })

  it('let a wait go whose caller has gone', async () => {
    const [[sim] = []] = sims
    const gone = new AbortController()
    const path = `/_sim${ama}/messages?after=1000&waitMs=60000`
    const waiting = sim?.port.fetch({ method: 'GET', path, signal: gone.signal })
    gone.abort()
    expect(await waiting).toMatchObject({ status: 200, text: '[]' })
  })
})
