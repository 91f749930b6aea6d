import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { httpPort, SimulatorClient } from '../client/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from './index.ts'

const ama = '+46733000001'
const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
async function started(options: SimulatorOptions = {}): Promise<Simulator & { url: string }> {
  const sim = await startSimulator({ clock: 'frozen', port: 0, ...options })
  closing.push(() => sim.close())
  return sim as Simulator & { url: string }
}
const ask = async (base: string, method: string, path: string, body?: unknown, headers = {}) => {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const said = await response.text()
  return {
    status: response.status,
    body: said.startsWith('{') || said.startsWith('[') ? JSON.parse(said) : said,
  }
}
const open = (base: string, name: string, more: object = {}) =>
  ask(base, 'POST', '/_sim/worlds', { name, ...more })
const end = (base: string, name: string) => ask(base, 'DELETE', `/_sim/worlds/${name}`)
const clientOf = (sim: { url: string }, name: string) => new SimulatorClient(httpPort(`${sim.url}/w/${name}`))

/** An app that keeps its caller waiting until it is let go; `asked` tells of the first call. */
async function slowApp() {
  let let_go = () => {}
  const free = new Promise<void>((resolve) => {
    let_go = resolve
  })
  const headers: Array<Record<string, unknown>> = []
  const server: Server = createServer(async (request, response) => {
    headers.push(request.headers)
    await free
    response.end('END Thank you')
  })
  const asked = once(server, 'request')
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closing.push(() => {
    let_go()
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { url: `http://127.0.0.1:${port}/`, asked, letGo: let_go, headers }
}

/** Bytes as they stand, and the status line that they are answered with. */
async function raw(sim: { url: string }, head: string): Promise<string> {
  const { hostname, port } = new URL(sim.url)
  const socket = connect(Number(port), hostname)
  socket.write(`${head}\r\nConnection: close\r\n\r\n`)
  return text(socket)
}

describe('at once', () => {
  it('two opens of one name: one world', async () => {
    const sim = await started()
    const answers = await Promise.all(Array.from({ length: 8 }, () => open(sim.url, 'one')))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)])
    expect((await sim.worlds.list()).map(({ name }) => name)).toEqual(['one'])
  })

  it('the end of a world that is being opened, and of one that is being ended', async () => {
    const sim = await started()
    const [opened, ended] = await Promise.all([open(sim.url, 'one'), end(sim.url, 'one')])
    expect([201, 404]).toContain(opened.status)
    expect([204, 404]).toContain(ended.status)
    await end(sim.url, 'one')
    await open(sim.url, 'one')
    const both = await Promise.all([end(sim.url, 'one'), end(sim.url, 'one')])
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404])
    expect(await sim.worlds.list()).toEqual([])
  })

  it('many opens, ends and lists in any order', async () => {
    const sim = await started()
    const statuses = new Set<number>()
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const name = `w${index % 3}`
        for (let round = 0; round < 2; round++) {
          const answers = await Promise.all([
            open(sim.url, name),
            ask(sim.url, 'GET', '/_sim/worlds'),
            ask(sim.url, 'GET', `/w/${name}/_sim/world`),
            end(sim.url, name),
          ])
          for (const { status } of answers) statuses.add(status)
        }
      }),
    )
    for (const status of statuses) expect([200, 201, 204, 404, 409, 410]).toContain(status)
  })

  it('the same name anew, while the old world waits for an app', async () => {
    const sim = await started()
    await open(sim.url, 'one')
    const app = await slowApp()
    const old = clientOf(sim, 'one')
    await old.network.serviceCode('*170#', app.url)
    const dialled = ask(`${sim.url}/w/one`, 'POST', `/_sim/phones/${ama}/dial`, { code: '*170#' })
    await app.asked
    const ending = end(sim.url, 'one')
    await vi.waitFor(async () => expect((await open(sim.url, 'one')).status).toBe(201))
    const anew = clientOf(sim, 'one')
    expect((await anew.phone(ama).look()).screen).toBeNull()
    expect((await ending).status).toBe(204)
    expect((await dialled).body).toMatchObject({ status: 'failed' })
    expect(await anew.timeline()).toEqual([])
  })

  it('a copy of a world and its end', async () => {
    const sim = await started()
    for (let round = 0; round < 5; round++) {
      await open(sim.url, 'one')
      const [copied, ended] = await Promise.all([open(sim.url, 'two', { from: 'one' }), end(sim.url, 'one')])
      expect(ended.status).toBe(204)
      expect([201, 404]).toContain(copied.status)
      await end(sim.url, 'two')
    }
  })
})

