import { expect, it } from 'vitest'
import { startSimulator } from '../src/index.ts'

it('resets a world in which everything has happened', async () => {
  await using sim = await startSimulator({ clock: 'frozen', port: 0 })
  const ama = sim.phone('+46733000001')
  const merchant = sim.merchant()
  await merchant.preApprove({ payer: ama, currency: 'EUR', validity: 'P1D' })
  await ama.prompted()
  await ama.choose('Accept')
  await ama.reply(ama.pin)
  // Refers to the pre-approval, whose table is the younger of the two.
  const debit = await merchant.requestToPay({ payer: ama, amount: '1', currency: 'EUR' })
  expect(await debit.status()).toMatchObject({ status: 'SUCCESSFUL' })
  await debit.notify('Thank you')
  await merchant.transfer({ payee: ama, amount: '3', currency: 'EUR' })
  await sim.clock.advance('PT1S')
  const funds = async () =>
    (await sim.world()).phones.find(({ msisdn }) => msisdn === ama.msisdn)?.balances[0]?.amount
  expect(await funds()).toBe('502.00')

  expect((await fetch(`${sim.url}/_sim/reset`, { method: 'POST' })).status).toBe(200)
  expect(await funds()).toBe('500.00')
  const audit = await fetch(`${sim.url}/_sim/ledger/audit`)
  expect(await audit.json()).toMatchObject({ ok: true, problems: [] })
})
