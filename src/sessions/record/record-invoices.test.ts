import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf, openStudio, type Studio } from './recording.fixture.ts'

let studio: Studio
beforeEach(async () => {
  studio = await openStudio()
})
afterEach(() => studio.close())

it('a withdrawal is recorded, and replays', async () => {
  const { sim, ama } = studio
  const text = await studio.recorded(async () => {
    await sim.merchant().withdrawal({ payer: ama, amount: '20', currency: 'EUR', message: 'Cash' })
    await studio.approve()
  })
  expect(text).toContain(
    '- withdrawal: { as: withdrawal, payer: "+46733000001", amount: "20", currency: EUR, message: Cash }',
  )
  expect(text).toMatch(/- expect: \{ withdrawal: withdrawal, status: SUCCESSFUL, callbacks: 1 \}/)
  expect(await failureOf(text, studio)).toBe('')
})

it('the number of an invoice is a variable, since a replay has another', async () => {
  const { sim, ama } = studio
  // A replay begins with a fresh world, where the first invoice has another number.
  await sim.merchant().requestToPay({ payer: '46733000002', amount: '1', currency: 'EUR' })
  await sim.settle()
  const text = await studio.recorded(async () => {
    const bill = await sim
      .merchant()
      .invoice({ payer: ama, amount: '12.50', currency: 'EUR', validity: 'PT1H' })
    await ama.dial('*165*7#')
    await ama.choose('Enter a number')
    await ama.reply(await bill.number())
    await ama.choose('Pay')
    await ama.reply(ama.pin)
  })
  expect(text).toContain('amount: "12.50", currency: EUR, validity: PT1H')
  expect(text).toContain('types: "{{invoice.number}}"')
  expect(text).not.toMatch(/\b\d{10}\b/)
  expect(await failureOf(text, studio)).toBe('')
})

it('an invoice that is cancelled, and one that ends, replay', async () => {
  const { sim, ama } = studio
  const text = await studio.recorded(async () => {
    const shop = sim.merchant()
    const first = await shop.invoice({ payer: ama, amount: '2', currency: 'EUR', description: 'Water' })
    await shop.invoice({ payer: ama, amount: '3', currency: 'EUR', validity: 60 })
    await sim.clock.advance('PT30S')
    await first.cancel()
    await sim.clock.advance('PT30S')
  })
  expect(text).toContain('- cancel-invoice: invoice')
  expect(text).toContain('invoice: invoice, status: FAILED, reason: TRANSACTION_CANCELED, callbacks: 1')
  expect(text).toContain('invoice: invoice-2, status: FAILED, reason: EXPIRED, callbacks: 1')
  expect(await failureOf(text, studio)).toBe('')
})
