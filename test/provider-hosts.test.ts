import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Provider } from '../src/providers/index.ts'
import { findWay } from '../src/redirect/sealed/ways.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/simulator/index.ts'
import type { ProviderView } from '../src/terms/sim/provider.ts'
import { run, runAloud, runSealed } from './run/payersim-run.fixture.ts'

const hosts = {
  domains: ['kiosk.example'],
  answered: ['.api.kiosk.example'],
  known: ['api.kiosk.example', 'www.kiosk.example'],
}

/** A provider from outside. */
const kiosk: Provider = {
  name: 'kiosk',
  title: 'Kiosk',
  hosts,
  server: async () => ({
    open: () => ({
      api: {
        name: 'kiosk',
        routes: [
          {
            operation: 'charge',
            method: 'POST',
            path: '/kiosk/charges/{id}',
            answer: ({ params, headers }) => ({
              status: 201,
              headers: { 'Content-Type': 'text/plain' },
              body: `${headers.host} charged ${params.id}`,
            }),
          },
        ],
        owns: (path) => path.startsWith('/kiosk/'),
        notFound: () => ({ status: 404, headers: {}, body: '' }),
        failed: () => ({ status: 500, headers: {}, body: '' }),
      },
    }),
  }),
}

let sim: Simulator
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0, providers: [kiosk] })
})
afterAll(() => sim.close())

async function told(by: Simulator): Promise<ProviderView[]> {
  const { text } = await by.port.fetch({ method: 'GET', path: '/_sim/providers', headers: {} })
  return JSON.parse(text) as ProviderView[]
}

describe('a simulator', () => {
  it('tells the hosts of each provider, also of one from outside', async () => {
    const providers = await told(sim)
    expect(providers.map(({ name, title }) => `${name}: ${title}`)).toEqual([
      'momo: MTN MoMo',
      'onepipe: OnePipe',
      'kiosk: Kiosk',
      'africastalking: Africa’s Talking',
    ])
    expect(providers.find(({ name }) => name === 'kiosk')).toEqual({
      name: 'kiosk',
      title: 'Kiosk',
      hosts,
    })
  })

  it('tells of a provider without hosts that it has none', async () => {
    const { hosts: _, ...rest } = kiosk
    await using other = await startSimulator({ clock: 'frozen', providers: [rest] })
    expect((await told(other)).find(({ name }) => name === 'kiosk')?.hosts).toEqual({
      domains: [],
      answered: [],
      known: [],
    })
  })

  it('knows the hosts of its own providers in Host, and no others', async () => {
    const charge = (at: Simulator) =>
      at.port.fetch({ method: 'POST', path: '/kiosk/charges/7', headers: { host: 'api.kiosk.example' } })
    expect(await charge(sim)).toMatchObject({ status: 201, text: 'api.kiosk.example charged 7' })
    await using other = await startSimulator({ clock: 'frozen' })
    expect(await charge(other)).toMatchObject({
      status: 403,
      text: expect.stringContaining('api.kiosk.example'),
    })
  })

  it.each([
    [{ domains: ['Kiosk.example'] }, 'domains.0 is no host name in small letters'],
    [{ domains: ['example'] }, 'domains.0 is no host name in small letters'],
    [{ answered: ['https://api.kiosk.example'] }, 'answered.0 is no host name in small letters'],
    [
      { domains: ['api.onepipe.io'] },
      'The domain api.onepipe.io of the provider kiosk is one of OnePipe too',
    ],
    [{ domains: ['x.africastalking.com'] }, 'is one of Africa’s Talking too'],
    [{ known: ['kiosk.test'] }, 'The host kiosk.test of the provider kiosk is not in its domains'],
    [{ answered: ['.kiosk.test'] }, 'The host .kiosk.test of the provider kiosk is not in its domains'],
  ])('refuses a provider with the hosts %o', async (wrong, message) => {
    const provider = { ...kiosk, hosts: { ...hosts, ...wrong } }
    await expect(startSimulator({ clock: 'frozen', providers: [provider] })).rejects.toThrow(message)
  })
})

