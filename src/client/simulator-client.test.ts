import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { startSimulator } from '../simulator/index.ts'
import { ClientError, httpPort, SimulatorClient } from './index.ts'
import { Watched } from './watched.fixture.ts'

describe('a simulator client', () => {
  let world: Watched
  let sim: SimulatorClient

  beforeEach(async () => {
    world = await Watched.begin()
    sim = world.client
  })
  afterEach(() => world.end())

  it('reads the world, the health, the timeline, the audit and the callbacks', async () => {
    expect((await sim.world()).phones[0]).toMatchObject({ msisdn: '+46733000001', pin: '1234' })
    expect(await sim.health()).toMatchObject({ status: 'ok', now: '2026-01-05T09:00:00.000Z' })
    const ama = sim.phone('+46733000001')
    for (let dialled = 0; dialled < 3; dialled++) {
      await ama.dial('*165#')
      await ama.cancel()
    }
    const events = await sim.timeline({ after: 3, kind: 'ussd', phone: '+46733000001' })
    expect(events).not.toEqual([])
    expect(events.every(({ kind }) => kind.startsWith('ussd.'))).toBe(true)
    expect(world.paths()).toContain('GET /_sim/timeline?after=3&kind=ussd&phone=+46733000001')
    expect(await sim.audit()).toMatchObject({ ok: true })
    expect(await sim.callbacks()).toEqual([])
  })

  it('moves the clock, and settles without moving it, frozen or running', async () => {
    await sim.clock.freeze()
    await sim.clock.freeze('2026-02-01T00:00:00Z')
    expect(await sim.clock.advance('PT5M')).toEqual({ mode: 'frozen', now: '2026-02-01T00:05:00.000Z' })
    expect(await sim.clock.read()).toMatchObject({ mode: 'frozen' })
    await sim.settle()
    expect(await sim.clock.read()).toMatchObject({ now: '2026-02-01T00:05:00.000Z' })
    await sim.clock.run()
    await sim.merchant().requestToPay({ payer: '+46733000001', amount: '12.50', currency: 'EUR' })
    await sim.settle()
    expect((await sim.phone('+46733000001').look()).screen).toMatchObject({ status: 'open' })
    const ofClock = world.seen.filter(({ path }) => /\/(clock|settle)\b/.test(path))
    expect(ofClock.map(({ path, body }) => `${path.slice('/_sim'.length)} ${body ?? ''}`)).toEqual([
      '/clock/freeze {}',
      '/clock/freeze {"at":"2026-02-01T00:00:00Z"}',
      '/clock/advance {"by":"PT5M"}',
      '/clock ',
      '/settle {}',
      '/clock ',
      '/clock/run {}',
      '/settle {}',
    ])
  })

  it('sets, lists and clears faults', async () => {
    const { faults } = sim
    const plan = {
      point: 'sms',
      do: 'lost',
      match: { recipient: '+46733000001' },
      when: { first: 1 },
    } as const
    expect(await faults.set([plan])).toMatchObject([{ ...plan, met: 0, injected: 0 }])
    expect(await faults.list()).toHaveLength(1)
    await faults.clear()
    expect(await faults.list()).toEqual([])
    expect(world.paths()).toEqual([
      'PUT /_sim/faults',
      'GET /_sim/faults',
      'DELETE /_sim/faults',
      'GET /_sim/faults',
    ])
  })

  it('points service codes and short codes at apps', async () => {
    const { network } = sim
    expect(await network.serviceCode('*384*1#', 'http://app.example/ussd')).toEqual({
      code: '*384*1#',
      callbackUrl: 'http://app.example/ussd',
      eventsUrl: null,
    })
    const urls = { callbackUrl: 'http://app.example/ussd', eventsUrl: 'http://app.example/events' }
    expect(await network.serviceCode('*384*2#', urls)).toMatchObject(urls)
    expect(await network.serviceCodes()).toHaveLength(3)
    await network.removeServiceCode('*384*1#')
    expect(await network.serviceCodes()).toMatchObject([{ code: '*165#' }, { code: '*384*2#' }])
    const report = { deliveryReportUrl: 'http://app.example/reports' }
    expect(await network.shortCode('*', report)).toEqual({
      code: '*',
      callbackUrl: null,
      optOutUrl: null,
      ...report,
    })
    expect(await network.shortCodes()).toHaveLength(1)
    await network.removeShortCode('*')
    expect(await network.shortCodes()).toEqual([])
  })

  it('says what a refusal is about once', async () => {
    const detail = '"777" is no service code.'
    const problem = { title: 'Bad Request', status: 400, detail, code: '777' }
    world.refused.set('GET /_sim/world', { status: 400, headers: {}, text: JSON.stringify(problem) })
    const refused = sim.world()
    await expect(refused).rejects.toThrow('GET /_sim/world answered 400: "777" is no service code.')
  })

  it('says so where what answers is no payersim', async () => {
    world.refused.set('GET /_sim/world', { status: 200, headers: {}, text: '<html>' })
    await expect(sim.world()).rejects.toThrow('a body this client does not understand')
  })
})

describe('over HTTP', () => {
  const servers: Server[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })

  it('reaches a simulator by its URL', async () => {
    const served = await startSimulator({ clock: 'frozen', port: 0 })
    onTestFinished(() => served.close())
    const sim = new SimulatorClient(httpPort(`${served.url}/`))
    expect(await sim.phone('+46733000001').dial('*165#')).toMatchObject({ status: 'open' })
    await expect(sim.phone('+46733000001').nextSms({ waitMs: 0 })).rejects.toBeInstanceOf(ClientError)
  })

  it('listens for callbacks on a port of its own', async () => {
    const received: unknown[] = []
    const listener = await httpPort('http://127.0.0.1:1').listen((request) => {
      received.push(request)
      return { status: 204 }
    })
    expect(listener.hostname).toBe('127.0.0.1')
    const answer = await fetch(`${listener.url}/callbacks/7?x=1`, {
      method: 'PUT',
      body: '{"status":"FAILED"}',
    })
    expect(answer.status).toBe(204)
    expect(received).toMatchObject([{ method: 'PUT', path: '/callbacks/7?x=1', body: '{"status":"FAILED"}' }])
    const huge = await fetch(listener.url, { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) }).catch(
      () => null,
    )
    expect(huge?.status ?? 413).toBe(413)
    await listener.close()
    await expect(fetch(listener.url)).rejects.toThrow()
  })

  it.each([
    ['a page', 404, 'text/html; charset=utf-8', '<!DOCTYPE html><pre>Cannot GET /_sim/world</pre>'],
    ['nothing', 404, 'text/plain', ''],
    ['a page for every path', 200, 'text/html', '<!DOCTYPE html><div id="app"></div>'],
  ])('says that another program answers where it is %s', async (_, status, type, text) => {
    const server = createServer((_request, response) =>
      response.writeHead(status, { 'content-type': type }).end(text),
    )
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await expect(new SimulatorClient(httpPort(url)).world()).rejects.toThrow(
      `No simulator answers at ${url}: another program does. Start one with "payersim serve", or name another URL.`,
    )
  })

  it('says where nothing answers, and what is no address', async () => {
    const served = await startSimulator({ clock: 'frozen', port: 0 })
    const url = String(served.url)
    await served.close()
    await expect(new SimulatorClient(httpPort(url)).health()).rejects.toThrow(
      /cannot be reached: .*ECONNREFUSED.*payersim serve/,
    )
    expect(() => httpPort('localhost:4000')).toThrow('"localhost:4000" is no address of a simulator.')
    expect(() => httpPort('')).toThrow(ClientError)
  })
})