describe('the end of a world', () => {
  it.each([
    '/_sim/clock/advance',
    '/_sim/snapshots',
    '/_sim/snapshots/a/restore',
    '/_sim/reset',
    '/_sim/recordings',
  ])('while %s is under way gets an answer, and leaves the server as it was', async (path) => {
    const sim = await started()
    await open(sim.url, 'one')
    const here = clientOf(sim, 'one')
    await here.snapshots.take('a')
    const app = await slowApp()
    await here.network.serviceCode('*170#', app.url)
    const dialled = here
      .phone(ama)
      .dial('*170#')
      .catch(() => {})
    await app.asked
    const body = { '/_sim/clock/advance': { by: 'PT1H' }, '/_sim/snapshots': { name: 'b' } }[path] ?? {}
    const asked = ask(`${sim.url}/w/one`, 'POST', path, body).catch(() => 'broken off')
    expect((await end(sim.url, 'one')).status).toBe(204)
    await Promise.all([dialled, asked])
    expect((await open(sim.url, 'one')).status).toBe(201)
    expect(await sim.health()).toMatchObject({ status: 'ok' })
  })

  it('cuts off a request that does not come to its end, and is waited for by the end of the server', async () => {
    const sim = await started()
    await open(sim.url, 'one')
    const { hostname, port } = new URL(sim.url)
    const socket = connect(Number(port), hostname)
    socket.write('POST /w/one/ussd HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n')
    const cut = once(socket, 'close')
    socket.resume()
    await vi.waitFor(async () => expect((await sim.worlds.find('one')).endsAt).toBeNull())
    let hasEnded = false
    const ending = sim.worlds.end('one').then(() => {
      hasEnded = true
    })
    await vi.waitFor(async () => expect(await sim.worlds.list()).toEqual([]))
    await sim.close()
    expect(hasEnded).toBe(true)
    await Promise.all([cut, ending])
  })

  it('does not come during a long wait or a stream', async () => {
    let now = Date.parse('2026-12-01T12:00:00Z')
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now)
    try {
      const sim = await started({ worlds: { idle: 'PT10M' } })
      for (const name of ['waits', 'streams', 'idle']) await open(sim.url, name)
      const gone = new AbortController()
      const waiting = fetch(`${sim.url}/w/waits/_sim/phones/${ama}?waitMs=20000`, {
        signal: gone.signal,
      }).catch(() => {})
      const stream = await fetch(`${sim.url}/w/streams/_sim/timeline`, {
        headers: { accept: 'text/event-stream' },
        signal: gone.signal,
      })
      await vi.waitFor(async () => expect((await sim.worlds.find('waits')).endsAt).toBeNull())
      now += 3_600_000
      await open(sim.url, 'another')
      expect((await sim.worlds.list()).map(({ name }) => name)).toEqual(['waits', 'streams', 'another'])
      gone.abort()
      await waiting
      await stream.body?.cancel().catch(() => {})
    } finally {
      clock.mockRestore()
    }
  })

  it('by a request to itself is answered', async () => {
    const sim = await started()
    await open(sim.url, 'one')
    expect((await open(`${sim.url}/w/one`, 'two')).status).toBe(201)
    expect((await ask(`${sim.url}/w/one`, 'GET', '/_sim/worlds')).body).toHaveLength(2)
    expect((await end(`${sim.url}/w/one`, 'one')).status).toBe(204)
    // The worlds are the server's, also for one that is gone: it is opened anew, and ended once more.
    expect((await open(`${sim.url}/w/one`, 'one')).status).toBe(201)
    expect((await end(`${sim.url}/w/one`, 'one')).status).toBe(204)
    expect((await end(`${sim.url}/w/one`, 'one')).status).toBe(404)
    await sim.worlds.client('two').worlds.end('two')
    expect(await sim.worlds.list()).toEqual([])
  })

  it('of two hundred comes fast with their server', async () => {
    const sim = await started()
    await Promise.all(Array.from({ length: 200 }, (_, index) => sim.worlds.open(`w${index}`)))
    const started_ = process.cpuUsage()
    await sim.close()
    const { user, system } = process.cpuUsage(started_)
    expect((user + system) / 1_000).toBeLessThan(2_000)
    await expect(fetch(sim.url)).rejects.toThrow()
  }, 60_000)
})

