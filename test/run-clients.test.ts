import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { program, run, startRun } from './run/payersim-run.fixture.ts'

let sim: Simulator
let url: string
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  url = sim.url ?? ''
})
afterAll(() => sim.close())

/** What each call of a client came to, by its name. */
function byName(lines: Array<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(lines.map(({ name, value, ...failure }) => [name, value ?? failure]))
}

/** Runs a client that asks for a payment, and lets the payer approve it while the client waits. */
async function whilePayerApproves(command: string[], client: string): Promise<Record<string, unknown>> {
  const { child, says, ended, lines, said } = startRun(url, ['node', program(client), ...command])
  await says('"waiting"')
  const ama = sim.phone('+46733000001')
  await ama.prompted()
  await ama.choose('Approve')
  await ama.reply(ama.pin)
  child.stdin?.end('go on\n')
  expect(await ended, said.err).toBe(0)
  return byName(lines())
}

describe('mtn-momo-client 1.0.0 under payersim run', () => {
  it('does all that it can do with collection', async () => {
    const { subscriptionKeys } = (await sim.world()).momo
    const results = await whilePayerApproves(
      ['collection', subscriptionKeys.collection],
      'mtn-momo-client.mjs',
    )
    expect(results).toMatchObject({
      createAPIUser: { userId: expect.any(String) },
      createAPIKey: { apiKey: expect.stringMatching(/^[0-9a-f]{32}$/) },
      fetchAPIUser: { providerCallbackHost: 'shop.example', targetEnvironment: 'sandbox' },
      createAPIUserAndKey: { targetEnvironment: 'sandbox', apiKey: expect.any(String) },
      createAccessToken: { accessToken: expect.any(String), expiresIn: 3600 },
      requestToPay: { referenceId: expect.any(String) },
      pending: { status: 'PENDING' },
      requestToPayTransactionStatus: { status: 'SUCCESSFUL', amount: '12.5', externalId: '17' },
      requestToPayDeliveryNotification: { notificationMessage: 'Your parcel is packed' },
      getAccountBalance: { availableBalance: '10012.5', currency: 'EUR' },
      getBasicUserInfo: { givenName: expect.any(String), familyName: expect.any(String) },
      validateAccountHolderStatus: true,
    })
    const [message] = await sim.phone('+46733000001').messages({ contains: 'parcel' })
    expect(message?.text).toContain('Your parcel is packed')
  })

  it.each(['disbursement', 'remittance'] as const)('does all that it can do with %s', async (product) => {
    const { subscriptionKeys } = (await sim.world()).momo
    const key = subscriptionKeys[product]
    const { child, says, ended, lines } = startRun(url, [
      'node',
      program('mtn-momo-client.mjs'),
      product,
      key,
    ])
    await says('"waiting"')
    await sim.clock.advance('PT10S')
    child.stdin?.end('go on\n')
    expect(await ended).toBe(0)
    expect(byName(lines())).toMatchObject({
      fetchAPIUser: { providerCallbackHost: 'shop.example', targetEnvironment: 'sandbox' },
      createAccessToken: { accessToken: expect.any(String) },
      transfer: { referenceId: expect.any(String) },
      getTransferStatus: { status: 'SUCCESSFUL', amount: '12.5', externalId: '17' },
      getAccountBalance: { availableBalance: '9987.5', currency: 'EUR' },
      getBasicUserInfo: { givenName: expect.any(String), familyName: expect.any(String) },
      validateAccountHolderStatus: true,
    })
  })
})

describe('mtn-momo-api 1.0.9 under payersim run', () => {
  it('does all that it can do', async () => {
    const { subscriptionKeys, apiUsers } = (await sim.world()).momo
    const { id = '', apiKey = '' } = apiUsers[0] ?? {}
    const results = await whilePayerApproves([subscriptionKeys.collection, id, apiKey], 'mtn-momo-api.cjs')
    expect(results).toMatchObject({
      getToken: expect.any(String),
      requestToPay: { responseCode: 202, referenceId: expect.any(String) },
      getTransactionStatus: { status: 'SUCCESSFUL', amount: '12.5', externalId: '17' },
      makeRequest: { response: { responseCode: 202 }, status: { status: 'PENDING' } },
    })
  })
})

describe('africastalking under payersim run', () => {
  it('does all that it can do with SMS and the account', async () => {
    const { username, apiKey } = (await sim.world()).network
    const { lines } = await run(url, ['node', program('africastalking.cjs'), username, apiKey])
    const taken = (...numbers: string[]) => ({
      SMSMessageData: { Recipients: numbers.map((number) => ({ number, status: 'Success' })) },
    })
    expect(byName(lines())).toMatchObject({
      send: taken('+46733000001'),
      bulk: taken('+46733000001', '+46733000002', '+46733000003'),
      badSender: { SMSMessageData: { Message: 'InvalidSenderId', Recipients: [] } },
      oneBadNumber: { error: expect.stringContaining('to[1]') },
      premium: { SMSMessageData: { Message: 'Sent to 1/1' } },
      fetched: { SMSMessageData: { Messages: [] } },
      account: { UserData: { balance: expect.stringMatching(/^USD \d+\.\d{4}$/) } },
      token: { token: expect.stringMatching(/^ATAuth_/), lifetimeInSeconds: 3600 },
      subscribe: expect.objectContaining({ status: 'Success' }),
      subscriptions: { responses: [{ phoneNumber: '+46733000001' }] },
      unsubscribe: { status: 'Success' },
      wrongKey: { status: 401, data: 'The supplied authentication is invalid' },
      xml: expect.stringMatching(
        /^<AfricasTalkingResponse><SMSMessageData>.*<number>\+46733000001<\/number>/,
      ),
    })
    const arrived = await sim.phone('+46733000001').messages({ contains: 'As XML', waitMs: 5_000 })
    expect(arrived.map(({ text }) => text)).toEqual(['As XML'])
    const texts = (await sim.phone('+46733000001').messages()).map(({ text }) => text)
    expect(texts).toEqual(expect.arrayContaining(['Hello from the SDK', 'To all of you', 'News']))
  })
})
