import { describe, expect, it } from 'vitest'
import { ama, type PayerWorld, payerWorld, pin } from './payer.fixture.ts'

const textsOf = ({ telco }: PayerWorld) => telco.texts.map(({ text }) => text)

describe('the receipt of a payment request', () => {
  it('tells of a payment with its id and the balance it left', async () => {
    const { kernel, ask, hop, telco, request } = await payerWorld({
      wallet: { fees: [{ currency: 'EUR', flat: '0.50' }] },
    })
    const { id } = await ask()
    await hop('s', `1*1*1*${pin}`)
    await kernel.settle()
    const transaction = (await request(id))?.financialTransactionId
    expect(telco.texts).toEqual([
      {
        to: ama,
        text: `You paid 12.50 EUR to Shop.\nFee 0.50 EUR\nId ${transaction}\nNew balance 37.00 EUR`,
      },
    ])
  })

  it('tells of an expired request, of too little money, and of nothing that the payer decided', async () => {
    const { kernel, ask, hop, telco } = await payerWorld()
    await ask({ amount: 9900 })
    await hop('one', `1*1*1*${pin}`)
    await ask()
    await hop('two', '1*1*2')
    await ask()
    await ask({ payer: { type: 'EMAIL', id: 'nobody@example.com' } })
    await kernel.advance(300_000)
    expect(telco.texts.map(({ text }) => text)).toEqual([
      'Not enough money to pay 99.00 EUR to Shop. Nothing was paid.',
      'The request for 12.50 EUR to Shop has expired. Nothing was paid.',
    ])
  })

  it('is not sent again where the first may have been taken', async () => {
    const { kernel, payOut, telco } = await payerWorld()
    Object.assign(telco, { refusals: 1, again: false })
    await payOut()
    await kernel.advance(60_000)
    expect(telco).toMatchObject({ texts: [], refusals: 0 })
    const deliveries = await kernel.read((rx) => kernel.deliveries.list(rx, 'payer.receipt'))
    expect(deliveries).toMatchObject([{ status: 'done', attempts: 1, result: { sms: 'refused' } }])
  })

  it('is sent again where the first SMS was refused', async () => {
    const { kernel, ask, hop, telco } = await payerWorld()
    telco.refusals = 1
    await ask()
    await hop('s', `4*2*1*1*1*${pin}`)
    await kernel.settle()
    expect(telco.texts).toEqual([])
    await kernel.advance(1_000)
    expect(telco.texts[0]?.text).toMatch(
      /^Vous avez payé 12\.50 EUR à Shop\.\nId \d+\nNouveau solde 37\.50 EUR$/,
    )
  })
})

describe('the receipt of a mandate', () => {
  const accept = async (made: PayerWorld) => {
    await made.play(['1', '1', '1', pin])
    await made.kernel.settle()
  }

  it('tells that it was accepted, until when, and how to cancel', async () => {
    const made = await payerWorld()
    await made.askMandate({ validitySeconds: 3600 })
    await accept(made)
    await made.askMandate({ from: 'Gym' })
    await accept(made)
    expect(textsOf(made)).toEqual([
      'You let Shop debit EUR without asking. Until 05/01/2026 10:00. To cancel, dial *165# and choose Auto-payments.',
      'You let Gym debit EUR without asking. No end. To cancel, dial *165# and choose Auto-payments.',
    ])
    expect(made.telco.texts[0]?.to).toBe(ama)
  })

  it('tells that it expired unanswered, and nothing of what the payer rejected', async () => {
    const made = await payerWorld()
    await made.askMandate()
    await made.play(['1', '1', '2'])
    await made.askMandate({ payer: { type: 'EMAIL', id: 'nobody@example.com' } })
    await made.askMandate()
    await made.kernel.advance(300_000)
    expect(textsOf(made)).toEqual(['You did not let Shop debit EUR without asking: the request has expired.'])
  })

  it('tells who cancelled it', async () => {
    const made = await payerWorld()
    const { askMandate, play, kernel, wallet, shop } = made
    await askMandate()
    await accept(made)
    await play(['5', '1', '1', pin])
    const { publicId } = await askMandate()
    await accept(made)
    await kernel.transact((tx) => wallet.mandates.withdraw(tx, { merchantId: shop, publicId }))
    await kernel.settle()
    expect(textsOf(made).filter((text) => !text.startsWith('You let'))).toEqual([
      'You cancelled auto-payments to Shop in EUR.',
      'Shop cancelled your auto-payments in EUR.',
    ])
  })

  it('tells that its time is over', async () => {
    const made = await payerWorld()
    await made.askMandate({ validitySeconds: 60 })
    await accept(made)
    await made.kernel.advance(59_000)
    expect(made.telco.texts).toHaveLength(1)
    await made.kernel.advance(1_000)
    expect(textsOf(made)[1]).toBe('Your auto-payments to Shop in EUR have ended.')
    expect(made.telco.texts).toHaveLength(2)
  })

  it('tells of each automatic debit, and of one that fails', async () => {
    const made = await payerWorld({
      wallet: {
        fees: [{ currency: 'EUR', flat: '0.50' }],
        limits: [{ currency: 'EUR', perPayment: '60' }],
      },
    })
    const { ask, askMandate, kernel, request } = made
    await askMandate()
    await accept(made)
    made.telco.texts.length = 0
    const { id } = await ask()
    await kernel.settle()
    await ask({ amount: 5000 })
    await kernel.settle()
    await ask({ amount: 6001 })
    await kernel.settle()
    const transaction = (await request(id))?.financialTransactionId
    expect(textsOf(made)).toEqual([
      `Auto-payment: you paid 12.50 EUR to Shop.\nFee 0.50 EUR\nId ${transaction}\nNew balance 37.00 EUR`,
      'Auto-payment failed: not enough money to pay 50.00 EUR to Shop. Nothing was paid.',
      'Auto-payment failed: 60.01 EUR to Shop is over your limit. Nothing was paid.',
    ])
    expect(made.telco.pushes).toEqual([])
  })
})

