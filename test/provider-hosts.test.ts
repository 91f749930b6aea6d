import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Provider } from '../src/providers/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/simulator/index.ts'
import type { ProviderView } from '../src/terms/sim/provider.ts'

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
  it('tells the hosts and the operations of each provider, also of one from outside', async () => {
    const providers = await told(sim)
    expect(providers.map(({ name, title }) => `${name}: ${title}`)).toEqual([
      'momo: MTN MoMo',
      'onepipe: OnePipe',
      'kiosk: Kiosk',
      'africastalking: Africa’s Talking',
    ])
    const operations = providers.flatMap((provider) => provider.operations)
    expect(operations).toContainEqual({
      operation: 'momo.createRequestToPay',
      method: 'POST',
      path: '/collection/v1_0/requesttopay',
    })
    for (const { name, operations: own } of providers) {
      expect(own.length, name).toBeGreaterThan(0)
      for (const { operation } of own) expect(operation).toMatch(new RegExp(`^${name}\\.\\w+$`))
    }
    expect(providers.find(({ name }) => name === 'kiosk')).toEqual({
      name: 'kiosk',
      title: 'Kiosk',
      hosts,
      operations: [{ operation: 'kiosk.charge', method: 'POST', path: '/kiosk/charges/{id}' }],
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
