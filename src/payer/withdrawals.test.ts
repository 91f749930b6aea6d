import { describe, expect, it } from 'vitest'
import { ama, code, payerWorld, pin } from './payer.fixture.ts'

const cash = { kind: 'withdrawal', amount: 2000, from: 'Agent' } as const

describe('a withdrawal', () => {
  it('is under its own entry and among the approvals, where its label says what it is', async () => {
    const { ask, play } = await payerWorld()
    await ask({ amount: 101 })
    await ask(cash)
    expect((await play([])).body).toContain('1 Approvals (2)')
    expect((await play(['1'])).body).toBe('CON Approvals\n1 Shop 1.01 EUR\n2 Cash: Agent 20.00 EUR\n0 Back')
    expect((await play(['6'])).body).toBe('CON Withdraw\n1 Cash: Agent 20.00 EUR\n0 Back')
    const question = 'CON Withdraw 20.00 EUR at Agent?\nRef'
    expect((await play(['6', '1'])).body).toContain(question)
    expect((await play(['1', '2'])).body).toContain(question)
    expect((await play(['6', '1', '7'])).body).toMatch(/^CON No such choice\.\nWithdraw 20\.00/)
    expect((await play(['6', '1', '0'])).body).toMatch(/^CON Withdraw\n1 Cash/)
    expect((await play(['6', '0'])).body).toMatch(/^CON MoMo/)
    expect((await play(['6', '9'])).body).toMatch(/^CON No such choice\.\nWithdraw/)
  })

  it('is paid out after the PIN; the receipt and the history say so', async () => {
    const { ask, play, request, balance, kernel, telco } = await payerWorld({
      wallet: { fees: [{ currency: 'EUR', flat: '0.50', for: 'withdrawal' }] },
    })
    const { id } = await ask(cash)
    expect((await play(['6', '1', '1'])).body).toBe(
      'CON Enter your PIN to withdraw 20.00 EUR at Agent\nFee 0.50 EUR',
    )
    expect((await play(['6', '1', '1', pin])).body).toMatch(
      /^END Approved\. You withdrew 20\.00 EUR at Agent\.\nFee 0\.50 EUR\nId \d{10}\nNew balance 29\.50 EUR$/,
    )
    expect(await request(id)).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await balance()).toBe(2950)
    await kernel.settle()
    expect(telco.texts.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^You withdrew 20\.00 EUR at Agent\.\nFee 0\.50 EUR\nId \d{10}\nNew balance 29/),
    ])
    expect((await play(['3'])).body).toContain('-20.00 EUR Cash: Agent 05/01')
    expect((await play(['6'])).body).toBe('CON No withdrawals waiting.\n0 Back')
  })

  it('can be rejected, and is nothing without the money', async () => {
    const { ask, play, kernel, telco } = await payerWorld()
    await ask(cash)
    expect((await play(['6', '1', '2'])).body).toBe('END Rejected. You did not withdraw 20.00 EUR at Agent.')
    await ask({ ...cash, from: 'Other', amount: 6000 })
    const none = 'Not enough money to withdraw 60.00 EUR at Other. Nothing was withdrawn.'
    expect((await play(['6', '1', '1', pin])).body).toBe(`END ${none}`)
    await kernel.settle()
    expect(telco.texts.map(({ text }) => text)).toEqual([none])
  })

  it('that is over says how, in words of its own', async () => {
    const { ask, hop, kernel, telco, wallet, holderId } = await payerWorld()
    const first = await ask(cash)
    await hop('s', '')
    await hop('s', '6')
    await kernel.transact((tx) => wallet.paymentRequests.reject(tx, { id: first.id, holderId }))
    expect((await hop('s', '6*1')).body).toBe(
      'END Already rejected: 20.00 EUR at Agent. Nothing was withdrawn.',
    )
    await ask({ ...cash, from: 'Other' })
    await hop('t', '')
    await hop('t', '6')
    await hop('t', '6*1')
    await kernel.advance(301_000)
    expect((await hop('t', '6*1*1')).body).toBe(
      'END Expired: the withdrawal of 20.00 EUR at Other. Nothing was withdrawn.',
    )
    expect(telco.texts.at(-1)?.text).toBe(
      'The withdrawal of 20.00 EUR at Other has expired. Nothing was withdrawn.',
    )
  })

  it('prompts its payer as a request to pay does, in words of its own', async () => {
    const pushed = await payerWorld({ payer: { prompt: 'push' } })
    await pushed.ask(cash)
    await pushed.kernel.settle()
    const [push] = pushed.telco.pushes
    expect((await pushed.hop(push?.sessionId ?? '', '')).body).toMatch(
      /^CON Withdraw 20\.00 EUR at Agent\?\nRef .*\n1 Approve\n2 Reject\n0 Later$/,
    )
    expect((await pushed.hop(push?.sessionId ?? '', `1*${pin}`)).body).toMatch(/^END Approved\. You withdrew/)
    const texted = await payerWorld({ payer: { prompt: 'sms' } })
    await texted.ask(cash)
    await texted.kernel.settle()
    expect(texted.telco.texts).toEqual([
      { to: ama, text: `Agent asks you to withdraw 20.00 EUR. Dial ${code} and choose Withdraw to answer.` },
    ])
  })
})
