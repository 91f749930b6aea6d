import { createRequire } from 'node:module'
import { create, type PayerType } from 'mtn-momo'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'

let sim: Simulator
beforeEach(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
})
afterEach(() => sim.close())

const outage = (status: 429 | 503, operation: string) =>
  sim.faults.set([{ point: 'operation', do: `answers-${status}`, match: { operation }, when: { first: 1 } }])

describe('the client mtn-momo, unmodified', () => {
  const payment = {
    amount: '12.50',
    currency: 'EUR',
    externalId: '123456',
    payer: { partyIdType: 'MSISDN' as PayerType.MSISDN, partyId: '46733000001' },
    payerMessage: 'Order 17',
    payeeNote: 'seventeen',
  }
  async function collections() {
    const primaryKey = (await sim.world()).momo.subscriptionKeys.collection
    const { Users, Collections } = create({ callbackHost: 'cb.example', baseUrl: sim.url ?? '' })
    const users = Users({ primaryKey })
    const userId = await users.create('cb.example')
    const { apiKey: userSecret } = await users.login(userId)
    return Collections({ primaryKey, userId, userSecret })
  }

  it.each([
    [429, 'Rate limit is exceeded. Try again in 30 seconds.'],
    [503, 'Service Unavailable'],
  ] as const)('reports a %d with the words of the gateway', async (status, message) => {
    const client = await collections()
    await outage(status, 'momo.createRequestToPay')
    await expect(client.requestToPay(payment)).rejects.toMatchObject({
      name: 'UnspecifiedError',
      message: expect.stringContaining(message),
    })
    expect(await sim.timeline({ kind: 'request-to-pay.created' })).toEqual([])
    expect(await client.requestToPay(payment)).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('sees its connection drop where the answer is lost, though the payer is asked', async () => {
    const client = await collections()
    const match = { operation: 'momo.createRequestToPay' } as const
    await sim.faults.set([{ point: 'operation', do: 'lost-answer', match, when: { first: 1 } }])
    await expect(client.requestToPay(payment)).rejects.toMatchObject({
      message: expect.stringMatching(/socket hang up|ECONNRESET/),
    })
    expect(await sim.timeline({ kind: 'request-to-pay.created' })).toHaveLength(1)
  })

  it('is refused where its token died, as where it ran out', async () => {
    const client = await collections()
    await client.getBalance()
    const match = { operation: 'momo.getBalance' } as const
    await sim.faults.set([{ point: 'operation', do: 'token-dies', match, when: { first: 1 } }])
    await expect(client.getBalance()).rejects.toThrow()
  })
})

describe('the africastalking SDK, unmodified', () => {
  const require = createRequire(import.meta.url)
  const axios = createRequire(require.resolve('africastalking'))('axios')

  it.each([
    [429, 'The user has sent too many requests in a given amount of time.'],
    [503, 'The server is currently unavailable (because it is overloaded or down for maintenance).'],
  ] as const)('reports a %d with the words of the server', async (status, data) => {
    const usual = axios.getAdapter(axios.defaults.adapter)
    const before = axios.defaults.adapter
    axios.defaults.adapter = (config: { url: string }) =>
      usual({ ...config, baseURL: undefined, url: `${sim.url}${new URL(config.url).pathname}` })
    try {
      const { SMS } = require('africastalking')({ username: 'sandbox', apiKey: 'atsk_payersim' })
      await outage(status, 'africastalking.sendSms')
      const sms = { to: '+46733000001', message: 'Hello' }
      await expect(SMS.send(sms)).rejects.toMatchObject({ response: { status, data } })
      expect(await sim.phone('+46733000001').messages()).toEqual([])
      expect(await SMS.send(sms)).toMatchObject({ SMSMessageData: { Recipients: [{ status: 'Success' }] } })
    } finally {
      axios.defaults.adapter = before
    }
  })
})
