import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { parseWorld } from '../src/control/world-file.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/simulator/index.ts'
import { expectTold } from './told.fixture.ts'

const open: Simulator[] = []
afterEach(async () => {
  for (const sim of open.splice(0)) await sim.close()
})

async function start({ world = '', ...options }: Omit<SimulatorOptions, 'world'> & { world?: string } = {}) {
  const sim = await startSimulator({ clock: 'frozen', world: parseWorld(world, 'world.yaml'), ...options })
  open.push(sim)
  return sim
}

type Headers = Record<string, string>

const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const fields = (values: Record<string, string>) => String(new URLSearchParams(values))
const evil = { host: '127.0.0.1:4000', origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }

/** What a merchant asks of a payer, and the payer's hop that approves it. */
async function asked(sim: Simulator) {
  const ama = sim.phone('+46733000001')
  const order = await sim.merchant().requestToPay({ payer: ama, amount: '50.00', currency: 'EUR' })
  const approve = (headers: Headers, path = '/ussd') =>
    sim.port.fetch({
      method: 'POST',
      path,
      headers: { ...form, ...headers },
      body: fields({
        sessionId: 'ATUid_7c898d72eb11f723ed8ea05ef232f279',
        serviceCode: '*165#',
        phoneNumber: '+46733000001',
        networkCode: '99999',
        text: '1*1*1*1234',
      }),
    })
  return { order, approve }
}

const token = (sim: Simulator, headers: Headers, path = '/collection/token/') =>
  sim.port.fetch({ method: 'POST', path, headers })

const lastEntry = async (sim: Simulator) => {
  const { text } = await sim.port.fetch({ method: 'GET', path: '/_sim/timeline/all', headers: {} })
  const { entries } = JSON.parse(text) as {
    entries: Array<{ data: { status?: number; explanation?: string; explanationIn?: { fr: string } } }>
  }
  const data = entries.at(-1)?.data
  expectTold(data?.explanation, data?.explanationIn?.fr)
  return data
}

