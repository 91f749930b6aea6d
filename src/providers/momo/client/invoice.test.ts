import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../simulator/index.ts'

let sim: Simulator
beforeEach(async () => {
  sim = await startSimulator({ clock: 'frozen' })
})
afterEach(() => sim.close())

it('an invoice is paid by its number, and calls back', async () => {
  const ama = sim.phone('+46733000001')
  const shop = sim.merchant()
  const bill = await shop.invoice({
    payer: ama,
    amount: '12.50',
    currency: 'EUR',
    validity: 'P30D',
    description: 'Water, May',
    externalId: 'bill-9',
  })
  expect(await bill.status()).toMatchObject({
    status: 'PENDING',
    externalId: 'bill-9',
    description: 'Water, May',
  })
  await ama.dial('*165*7#')
  await ama.choose('Enter a number')
  await ama.reply(await bill.number())
  await ama.choose('Pay')
  await ama.reply(ama.pin)
  expect(await bill.settled()).toMatchObject({ status: 'SUCCESSFUL' })
  expect(bill.callbacks).toMatchObject([{ method: 'PUT', body: { status: 'SUCCESSFUL' } }])
  await bill.cancel()
  expect(await bill.status()).toMatchObject({ status: 'SUCCESSFUL' })
  const { lines } = await shop.statement()
  expect(lines.at(-1)).toMatchObject({ kind: 'invoice', amount: '12.50', externalId: 'bill-9' })
})

it('an invoice is cancelled, again under a new id of its own', async () => {
  const bill = await sim.merchant().invoice({ payer: '46733000001', amount: '2' })
  await bill.cancel()
  await bill.cancel()
  expect(await bill.status()).toMatchObject({
    status: 'FAILED',
    errorReason: { code: 'TRANSACTION_CANCELED' },
  })
  await bill.again()
  expect(bill.callbacks).toHaveLength(1)
})

it.each([1, 2] as const)('a withdrawal of version %i is approved on the phone', async (version) => {
  const ama = sim.phone('+46733000001')
  const agent = sim.merchant()
  const cash = await agent.withdrawal({ payer: ama, amount: '20', currency: 'EUR', version })
  await ama.prompted()
  await ama.choose('Approve')
  await ama.reply(ama.pin)
  expect(await cash.settled()).toMatchObject({ status: 'SUCCESSFUL', amount: '20' })
  expect(cash.callbacks).toMatchObject([{ method: version === 1 ? 'POST' : 'PUT' }])
  expect((await agent.statement()).lines.at(-1)).toMatchObject({ kind: 'withdrawal', amount: '20.00' })
})

it('what there is not is refused by name', async () => {
  const shop = sim.merchant()
  const payer = '46733000001'
  const refused = [
    shop.withdrawal({ payer, amount: '1', version: 3 } as never),
    shop.invoice({ payer, amount: '1', message: 'x' } as never),
    shop.invoice({ payer, amount: '1', validity: 'soon' }),
    shop.invoice({ payer, amount: '1', validity: 0 }),
  ]
  for (const one of refused) await expect(one).rejects.toThrow(/version|message|soon|validityDuration/)
})
