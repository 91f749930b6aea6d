import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { cases, type Params } from '../src/providers/momo/server/conformance-cases.fixture.ts'
import { type Endpoint, type Operation, operationList } from '../src/providers/momo/server/operations.ts'
import { shop } from '../src/providers/momo/server/world.fixture.ts'

// What docs/momo.md says of phones, in a whole simulator: an operation with `rings` reaches one, another reaches none.

let sim: Simulator
const keys: Record<string, string> = {}
const tokens: Record<string, string> = {}
/** Of the API user that the tests provision. */
const basic = { Authorization: '' }
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', seed: 'phones' })
  Object.assign(keys, (await sim.world()).momo.subscriptionKeys)
  const key = { 'Ocp-Apim-Subscription-Key': keys.collection ?? '' }
  const provision = (path: string, body?: object) =>
    send('POST', path, { headers: { ...key, 'X-Reference-Id': shop.id }, body })
  await provision('/v1_0/apiuser', { providerCallbackHost: 'cb.example' })
  const { apiKey } = (await provision(`/v1_0/apiuser/${shop.id}/apikey`)).json as { apiKey: string }
  basic.Authorization = `Basic ${Buffer.from(`${shop.id}:${apiKey}`).toString('base64')}`
  for (const [product, own] of Object.entries(keys)) {
    const headers = { 'Ocp-Apim-Subscription-Key': own, ...basic }
    const { json } = await send('POST', `/${product}/token/`, { headers })
    tokens[product] = (json as { access_token: string }).access_token
  }
  await sim.snapshots.take('provisioned')
})
// What an operation left, such as a pre-approval, would change what the next one does.
beforeEach(() => sim.snapshots.restore('provisioned'))
afterAll(() => sim.close())

async function send(
  method: string,
  path: string,
  { headers, body }: { headers: Record<string, string>; body?: object | string | undefined },
) {
  const isForm = typeof body === 'string'
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  const sent = { ...headers, ...(body && { 'Content-Type': type }) }
  const content = body && { body: isForm ? body : JSON.stringify(body) }
  const { status, text } = await sim.port.fetch({ method, path, headers: sent, ...content })
  return { status, json: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined }
}

function headersFor({ access, headers }: Pick<Operation, 'access' | 'headers'>, path: string) {
  const product = path.split('/')[1] ?? ''
  const own = product in keys ? product : 'collection'
  const bearer = { Authorization: `Bearer ${tokens[own]}`, 'X-Target-Environment': 'sandbox' }
  return {
    'Ocp-Apim-Subscription-Key': keys[own] ?? '',
    ...(access === 'key' ? {} : access === 'basic' ? basic : bearer),
    ...('X-Reference-Id' in headers && { 'X-Reference-Id': randomUUID() }),
  }
}

const order = { access: 'bearer', headers: { 'X-Reference-Id': true } } as const
const doing = {
  async post(path: string, body: object) {
    const headers = headersFor(order, path)
    expect((await send('POST', path, { headers, body })).status, path).toBe(202)
    return headers['X-Reference-Id'] ?? ''
  },
  async postForm(path: string, form: string) {
    const access = path.includes('/oauth2/') ? 'basic' : 'bearer'
    const headers = headersFor({ access, headers: {} }, path)
    const { status, json } = await send('POST', path, { headers, body: form })
    expect(status, path).toBe(200)
    return json
  },
  get: async (path: string) => (await send('GET', path, { headers: headersFor(order, path) })).json,
  async approve() {
    const ama = sim.phone('+46733000001')
    await ama.prompted()
    await ama.reply('1')
    await ama.reply(ama.pin)
  },
}

const filled = (path: string, params: Params) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

/** The sessions and SMS that reached a phone after the event with this id. */
async function reached(after: number): Promise<string[]> {
  await sim.settle()
  const events = await sim.timeline()
  return events
    .filter(({ id, kind }) => id > after && (kind === 'ussd.pushed' || kind === 'sms.received'))
    .map(({ kind }) => kind)
}

it.each(operationList)('%s rings a phone where the table says so', async (name, operation) => {
  const [{ path }] = operation.at as [Endpoint]
  const { before, body, headers: more } = cases[name]
  const params = (await before?.(doing, path)) ?? {}
  await sim.settle()
  const last = (await sim.timeline()).at(-1)?.id ?? 0
  const headers = { ...headersFor(operation, path), ...more?.(params) }
  const sent = typeof body === 'function' ? body(params) : body
  const { status, json } = await send(operation.method, filled(path, params), { headers, body: sent })
  expect(status, JSON.stringify(json)).toBe(operation.success)
  expect((await reached(last)).length > 0).toBe(operation.rings !== undefined)
})
