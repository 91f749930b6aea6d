import { describe, expect, it } from 'vitest'
import { payerWorld, pin } from './payer.fixture.ts'

const day = 86_400

describe('a mandate that waits', () => {
  it('is accepted from the list by details and PIN', async () => {
    const { askMandate, hop, mandate } = await payerWorld()
    const { id } = await askMandate({ validitySeconds: 30 * day, message: 'Gym\nmembership' })
    expect((await hop('s', '')).body).toContain('1 Approvals (1)')
    expect(await hop('s', '1')).toEqual({
      body: 'CON Approvals\n1 Auto-pay: Shop EUR\n0 Back',
      metadata: 'approvals',
    })
    expect(await hop('s', '1*1')).toEqual({
      body:
        'CON Let Shop debit EUR without asking you?\nFor 30 days after you accept\n"Gym membership"\n' +
        '1 Accept\n2 Reject\n0 Back',
      metadata: 'approval',
    })
    expect(await hop('s', '1*1*1')).toEqual({
      body: 'CON Enter your PIN to let Shop debit EUR without asking',
      metadata: 'pin',
    })
    expect(await hop('s', `1*1*1*${pin}`)).toEqual({
      body: 'END Accepted. Shop may debit EUR without asking. Until 04/02/2026 09:00.',
      metadata: 'result',
    })
    expect(await mandate(id)).toMatchObject({ status: 'APPROVED' })
  })

  it('tells where it has no end, in French too', async () => {
    const { askMandate, play } = await payerWorld()
    await askMandate()
    expect((await play(['1', '1'])).body).toContain('\nUntil you cancel\n1 Accept')
    const french = await play(['4', '2', '1', '1'])
    expect(french.body).toBe(
      "CON Laisser Shop débiter EUR sans demander ?\nJusqu'à annulation\n1 Accepter\n2 Refuser\n0 Retour",
    )
    expect((await play(['1', '1', '1', pin])).body).toBe(
      'END Accepté. Shop peut débiter EUR sans demander. Sans fin.',
    )
  })

  it('is rejected without a PIN, and left to wait with 0', async () => {
    const { askMandate, play, mandate } = await payerWorld()
    const { id } = await askMandate()
    expect((await play(['1', '1', '0'])).body).toContain('1 Auto-pay: Shop EUR')
    expect(await mandate(id)).toMatchObject({ status: 'PENDING' })
    expect((await play(['1', '1', '2'])).body).toBe('END Rejected. Shop may not debit EUR without asking.')
    expect(await mandate(id)).toMatchObject({ status: 'REJECTED', reason: 'approval-rejected' })
    expect((await play(['1'])).body).toBe('CON No approvals waiting.\n0 Back')
  })

  it('counts wrong PINs, locks at the third, and stays', async () => {
    const { askMandate, hop, play, mandate } = await payerWorld()
    const { id } = await askMandate()
    await hop('s', '1*1*1')
    expect((await hop('s', '1*1*1*12')).body).toMatch(/^CON A PIN has 4 to 6 digits\.\nEnter your PIN to let/)
    expect((await hop('s', '1*1*1*12*0000')).body).toBe(
      'CON Wrong PIN. 2 tries left.\nEnter your PIN to let Shop debit EUR without asking',
    )
    expect((await hop('s', '1*1*1*12*0000*0001*0002')).body).toMatch(/^END .*PIN is locked/)
    expect(await mandate(id)).toMatchObject({ status: 'PENDING' })
    expect((await play(['1', '1', '1'])).body).toMatch(/^END .*PIN is locked/)
  })

  it('stands among payment requests, oldest first, page by page', async () => {
    const { ask, askMandate, play, kernel } = await payerWorld()
    await ask({ amount: 101 })
    for (const from of ['Gym', 'Press']) {
      await kernel.advance(1_000)
      await askMandate({ from })
      await kernel.advance(1_000)
      await ask({ amount: 102 })
    }
    expect((await play([])).body).toContain('1 Approvals (5)')
    expect((await play(['1'])).body).toBe(
      'CON Approvals\n1 Shop 1.01 EUR\n2 Auto-pay: Gym EUR\n3 Shop 1.02 EUR\n9 More\n0 Back',
    )
    expect((await play(['1', '9'])).body).toBe(
      'CON Approvals\n1 Auto-pay: Press EUR\n2 Shop 1.02 EUR\n0 Back',
    )
    expect((await play(['1', '9', '1'])).body).toContain('Let Press debit EUR')
    expect((await play(['1', '9', '2'])).body).toContain('Pay 1.02 EUR to Shop?')
  })

  it.each([[0], [1_000]])(
    'skips none when others are settled between two pages, %i ms apart',
    async (apart) => {
      const { ask, askMandate, hop, kernel, wallet, holderId } = await payerWorld()
      const request = await ask({ amount: 101 })
      const later = async <T>(next: () => Promise<T>) => {
        if (apart > 0) await kernel.advance(apart)
        return next()
      }
      const { id } = await later(() => askMandate({ from: 'Gym' }))
      for (const from of ['Press', 'Club']) {
        await later(() => askMandate({ from }))
        await later(() => ask({ amount: from.length * 100 }))
      }
      const shown = (await hop('s', '1')).body.split('\n').slice(1, 4)
      await kernel.transact(async (tx) => {
        await wallet.paymentRequests.reject(tx, { id: request.id, holderId })
        await wallet.mandates.reject(tx, { id, holderId })
      })
      const next = (await hop('s', '1*9')).body.split('\n').slice(1, -1)
      const labels = [...shown, ...next].map((line) => line.slice(2))
      expect(labels.slice().sort()).toEqual([
        'Auto-pay: Club EUR',
        'Auto-pay: Gym EUR',
        'Auto-pay: Press EUR',
        'Shop 1.01 EUR',
        'Shop 4.00 EUR',
        'Shop 5.00 EUR',
      ])
    },
  )

  it('is told apart from another of the same merchant', async () => {
    const { askMandate, play } = await payerWorld()
    await askMandate()
    await askMandate()
    await askMandate({ from: 'Gym' })
    expect((await play(['1'])).body).toContain(
      '1 Auto-pay: Shop EUR #0001\n2 Auto-pay: Shop EUR #0002\n3 Auto-pay: Gym EUR\n',
    )
  })
})

