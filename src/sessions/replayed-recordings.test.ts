import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf, openStudio, type Studio } from './record/recording.fixture.ts'

let studio: Studio
beforeEach(async () => {
  studio = await openStudio()
})
afterEach(() => studio.close())

it('a recording with merchants whose names begin alike names none of them', async () => {
  const { sim } = studio
  const ama = sim.phone('+46733000001')
  const text = await studio.recorded(async () => {
    const [first, second] = [sim.merchant(), sim.merchant()]
    await first.requestToPay({ payer: sim.phone('+46733000002'), amount: '2', currency: 'EUR' })
    await second.preApprove({ payer: ama, currency: 'EUR' })
    await sim.settle()
    await ama.choose('Reject')
  })
  expect(text).not.toMatch(/\d\.test/)
  expect(text).toContain('debit EUR without asking you?')
  expect(await failureOf(text, studio)).toBe('')
})

it('texts of merchants that look like variables are written without them, and replay', async () => {
  const { sim } = studio
  const ama = sim.phone('+46733000001')
  const text = await studio.recorded(async () => {
    const order = await sim
      .merchant()
      .requestToPay({ payer: ama, amount: '2', currency: 'EUR', message: '{{pin}} for {{order}}' })
    await sim.settle()
    await ama.choose('Approve')
    await ama.reply(ama.pin)
    await order.notify('{{thanks}}, {')
  })
  expect(text).toContain('message: "{pin} for {order}"')
  expect(text).toContain('text: "{thanks}, {"')
  expect(await failureOf(text, studio)).toBe('')
})

it('an app that a restore has undone is set again', async () => {
  const { sim } = studio
  const ama = sim.phone('+46733000001')
  const dial = async () => {
    await sim.network.serviceCode('*384*9#', { callbackUrl: 'http://127.0.0.1:1/ussd', eventsUrl: null })
    await ama.dial('*384*9#')
  }
  const text = await studio.recorded(async () => {
    await sim.snapshots.take('start')
    await dial()
    await sim.snapshots.restore('start')
    await dial()
  })
  expect(text.match(/- app:/g)).toHaveLength(2)
  expect(await failureOf(text, studio)).toBe('')
})

it('variables in the texts of a merchant are filled in', async () => {
  const script = `session: A second order about the first
steps:
  - request-to-pay: { as: first, payer: "+46733000002", amount: "2", currency: EUR }
  - request-to-pay: { as: second, payer: "+46733000001", amount: "3", currency: EUR, external-id: "{{first.id}}" }
  - phone: "+46733000001"
    prompted: true
  - chooses: Reject
    ends: rejected
  - expect:
      request: second
      status: FAILED
      callbacks: { body: { externalId: "{{first.id}}" } }
  - expect:
      request: second
      status: FAILED
      callbacks: { body: { externalId: "/^[0-9a-f-]{36}$/" } }
`
  expect(await failureOf(script, studio)).toBe('')
})

it('a recording of money that goes out in every way replays', async () => {
  const { sim } = studio
  const ama = sim.phone('+46733000001')
  const text = await studio.recorded(async () => {
    const shop = sim.merchant()
    const order = await shop.requestToPay({ payer: ama, amount: '12.50' })
    await sim.settle()
    await ama.choose('Approve')
    await ama.reply(ama.pin)
    await shop.refund({ of: order, amount: '5', note: 'Cup broken' })
    await shop.refund({ of: order, amount: '9' })
    await shop.deposit({ payee: ama, amount: '6' })
    const sender = { firstName: 'Yaw', gender: 'M' }
    const original = { amount: '380000', currency: 'UGX' }
    await shop.cashTransfer({ payee: ama, amount: '90', country: 'UG', original, sender })
    await shop.payBill({ provider: 'Electricity Inc.', customer: ama.msisdn, amount: '20' })
    await sim.settle()
  })
  expect(text).toContain('refund: { as: refund, of: order, amount: "5"')
  expect(text).toContain('original: { amount: "380000", currency: UGX }')
  for (const word of ['deposit', 'cash-transfer', 'bill-payment'])
    expect(text).toContain(`expect: { ${word}:`)
  expect(await failureOf(text, studio)).toBe('')
})

it('a refund of what was paid before the recording is left out, with a note', async () => {
  const { sim } = studio
  const ama = sim.phone('+46733000001')
  const shop = sim.merchant()
  const order = await shop.requestToPay({ payer: ama, amount: '12.50' })
  await sim.settle()
  await ama.choose('Approve')
  await ama.reply(ama.pin)
  const text = await studio.recorded(async () => {
    await shop.refund({ of: order, amount: '5' })
    await sim.settle()
  })
  expect(text).not.toContain('refund:')
  expect(text).toContain('# What happened to something made before the recording is left out.')
})
