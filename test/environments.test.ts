import { afterEach, describe, expect, it } from 'vitest'
import { parseWorld } from '../src/control/world-file.ts'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'

const world = (more = '', quirks = '') =>
  parseWorld(
    `
environments:
  sandbox: { currencies: [EUR] }
  mtnghana: { currencies: [GHS], country: GH }
  mtncongo: { currencies: [XAF], country: CG, language: fr${more} }
  mtnbenin: { currencies: [XOF], country: BJ, language: fr, quirks: { transfer-texts: absent, callback-method: PUT } }
people:
  - { phone: "+46733000001", name: Ama, balances: { EUR: "1" } }
  - { phone: "+233244000001", name: Kofi, environment: mtnghana, balances: { GHS: "1" } }
  - { phone: "+242064000001", name: Grace, environment: mtncongo, balances: { XAF: "1" } }
  - { phone: "+22997000001", name: Awa, environment: mtnbenin, balances: { XOF: "1" } }
momo:
  subscriptionKeys: { collection: key-c, disbursement: key-d, remittance: key-r }
  apiUsers:
${['mtnghana', 'mtncongo', 'mtnbenin']
  .map(
    (environment, n) =>
      `    - { id: 5a1e000${n}-0000-4000-8000-000000000001, apiKey: secret, providerCallbackHost: ${environment}.test, targetEnvironment: ${environment} }`,
  )
  .join('\n')}
onepipe: { apps: [], sources: [] }
quirks: { ${quirks} }
`,
    'world.yaml',
  )

const open: Simulator[] = []
afterEach(async () => {
  for (const sim of open.splice(0)) await sim.close()
})
async function start(of = world()): Promise<Simulator> {
  const sim = await startSimulator({ clock: 'frozen', port: 0, world: of })
  open.push(sim)
  return sim
}

const payers = {
  sandbox: { payer: '+46733000001', currency: 'EUR' },
  mtnghana: { payer: '+233244000001', currency: 'GHS' },
  mtncongo: { payer: '+242064000001', currency: 'XAF' },
  mtnbenin: { payer: '+22997000001', currency: 'XOF' },
} as const
type Environment = keyof typeof payers

/** The status of a request that the payer approves with too little money. */
async function tooPoor(sim: Simulator, environment: Environment): Promise<unknown> {
  const { payer, currency } = payers[environment]
  const phone = sim.phone(payer)
  const order = await sim.merchant({ environment }).requestToPay({ payer: phone, amount: '500', currency })
  await phone.prompted()
  await phone.reply('1')
  await phone.reply('1234')
  const { status, reason } = await order.status()
  return { status, reason }
}
const lowBalance = 'LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED'

describe('a wallet that is short of funds', () => {
  it.each([
    ['sandbox', 'NOT_ENOUGH_FUNDS'],
    ['mtnghana', 'NOT_ENOUGH_FUNDS'],
    ['mtncongo', lowBalance],
    ['mtnbenin', lowBalance],
  ] as const)('in %s is told by %s', async (environment, reason) => {
    expect(await tooPoor(await start(), environment)).toEqual({ status: 'FAILED', reason })
  })

  it('is told as the world says, and as an environment says over that', async () => {
    const sim = await start(
      world(', quirks: { short-of-funds: NOT_ENOUGH_FUNDS }', 'short-of-funds: INTERNAL_PROCESSING_ERROR'),
    )
    expect(await tooPoor(sim, 'mtncongo')).toMatchObject({ reason: 'NOT_ENOUGH_FUNDS' })
    expect(await tooPoor(sim, 'mtnbenin')).toMatchObject({ reason: 'INTERNAL_PROCESSING_ERROR' })
    expect(await tooPoor(sim, 'mtnghana')).toMatchObject({ reason: 'INTERNAL_PROCESSING_ERROR' })
  })
})

describe('the texts of a transfer', () => {
  it('are left out where the environment says so, of the status and of the callback', async () => {
    const sim = await start()
    const settingsOf = async (environment: Environment) => {
      const { payer, currency } = payers[environment]
      const transfer = await sim
        .merchant({ environment })
        .transfer({ payee: sim.phone(payer), amount: '5', currency, message: 'm', note: 'n' })
      await sim.clock.advance('PT1S')
      return { status: await transfer.status(), callbacks: transfer.callbacks }
    }
    const benin = await settingsOf('mtnbenin')
    expect(benin.status).toMatchObject({ status: 'SUCCESSFUL', amount: '5' })
    expect(benin.status).not.toHaveProperty('payerMessage')
    expect(benin.status).not.toHaveProperty('payeeNote')
    expect(benin.callbacks).toMatchObject([{ method: 'PUT' }])
    expect(JSON.stringify(benin.callbacks)).not.toContain('payerMessage')
    const ghana = await settingsOf('mtnghana')
    expect(ghana.status).toMatchObject({ payerMessage: 'm', payeeNote: 'n' })
    expect(ghana.callbacks).toMatchObject([{ method: 'POST' }])
  })
})

