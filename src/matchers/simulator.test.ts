import { expect, it } from 'vitest'
import { startSimulator } from '../simulator/index.ts'
import * as matchers from './index.ts'

expect.extend(matchers)

it('follows a payment on a simulator, as the documentation does', async () => {
  const sim = await startSimulator({ clock: 'frozen' })
  const ama = sim.phone('+46733000001')
  const order = await sim.merchant().requestToPay({ payer: ama, amount: '12.50' })
  await ama.prompted()
  expect(ama).toOffer('Approve')
  await ama.choose('Approve')
  await ama.reply(ama.pin)
  expect(ama).toEndWith('approved')
  await sim.settle()
  await expect(ama).toHaveReceived('paid 12.50')
  expect(await order.status()).toMatchObject({ status: 'SUCCESSFUL' })
  await sim.close()
})
