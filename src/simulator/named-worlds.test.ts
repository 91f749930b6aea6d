import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { httpPort, SimulatorClient } from '../client/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from './index.ts'

const ama = '+46733000001'
const closing: Simulator[] = []
afterEach(async () => {
  for (const sim of closing.splice(0)) await sim.close()
})
async function started(options: SimulatorOptions = { clock: 'frozen', port: 0 }): Promise<Simulator> {
  const sim = await startSimulator(options)
  closing.push(sim)
  return sim
}
const ask = async (sim: Simulator, method: string, path: string, body?: unknown, headers = {}) => {
  const response = await fetch(`${sim.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}
const open = (sim: Simulator, name: string, more: object = {}) =>
  ask(sim, 'POST', '/_sim/worlds', { name, ...more })
const clientOf = (sim: Simulator, name: string) => new SimulatorClient(httpPort(`${sim.url}/w/${name}`))

describe('a world by name', () => {
  it('has its own phones, money, clock, faults, snapshots and timeline', async () => {
    const sim = await started()
    expect(await open(sim, 'suite-1')).toMatchObject({
      status: 201,
      body: {
        name: 'suite-1',
        url: `${sim.url}/w/suite-1`,
        hostUrl: sim.url?.replace('127.0.0.1', 'suite-1.localhost'),
        clock: { mode: 'frozen', now: '2026-01-05T09:00:00.000Z' },
      },
    })
    const here = clientOf(sim, 'suite-1')
    const order = await here.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
    await here.phone(ama).prompted()
    await here.phone(ama).choose('Approve')
    await here.phone(ama).reply(here.phone(ama).pin)
    await here.settle()
    expect(await order.status()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(order.callbacks).toHaveLength(1)
    await here.clock.advance('P1D')
    await here.snapshots.take('later')
    await here.faults.set([{ point: 'sms', do: 'lost' }])

    expect((await sim.world()).phones[0]?.balances[0]?.amount).toBe('500.00')
    expect((await here.world()).phones[0]?.balances[0]?.amount).toBe('487.50')
    expect((await sim.clock.read()).now).toBe('2026-01-05T09:00:00.000Z')
    expect(await sim.snapshots.list()).toEqual([])
    expect(await sim.faults.list()).toEqual([])
    expect((await sim.timeline()).map(({ kind }) => kind)).not.toContain('request-to-pay.created')
    expect(await here.audit()).toMatchObject({ ok: true })
    await here.close()
  })
})

describe('how a world by name is reached', () => {
  it('by a path, by a host name, and in this process', async () => {
    const sim = await started()
    await open(sim, 'suite-1')
    await clientOf(sim, 'suite-1').phone(ama).dial('*165#')
    const byHost = await ask(sim, 'GET', `/_sim/phones/${ama}`, undefined, {})
    expect(byHost.body.screen).toBeNull()
    const raw = (host: string, path: string) => rawGet(sim, host, path)
    const port = new URL(sim.url ?? '').port
    for (const [host, path] of [
      [`suite-1.localhost:${port}`, `/_sim/phones/${ama}`],
      [`SUITE-1.localhost:${port}`, `/_sim/phones/${ama}`],
      [`suite-1.localhost:${port}`, `/w/suite-1/_sim/phones/${ama}`],
      [`localhost:${port}`, `/w/suite-1/_sim/phones/${ama}?waitMs=0`],
    ] as const)
      expect(await raw(host, path)).toMatchObject({ status: 200, body: { screen: { status: 'open' } } })
    const inProcess = sim.worlds.client('suite-1')
    expect(await inProcess.phone(ama).look()).toMatchObject({ screen: { status: 'open' } })
    expect(await raw(`default.localhost:${port}`, '/_sim/health')).toMatchObject({ status: 200 })
    expect(await ask(sim, 'GET', '/w/default/_sim/health')).toMatchObject({ status: 200 })
  })

  it('is told as its own address, in whatever it tells', async () => {
    const sim = await started()
    await open(sim, 'suite-1')
    const { body: world } = await ask(sim, 'GET', '/w/suite-1/_sim/world')
    expect(world.network.serviceCodes[0].callbackUrl).toBe(`${sim.url}/w/suite-1/ussd`)
    expect((await ask(sim, 'GET', '/w/suite-1/openapi.json')).body.servers).toEqual([
      { url: `${sim.url}/w/suite-1` },
    ])
    // That address works: the world's own app, by the URL that it tells.
    const code = { callbackUrl: world.network.serviceCodes[0].callbackUrl, eventsUrl: null }
    expect(
      await ask(sim, 'PUT', `/w/suite-1/_sim/network/service-codes/${encodeURIComponent('*170#')}`, code),
    ).toMatchObject({ status: 200 })
    expect(await clientOf(sim, 'suite-1').phone(ama).dial('*170#')).toMatchObject({ status: 'open' })
  })

  it('leaves other names of this machine to the server', async () => {
    const sim = await started({ clock: 'frozen', port: 0, allowHosts: ['shop.localhost'] })
    const port = new URL(sim.url ?? '').port
    expect(await rawGet(sim, `shop.localhost:${port}`, '/_sim/health')).toMatchObject({ status: 200 })
    expect(await rawGet(sim, `a.b.localhost:${port}`, '/_sim/health')).toMatchObject({ status: 200 })
    expect(await rawGet(sim, `other.localhost:${port}`, '/_sim/health')).toMatchObject({ status: 404 })
  })

  it('is none of its path below another world', async () => {
    const sim = await started()
    for (const name of ['one', 'two']) await open(sim, name)
    expect(await ask(sim, 'GET', '/w/one/w/two/_sim/health')).toMatchObject({ status: 404 })
    const port = new URL(sim.url ?? '').port
    expect(await rawGet(sim, `one.localhost:${port}`, '/w/two/_sim/health')).toMatchObject({
      status: 400,
      body: { detail: 'The host names the world one, and the path the world two. Name one of them.' },
    })
  })
})

describe('what is refused', () => {
  it.each([
    ['', 'is empty'],
    ['Suite-1', 'is no name of a world'],
    ['a/b', 'is no name of a world'],
    ['..', 'is no name of a world'],
    ['-a', 'is no name of a world'],
    ['a'.repeat(64), 'has 64 letters; 63 is the most'],
    ['größe', 'is no name of a world'],
  ])('the name %j', async (name, why) => {
    const sim = await started()
    const answer = await open(sim, name)
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining(why) } })
    expect(await sim.worlds.list()).toEqual([])
  })

  it('no name, a taken one, and words that nobody knows', async () => {
    const sim = await started()
    expect(await ask(sim, 'POST', '/_sim/worlds', {})).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('name') },
    })
    expect(await open(sim, 'one')).toMatchObject({ status: 201 })
    expect(await open(sim, 'one')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('There is a world one already') },
    })
    expect(await open(sim, 'default')).toMatchObject({ status: 409 })
    expect(await open(sim, 'two', { clok: 'frozen' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('clok') },
    })
    expect(await open(sim, 'two', { at: '2027-01-01T00:00:00Z' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('frozen clock') },
    })
    expect(await open(sim, 'two', { clock: 'frozen', at: 'soon' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('soon') },
    })
    expect(await open(sim, 'two', { from: 'three' })).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('three') },
    })
    expect(await open(sim, 'two', { from: 'one', world: {} })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('not both') },
    })
    expect(await open(sim, 'two', { world: { people: [{ phone: '12' }] } })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('world.people.0.phone') },
    })
    expect(await open(sim, 'two', { world: 'people:\n  - phone: 12\n' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('world:2:') },
    })
    expect(await open(sim, 'two', { world: { callbackCa: '/etc/passwd' } })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('--callback-ca') },
    })
    expect(await open(sim, 'two', { world: 'callbackCa: /etc/passwd' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('--callback-ca') },
    })
    expect((await sim.worlds.list()).map(({ name }) => name)).toEqual(['one'])
    expect(await open(sim, 'two')).toMatchObject({ status: 201 })
  })

  it('more worlds than there may be', async () => {
    const sim = await started({ clock: 'frozen', port: 0, worlds: { most: 2 } })
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => open(sim, name)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409])
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      worlds: 2,
      detail: 'There are 2 worlds, and no more may be open at once. End one: DELETE /_sim/worlds/NAME.',
    })
    await sim.worlds.end((await sim.worlds.list())[0]?.name ?? '')
    expect(await open(sim, 'd')).toMatchObject({ status: 201 })
  })

  it('a path that leads up, and one that names no world', async () => {
    const sim = await started()
    for (const name of ['one', 'two']) await open(sim, name)
    const port = new URL(sim.url ?? '').port
    const at = (path: string) => rawGet(sim, `localhost:${port}`, path)
    for (const path of [
      '/w/one/../two/_sim/world',
      '/w/one/%2e%2E/two/_sim/world',
      '/w/one/_sim/..%2f..%2ftwo/_sim/world',
      '/w/one/..\\two',
      '/w/one/..',
    ])
      expect(await at(path)).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('The path has .. in it') },
      })
    for (const path of [
      '/w',
      '/w/',
      '/w/../_sim/world',
      '/w/%2e%2e/_sim/world',
      '/w/One/_sim/world',
      '/w//_sim/world',
    ])
      expect(await at(path)).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('The path names a world, and') },
      })
    expect(await at('/w/three/_sim/world')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('There is no world "three" on this server') },
    })
    expect(await at('/w/one/?x=..')).toMatchObject({ status: 200 })
  })

  it('a request to one world with a token of another', async () => {
    const sim = await started()
    await Promise.all(['one', 'two'].map((name) => open(sim, name)))
    const { body: world } = await ask(sim, 'GET', '/w/one/_sim/world')
    const [user] = world.momo.apiUsers
    const headers = {
      'Ocp-Apim-Subscription-Key': world.momo.subscriptionKeys.collection,
      Authorization: `Basic ${btoa(`${user.id}:${user.apiKey}`)}`,
    }
    const { body: token } = await ask(sim, 'POST', '/w/one/collection/token/', undefined, headers)
    const balance = (where: string) =>
      ask(sim, 'GET', `${where}/collection/v1_0/account/balance`, undefined, {
        ...headers,
        Authorization: `Bearer ${token.access_token}`,
        'X-Target-Environment': 'sandbox',
      })
    expect(await balance('/w/one')).toMatchObject({ status: 200 })
    expect(await balance('/w/two')).toMatchObject({ status: 401 })
    expect(await balance('')).toMatchObject({ status: 401 })
    expect(await balance('/w/three')).toMatchObject({ status: 404 })
  })
})

describe('the end of a world', () => {
  it('comes by DELETE, while a session and a wait are open, and is told to who comes later', async () => {
    const sim = await started()
    await open(sim, 'one')
    const here = clientOf(sim, 'one')
    await here.phone(ama).dial('*165#')
    const waiting = here.phone('+46733000002').look({ waitMs: 20_000 })
    const stream = await fetch(`${sim.url}/w/one/_sim/timeline`, { headers: { accept: 'text/event-stream' } })
    expect(await ask(sim, 'DELETE', '/_sim/worlds/one')).toEqual({ status: 204, body: undefined })
    expect(await waiting).toMatchObject({ screen: null })
    expect(await stream.text()).toContain('ussd.')
    const gone = 'The world one was ended. Open it anew: POST /_sim/worlds.'
    expect(await ask(sim, 'POST', `/w/one/_sim/phones/${ama}/reply`, { text: '1' })).toMatchObject({
      status: 410,
      body: { status: 410, type: '/docs/problems#world-ended', detail: gone },
    })
    // Browsers keep a 410 for ever, unless they are told not to.
    const { headers } = await fetch(`${sim.url}/w/one/_sim/health`)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(await ask(sim, 'DELETE', '/_sim/worlds/one')).toMatchObject({
      status: 404,
      body: { detail: gone },
    })
    expect(await ask(sim, 'DELETE', '/_sim/worlds/default')).toMatchObject({ status: 409 })
    expect(await ask(sim, 'GET', '/_sim/worlds/none')).toMatchObject({ status: 404 })
    await open(sim, 'one')
    expect(await here.phone(ama).look()).toMatchObject({ screen: null })
  })

  it('ends its timeline: another of its name begins another', async () => {
    const sim = await started()
    const timeline = (query = '') => ask(sim, 'GET', `/w/one/_sim/timeline/all${query}`)
    const dial = async () => {
      await open(sim, 'one')
      await clientOf(sim, 'one').phone(ama).dial('*165#')
    }
    await dial()
    const { body: first } = await timeline()
    expect((await timeline(`?after=${first.after}`)).body).toMatchObject({ begunAgain: false, entries: [] })
    await sim.worlds.end('one')
    await dial()
    const { body: again } = await timeline(`?after=${first.after}`)
    expect(again.begunAgain).toBe(true)
    expect(again.entries).toHaveLength(first.entries.length)
  })

  it('comes where nobody has used it for long', async () => {
    let now = Date.parse('2026-12-01T12:00:00Z')
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now)
    try {
      const sim = await started({ clock: 'frozen', port: 0, worlds: { idle: 'PT10M' } })
      expect((await open(sim, 'idle')).body).toMatchObject({ endsAt: '2026-12-01T12:10:00.000Z' })
      await open(sim, 'used')
      now += 6 * 60_000
      await clientOf(sim, 'used').health()
      now += 5 * 60_000
      // Looked at each minute, and where one more is wanted.
      await open(sim, 'another')
      expect((await sim.worlds.list()).map(({ name }) => name)).toEqual(['used', 'another'])
      expect(await ask(sim, 'GET', '/w/idle/_sim/health')).toMatchObject({
        status: 410,
        body: {
          detail:
            'The world idle was ended, since nobody had used it for PT10M. Open it anew: POST /_sim/worlds.',
        },
      })
    } finally {
      clock.mockRestore()
    }
  })

  it('comes with its server, and leaves no handle to another of its name', async () => {
    const sim = await started()
    const fork = await sim.fork({ name: 'one' })
    expect(fork.url).toBe(`${sim.url}/w/one`)
    await fork.close()
    await open(sim, 'one')
    await expect(fork.health()).rejects.toThrow('410')
    await sim.close()
    await expect(open(sim, 'two')).rejects.toThrow()
  })
})

describe('the page of a world', () => {
  const html = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' }
  const worldIn = (page: string) => /<html data-world="([^"]*)"/.exec(page)?.[1]

  it('is there by path and by host, and names its world', async () => {
    const sim = await started()
    await open(sim, 'one')
    const port = new URL(sim.url ?? '').port
    for (const [host, path, world] of [
      [`localhost:${port}`, '/w/one/', 'one'],
      [`one.localhost:${port}`, '/', 'one'],
      [`one.localhost:${port}`, '/w/one/', 'one'],
      [`localhost:${port}`, '/', undefined],
      [`localhost:${port}`, '/w/default/', undefined],
      [`default.localhost:${port}`, '/', undefined],
    ] as const) {
      const { status, body } = await rawGet(sim, host, path, html)
      expect([status, worldIn(body)]).toEqual([200, world])
      const [asset = ''] = /\/page\/assets\/[^"]+/.exec(body) ?? []
      expect(await rawGet(sim, host, path.replace(/\/$/, '') + asset)).toMatchObject({ status: 200 })
    }
    expect(await rawGet(sim, `localhost:${port}`, '/w/one')).toMatchObject({ status: 307 })
  })

  it('is there for a world that ended, or never was, to say so; nothing else is', async () => {
    const sim = await started()
    await open(sim, 'one')
    await sim.worlds.end('one')
    const port = new URL(sim.url ?? '').port
    for (const [host, path, status] of [
      [`localhost:${port}`, '/w/one/', 410],
      [`one.localhost:${port}`, '/', 410],
      [`localhost:${port}`, '/w/none/', 404],
    ] as const) {
      const page = await rawGet(sim, host, path, html)
      expect([page.status, worldIn(page.body)]).toEqual([status, path === '/w/none/' ? 'none' : 'one'])
      const [asset = ''] = /\/page\/assets\/[^"]+/.exec(page.body) ?? []
      expect(await rawGet(sim, host, path.replace(/\/$/, '') + asset)).toMatchObject({ status: 200 })
      // A program reads the problem.
      expect(await rawGet(sim, host, path)).toMatchObject({ status, body: { status } })
      expect(await rawGet(sim, host, `${path}docs`, html)).toMatchObject({ status, body: { status } })
      expect(await rawGet(sim, host, `${path}page/callback`, html)).toMatchObject({ status })
    }
    const foreign = { ...html, 'sec-fetch-site': 'cross-site' }
    expect(await rawGet(sim, `localhost:${port}`, '/w/one/', foreign)).toMatchObject({ status: 403 })
  })

  it('knows the worlds of its server, whichever is asked, and ends itself', async () => {
    const sim = await started()
    const names = async (base: string) =>
      (await ask(sim, 'GET', `${base}/_sim/worlds`)).body.map(({ name }: { name: string }) => name)
    expect(await ask(sim, 'POST', '/w/one/_sim/worlds', { name: 'one' })).toMatchObject({ status: 201 })
    expect(await names('/w/one')).toEqual(['one'])
    // A world that ends cuts off what is under way in it: this is not.
    expect(await ask(sim, 'DELETE', '/w/one/_sim/worlds/one')).toMatchObject({ status: 204 })
    expect(await names('/w/one')).toEqual([])
  })

  it('asks for the admin token for that, as everywhere', async () => {
    const sim = await started({ clock: 'frozen', port: 0, adminToken: 'sesame', behindProxy: true })
    expect(await ask(sim, 'GET', '/w/one/_sim/worlds')).toMatchObject({ status: 403 })
    const bearing = { authorization: 'Bearer sesame' }
    expect(await ask(sim, 'GET', '/w/one/_sim/worlds', undefined, bearing)).toMatchObject({ status: 200 })
  })
})

describe('what a world begins as', () => {
  it('the world of the server as it was at the start, another world, or a copy as it is now', async () => {
    const sim = await started()
    await sim.clock.advance('P1D')
    await sim.phone(ama).dial('*165#')
    await open(sim, 'fresh')
    await open(sim, 'copy', { from: 'default' })
    await open(sim, 'other', {
      world: { people: [{ phone: '+46733000009', name: 'Nia', balances: { EUR: '7.00' } }] },
    })
    await open(sim, 'yaml', { world: 'people:\n  - phone: "+46733000008"\n    name: Obi\n' })
    await open(sim, 'again', { from: 'other' })
    const screen = async (name: string) => (await clientOf(sim, name).phone(ama).look()).screen?.status
    expect(await screen('fresh')).toBeUndefined()
    expect(await screen('copy')).toBe('open')
    const people = async (name: string) => (await clientOf(sim, name).world()).phones.map((one) => one.name)
    expect(await people('other')).toEqual(['Nia'])
    expect(await people('yaml')).toEqual(['Obi'])
    expect(await people('again')).toEqual(['Nia'])
    await clientOf(sim, 'again').reset()
    expect(await people('again')).toEqual(['Nia'])
    const time = async (name: string) => (await clientOf(sim, name).clock.read()).now
    expect(await time('fresh')).toBe('2026-01-05T09:00:00.000Z')
    expect(await time('copy')).toBe('2026-01-06T09:00:00.000Z')
  })

  it('has the clock that is asked for, and else that of the server', async () => {
    const sim = await started({ port: 0 })
    const clock = async (name: string) => clientOf(sim, name).clock.read()
    await open(sim, 'as-server')
    await open(sim, 'frozen', { clock: 'frozen', at: '2027-01-01T00:00:00Z' })
    await open(sim, 'copy', { from: 'frozen' })
    await open(sim, 'runs', { from: 'frozen', clock: 'running' })
    expect(await clock('as-server')).toMatchObject({ mode: 'running' })
    expect(await clock('frozen')).toEqual({ mode: 'frozen', now: '2027-01-01T00:00:00.000Z' })
    expect(await clock('copy')).toEqual({ mode: 'frozen', now: '2027-01-01T00:00:00.000Z' })
    expect(await clock('runs')).toMatchObject({ mode: 'running' })
    await clientOf(sim, 'frozen').reset()
    expect(await clock('frozen')).toEqual({ mode: 'frozen', now: '2027-01-01T00:00:00.000Z' })
  })

  it('draws ids of its own where the server has a seed, the same in each run', async () => {
    const ids = async () => {
      const sim = await started({ clock: 'frozen', port: 0, seed: 'one' })
      const sessions = []
      for (const name of ['a', 'b']) {
        await open(sim, name)
        sessions.push((await clientOf(sim, name).phone(ama).dial('*165#')).sessionId)
      }
      return sessions
    }
    const [first, again] = [await ids(), await ids()]
    expect(first).toEqual(again)
    expect(new Set(first).size).toBe(2)
  })
})

/** A path as it stands: `fetch` resolves its dots. */
function rawGet(sim: Simulator, host: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; body: ReturnType<typeof JSON.parse> }>((resolve, reject) => {
    const { hostname, port } = new URL(sim.url ?? '')
    get({ hostname, port, path, headers: { ...headers, host } }, async (response) => {
      const body = await text(response)
      resolve({ status: response.statusCode ?? 0, body: body.startsWith('{') ? JSON.parse(body) : body })
    }).on('error', reject)
  })
}