describe('special characters', () => {
  const ask = async (sim: Simulator, environment: Environment, message: string) => {
    const { payer, currency } = payers[environment]
    const asked = sim
      .merchant({ environment })
      .requestToPay({ payer: sim.phone(payer), amount: '1', currency, message })
    return asked.then(
      () => 'taken',
      (error: Error) => error.message,
    )
  }

  it.each(['Fish & chips', "Kofi's order", 'Kofi’s order', 'a < b', 'say "yes"'])(
    'such as in %j are refused by live environments, and taken in the sandbox',
    async (message) => {
      const sim = await start()
      expect(await ask(sim, 'mtnghana', message)).toMatch(
        /it must have no apostrophe, no ampersand, and none of/,
      )
      expect(await ask(sim, 'sandbox', message)).toBe('taken')
    },
  )

  it('are taken and refused as the world says', async () => {
    const sim = await start(world(', quirks: { special-characters: refuse }', 'special-characters: accept'))
    expect(await ask(sim, 'mtnghana', 'a & b')).toBe('taken')
    expect(await ask(sim, 'mtncongo', 'a & b')).toMatch(/no ampersand/)
  })

  it('are no letters with accents', async () => {
    expect(await ask(await start(), 'mtncongo', 'Café, déjà payé (n° 7)!')).toBe('taken')
  })
})

describe('quirks of an environment', () => {
  const mistake = (more: string) => () => world(more)
  it('are checked where they stand', () => {
    expect(mistake(', quirks: { reason-from: object }')).toThrow(
      /^world\.yaml:5:\d+: No quirk "reason-from"\. Did you mean reason-form\?/,
    )
    expect(mistake(', quirks: { reason-form: text }')).toThrow(
      /^world\.yaml:5:\d+: .* reason-form cannot be "text"/,
    )
    expect(mistake(', quirks: { onepipe-diagnose: off }')).toThrow(
      /onepipe-diagnose is a quirk of OnePipe, and only MTN MoMo may have other quirks in an environment/,
    )
  })

  it('are in the JSON Schema and in what `payersim world` prints', async () => {
    const { worldJsonSchema } = await import('../src/control/world-file.ts')
    expect(JSON.stringify(worldJsonSchema())).toContain('Quirks in this environment')
    expect(world().environments.mtnbenin).toMatchObject({ quirks: { 'transfer-texts': 'absent' } })
  })
})

describe('a request that names no environment', () => {
  const user = (n: number) =>
    `Basic ${Buffer.from(`5a1e000${n}-0000-4000-8000-000000000001:secret`).toString('base64')}`
  const key = { 'Ocp-Apim-Subscription-Key': 'key-c' }
  const post = (sim: Simulator, path: string, headers: Record<string, string>) =>
    fetch(`${sim.url}${path}`, { method: 'POST', headers, redirect: 'manual' })

  it('has the quirks of its API user’s', async () => {
    const sim = await start(world(', quirks: { bad-request-body: message, token-slash: both }'))
    const token = await post(sim, '/collection/token', { ...key, Authorization: user(1) })
    expect(token.status).toBe(200)
    const { access_token } = (await token.json()) as { access_token: string }
    const Authorization = `Bearer ${access_token}`
    const balance = await fetch(`${sim.url}/collection/v1_0/account/balance`, {
      headers: { ...key, Authorization },
    })
    expect(balance.status).toBe(400)
    expect(await balance.text()).toContain('X-Target-Environment is missing.')
    const others = await post(sim, '/collection/token', { ...key, Authorization: user(0) })
    expect(others.status).toBe(302)
  })

  it('has those of the sandbox where it makes an API user', async () => {
    const yaml = world()
    const sandbox = { ...yaml.environments.sandbox, quirks: { 'bad-request-body': 'message' } }
    const sim = await start({ ...yaml, environments: { ...yaml.environments, sandbox } } as typeof yaml)
    for (const path of ['/v1_0/apiuser', '/v1_0/apiuser/17/apikey']) {
      const answer = await post(sim, path, key)
      expect(answer.status).toBe(400)
      expect(await answer.text()).toContain('"code":"BAD_REQUEST"')
    }
  })
})

it('the quirk impossible-numbers: taken opens wallets without a phone where MTN’s SDK for Node pays out to 222222', async () => {
  const sim = await start(world(', quirks: { impossible-numbers: taken }'))
  const payOut = async (environment: Environment) => {
    const { currency } = payers[environment]
    const merchant = sim.merchant({ environment })
    const transfer = await merchant.transfer({ payee: { msisdn: '222222' }, amount: '5', currency })
    await sim.settle()
    return { transfer: await transfer.status(), active: await merchant.isActive({ msisdn: '222222' }) }
  }
  expect(await payOut('sandbox')).toMatchObject({
    transfer: { status: 'FAILED', reason: 'PAYEE_NOT_FOUND' },
    active: false,
  })
  expect(await payOut('mtncongo')).toMatchObject({ transfer: { status: 'SUCCESSFUL' }, active: true })
  const unsent = await sim.timeline({ kind: 'sms.not-sent' })
  expect(unsent).toHaveLength(1)
  expect((await sim.audit()).ok).toBe(true)
})