describe('one world cannot reach into another', () => {
  it.each([
    '/w/two/_sim/reset',
    '/w/two//_sim/reset',
    '//w//two//_sim/reset',
    '/w/two/%5fsim/reset',
    '/w/two/_SIM/reset',
    '/w/two/_sim%2freset',
    '/w/two/./_sim/reset',
    '/w/one/../two/_sim/reset',
    '/w/one/%2e%2E/two/_sim/reset',
    '/w\\two\\_sim\\reset',
    '/w/t%77o/_sim/reset',
    '/w/two/_sim',
    '/w/default/_sim/reset',
    '/_sim/worlds/two',
  ])('by an app at %s', async (path) => {
    const sim = await started()
    for (const name of ['one', 'two']) await open(sim.url, name)
    const one = clientOf(sim, 'one')
    const two = clientOf(sim, 'two')
    await two.phone(ama).dial('*165#')
    const before = await two.timeline()
    const port = new URL(sim.url).port
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `2130706433:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
      'payersim.test',
    ]) {
      await one.network.serviceCode('*170#', `http://${host}${path}`)
      const screen = await one.phone(ama).dial('*170#')
      expect(screen, host).toMatchObject({ status: 'failed' })
    }
    expect(await two.timeline()).toEqual(before)
    expect(await sim.timeline()).toEqual([])
    expect((await one.timeline({ kind: 'ussd' })).at(-1)?.data).toMatchObject({
      error: expect.stringContaining('control route'),
    })
  })

  it('by a request whose URL is whole, as to a proxy', async () => {
    const sim = await started()
    await open(sim.url, 'one')
    for (const path of ['/_sim/world', '/w/one/_sim/world', '/w/default/_sim/world', '/w/one/'])
      expect(await raw(sim, `GET http://payersim.example${path} HTTP/1.1\r\nHost: localhost`), path).toMatch(
        /^HTTP\/1.1 40[013] /,
      )
  })

  it('by its Host', async () => {
    const sim = await started()
    await open(sim.url, 'one')
    for (const [host, path] of [
      ['evil.example', '/w/one/_sim/world'],
      ['one.localhost.evil.example', '/_sim/world'],
      ['one.localhost@evil.example', '/_sim/world'],
      ['one.localhost, evil.example', '/_sim/world'],
      ['one.localhost\r\nHost: two.localhost', '/_sim/world'],
      ['default.localhost', '/w/one/_sim/world'],
      ['one.localhost', '/w/default/_sim/world'],
    ])
      expect(await raw(sim, `GET ${path} HTTP/1.1\r\nHost: ${host}`), host).toMatch(/^HTTP\/1.1 40[03] /)
  })

  it('by the page of another, which a browser sends with its origin', async () => {
    const sim = await started()
    for (const name of ['one', 'two']) await open(sim.url, name)
    const { port } = new URL(sim.url)
    const asked = await raw(
      sim,
      `POST /_sim/reset HTTP/1.1\r\nHost: one.localhost:${port}\r\nOrigin: http://two.localhost:${port}\r\nSec-Fetch-Site: same-site\r\nContent-Length: 0`,
    )
    expect(asked).toMatch(/^HTTP\/1.1 403 /)
  })

  it('by what it learns of the other from a call of its own', async () => {
    const sim = await started()
    for (const name of ['one', 'two']) await open(sim.url, name)
    const one = clientOf(sim, 'one')
    for (const [from, to] of [
      ['one', '/w/two/nowhere'],
      ['one', '/nowhere'],
      ['default', '/w/two/nowhere'],
    ] as const) {
      const at = from === 'one' ? one : sim
      await at.network.serviceCode('*170#', `${sim.url}${to}`)
      await at.phone(ama).dial('*170#')
    }
    const told = async (base: string) => JSON.stringify((await ask(base, 'GET', '/_sim/timeline/all')).body)
    for (const world of ['two', 'default']) {
      const seen = await told(`${sim.url}/w/${world}`)
      expect(seen, 'it was called').toContain('/nowhere')
      expect(seen).not.toContain('payersim-own')
      expect(seen).not.toContain('payersim-call')
    }
  })
})

