import { describe, expect, it, vi } from 'vitest'
import { ama, payerWorld, pin } from './payer.fixture.ts'

describe('approvals', () => {
  it('go from the menu by list and details to the PIN and the end', async () => {
    const { ask, hop, request, balance } = await payerWorld()
    const { id } = await ask({ externalId: 'Order 17' })
    const id1 = 'session-1'
    expect(await hop(id1, '')).toEqual({
      body: 'CON MoMo\n1 Approvals (1)\n2 Balance\n3 History\n4 Language\n5 Auto-payments\n6 Withdraw\n7 Bills and invoices\n8 Shared data',
      metadata: 'menu',
    })
    expect(await hop(id1, '1')).toEqual({
      body: 'CON Approvals\n1 Shop 12.50 EUR\n0 Back',
      metadata: 'approvals',
    })
    expect(await hop(id1, '1*1')).toEqual({
      body: 'CON Pay 12.50 EUR to Shop?\nRef Order 17\n1 Approve\n2 Reject\n0 Back',
      metadata: 'approval',
    })
    expect(await hop(id1, '1*1*1')).toEqual({
      body: 'CON Enter your PIN to pay 12.50 EUR to Shop',
      metadata: 'pin',
    })
    const end = await hop(id1, `1*1*1*${pin}`)
    expect(end.body).toMatch(
      /^END Approved\. You paid 12\.50 EUR to Shop\.\nId \d{10}\nNew balance 37\.50 EUR$/,
    )
    expect(end.metadata).toBe('result')
    expect(await request(id)).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await balance()).toBe(3750)
  })

  it('can be rejected without a PIN', async () => {
    const { ask, play, request, balance } = await payerWorld()
    const { id } = await ask()
    expect((await play(['1', '1', '2'])).body).toBe('END Rejected. You did not pay 12.50 EUR to Shop.')
    expect(await request(id)).toMatchObject({ status: 'FAILED', reason: 'approval-rejected' })
    expect(await balance()).toBe(5000)
  })

  it('show a fee where there is one', async () => {
    const { ask, play } = await payerWorld({ wallet: { fees: [{ currency: 'EUR', flat: '0.50' }] } })
    await ask()
    expect((await play(['1', '1'])).body).toContain('\nFee 0.50 EUR\n')
    const end = await play(['1', '1', '1', pin])
    expect(end.body).toMatch(/Fee 0\.50 EUR\nId \d+\nNew balance 37\.00 EUR$/)
  })

  it('are listed oldest first, page by page, and back', async () => {
    const { ask, play } = await payerWorld()
    for (const amount of [101, 102, 103, 104, 105, 106, 107]) await ask({ amount })
    const first = 'CON Approvals\n1 Shop 1.01 EUR\n2 Shop 1.02 EUR\n3 Shop 1.03 EUR\n9 More\n0 Back'
    const second = 'CON Approvals\n1 Shop 1.04 EUR\n2 Shop 1.05 EUR\n3 Shop 1.06 EUR\n9 More\n0 Back'
    expect((await play(['1'])).body).toBe(first)
    expect((await play(['1', '9'])).body).toBe(second)
    expect((await play(['1', '9', '9'])).body).toBe('CON Approvals\n1 Shop 1.07 EUR\n0 Back')
    expect((await play(['1', '9', '9', '9'])).body).toMatch(/^CON No such choice\.\nApprovals\n1 Shop 1\.07/)
    expect((await play(['1', '9', '9', '0'])).body).toBe(second)
    expect((await play(['1', '9', '0'])).body).toBe(first)
    expect((await play(['1', '9', '2', '0'])).body).toBe(second)
    expect((await play(['1', '9', '0', '0'])).body).toContain('1 Approvals (7)')
  })

  it('skip none when earlier ones are settled between two pages', async () => {
    const { ask, hop, kernel, wallet, holderId } = await payerWorld()
    const asked = []
    for (const amount of [101, 102, 103, 104, 105, 106, 107]) asked.push(await ask({ amount }))
    await hop('s', '')
    await hop('s', '1')
    for (const { id: requestId } of asked.slice(0, 2)) {
      await kernel.transact((tx) => wallet.paymentRequests.reject(tx, { id: requestId, holderId }))
    }
    expect((await hop('s', '1*9')).body).toContain('1 Shop 1.04 EUR\n2 Shop 1.05 EUR\n3 Shop 1.06 EUR')
  })

  it('that look the same are told apart', async () => {
    const { ask, kernel, play } = await payerWorld()
    await ask({ externalId: 'A-1001' })
    await ask({ externalId: 'A-1002' })
    await ask({ amount: 300 })
    expect((await play(['1'])).body).toContain(
      '1 Shop 12.50 EUR #0001\n2 Shop 12.50 EUR #0002\n3 Shop 3.00 EUR\n',
    )
    await kernel.advance(300_000)
    await ask({ externalId: 'A-1001' })
    await ask({ externalId: 'A-1002' })
    expect((await play(['1'])).body).toContain('1 Shop 12.50 EUR -1001\n2 Shop 12.50 EUR -1002\n')
    await kernel.advance(300_000)
    await ask()
    await kernel.advance(60_000)
    await ask()
    expect((await play(['1'])).body).toContain('1 Shop 12.50 EUR 09:10\n2 Shop 12.50 EUR 09:11\n')
  })

  it('say so when none waits', async () => {
    const { play } = await payerWorld()
    expect((await play(['1'])).body).toBe('CON No approvals waiting.\n0 Back')
    expect((await play(['1', '1'])).body).toBe('CON No such choice.\nNo approvals waiting.\n0 Back')
    expect((await play(['1', '0'])).body).toContain('1 Approvals (0)')
  })

  it('count no further than 99+, and read a page of 10,000 as of three', async () => {
    const { kernel, wallet, shop, play, hop } = await payerWorld()
    for (let batch = 0; batch < 10; batch++) {
      await kernel.transact(async (tx) => {
        for (let n = 0; n < 1000; n++) {
          await wallet.paymentRequests.create(tx, {
            merchantId: shop,
            product: 'collection',
            referenceId: `6f1c2b1e-0000-4000-9000-${String(batch * 1000 + n).padStart(12, '0')}`,
            environment: 'sandbox',
            payer: { type: 'MSISDN', id: ama.slice(1) },
            amount: 100 + n,
            currency: 'EUR',
            externalId: null,
            payerMessage: null,
            payeeNote: null,
          })
        }
      })
    }
    const { body, sessionId } = await play([])
    expect(body).toContain('1 Approvals (99+)')
    const waiting = vi.spyOn(wallet.approvals, 'waiting')
    expect((await hop(sessionId, '1*9*2')).body).toContain('Pay 1.04 EUR to Shop?')
    expect(waiting.mock.calls.map(([, , page]) => page.limit)).toEqual([4, 1, 4])
  }, 60_000)
})