describe('a page of somebody else’s', () => {
  it('does not approve a payment', async () => {
    const sim = await start({ world: 'prompt: none\n' })
    const { order, approve } = await asked(sim)
    expect(await approve(evil)).toMatchObject({
      status: 403,
      headers: { 'content-type': 'application/problem+json' },
      text: expect.stringContaining('This is payersim, not the vendor. A page sent this request'),
    })
    expect(await order.status()).toMatchObject({ status: 'PENDING' })
    expect(await approve({})).toMatchObject({ status: 200, text: expect.stringContaining('END Approved') })
    expect(await order.status()).toMatchObject({ status: 'SUCCESSFUL' })
  })

  it.each([
    '/ussd',
    '/ussd?a=1',
    '/ussd/events',
    '/sms/delivery',
    '/onepipe/provider/get_balance',
    '/OnePipe/Provider/get_balance/',
    'http://127.0.0.1/onepipe/provider/get_balance',
    '/collection/token/',
    '/v1_0/apiuser',
    '/testpg/v1_0/apiuser',
    '/disbursement/v1_0/transfer',
    '/version1/messaging',
    '/auth-token/generate',
    '/v2/transact',
  ])('reaches no %s', async (path) => {
    const sim = await start()
    const marks: Headers[] = [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
      { origin: 'http://localhost.evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const mark of marks)
      for (const method of ['POST', 'GET', 'OPTIONS'])
        expect(await sim.port.fetch({ method, path, headers: mark })).toMatchObject({ status: 403 })
    // And the next is refused for its own reasons only.
    expect((await sim.port.fetch({ method: 'POST', path, headers: {} })).status).not.toBe(403)
  })

  it('is told on the timeline, on a path that is not taken down otherwise too', async () => {
    const sim = await start()
    const { approve } = await asked(sim)
    await approve(evil)
    expect(await lastEntry(sim)).toMatchObject({
      status: 403,
      explanation: expect.stringContaining('only a vendor’s server calls this route'),
    })
  })

  it('is refused by the head of its request, without its body', async () => {
    const sim = await start({ port: 0 })
    const socket = connect(Number(new URL(sim.url ?? '').port), '127.0.0.1')
    const marks = ['Host: 127.0.0.1', `Origin: ${evil.origin}`, 'Content-Length: 100000']
    socket.write(`${['POST /ussd HTTP/1.1', ...marks].join('\r\n')}\r\n\r\n`)
    expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 403 /)
    socket.destroy()
    expect(await lastEntry(sim)).toMatchObject({ status: 403 })
  })

  it('does not reach the paths with a secret either', async () => {
    const publicUrl = 'https://abc.ngrok.app'
    const sim = await start({ atSandbox: { serviceCode: '*384*44135#', publicUrl } })
    const { callback = '', events = '', deliveryReports = '' } = sim.sandboxUrls ?? {}
    for (const url of [callback, events, deliveryReports]) {
      const path = url.slice(publicUrl.length)
      const post = (headers: Headers) =>
        sim.port.fetch({ method: 'POST', path, headers: { ...form, ...headers }, body: 'a=b' })
      expect(await post({ ...evil, host: 'abc.ngrok.app' })).toMatchObject({ status: 403 })
      // Refused for its fields only: the tunnel's name is known.
      expect(await post({ host: 'abc.ngrok.app' })).toMatchObject({ status: 400 })
    }
    const refusal = await sim.port.fetch({ method: 'POST', path: '/ussd', headers: evil })
    expect(refusal.text).not.toContain(callback.slice(-32))
  })
})

describe('a page that the world allows', () => {
  const world = 'allowOrigins: ["http://localhost:5173", "null"]\n'

  it('calls the vendors’ routes, and those that only servers call not', async () => {
    const sim = await start({ world })
    for (const headers of [
      { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' },
      { origin: 'HTTP://LOCALHOST:5173' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await token(sim, headers)).status).toBe(401)
      expect((await token(sim, headers, '/ussd')).status).toBe(403)
      expect((await token(sim, headers, '/onepipe/provider/get_balance')).status).toBe(403)
    }
    for (const origin of [
      'https://localhost:5173',
      'http://localhost:5174',
      'http://localhost:5173.evil.example',
    ])
      expect((await token(sim, { origin })).status).toBe(403)
  })

  it('is named in the refusal of another', async () => {
    const { text } = await token(await start(), { origin: 'http://localhost:5173' })
    expect(JSON.parse(text)).toMatchObject({
      type: '/docs/problems#foreign-page',
      detail: expect.stringContaining('put "http://localhost:5173" into allowOrigins of the world file'),
    })
  })

  it.each(['localhost:5173', 'http://localhost:5173/', 'http://a b', '*'])(
    'is not written as %s',
    async (origin) => {
      expect(() => parseWorld(`allowOrigins: ["${origin}"]\n`, 'world.yaml')).toThrow(
        /world\.yaml:1:16: .*is no origin such as http:\/\/localhost:5173/,
      )
    },
  )
})

describe('our own page', () => {
  it.each([
    { host: 'localhost:4000', origin: 'http://localhost:4000', 'sec-fetch-site': 'same-origin' },
    { host: 'localhost:4443', origin: 'https://localhost:4443', 'sec-fetch-site': 'same-origin' },
    { host: 'localhost', 'sec-fetch-site': 'none' },
  ])('calls the vendors’ routes: %o', async (headers) => {
    expect((await token(await start(), headers as Headers)).status).toBe(401)
  })
})

describe('the name in Host', () => {
  const names = [
    '127.0.0.1:4000',
    '192.168.1.7',
    '0.0.0.0:4000',
    '[::1]:4000',
    '[fd00::7]',
    'localhost',
    'LOCALHOST.:4000',
    'a.shop.localhost:4000',
    'payersim.test',
    'sandbox.momodeveloper.mtn.com',
    'api.sandbox.africastalking.com:443',
    'api.onepipe.io',
  ]
  it.each(names)('is known: %s', async (host) => {
    const sim = await start()
    expect((await token(sim, { host })).status).toBe(401)
    expect((await token(sim, { host }, '/ussd')).status).toBe(400)
  })

  const rebound = [
    'rebind.example:4000',
    'localhost.evil.example',
    'evil-localhost',
    '[::1]evil.example',
    'evil.example/.localhost',
    'a@localhost',
    'localhost:1:2',
    'momodeveloper.mtn.com.evil.example',
    'host.docker.internal',
  ]
  it.each(rebound)('is not known, and so nothing is answered: %s', async (host) => {
    const sim = await start()
    for (const path of [
      '/ussd',
      '/ussd/events',
      '/sms/delivery',
      '/collection/token/',
      '/version1/messaging',
    ]) {
      expect(await token(sim, { host }, path)).toMatchObject({
        status: 403,
        text: expect.stringContaining('which this simulator does not know'),
      })
    }
    expect(await lastEntry(sim)).toMatchObject({
      status: 403,
      explanation: expect.stringContaining('(Host)'),
    })
  })

  it('is told with the flag that lets it in', async () => {
    const { text } = await token(await start(), { host: 'payersim:4000' })
    expect(JSON.parse(text).detail).toContain(
      'start payersim with --allow-host payersim, or put it into allowHosts',
    )
  })

  it('is known where options, the world, TLS, the address to listen on or a tunnel name it', async () => {
    const known = async (options: Parameters<typeof start>[0], host: string) =>
      (await token(await start(options), { host })).status === 401
    expect(await known({ allowHosts: ['Payersim'] }, 'payersim:4000')).toBe(true)
    expect(await known({ allowHosts: ['payersim'] }, 'x.payersim')).toBe(false)
    expect(await known({ allowHosts: ['.ngrok.app'] }, 'abc.ngrok.app')).toBe(true)
    expect(await known({ allowHosts: ['.ngrok.app'] }, 'ngrok.app')).toBe(true)
    expect(await known({ allowHosts: ['.ngrok.app'] }, 'evilngrok.app')).toBe(false)
    expect(await known({ world: 'allowHosts: [host.docker.internal]\n' }, 'host.docker.internal')).toBe(true)
    const tls = { names: ['sim.example'] }
    expect(await known({ port: 0, tls }, 'sim.example:4443')).toBe(true)
    const atSandbox = { serviceCode: '*384*44135#', publicUrl: 'https://abc.ngrok.app' }
    expect(await known({ atSandbox }, 'abc.ngrok.app')).toBe(true)
    expect(await known({ atSandbox }, 'abd.ngrok.app')).toBe(false)
    const fork = await (await start({ allowHosts: ['payersim'] })).fork()
    open.push(fork)
    expect((await token(fork, { host: 'payersim' })).status).toBe(401)
  })

  it('opens no control route', async () => {
    const sim = await start({ allowHosts: ['payersim'], adminToken: 'open sesame' })
    const health = (headers: Headers) => sim.port.fetch({ method: 'GET', path: '/_sim/health', headers })
    expect((await health({ host: 'payersim', authorization: '' })).status).toBe(403)
    // Whoever bears the token calls them by any name.
    expect((await health({ host: 'elsewhere.example' })).status).toBe(200)
  })

  it.each(['http://payersim', 'payersim:4000', '*', '', 'a b'])('is not allowed as "%s"', async (host) => {
    await expect(startSimulator({ allowHosts: [host] })).rejects.toThrow('is no name to allow')
    expect(() => parseWorld(`allowHosts: ["${host}"]\n`, 'world.yaml')).toThrow('is no name such as')
  })

  it('comes once: two are a bad request, whichever is first', async () => {
    const sim = await start({ port: 0 })
    for (const hosts of [
      ['127.0.0.1', 'evil.example'],
      ['evil.example', '127.0.0.1'],
    ]) {
      const socket = connect(Number(new URL(sim.url ?? '').port), '127.0.0.1')
      const lines = ['POST /ussd HTTP/1.1', ...hosts.map((host) => `Host: ${host}`), 'Content-Length: 0']
      socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`)
      let answer = ''
      socket.on('data', (chunk) => {
        answer += chunk
      })
      await once(socket, 'close')
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    }
  })
})
