import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf, openStudio, type Studio } from './recording.fixture.ts'

let studio: Studio

beforeEach(async () => {
  studio = await openStudio()
})
afterEach(() => studio.close())

const ama = () => studio.sim.phone('+46733000001')

/** Two requests and a typing mistake, as a person does on a phone. */
async function payByHand(): Promise<void> {
  const merchant = studio.sim.merchant()
  await merchant.requestToPay({ payer: ama(), amount: '12.50', currency: 'EUR', message: 'Order 17' })
  await studio.sim.settle()
  await ama().prompted()
  await ama().cancel()
  await ama().dial('*165#')
  await ama().choose('Approvals')
  await ama().choose('12.50')
  await ama().choose('Approve')
  await ama().reply('9999')
  await ama().reply('12')
  await ama().reply(ama().pin)
  await studio.sim.settle()
}

describe('a recorded session', () => {
  it('reads as a person would have written it', async () => {
    expect(await studio.recorded(payByHand, 'pay-order')).toBe(`session: Pay order
steps:
  - request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR, message: Order 17 }
  - phone: "+46733000001"
    prompted: true
    shows: Pay 12.50 EUR to
  - dials: "*165#"
    shows: MoMo
  - chooses: Approvals
    shows: Approvals
  - chooses: 12.50 EUR
    shows: Pay 12.50 EUR to
  - chooses: Approve
    shows: Enter your PIN to pay 12.50 EUR to
  - types: "0000"
    shows: Wrong PIN. 2 tries left.
  - types: "0"
    shows: A PIN has 4 to 6 digits.
  - types: "{{pin}}"
    ends: Approved. You paid 12.50 EUR to
  - sms: { contains: You paid 12.50 EUR to }
  - expect: { request: order, status: SUCCESSFUL, callbacks: 1 }
`)
  })

  it('passes when it is replayed, and fails when the wording has changed', async () => {
    const text = await studio.recorded(payByHand)
    expect(await failureOf(text, studio)).toBe('')
    const failure = await failureOf(text.replace('Approved. You paid', 'Done. You paid'), studio)
    expect(failure).toContain('Done. You paid 12.50 EUR')
    expect(failure).toContain('Approved. You paid 12.50 EUR')
  })

  it('holds neither PINs nor ids nor codes of the session it was made of', async () => {
    const text = await studio.recorded(payByHand)
    const literals = (await studio.sim.timeline()).map(
      ({ data }) => (data as { referenceId?: string }).referenceId,
    )
    expect(literals.some((id) => id !== undefined)).toBe(true)
    for (const id of literals) if (id !== undefined) expect(text).not.toContain(id)
    expect(text.replaceAll('"+46733000001"', '')).not.toMatch(/1234|9999|127\.0\.0\.1|shop-|\d{6,}/)
  })

  it('keeps moves of the clock, and what time alone brought about', async () => {
    const text = await studio.recorded(async () => {
      const order = { payer: ama(), amount: '7', currency: 'EUR' }
      await studio.sim.merchant().requestToPay(order)
      await studio.sim.clock.advance('PT1M')
      await studio.sim.merchant().requestToPay({ ...order, amount: '8.25' })
      await studio.sim.clock.advance('PT5M30S')
    })
    expect(text).toContain('wait: PT30S\n    breaks: timed-out')
    expect(text).toContain('expect: { request: order, status: FAILED, reason: EXPIRED, callbacks: 1 }')
    expect(text).toContain('expect: { request: order-2, status: FAILED, reason: EXPIRED, callbacks: 1 }')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('holds pre-approvals, transfers, SMS, notifications, and phones that are off', async () => {
    const text = await studio.recorded(async () => {
      const merchant = studio.sim.merchant()
      const plan = await merchant.preApprove({
        payer: ama(),
        currency: 'EUR',
        validity: 'P30D',
        message: 'Gym',
      })
      await studio.sim.settle()
      await ama().choose('Accept')
      await ama().reply(ama().pin)
      await studio.sim.settle()
      const order = await merchant.requestToPay({ payer: ama(), amount: '3', currency: 'EUR' })
      await studio.sim.settle()
      await order.notify(`Your ticket is ${order.id}`)
      await plan.cancel()
      await ama().goOffline()
      await merchant.transfer({ payee: ama(), amount: '1.5', currency: 'EUR', product: 'remittance' })
      await studio.sim.settle()
      await ama().goOnline()
      await ama().text('22384', 'BAL')
    })
    expect(text).toContain('validity: P30D, message: Gym }')
    expect(text).toContain('cancel-pre-approval: plan')
    expect(text).toContain('text: "Your ticket is {{order.id}}"')
    expect(text).toContain('goes: offline')
    expect(text).toContain('product: remittance')
    expect(text).toContain('texts: { to: "22384", message: BAL }')
    expect(text).toContain(
      'expect: { pre-approval: plan, status: SUCCESSFUL, callbacks: 1, listed: CANCELLED }',
    )
    expect(await failureOf(text, studio)).toBe('')
  })

  it('holds consents: given, fetched, taken back, refused', async () => {
    const text = await studio.recorded(async () => {
      const merchant = studio.sim.merchant()
      const consent = await merchant.consent({ payer: ama(), scopes: ['profile', 'email'], validity: 'P1D' })
      await studio.sim.settle()
      await ama().prompted()
      await ama().choose('Accept')
      await ama().reply(ama().pin)
      await studio.sim.settle()
      await consent.userInfo()
      await ama().dial('*165#')
      await ama().choose('Shared data')
      await ama().reply('1')
      await ama().choose('Take back')
      await ama().reply(ama().pin)
      await studio.sim.settle()
      await merchant.consent({ payer: ama(), scopes: ['phone'] })
      await studio.sim.settle()
      await ama().prompted()
      await ama().choose('Reject')
      await studio.sim.settle()
    })
    expect(text).toContain(
      'consent: { as: consent, payer: "+46733000001", scopes: [ profile, email ], validity: P1D }',
    )
    expect(text).toMatch(/ends: may see profile.*\n.*consent: consent, status: GIVEN }\n.*- sms/)
    expect(text).toContain('expect: { consent: consent, status: ENDED }')
    expect(text).toContain('expect: { consent: consent-2, status: DENIED }')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('of a running clock has the times that something came of, and no others', async () => {
    await studio.sim.clock.run()
    const text = await studio.recorded(async () => {
      await studio.sim.merchant().requestToPay({ payer: ama(), amount: '7', currency: 'EUR' })
      await studio.sim.settle()
      await ama().cancel()
      await studio.sim.clock.advance('PT40S')
      await ama().dial('*165#')
      await ama().cancel()
      await studio.sim.clock.advance('PT5M')
      await ama().dial('*165#')
      await studio.sim.clock.advance('PT20S')
      await ama().cancel()
    })
    expect(text.match(/wait: \S+/g)?.length).toBe(2)
    expect(await failureOf(text, studio)).toBe('')
  })

  it('types the key where no label tells two options apart, and hides what is dialled in advance', async () => {
    const text = await studio.recorded(async () => {
      const merchant = studio.sim.merchant()
      await ama().dial('*165#')
      for (const payer of [ama(), ama(), 'ama@example.com']) {
        await merchant.requestToPay({ payer, amount: '2', currency: 'EUR' })
      }
      await ama().choose('Approvals')
      await ama().reply('2')
      await ama().choose('Approve')
      await ama().reply('9999')
      await ama().reply(ama().pin)
      await studio.sim.settle()
      await ama().dial('*165*1*1*1*9999#')
      await ama().dial('*165*1*1*1*1234#')
      await studio.sim.settle()
    })
    expect(text).toContain('types: "2"')
    expect(text).toContain('dials: "*165*1*1*1*0000#"')
    expect(text).toContain('dials: "*165*1*1*1*{{pin}}#"')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('moves phones to other networks', async () => {
    const text = await studio.recorded(async () => {
      const merchant = studio.sim.merchant()
      await ama().setNetwork('62001')
      await merchant.requestToPay({ payer: ama(), amount: '2', currency: 'EUR' })
      await studio.sim.settle()
      await ama().choose('Later')
      await ama().dial('*165#')
      await ama().choose('Language')
    })
    expect(text).toContain('network: "62001"')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('of an app of one’s own says which app that is, and fails when the app has changed', async () => {
    let greeting = 'Welcome to the tea shop'
    const app = createServer((request, response) => {
      let body = ''
      request.on('data', (part) => {
        body += part
      })
      request.on('end', () => {
        const text = new URLSearchParams(body).get('text')
        const screens: Record<string, string> = {
          '': `CON ${greeting}\n1. Green tea\n2. Black tea`,
          '2': 'CON Black tea costs 4.00 EUR\nYour PIN, please',
          '2*1234': 'END It is on its way. Order 20260105-17',
          '1': 'END 绿茶 is on its way',
        }
        response.setHeader('Content-Type', 'text/plain').end(screens[text ?? ''] ?? 'END What?')
      })
    })
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
    try {
      const at = `http://127.0.0.1:${(app.address() as AddressInfo).port}/tea`
      const text = await studio.recorded(async () => {
        await studio.sim.network.serviceCode('*384*1#', at)
        await ama().dial('*384*1#')
        await ama().choose('Black')
        await ama().reply('1234')
      })
      expect(text).toBe(`session: By hand
steps:
  - app: { code: "*384*1#", url: ${at} }
  - phone: "+46733000001"
    dials: "*384*1#"
    shows: Welcome to the tea shop
  - chooses: Black tea
    shows: Black tea costs
  - types: "{{pin}}"
    ends: It is on its way. Order
`)
      expect(await failureOf(text, studio)).toBe('')
      const foreign = await studio.recorded(async () => {
        await ama().dial('*384*1#')
        await ama().choose('Green')
      }, 'green-tea')
      expect(foreign).toContain('session: Green tea\nallow: [ not-gsm ]\nsteps:\n')
      expect(await failureOf(foreign, studio)).toBe('')
      greeting = 'Welcome to the coffee shop'
      expect(await failureOf(text, studio)).toContain('Welcome to the coffee shop')
    } finally {
      await new Promise((resolve) => app.close(resolve))
    }
  })

  it('is refused where nothing happened, and where the world was reset', async () => {
    await expect(studio.recorded(async () => {})).rejects.toThrow('Nothing happened')
    await payByHand()
    await expect(studio.recorded(() => studio.sim.reset())).rejects.toThrow('reset or restored')
  })
})