describe('what one world knows is nothing in another', () => {
  it('an order, a token and an API user of MoMo', async () => {
    const sim = await started()
    const [one, two] = await Promise.all(['one', 'two'].map((name) => sim.worlds.open(name)))
    const order = await one?.merchant().requestToPay({ payer: ama, amount: '1.00', currency: 'EUR' })
    const shop = two?.merchant()
    await shop?.requestToPay({ payer: ama, amount: '1.00', currency: 'EUR' })
    const asked = await shop?.call({ method: 'GET', path: `/collection/v1_0/requesttopay/${order?.id}` })
    expect(asked).toMatchObject({ status: 404 })
    expect(JSON.parse(asked?.text ?? '')).toEqual({ code: 'RESOURCE_NOT_FOUND', message: expect.any(String) })
  })

  it('a transaction of OnePipe', async () => {
    const sim = await started()
    const [one, two] = await Promise.all(['one', 'two'].map((name) => sim.worlds.open(name)))
    const request = await one?.onepipeApp().getBalance({ source: '6200000766' })
    const body = JSON.stringify({
      request_type: 'get_balance',
      transaction: { transaction_ref: request?.transactionRef },
    })
    const wanted = { method: 'POST', path: '/v2/transact/query', body }
    const known = JSON.parse((await one?.onepipeApp().call(wanted))?.text ?? '')
    const unknown = JSON.parse((await two?.onepipeApp().call(wanted))?.text ?? '')
    expect(known.status).toBe('WaitingForOTP')
    expect(unknown.status).toBe('Failed')
    expect(await two?.phone('+2348022221408').messages()).toEqual([])
  })

  it('an API key and an auth token of Africa’s Talking', async () => {
    const sim = await started()
    const accounts = { network: { username: 'sandbox', apiKey: 'atsk_two' } }
    await sim.worlds.open('one')
    await sim.worlds.open('two', { world: accounts }).catch((error) => expect.fail(error.message))
    const send = (world: string, headers: Record<string, string>) =>
      fetch(`${sim.url}/w/${world}/version1/messaging`, {
        method: 'POST',
        headers: { accept: 'application/json', ...headers },
        body: new URLSearchParams({ username: 'sandbox', to: ama, message: 'Hello' }),
      })
    expect((await send('one', { apiKey: 'atsk_payersim' })).status).toBe(201)
    const refused = await send('two', { apiKey: 'atsk_payersim' })
    expect([refused.status, await refused.text()]).toEqual([401, 'The supplied authentication is invalid'])
    const asked = await ask(
      `${sim.url}/w/one`,
      'POST',
      '/auth-token/generate',
      { username: 'sandbox' },
      { apiKey: 'atsk_payersim' },
    )
    const { token } = asked.body
    expect((await send('one', { authToken: token })).status).toBe(201)
    expect((await send('two', { authToken: token })).status).toBe(401)
    expect(await sim.worlds.client('two').phone(ama).messages()).toEqual([])
  })
})
