import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseWorld } from '../src/control/world-file.ts'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import { expectTold } from './told.fixture.ts'

const uganda = { id: 'LSMtIy0jMTc4NzY2NjEzNDA0Ng==', key: '!qVD9b+K/(,*=@:~' }
const classic = { id: '5A1E0001-0000-4000-8000-00000000000A', key: '5a1e000100000000000000000000a001' }
const yaml = (more = '') => `
environments:
  sandbox: { currencies: [EUR] }
  mtnuganda: { currencies: [UGX], country: UG, platform: new }
  mtnghana: { currencies: [GHS], country: GH }
people: []
momo:
  subscriptionKeys: { collection: key-c, disbursement: key-d, remittance: key-r }
  apiUsers:
    - { id: "${uganda.id}", apiKey: "${uganda.key}", providerCallbackHost: localhost, targetEnvironment: mtnuganda, name: Kampala }
    - { id: ${classic.id}, apiKey: ${classic.key}, providerCallbackHost: localhost, targetEnvironment: mtnghana, name: Accra }${more}
onepipe: { apps: [], sources: [] }
`

describe("MTN's new platform", () => {
  let sim: Simulator
  beforeEach(async () => {
    sim = await startSimulator({ clock: 'frozen', port: 0, world: parseWorld(yaml(), 'world.yaml') })
  })
  afterEach(() => sim.close())
  const basic = (id: string, key: string) => `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}`
  const token = async (
    { id, key }: { id: string; key: string },
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string; headers: Headers }> => {
    const answer = await fetch(`${sim.url}/collection/token/`, {
      method: 'POST',
      headers: { 'Ocp-Apim-Subscription-Key': 'key-c', Authorization: basic(id, key), ...headers },
    })
    return { status: answer.status, text: await answer.text(), headers: answer.headers }
  }
  const at = (environment: string) => ({ 'X-Target-Environment': environment })
  const explanation = async (): Promise<string | undefined> => {
    const answer = await fetch(`${sim.url}/_sim/timeline/all`)
    const { entries } = (await answer.json()) as {
      entries: Array<{ data: { explanation?: string; explanationIn?: { fr: string } } }>
    }
    const { explanation, explanationIn } = entries.at(-1)?.data ?? {}
    expectTold(explanation, explanationIn?.fr)
    return explanation
  }

  it('gives a token for an id in base64 and a key with punctuation', async () => {
    const { status, text } = await token(uganda, at('mtnuganda'))
    expect(status).toBe(200)
    const { access_token } = JSON.parse(text) as { access_token: string }
    const balance = await fetch(`${sim.url}/collection/v1_0/account/balance`, {
      headers: {
        'Ocp-Apim-Subscription-Key': 'key-c',
        Authorization: `Bearer ${access_token}`,
        ...at('mtnuganda'),
      },
    })
    expect(await balance.json()).toEqual({ availableBalance: '10000', currency: 'UGX' })
  })

  it.each([{}, at(''), at('mtnghana'), at('mtnatlantis')])(
    'wants X-Target-Environment there, not %j',
    async (headers) => {
      expect(await token(uganda, headers)).toMatchObject({
        status: 400,
        text: '{"error":"Invalid or missing X-Target-Environment header"}',
      })
      expect(await explanation()).toMatch(
        /^X-Target-Environment .* on the token operation too: send mtnuganda\.$/,
      )
    },
  )

  it.each([
    ['a wrong key', uganda.id, 'wrong'],
    ['an id in other letters', uganda.id.toLowerCase(), uganda.key],
    ['nobody', 'TE9OQkRZ', 'x'],
  ])('calls %s an invalid client', async (_, id, key) => {
    expect(await token({ id, key }, at('mtnuganda'))).toMatchObject({
      status: 401,
      text: '{"error":"invalid_client"}',
    })
    expect(await explanation()).toBeDefined()
  })

  it('says of an id in other letters that they matter', async () => {
    await token({ id: uganda.id.toLowerCase(), key: uganda.key }, at('mtnuganda'))
    expect(await explanation()).toContain(
      `There is ${uganda.id}: ids that are no UUIDs are read letter by letter.`,
    )
  })

  it('fails on credentials that were percent-encoded', async () => {
    const id = encodeURIComponent(uganda.id)
    const answer = await token({ id, key: encodeURIComponent(uganda.key) }, at('mtnuganda'))
    expect(answer).toMatchObject({
      status: 500,
      text: expect.stringMatching(
        /^\{ "statusCode": 500, "message": "Internal server error", "activityId": "[0-9a-f-]{36}" \}$/,
      ),
    })
    expect(await explanation()).toMatch(/percent-encoded/)
  })

  it('keeps python-requests out with a page, on every operation', async () => {
    const agent = { 'User-Agent': 'python-requests/2.32.3' }
    const refused = await token(uganda, { ...agent, ...at('mtnuganda') })
    expect(refused.status).toBe(403)
    expect(refused.headers.get('content-type')).toBe('text/html')
    expect(refused.headers.get('server')).toBe('Microsoft-Azure-Application-Gateway/v2')
    expect(refused.text).toContain('<head><title>403 Forbidden</title></head>')
    expect(await explanation()).toMatch(/^The User-Agent is "python-requests\/2\.32\.3"/)
    expect((await token(uganda, agent)).status).toBe(403)
    const status = await fetch(`${sim.url}/collection/v1_0/requesttopay/x`, {
      headers: { ...agent, ...at('mtnuganda') },
    })
    expect(status.status).toBe(403)
  })

  it('leaves the classic environments of the same world as they are', async () => {
    const agent = { 'User-Agent': 'python-requests/2.32.3' }
    expect((await token(classic, agent)).status).toBe(200)
    expect((await token({ ...classic, id: classic.id.toLowerCase() }, at('mtnghana'))).status).toBe(200)
    expect(await token({ ...classic, key: 'wrong' })).toMatchObject({
      status: 500,
      text: '{"error":"login_failed"}',
    })
  })

  it('answers a stranger who names no environment only where the world has no other platform', async () => {
    const stranger = { id: 'TE9OQkRZ', key: 'x' }
    expect(await token(stranger)).toMatchObject({ status: 500, text: '{"error":"login_failed"}' })
    const python = { 'User-Agent': 'python-requests/2.32.3' }
    expect((await token(stranger, python)).status).toBe(500)
    await sim.close()
    const alone = yaml()
      .replace('  sandbox: { currencies: [EUR] }\n', '')
      .replace('country: GH', 'country: GH, platform: new')
    sim = await startSimulator({ port: 0, world: parseWorld(alone, 'world.yaml') })
    expect((await token(stranger)).status).toBe(400)
    expect((await token(stranger, python)).status).toBe(403)
  })

  it('is used by the merchants of the library, by name', async () => {
    const phone = sim.phone('+256772000001')
    const merchant = sim.merchant({ environment: 'mtnuganda' })
    const order = await merchant.requestToPay({ payer: phone, amount: '500', currency: 'UGX' })
    await phone.prompted()
    expect(phone.screen?.text).toContain('Kampala')
    expect(await order.status()).toMatchObject({ status: 'PENDING' })
  })

  it('shows its API users, and names of UUIDs in capitals', async () => {
    const { momo } = (await (await fetch(`${sim.url}/_sim/world`)).json()) as {
      momo: { apiUsers: Array<{ id: string; name: string; apiKey: string }> }
    }
    expect(momo.apiUsers).toMatchObject([
      { id: uganda.id, name: 'Kampala', apiKey: uganda.key },
      { id: classic.id.toLowerCase(), name: 'Accra' },
    ])
  })

  it('is the only one with ids that are no UUIDs', () => {
    const user = (id: string, environment: string) =>
      `\n    - { id: ${id}, apiKey: k, providerCallbackHost: a.example, targetEnvironment: ${environment} }`
    const read = (more: string) => () => parseWorld(yaml(more), 'world.yaml')
    expect(read(user('shop', 'mtnghana'))).toThrow(
      /^world\.yaml:12:\d+: "shop" is not a UUID\. Ids of another form are of MTN's new platform: give environments\.mtnghana\.platform: new\./,
    )
    expect(read(user(`"${uganda.id}"`, 'mtnuganda'))).toThrow(/is given twice/)
    expect(read(user(classic.id.toLowerCase(), 'mtnghana'))).toThrow(/is given twice/)
    expect(read(user(`"${uganda.id.toLowerCase()}"`, 'mtnuganda'))).not.toThrow()
    expect(read(user('"a:b"', 'mtnuganda'))).toThrow(/no colons/)
  })
})

it('keeps python-requests out wherever the world says so', async () => {
  const world = parseWorld(`${yaml()}quirks: { user-agents: no-python-requests }`, 'world.yaml')
  const sim = await startSimulator({ port: 0, world })
  const answer = await fetch(`${sim.url}/collection/v1_0/account/balance`, {
    headers: { 'User-Agent': 'python-requests/2.32.3' },
  })
  expect(answer.status).toBe(403)
  await sim.close()
})
