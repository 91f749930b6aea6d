import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf, openStudio, type Studio } from '../../../sessions/record/recording.fixture.ts'

let studio: Studio

beforeEach(async () => {
  studio = await openStudio()
})
afterEach(() => studio.close())

const ngozi = () => studio.sim.phone('+2348022221408')
const bola = () => studio.sim.phone('+2348022221409')

describe('a recorded balance request', () => {
  it('is asked, validated with the code of the SMS, and told', async () => {
    const codes: string[] = []
    const text = await studio.recorded(async () => {
      const ask = await studio.sim.onepipeApp().getBalance({ source: '6200000766' })
      const { code } = await ngozi().nextSms()
      codes.push(code ?? '')
      // The message in between has no code.
      await studio.sim
        .merchant({ environment: 'mtnnigeria' })
        .transfer({ payee: bola(), amount: '5', currency: 'NGN' })
      await studio.sim.settle()
      await ask.validate('111111' === code ? '222222' : '111111')
      await ask.validate(code ?? '')
    })
    expect(text).toContain(`  # +2348022221408 has 2 sources with this balance; this is one of them.
  - get-balance: { as: ask, source: "6200000766" }
    expect: { balance-request: ask, status: WaitingForOTP }
`)
    expect(text).toContain(`  - validate: { balance-request: ask, code: "{{sms.code}}" }
    expect: { balance-request: ask, status: Successful, available-balance: 2077099 }
`)
    expect(text).toContain('validate: { balance-request: ask, code: "000000" }')
    expect(text).not.toContain(codes[0])
    expect(text).not.toMatch(/op_lagos|Xy7Qp2/)
    expect(await failureOf(text, studio)).toBe('')
    const failure = await failureOf(text.replace('2077099', '2077098'), studio)
    expect(failure).toContain('an available balance of 2077098')
  })

  it('is sent a new code, taken back, locked, and answered at once for an app that needs no code', async () => {
    const text = await studio.recorded(async () => {
      const { sim } = studio
      const resent = await sim.onepipeApp().getBalance({ source: '2348022221409' })
      await sim.clock.advance('PT31S')
      await resent.resend()
      await bola().skipSms()
      await resent.reverse()
      await sim.onepipeApp('Back Office').getBalance({ source: '2348022221409' })
      const locked = await sim.onepipeApp().getBalance({ source: '6200000766' })
      for (let tries = 0; tries < 3; tries += 1) await locked.validate('12')
    })
    expect(text).toContain('wait: PT31S')
    expect(text).toContain('resend-otp: ask')
    expect(text).toContain('reverse: ask\n    expect: { balance-request: ask, status: Successful }')
    expect(text).toMatch(
      /get-balance: \{ as: ask-2, source: "2348022221409", app: Back Office \}\n {4}expect: \{ balance-request: ask-2, status: Successful, available-balance: \d+ \}/,
    )
    expect(text.match(/validate: \{ balance-request: ask-3, code: "000000" \}/g)?.length).toBe(3)
    expect(await failureOf(text, studio)).toBe('')
  })

  it('is validated with the code of the e-mail, where it came by that', async () => {
    const text = await studio.recorded(async () => {
      const { sim } = studio
      const ask = await sim.onepipeApp().getBalance({ source: '5060990580000217507' })
      const { code } = await sim.mailbox('bola.eze@example.com').nextEmail()
      await ask.validate(code ?? '')
    })
    expect(text).toContain(`  - get-balance: { as: ask, source: "5060990580000217507" }
    expect: { balance-request: ask, status: WaitingForOTP }
`)
    expect(text).toContain(
      'email: { to: bola.eze@example.com, contains: Your code to show your account balance }',
    )
    expect(text).toContain('validate: { balance-request: ask, code: "{{email.code}}" }')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('leaves the PIN of a source to be written by hand', async () => {
    const text = await studio.recorded(async () => {
      const ask = await studio.sim.onepipeApp().getBalance({ source: '7000000417' })
      await ask.validate('4321')
    })
    expect(text).toContain('expect: { balance-request: ask, status: PendingValidation }')
    expect(text).toContain('# Write the PIN of its source that was right here')
    expect(text).not.toContain('4321')
    expect(await failureOf(text, studio)).toBe('')
  })

  it('of a running clock keeps the time after which a code is sent again', async () => {
    await studio.sim.clock.run()
    const text = await studio.recorded(async () => {
      const ask = await studio.sim.onepipeApp().getBalance({ source: '6200000766' })
      await studio.sim.clock.advance('PT31S')
      await ask.resend()
    })
    expect(text).toMatch(/wait: PT3\dS/)
    expect(await failureOf(text, studio)).toBe('')
  })

  it('tells no balance that has moved since', async () => {
    const text = await studio.recorded(async () => {
      await studio.sim.onepipeApp('Back Office').getBalance({ source: '6200000766' })
      await studio.sim
        .merchant({ environment: 'mtnnigeria' })
        .transfer({ payee: ngozi(), amount: '5', currency: 'NGN' })
    })
    expect(text).toContain('expect: { balance-request: ask, status: Successful }')
    expect(await failureOf(text, studio)).toBe('')
  })
})
