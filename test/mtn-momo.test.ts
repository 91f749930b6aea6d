import { create, type PayerType } from 'mtn-momo'
import { afterEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'

let sim: Simulator
afterEach(() => sim.close())

/** The unmodified client of npm, provisioned as its own README does it. */
async function collections() {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  const baseUrl = sim.url ?? ''
  const { momo } = await sim.world()
  const primaryKey = momo.subscriptionKeys.collection
  const { Users, Collections } = create({ callbackHost: 'shop.example', baseUrl })
  const users = Users({ primaryKey })
  const userId = await users.create('shop.example')
  const { apiKey: userSecret } = await users.login(userId)
  return Collections({ primaryKey, userId, userSecret })
}

const payment = (amount: string, partyId = '46733000001') => ({
  amount,
  currency: 'EUR',
  externalId: '17',
  payer: { partyIdType: 'MSISDN' as PayerType.MSISDN, partyId },
  payerMessage: 'Order 17',
  payeeNote: 'seventeen',
})

describe('the client mtn-momo 2.0.0', () => {
  it('sees SUCCESSFUL once the payer has approved on the phone', async () => {
    const client = await collections()
    const id = await client.requestToPay(payment('12.50'))
    expect(await client.getTransaction(id)).toMatchObject({ status: 'PENDING' })
    const ama = sim.phone('+46733000001')
    await ama.prompted()
    await ama.choose('Approve')
    await ama.reply(ama.pin)
    expect(await client.getTransaction(id)).toMatchObject({
      status: 'SUCCESSFUL',
      amount: '12.5',
      externalId: '17',
    })
    expect(await client.getBalance()).toEqual({ availableBalance: '10012.5', currency: 'EUR' })
    expect(await client.isPayerActive('46733000001')).toEqual({ result: true })
  })

  it('throws ApprovalRejectedError once the payer has rejected', async () => {
    const client = await collections()
    const id = await client.requestToPay(payment('12.50'))
    const ama = sim.phone('+46733000001')
    await ama.dial('*165#')
    await ama.choose('Approvals')
    await ama.choose('12.50')
    await ama.choose('Reject')
    await expect(client.getTransaction(id)).rejects.toMatchObject({ name: 'ApprovalRejectedError' })
  })

  it('throws NotEnoughFundsError once a payer without the money has approved', async () => {
    const client = await collections()
    const id = await client.requestToPay(payment('5.01', '46733000003'))
    const cleo = sim.phone('+46733000003')
    await cleo.prompted()
    await cleo.choose('Approve')
    await cleo.reply(cleo.pin)
    await expect(client.getTransaction(id)).rejects.toMatchObject({ name: 'NotEnoughFundsError' })
  })

  it('throws ExpiredError once five minutes have gone by', async () => {
    const client = await collections()
    const id = await client.requestToPay(payment('12.50'))
    await sim.clock.advance('PT5M')
    await expect(client.getTransaction(id)).rejects.toMatchObject({ name: 'ExpiredError' })
  })
})