describe('a key', () => {
  it('is bound to the kind and the id that were shown: a payment request of the same id is another', async () => {
    const { ask, askMandate, hop, play, mandate, request } = await payerWorld()
    const wanted = await askMandate()
    const asked = await ask()
    expect(wanted.id).toBe(asked.id)
    await hop('s', '1')
    await play(['1', '1', '2'])
    expect((await hop('s', '1*1')).body).toBe('END Already rejected: Shop may not debit EUR without asking.')
    expect(await mandate(wanted.id)).toMatchObject({ status: 'REJECTED' })
    expect(await request(asked.id)).toMatchObject({ status: 'PENDING' })
  })

  it.each([
    ['the list', '1', '1*1'],
    ['the details', '1*1', '1*1*1'],
    ['the PIN screen', '1*1*1', `1*1*1*${pin}`],
    ['the details, rejecting', '1*1', '1*1*2'],
  ])('on one that has expired says so: %s', async (_, before, after) => {
    const { askMandate, hop, kernel } = await payerWorld()
    await askMandate()
    await hop('s', before)
    await kernel.advance(300_000)
    expect((await hop('s', after)).body).toBe('END Expired: Shop may not debit EUR without asking.')
  })

  it('on one accepted meanwhile says so', async () => {
    const { askMandate, hop, play } = await payerWorld()
    await askMandate()
    await hop('details', '1*1')
    await hop('asked', '1*1*1')
    await play(['1', '1', '1', pin])
    const already = 'END Already accepted: Shop may debit EUR without asking.'
    expect((await hop('details', '1*1*1')).body).toBe(already)
    expect((await hop('asked', `1*1*1*${pin}`)).body).toBe(already)
  })
})