describe('an item that changes while its screen is open', () => {
  it('is never another one: keys are bound to what was shown', async () => {
    const { ask, hop, kernel, wallet, holderId } = await payerWorld()
    const first = await ask({ amount: 100 })
    await ask({ amount: 200 })
    await hop('s', '')
    await hop('s', '1')
    await kernel.transact((tx) => wallet.paymentRequests.reject(tx, { id: first.id, holderId }))
    expect((await hop('s', '1*1')).body).toBe('END Already rejected: 1.00 EUR to Shop. Nothing was paid.')
  })

  it('says that it was approved already, before and on the PIN screen', async () => {
    const { ask, play, hop, balance } = await payerWorld()
    await ask()
    await hop('details', '1*1')
    await hop('asked', '1*1*1')
    await play(['1', '1', '1', pin])
    const already = 'END Already approved: 12.50 EUR to Shop. Nothing was paid twice.'
    expect((await hop('details', '1*1*1')).body).toBe(already)
    expect((await hop('asked', `1*1*1*${pin}`)).body).toBe(already)
    expect(await balance()).toBe(3750)
  })

  it.each([
    ['the list', '1', '1*1'],
    ['the details', '1*1', '1*1*1'],
    ['the PIN screen', '1*1*1', `1*1*1*${pin}`],
    ['the details, rejecting', '1*1', '1*1*2'],
  ])('says that it has expired: %s', async (_, before, after) => {
    const { ask, hop, kernel, balance } = await payerWorld()
    await ask()
    await hop('s', before)
    await kernel.advance(300_000)
    expect((await hop('s', after)).body).toBe(
      'END Expired: the request for 12.50 EUR to Shop. Nothing was paid.',
    )
    expect(await balance()).toBe(5000)
  })

  it('goes back to the oldest where a whole page is gone', async () => {
    const { ask, hop, kernel } = await payerWorld()
    for (const amount of [101, 102, 103, 104]) await ask({ amount })
    await hop('s', '1*9*1')
    await kernel.advance(299_000)
    await ask({ amount: 500 })
    await kernel.advance(1_000)
    expect((await hop('s', '1*9*1*0')).body).toBe('CON Approvals\n1 Shop 5.00 EUR\n0 Back')
  })
})

