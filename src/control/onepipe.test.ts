import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientError, type Simulator, startSimulator } from '../index.ts'
import { parseWorld, worldJsonSchema } from './world-file.ts'

const onepipe = (prices: string) => `onepipe:
  apps:
    - { name: "=Ledger", apiKey: key-ledger, secret: s1, otpOverride: true }
    - { name: Office, apiKey: key-office, secret: s2 }
  sources:
    - { type: bank.account, plaintext: "6200000766;058", phone: "+2348022221408" }
  prices:
    get_balance: ${prices}
`
const world = parseWorld(
  onepipe('{ price: "0.05", shares: { provider: "60%", OnePipe: "20%", host: "15%", ISO: "5%" } }'),
  'world.yaml',
)
let sim: Simulator

beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', at: '2026-01-31T23:59:00Z', world })
  await sim.onepipeApp('=Ledger').getBalance({ source: '6200000766' })
  await sim.clock.advance('PT1M')
  const request = await sim.onepipeApp('=Ledger').getBalance({ source: '6200000766' })
  await request.query()
})
afterAll(() => sim.close())

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await sim.port.fetch({ method: 'GET', path: `/_sim/onepipe/statements${path}`, headers })
  return { ...response, json: () => JSON.parse(response.text) }
}

describe('the statements of OnePipe’s apps', () => {
  it('are of a period, by the library', async () => {
    const january = await sim.onepipeApp('=Ledger').statement({ from: '2026-01-01', to: '2026-02-01' })
    expect(january).toMatchObject({
      app: '=Ledger',
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-02-01T00:00:00.000Z',
      lines: [{ operation: 'transact', status: 'Successful', calls: 1, price: '0.05', amount: '0.05' }],
      totals: [{ currency: 'NGN', amount: '0.05' }],
    })
    expect(january.services[0]?.shares.map(({ party, amount }) => `${party} ${amount}`)).toEqual([
      'provider 0.03',
      'OnePipe 0.01',
      'host 0.01',
      'ISO 0.00',
    ])
    const february = await sim.onepipeApp('=Ledger').statement({ from: '2026-02-01T00:00:00Z' })
    expect(february).toMatchObject({ to: null, services: [{ calls: 2, amount: '0.10' }] })
    expect(await sim.onepipeApp('Office').statement()).toMatchObject({ lines: [], totals: [] })
    await expect(sim.onepipeApp().statement({ from: 'January' })).rejects.toThrow(ClientError)
  })

  it('are all apps’ over HTTP, as JSON or CSV', async () => {
    expect((await get('')).json()).toMatchObject([{ app: '=Ledger' }, { app: 'Office' }])
    expect((await get('?app=office')).json()).toMatchObject([{ app: 'Office', services: [] }])
    for (const csv of [
      await get('?format=csv&from=2026-02-01'),
      await get('?from=2026-02-01', { accept: 'text/csv' }),
    ]) {
      expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
      expect(csv.headers['content-disposition']).toBe('attachment; filename=onepipe-statements.csv')
      expect(csv.text).toContain("calls,'=Ledger,2026-02-01T00:00:00.000Z,,get_balance,query,Successful,")
    }
  })

  it.each([
    ['?app=nobody', 404, /No OnePipe app "nobody" here. There are: =Ledger, Office/],
    ['?from=2026-02-01&to=2026-02-01', 400, /The period from 2026-02-01 to 2026-02-01 is empty/],
    ['?from=yesterday', 400, /"yesterday" is no time/],
    ['?from=2026-13-01', 400, /"2026-13-01" is no day/],
    ['?format=xml', 400, /format/],
    ['?form=2026-02-01', 400, /form/],
  ])('refuse %s', async (query, status, words) => {
    const refused = await get(query)
    expect(refused.status).toBe(status)
    expect(refused.json().detail).toMatch(words)
  })
})

describe('prices in a world file', () => {
  it.each([
    ['{ price: 10 }', /is a decimal string in quotes/],
    ['{ price: "0" }', /An amount is more than zero/],
    ['{ price: "0.001" }', /has more than 2 decimals/],
    ['{ price: "1", currency: XYZ }', /is not a currency of ISO 4217/],
    ['{ price: "1", shares: { host: 60 } }', /is a share in quotes/],
    ['{ price: "1", shares: { host: "60%" } }', /are not 100% in all/],
    ['{ price: "1", shares: { host: "160%" } }', /is not a share such as/],
  ])('are refused: %s', (prices, words) => {
    expect(() => parseWorld(onepipe(prices), 'world.yaml')).toThrow(words)
  })

  it('are of services that there are, and in the schema for editors', () => {
    const unknown = onepipe('{ price: "1" }').replace('get_balance', 'open_account')
    expect(() => parseWorld(unknown, 'world.yaml')).toThrow(/open_account/)
    expect(JSON.stringify(worldJsonSchema())).toContain('a hundred per cent in all')
  })
})
