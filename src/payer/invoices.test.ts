import { describe, expect, it } from 'vitest'
import { ama, code, type PayerWorld, payerWorld, pin } from './payer.fixture.ts'

const bill = { kind: 'invoice', payerMessage: 'Water, May', validitySeconds: 3600 } as const
const cancel = ({ kernel, wallet, shop }: PayerWorld, { referenceId }: { referenceId: string }) =>
  kernel.transact((tx) => wallet.paymentRequests.cancel(tx, { merchantId: shop, referenceId }, 'invoice'))

describe('an invoice', () => {
  it('waits in a list of its own, and no approval', async () => {
    const { ask, play } = await payerWorld()
    const { number } = await ask(bill)
    expect((await play([])).body).toContain('1 Approvals (0)')
    expect((await play(['7'])).body).toBe(
      'CON Bills and invoices\n1 Shop 12.50 EUR\n2 Enter a number\n0 Back',
    )
    expect((await play(['7', '1'])).body).toBe(
      `CON Invoice of 12.50 EUR from Shop\nNo. ${number}\nUntil 05/01/2026 10:00\n"Water, May"\n1 Pay\n0 Back`,
    )
    expect((await play(['7', '1', '2'])).body).toMatch(/^CON No such choice\.\nInvoice of/)
    expect((await play(['7', '1', '0'])).body).toMatch(/^CON Bills and invoices/)
    expect((await play(['7', '0'])).body).toMatch(/^CON MoMo/)
    expect((await play(['7', '8'])).body).toMatch(/^CON No such choice\.\nBills/)
  })

  it('is found by its number, typed with blanks too, and paid', async () => {
    const { ask, play, request, balance, kernel, telco } = await payerWorld()
    const { id, number } = await ask(bill)
    const typed = `${number?.slice(0, 4)} ${number?.slice(4)}`
    expect((await play(['7', '2'])).body).toBe('CON Enter the invoice number\n0 Back')
    expect((await play(['7', '2', typed, '1'])).body).toBe('CON Enter your PIN to pay 12.50 EUR to Shop')
    expect((await play(['7', '2', typed, '1', pin])).body).toMatch(
      new RegExp(
        `^END Paid\\. You paid invoice ${number}: 12\\.50 EUR to Shop\\.\\nId \\d{10}\\nNew balance 37`,
      ),
    )
    expect(await request(id)).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await balance()).toBe(3750)
    await kernel.settle()
    expect(telco.texts.map(({ text }) => text)).toEqual([
      expect.stringMatching(`^You paid invoice ${number}: 12\\.50 EUR to Shop\\.\\n"Water, May"\\nId`),
    ])
    expect((await play(['7', '1', number ?? ''])).body).toBe(
      `END Already paid: invoice ${number}, 12.50 EUR to Shop. Nothing was paid twice.`,
    )
    expect((await play(['7'])).body).toBe('CON No invoices to pay.\n1 Enter a number\n0 Back')
  })

  it('of another payer is as unknown as none', async () => {
    const { ask, play } = await payerWorld()
    const foreign = await ask({ ...bill, payer: { type: 'MSISDN', id: '46733000002' } })
    for (const number of [foreign.number ?? '', '1234567890', 'x', '', '9'.repeat(40)]) {
      expect((await play(['7', '1', number])).body).toBe(
        'CON No such invoice for you.\nEnter the invoice number\n0 Back',
      )
    }
    expect((await play(['7', '1', 'x', '0'])).body).toBe('CON No invoices to pay.\n1 Enter a number\n0 Back')
  })

  it('that its merchant takes back says so on the phone and by SMS, also after the PIN', async () => {
    const sim = await payerWorld()
    const { ask, hop, telco, kernel, balance } = sim
    const invoice = await ask(bill)
    for (const text of ['', '7', '7*1', '7*1*1']) await hop('s', text)
    await cancel(sim, invoice)
    const gone = `Cancelled by Shop: invoice ${invoice.number} of 12.50 EUR. Nothing was paid.`
    expect((await hop('s', `7*1*1*${pin}`)).body).toBe(`END ${gone}`)
    await kernel.settle()
    expect(telco.texts).toEqual([
      { to: ama, text: `Shop cancelled invoice ${invoice.number} of 12.50 EUR. Nothing was paid.` },
    ])
    expect(await balance()).toBe(5000)
  })

  it('expires while the PIN is asked', async () => {
    const { ask, hop, telco, kernel, balance } = await payerWorld()
    const { number } = await ask({ ...bill, validitySeconds: 60 })
    for (const text of ['', '7', '7*1', '7*1*1']) await hop('s', text)
    await kernel.advance(61_000)
    expect((await hop('s', `7*1*1*${pin}`)).body).toBe(
      `END Expired: invoice ${number}, 12.50 EUR to Shop. Nothing was paid.`,
    )
    expect(telco.texts.at(-1)?.text).toBe(
      `Invoice ${number} of 12.50 EUR from Shop has expired. Nothing was paid.`,
    )
    expect(await balance()).toBe(5000)
  })

  it('stays where the PIN is wrong', async () => {
    const { ask, play, request } = await payerWorld()
    const { id } = await ask(bill)
    expect((await play(['7', '1', '1', '0000'])).body).toMatch(/^CON Wrong PIN\. 2 tries left\./)
    expect((await play(['7', '1', '1', '0000', pin])).body).toMatch(/^END Paid\./)
    expect(await request(id)).toMatchObject({ status: 'SUCCESSFUL' })
  })

  it('prompts its payer only where the world says so', async () => {
    const quiet = await payerWorld({ payer: { prompt: 'push' } })
    await quiet.ask(bill)
    await quiet.kernel.settle()
    expect([...quiet.telco.pushes, ...quiet.telco.texts]).toEqual([])

    const pushed = await payerWorld({ payer: { prompt: 'none', promptInvoices: 'push' } })
    await pushed.ask(bill)
    await pushed.kernel.settle()
    const session = pushed.telco.pushes[0]?.sessionId ?? ''
    expect((await pushed.hop(session, '')).body).toMatch(/^CON Invoice of 12\.50[\s\S]*\n1 Pay\n0 Later$/)
    // An invoice is paid or left: there is nothing to reject.
    expect((await pushed.hop(session, '2')).body).toMatch(/^CON No such choice\./)
    expect((await pushed.hop(session, '2*0')).body).toBe(
      `END This invoice is waiting. Dial ${code} and choose Bills and invoices.`,
    )

    const texted = await payerWorld({ payer: { prompt: 'push', promptInvoices: 'sms' } })
    const { number } = await texted.ask(bill)
    await texted.kernel.settle()
    expect(texted.telco.texts).toEqual([
      {
        to: ama,
        text: `Shop sent you invoice ${number} of 12.50 EUR. Dial ${code} and choose Bills and invoices to pay.`,
      },
    ])
  })
})
