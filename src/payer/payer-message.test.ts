import { describe, expect, it } from 'vitest'
import { ama, type PayerWorld, payerWorld, pin } from './payer.fixture.ts'
import { screenSeptets, septets, toGsm } from './septets.ts'

const textsOf = ({ telco }: PayerWorld) => telco.texts.map(({ text }) => text)
const payerMessage = 'Order 17,\n2 tickets ☺'

describe('the message of a payment request', () => {
  it('is in the receipt and in the history, in the payer’s language', async () => {
    const made = await payerWorld()
    await made.ask({ payerMessage, payeeNote: 'for the shop alone' })
    await made.play(['1', '1', '1', pin])
    await made.play(['4', '2'])
    await made.ask({ payerMessage: 'Commande 18 à Abidjan' })
    await made.play(['1', '1', '1', pin])
    await made.kernel.settle()
    expect(textsOf(made)).toEqual([
      expect.stringMatching(
        /^You paid 12\.50 EUR to Shop\.\n"Order 17, 2 tickets \S+"\nId \d+\nNew balance 37\.50 EUR$/,
      ),
      expect.stringMatching(
        /^Vous avez payé 12\.50 EUR à Shop\.\n"Commande 18 à Abidjan"\nId \d+\nNouveau solde 25\.00 EUR$/,
      ),
    ])
    const { body } = await made.play(['3'])
    expect(body).toContain('-12.50 EUR Shop: Commande 18 à Abidjan 05/01')
    expect(body).toContain('-12.50 EUR Shop: Order 17, 2 tickets')
    expect(JSON.stringify([body, textsOf(made)])).not.toContain('for the shop')
  })

  it('is in the receipt of a debit under a mandate', async () => {
    const made = await payerWorld()
    await made.askMandate()
    await made.play(['1', '1', '1', pin])
    await made.ask({ payerMessage: 'May' })
    await made.kernel.settle()
    expect(textsOf(made).at(-1)).toMatch(
      /^Auto-payment: you paid 12\.50 EUR to Shop\.\n"May"\nId \d+\nNew balance 37\.50 EUR$/,
    )
  })

  it.each(['push', 'sms'] as const)('is not in the prompt, as at MTN: %s', async (prompt) => {
    const made = await payerWorld({ payer: { prompt } })
    await made.ask({ payerMessage })
    await made.kernel.settle()
    expect((await made.play(['1', '1'])).body).not.toContain('tickets')
    expect(JSON.stringify(textsOf(made))).not.toContain('tickets')
  })

  it('is in the prompt where the world says so', async () => {
    const made = await payerWorld({ payer: { prompt: 'sms', promptShows: 'message' } })
    await made.ask({ payerMessage, externalId: '17' })
    await made.kernel.settle()
    expect(textsOf(made)).toEqual([
      expect.stringMatching(/^Shop asks you to pay 12\.50 EUR\. Dial .*\n"Order 17, 2 tickets \S+"$/),
    ])
    expect((await made.play(['1', '1'])).body).toMatch(
      /^CON Pay 12\.50 EUR to Shop\?\nRef 17\n"Order 17, 2 tickets \S+"\n1 Approve\n2 Reject\n0 Back$/,
    )
    await made.ask({ payerMessage: null })
    expect((await made.play(['1', '2'])).body).not.toContain('"')
  })

  it('leaves room for all else, however long it is', async () => {
    const made = await payerWorld({ payer: { prompt: 'sms', promptShows: 'message' } })
    const long = 'Ünïcode “quotes” €uro ☎ and so on '.repeat(20)
    await made.ask({ payerMessage: long, from: 'A merchant with a long name '.repeat(5) })
    await made.kernel.settle()
    const screen = (await made.play(['1', '1'])).body
    for (const text of [screen.replace(/^CON /, ''), ...textsOf(made)]) {
      expect(septets(text)).toBeLessThanOrEqual(screenSeptets)
      expect(toGsm(text)).toBe(text)
    }
    expect(screen).toMatch(/"[^"]*\.\.[^"]*"\n1 Approve\n2 Reject\n0 Back$/)
    await made.play(['1', '1', '1', pin])
    await made.kernel.settle()
    const receipt = textsOf(made).at(-1) ?? ''
    expect(receipt).toMatch(/New balance 37\.50 EUR$/)
    expect(septets(receipt)).toBeLessThanOrEqual(screenSeptets)
  })
})

describe('the texts of a transfer', () => {
  it('give the payee the note for the payee, and not the message for the payer', async () => {
    const made = await payerWorld()
    await made.payOut({ payeeNote: 'You won', payerMessage: 'for the shop alone', amount: 500 })
    await made.kernel.settle()
    expect(made.telco.texts).toEqual([
      {
        to: ama,
        text: expect.stringMatching(
          /^You received 5\.00 EUR from Shop\.\n"You won"\nId \d+\nNew balance 55\.00 EUR$/,
        ),
      },
    ])
    expect((await made.play(['3'])).body).toContain('+5.00 EUR Shop: You won 05/01')
  })
})