describe('GET /_sim/providers', () => {
  const asked = async (headers: Record<string, string>, options: SimulatorOptions = {}) => {
    await using one = await startSimulator({ clock: 'frozen', ...options })
    const ask = (path: string) =>
      one.port.fetch({ method: 'GET', path, headers: { authorization: '', ...headers } })
    return { providers: (await ask('/_sim/providers')).status, health: (await ask('/_sim/health')).status }
  }

  it('answers programs elsewhere too, which no control route does', async () => {
    const open = { providers: 200, health: 403 }
    expect(await asked({ 'x-forwarded-for': '203.0.113.9' })).toEqual(open)
    expect(await asked({ host: '192.168.1.7:4000' })).toEqual(open)
    expect(await asked({ host: 'payersim' }, { allowHosts: ['payersim'] })).toEqual(open)
    expect(await asked({}, { behindProxy: true, adminToken: 'open sesame' })).toEqual(open)
  })

  it.each([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'rebind.example:4000' },
  ])('answers no page of another site: %o', async (headers) => {
    expect(await asked(headers as Record<string, string>)).toEqual({ providers: 403, health: 403 })
  })

  it.each(['/_sim/providers/', '/_SIM/Providers', '/_sim/providers?x=1', 'http://localhost/_sim/providers'])(
    'nor as %s',
    async (path) => {
      const headers = { origin: 'http://evil.example' }
      expect((await sim.port.fetch({ method: 'GET', path, headers })).status).toBe(403)
    },
  )
})

/** Why nothing can be sealed on this machine, undefined where it can. */
function whyNotSealed(): string | undefined {
  try {
    findWay()
    return undefined
  } catch (error) {
    return (error as Error).message.split('\n')[0]
  }
}

const notSealed = whyNotSealed()

describe('payersim run', () => {
  it('takes over the hosts of a provider from outside, without a flag', async () => {
    const script = `
      const ask = async (url) => {
        const answer = await fetch(url, { method: 'POST' })
        console.log(JSON.stringify({ status: answer.status, text: await answer.text() }))
      }
      void (async () => {
        await ask('https://v2.api.kiosk.example/kiosk/charges/7')
        await ask('https://www.kiosk.example/kiosk/charges/7')
      })()`
    const { out, err } = await runAloud(sim.url ?? '', ['node', '-e', script])
    const [charged, refused] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(charged).toEqual({ status: 201, text: 'v2.api.kiosk.example charged 7' })
    expect(refused).toMatchObject({
      status: 501,
      text: expect.stringContaining(
        'www.kiosk.example of Kiosk was refused, and not sent to the vendor: payersim answers for api.kiosk.example.',
      ),
    })
    expect(err.split('\n').slice(1)).toEqual([
      'payersim run: Taken over:',
      '  Kiosk  v2.api.kiosk.example  1 call',
      'Refused, and not sent to the vendor:',
      '  Kiosk  www.kiosk.example  1 call',
      '',
    ])
  })

  it.skipIf(notSealed)(
    `the same in a sealed command${notSealed ? ` [skipped: ${notSealed}]` : ''}`,
    async () => {
      const script = `
      void (async () => {
        const answer = await fetch('https://v2.api.kiosk.example/kiosk/charges/8', { method: 'POST' })
        console.log(JSON.stringify({ status: answer.status, text: await answer.text() }))
      })()`
      const { lines, err } = await runSealed(sim.url ?? '', ['node', '-e', script])
      expect(lines(), err).toEqual([{ status: 201, text: 'v2.api.kiosk.example charged 8' }])
      const forward = await runSealed(sim.url ?? '', ['true'], { flags: ['--forward', 'kiosk.example:443'] })
      expect(forward.code).toBe(2)
      expect(forward.err).toContain('kiosk.example is a vendor’s')
    },
  )

  it('leaves hosts alone that the simulator has not', async () => {
    await using other = await startSimulator({ clock: 'frozen', port: 0 })
    const { lines } = await run(other.url, ['node', '-e', 'console.log(process.env.PAYERSIM_RUN)'])
    const { domains } = lines()[0] as { domains: string[] }
    expect(domains).toContain('onepipe.io')
    expect(domains).not.toContain('kiosk.example')
  })
})
