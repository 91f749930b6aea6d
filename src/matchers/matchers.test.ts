import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Phone } from '../client/index.ts'
import { Watched } from '../client/watched.fixture.ts'
import * as matchers from './index.ts'

const failureOf = (check: () => unknown): string => {
  try {
    check()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'passed'
}

describe('matchers for phones', () => {
  let world: Watched
  let ama: Phone

  beforeAll(() => expect.extend(matchers))

  beforeEach(async () => {
    world = await Watched.begin()
    ama = world.client.phone('+46733000001')
  })
  afterEach(() => world.end())

  const reject = async () => {
    const order = await world.client.merchant({ name: 'Kiosk' }).requestToPay({ payer: ama, amount: '5.00' })
    await ama.prompted()
    await ama.choose('Reject')
    return order
  }

  it('look for a text on a screen that is open, whatever its case and line breaks', async () => {
    await ama.dial('*165#')
    expect(ama).toShow('momo 1 approvals')
    expect(ama).toShow(/^2 Balance$/m)
    expect(ama).not.toShow('Loans')
    expect(ama).not.toEndWith('MoMo')
  })

  it('look for the end of a session', async () => {
    await reject()
    expect(ama).toEndWith('rejected. you did not pay')
    expect(ama).not.toShow('rejected')
    expect(ama).not.toOffer('Reject')
  })

  it('take no hung-up session for one that the app ended', async () => {
    await ama.dial('*165#')
    await ama.cancel()
    expect(ama).not.toEndWith('MoMo')
    expect(failureOf(() => expect(ama).toEndWith('MoMo'))).toContain('The session cancelled:\n  | MoMo')
  })

  it('look for an option by its label, not for any text', async () => {
    await ama.dial('*165#')
    expect(ama).toOffer('approvals')
    expect(ama).toOffer(/^Balance$/)
    expect(ama).not.toOffer('MoMo')
  })

  it('use a global pattern afresh each time', async () => {
    await ama.dial('*165#')
    const pattern = /MoMo/g
    for (let time = 0; time < 3; time += 1) expect(ama).toShow(pattern)
  })

  it('look for a whole screen, every character of it', async () => {
    await ama.dial('*165#')
    expect(ama).toShow({
      exactly:
        'MoMo\n1 Approvals (0)\n2 Balance\n3 History\n4 Language\n5 Auto-payments\n6 Withdraw\n7 Bills and invoices\n8 Shared data',
    })
    expect(ama).not.toShow({
      exactly:
        'momo\n1 Approvals (0)\n2 Balance\n3 History\n4 Language\n5 Auto-payments\n6 Withdraw\n7 Bills and invoices\n8 Shared data',
    })
    expect(ama).not.toShow({ exactly: 'MoMo' })
    expect(failureOf(() => expect(ama).toShow({ exactly: 'MoMo' }))).toContain(
      'Expected +46733000001 to show an open screen that reads exactly "MoMo".\nAn open screen:\n  | MoMo',
    )
    await ama.cancel()
    await reject()
    expect(ama).toEndWith({ exactly: 'Rejected. You did not pay 5.00 EUR to kiosk.' })
  })

  it('tell what an app answered that was refused', async () => {
    const failed = {
      ...{ sessionId: 's', status: 'failed', text: 'Network problems', options: [], hops: 1, warnings: [] },
      ...{
        error: 'Response should start with a CON or an END',
        answer: '"con Menu"',
        diagnosis: 'Capitals.',
      },
    }
    const answer = { status: 200, headers: {}, text: JSON.stringify(failed) }
    world.refused.set('POST /_sim/phones/+46733000001/dial', answer)
    await ama.dial('*384*1#')
    expect(failureOf(() => expect(ama).toShow('Menu'))).toMatch(
      /Response should start with a CON or an END\nThe app answered "con Menu"\nCapitals\.$/,
    )
  })

  describe('of a screen that does not fit', () => {
    const warnings = [{ code: 'too-long', message: 'The screen has 190 septets; Sandbox shows 160.' }]
    beforeEach(async () => {
      const menu = { text: 'Menu\n1 Pay', options: [{ key: '1', label: 'Pay' }] }
      const screen = { sessionId: 's', status: 'open', ...menu, hops: 1, error: null, warnings }
      const answer = { status: 200, headers: {}, text: JSON.stringify(screen) }
      world.refused.set('POST /_sim/phones/+46733000001/dial', answer)
      await ama.dial('*165#')
    })

    it('fail, and say how to allow it', () => {
      for (const check of [() => expect(ama).toShow('Menu'), () => expect(ama).toOffer('Pay')]) {
        expect(failureOf(check)).toMatch(
          /fits the phones of its network\.\ntoo-long: The screen has 190 septets.*\n.*\{ allow: \[\.\.\.\] \}/,
        )
      }
      expect(failureOf(() => expect(ama).toFit())).toContain('too-long: The screen has 190')
    })

    it('pass where it is allowed, and only that', () => {
      expect(ama).toShow('Menu', { allow: ['too-long'] })
      expect(ama).toOffer('Pay', { allow: ['not-gsm', 'too-long'] })
      expect(failureOf(() => expect(ama).toShow('Menu', { allow: ['not-gsm'] }))).toContain('too-long')
    })

    it('deny what is not there, and not what is', () => {
      expect(ama).not.toShow('Loans')
      expect(ama).not.toFit()
      expect(failureOf(() => expect(ama).not.toShow('Menu'))).toContain('not to show an open screen')
    })
  })

  it('pass a screen that fits', async () => {
    await ama.dial('*165#')
    expect(ama).toFit()
  })

  it('look for an SMS by text, pattern and sender', async () => {
    await world.sms(ama, 'You paid 12.50 EUR.')
    await expect(ama).toHaveReceived('PAID 12.50')
    await expect(ama).toHaveReceived(/paid \d+\.50/)
    await expect(ama).toHaveReceived({ from: 'AFRICASTKNG' })
    await expect(ama).toHaveReceived({ from: 'AFRICASTKNG', contains: '12.50' })
    await expect(ama).not.toHaveReceived({ from: 'Shop', contains: '12.50' })
    await expect(ama).not.toHaveReceived('received')
  })

  it('say what was looked for, and show the screen', async () => {
    await ama.dial('*165#')
    expect(failureOf(() => expect(ama).toShow('Loans'))).toMatchInlineSnapshot(`
      "Expected +46733000001 to show an open screen that contains "Loans".
      An open screen:
        | MoMo
        | 1 Approvals (0)
        | 2 Balance
        | 3 History
        | 4 Language
        | 5 Auto-payments
        | 6 Withdraw
        | 7 Bills and invoices
        | 8 Shared data"
    `)
    expect(failureOf(() => expect(ama).not.toShow(/MoMo/i))).toMatchInlineSnapshot(`
      "Expected +46733000001 not to show an open screen that matches /MoMo/i.
      An open screen:
        | MoMo
        | 1 Approvals (0)
        | 2 Balance
        | 3 History
        | 4 Language
        | 5 Auto-payments
        | 6 Withdraw
        | 7 Bills and invoices
        | 8 Shared data"
    `)
    expect(failureOf(() => expect(ama).toOffer('Loans'))).toMatchInlineSnapshot(`
      "Expected +46733000001 to offer an option whose label contains "Loans".
      An open screen:
        | MoMo
        | 1 Approvals (0)
        | 2 Balance
        | 3 History
        | 4 Language
        | 5 Auto-payments
        | 6 Withdraw
        | 7 Bills and invoices
        | 8 Shared data
      Its options: 1 Approvals (0) · 2 Balance · 3 History · 4 Language · 5 Auto-payments · 6 Withdraw · 7 Bills and invoices · 8 Shared data."
    `)
    expect(failureOf(() => expect(ama).toEndWith('Bye'))).toMatchInlineSnapshot(`
      "Expected +46733000001 to have its session ended by the app with a screen that contains "Bye".
      An open screen:
        | MoMo
        | 1 Approvals (0)
        | 2 Balance
        | 3 History
        | 4 Language
        | 5 Auto-payments
        | 6 Withdraw
        | 7 Bills and invoices
        | 8 Shared data"
    `)
  })

  it('say where there is no screen yet', () => {
    expect(failureOf(() => expect(ama).toShow('MoMo'))).toContain('Await dial(), prompted() or look() first.')
  })

  it('list the SMS that came', async () => {
    await expect(expect(ama).toHaveReceived('paid')).rejects.toThrow(
      'Expected +46733000001 to have received an SMS that contains "paid".\nNo SMS has come.',
    )
    await world.sms(ama, 'Your \u001b[31mcode is 1234')
    await expect(expect(ama).toHaveReceived({ from: 'Shop', contains: /code/ })).rejects.toThrow(
      'an SMS from Shop that matches /code/.\nSMS from AFRICASTKNG:\n  | Your  [31mcode is 1234',
    )
    await expect(expect(ama).not.toHaveReceived('code')).rejects.toThrow(
      'Expected +46733000001 not to have received an SMS that contains "code".',
    )
  })

  it('refuse what is no phone, and what every text would fit', async () => {
    await ama.dial('*165#')
    expect(() => expect('+46733000001').toShow('MoMo')).toThrow("expect(sim.phone('+46733000001')).toShow(")
    expect(() => expect(null).not.toOffer('MoMo')).toThrow('toOffer looks at a phone')
    expect(() => expect(ama).toShow({ exactly: '' })).toThrow('toShow takes a text or a RegExp')
    expect(() => expect(ama).toShow('')).toThrow('toShow takes a text or a RegExp, and got an empty text.')
    expect(() => expect(ama).not.toEndWith(undefined as unknown as string)).toThrow('got undefined')
    await expect(expect(ama).toHaveReceived({})).rejects.toThrow('{ from, contains } with one of the two')
  })
})