describe('a transfer received', () => {
  it('is told with its message, id and the balance it left, and stands in the history', async () => {
    const made = await payerWorld()
    const { payOut, kernel, wallet, play } = made
    const { id } = await payOut({ payeeNote: 'Salary\nJanuary' })
    const sent = await kernel.read((rx) => wallet.payouts.byId(rx, id))
    expect(made.telco.texts).toEqual([
      {
        to: ama,
        text:
          'You received 12.50 EUR from Shop.\n"Salary January"\n' +
          `Id ${sent?.financialTransactionId}\nNew balance 62.50 EUR`,
      },
    ])
    expect((await play(['3'])).body).toContain('\n+12.50 EUR Shop')
  })

  it('is not told where it failed', async () => {
    const made = await payerWorld()
    const { id } = await made.payOut({ amount: 100_000_000 })
    const failed = await made.kernel.read((rx) => made.wallet.payouts.byId(rx, id))
    expect(failed).toMatchObject({ status: 'FAILED' })
    expect(made.telco.texts).toEqual([])
  })
})

describe('a delivery notification', () => {
  it('is sent as the merchant wrote it, in the GSM alphabet, once', async () => {
    const made = await payerWorld()
    const request = await made.ask()
    await made.kernel.transact((tx) =>
      tx.emit({
        kind: 'request-to-pay.notification',
        phone: ama,
        data: {
          requestId: request.id,
          referenceId: request.referenceId,
          merchant: 'Shop',
          message: 'Commande reçue.\nMerci',
        },
      }),
    )
    await made.kernel.settle()
    await made.kernel.advance(60_000)
    expect(made.telco.texts).toEqual([{ to: ama, text: 'Commande recue.\nMerci' }])
  })
})

describe('the receipt of money that comes back or in', () => {
  it('of a refund names the payment', async () => {
    const made = await payerWorld()
    const { kernel, ask, hop, payOut, holderId } = made
    const { id } = await ask()
    await hop('s', `1*1*1*${pin}`)
    await kernel.settle()
    const refund = { kind: 'refund', refundedRequestId: id, payeeId: holderId, payeeNote: 'Sorry' } as const
    await payOut({ ...refund, amount: 500 })
    expect(textsOf(made)[1]).toMatch(
      /^Refund: you received 5\.00 EUR from Shop for your payment of 12\.50 EUR\.\n"Sorry"\nId \d+\nNew balance 42\.50 EUR$/,
    )
    expect((await made.play(['3'])).body).toContain('+5.00 EUR Refund: Shop: Sorry 05/01')
    await made.play(['4', '2'])
    expect((await made.play(['3'])).body).toContain('+5.00 EUR Remb. : Shop: Sorry 05/01')
    await payOut({ ...refund, amount: 750 })
    expect(textsOf(made)[2]).toMatch(
      /^Remboursement : vous avez recu 7\.50 EUR de Shop pour votre paiement de 12\.50 EUR\./,
    )
  })

  it('of a deposit says so, and of a cash transfer who sent what', async () => {
    const made = await payerWorld()
    await made.payOut({ kind: 'deposit' })
    const sender = { payerFirstName: 'Yaw', payerSurName: 'Boateng' }
    const original = { originalAmount: '380000', originalCurrency: 'UGX' }
    await made.payOut({ kind: 'cash-transfer', details: { ...sender, ...original } })
    await made.payOut({ kind: 'cash-transfer', details: sender })
    await made.payOut({ kind: 'cash-transfer', details: {} })
    expect(textsOf(made).map((text) => text.split('\n')[0])).toEqual([
      'Deposit: you received 12.50 EUR from Shop.',
      'You received 12.50 EUR from Yaw Boateng, who sent 380000 UGX.',
      'You received 12.50 EUR from Yaw Boateng.',
      'You received 12.50 EUR from Shop.',
    ])
  })

  it('of a bill goes to the customer, without a balance, and fits one SMS with any name', async () => {
    const made = await payerWorld()
    const { kernel, wallet, payOut } = made
    const provider = await kernel.transact((tx) =>
      wallet.merchants.open(tx, { name: 'Power', environment: 'sandbox', products: [] }),
    )
    const bill = { kind: 'bill-payment', product: 'collection', payeeId: provider } as const
    const details = { serviceProvider: 'Power', customerReference: '46733000001', phone: ama }
    await payOut({ ...bill, details, payeeNote: 'May' })
    await payOut({ ...bill, details: { ...details, phone: '+46733999999' } })
    await payOut({
      ...bill,
      details: { ...details, serviceProvider: 'P'.repeat(90) },
      payeeNote: 'n'.repeat(160),
    })
    const [first, second, none] = textsOf(made)
    expect(first).toMatch(/^Shop paid 12\.50 EUR to Power for 46733000001\.\n"May"\nId \d+$/)
    expect(second?.length).toBeLessThanOrEqual(156)
    expect(second).toContain('PPPP..')
    expect(none).toBeUndefined()
  })

  it('is not sent where it failed', async () => {
    const made = await payerWorld()
    for (const kind of ['deposit', 'cash-transfer', 'bill-payment'] as const)
      await made.payOut({
        kind,
        amount: 1_000_000,
        details: { phone: ama },
        ...(kind === 'bill-payment' && { payeeId: null }),
      })
    expect(textsOf(made)).toEqual([])
  })
})