describe('the PIN', () => {
  it('is asked again where it is no PIN, without counting a try', async () => {
    const { ask, play } = await payerWorld()
    await ask()
    for (const odd of ['', '12', 'abcd', '1234567', '12 34', '٣٤٥٦']) {
      const { body, metadata } = await play(['1', '1', '1', odd])
      expect(body).toBe('CON A PIN has 4 to 6 digits.\nEnter your PIN to pay 12.50 EUR to Shop')
      expect(metadata).toBe('pin')
    }
    expect((await play(['1', '1', '1', '1', '2', '3', '4', pin])).body).toMatch(/^END Approved/)
  })

  it('is asked again with the tries left, and locks at the third wrong one; the request stays', async () => {
    const { ask, hop, play, request } = await payerWorld()
    const { id } = await ask()
    await hop('s', '1*1*1')
    expect((await hop('s', '1*1*1*0000')).body).toBe(
      'CON Wrong PIN. 2 tries left.\nEnter your PIN to pay 12.50 EUR to Shop',
    )
    expect((await hop('s', '1*1*1*0000*0001')).body).toContain('Wrong PIN. 1 try left.')
    expect((await hop('s', '1*1*1*0000*0001*0002')).body).toMatch(/^END .*PIN is locked/)
    expect(await request(id)).toMatchObject({ status: 'PENDING' })
    expect((await play(['1', '1', '1'])).body).toMatch(/^END .*PIN is locked/)
    expect((await play(['2'])).body).toMatch(/^END .*PIN is locked/)
    expect((await play(['1', '1', '2'])).body).toMatch(/^END Rejected/)
  })

  it('may come right after a wrong one', async () => {
    const { ask, play } = await payerWorld()
    await ask()
    expect((await play(['1', '1', '1', '0000', 'x', pin])).body).toMatch(/^END Approved/)
  })

  it('is followed by the reason where the payment cannot be made', async () => {
    const { ask, play, request } = await payerWorld({
      wallet: { limits: [{ currency: 'EUR', perPayment: '20' }] },
    })
    const limited = await ask({ amount: 2100 })
    expect((await play(['1', '1', '1', pin])).body).toMatch(/^END Over your limit: 21\.00 EUR to Shop/)
    expect(await request(limited.id)).toMatchObject({ reason: 'payer-limit-reached' })
    const poor = await payerWorld()
    const { id } = await poor.ask({ amount: 5001 })
    expect((await poor.play(['1', '1', '1', pin])).body).toBe(
      'END Not enough money to pay 50.01 EUR to Shop. Nothing was paid.',
    )
    expect(await poor.request(id)).toMatchObject({ reason: 'not-enough-funds' })
  })
})
