import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { type PayerWorld, payerWorld, pin } from './payer.fixture.ts'

const day = 86_400

describe('auto-payments', () => {
  const accept = async ({ play }: PayerWorld) => play(['1', '1', '1', pin])

  it('list what was accepted and show when it ends and was last used', async () => {
    const made = await payerWorld()
    const { ask, askMandate, play, kernel, request } = made
    expect((await play(['5'])).body).toBe('CON No auto-payments.\n0 Back')
    await askMandate({ validitySeconds: 30 * day })
    expect((await play(['5'])).body).toBe('CON No auto-payments.\n0 Back')
    await accept(made)
    expect(await play(['5'])).toMatchObject({
      body: 'CON Auto-payments\n1 Shop EUR\n0 Back',
      metadata: 'auto-payments',
    })
    expect(await play(['5', '1'])).toMatchObject({
      body: 'CON Auto-payments to Shop in EUR\nUntil 04/02/2026 09:00\nNever used\n1 Cancel it\n0 Back',
      metadata: 'auto-payment',
    })
    await kernel.advance(2 * day * 1000)
    const { id } = await ask()
    expect(await request(id)).toMatchObject({ status: 'SUCCESSFUL' })
    expect((await play(['5', '1'])).body).toContain('\nUntil 04/02/2026 09:00\nLast used 07/01/2026\n')
    expect((await play(['5', '1', '0', '0'])).body).toContain('1 Approvals (0)')
    expect((await play(['3'])).body).toBe('CON History\n-12.50 EUR Shop 07/01\n0 Back')
  })

  it('are cancelled with the PIN, and are gone from the list', async () => {
    const made = await payerWorld()
    const { ask, askMandate, hop, play, mandate, request } = made
    const { id } = await askMandate()
    await accept(made)
    expect((await hop('s', '5*1')).body).toContain('\nNo end\nNever used\n')
    expect(await hop('s', '5*1*1')).toEqual({
      body: 'CON Enter your PIN to cancel auto-payments to Shop in EUR',
      metadata: 'pin',
    })
    expect((await hop('s', '5*1*1*x')).body).toContain('A PIN has 4 to 6 digits.\nEnter your PIN to cancel')
    expect((await hop('s', '5*1*1*x*0000')).body).toContain(
      'Wrong PIN. 2 tries left.\nEnter your PIN to cancel',
    )
    expect(await hop('s', `5*1*1*x*0000*${pin}`)).toEqual({
      body: 'END Cancelled. Shop may no longer debit EUR without asking.',
      metadata: 'result',
    })
    expect(await mandate(id)).toMatchObject({ status: 'CANCELLED' })
    expect((await play(['5'])).body).toBe('CON No auto-payments.\n0 Back')
    const asked = await ask()
    expect(await request(asked.id)).toMatchObject({ status: 'PENDING' })
  })

  it('are not cancelled where the PIN is locked', async () => {
    const made = await payerWorld()
    const { askMandate, play, mandate } = made
    const { id } = await askMandate()
    await accept(made)
    expect((await play(['5', '1', '1', '0000', '0001', '0002'])).body).toMatch(/^END .*PIN is locked/)
    expect((await play(['5', '1', '1'])).body).toMatch(/^END .*PIN is locked/)
    expect(await mandate(id)).toMatchObject({ status: 'APPROVED' })
  })

  it.each([
    ['the list', '5', '5*1'],
    ['the details', '5*1', '5*1*1'],
    ['the PIN screen', '5*1*1', `5*1*1*${pin}`],
  ])('that ended meanwhile say so: %s', async (_, before, after) => {
    const made = await payerWorld()
    const { askMandate, hop, kernel, wallet, shop } = made
    const { publicId } = await askMandate()
    await accept(made)
    await hop('s', before)
    await kernel.transact((tx) => wallet.mandates.withdraw(tx, { merchantId: shop, publicId }))
    expect((await hop('s', after)).body).toBe(
      'END Already cancelled: Shop may no longer debit EUR without asking.',
    )
  })

  it.each([
    ['the list', '5', '5*1'],
    ['the PIN screen', '5*1*1', `5*1*1*${pin}`],
  ])('that ran out meanwhile say so: %s', async (_, before, after) => {
    const made = await payerWorld()
    const { askMandate, hop, play, kernel } = made
    await askMandate({ validitySeconds: 60 })
    await accept(made)
    await hop('s', before)
    await kernel.advance(60_000)
    expect((await hop('s', after)).body).toBe(
      'END Ended: the time is over in which Shop could debit EUR without asking.',
    )
    expect((await play(['5'])).body).toBe('CON No auto-payments.\n0 Back')
  })

  it.each([
    ['the details', '1*1', '1*1*1'],
    ['the PIN screen', '1*1*1', `1*1*1*${pin}`],
    ['the details, to reject it', '1*1', '1*1*2'],
  ])(
    'that another session accepted and that ran out since say so before the scheduler comes: %s',
    async (...args) => {
      const [, before, after] = args
      const made = await payerWorld()
      const { askMandate, hop, kernel } = made
      await askMandate({ validitySeconds: 60 })
      await hop('other', before)
      await accept(made)
      // Another process moves the clock.
      await kernel.store.transact((unit) =>
        sql`UPDATE clock SET frozen_at = frozen_at + 60000`.execute(unit.db()),
      )
      expect((await hop('other', after)).body).toBe(
        'END Ended: the time is over in which Shop could debit EUR without asking.',
      )
    },
  )

  it('are paged, oldest first, and none is skipped when an earlier one ends', async () => {
    const made = await payerWorld()
    const { askMandate, hop, play, kernel, wallet, holderId } = made
    const accepted = []
    for (const from of ['A', 'B', 'C', 'D', 'E']) {
      accepted.push(await askMandate({ from }))
      await accept(made)
      await kernel.advance(1_000)
    }
    const first = 'CON Auto-payments\n1 A EUR\n2 B EUR\n3 C EUR\n9 More\n0 Back'
    expect((await play(['5'])).body).toBe(first)
    expect((await play(['5', '9'])).body).toBe('CON Auto-payments\n1 D EUR\n2 E EUR\n0 Back')
    expect((await play(['5', '9', '0'])).body).toBe(first)
    expect((await play(['5', '9', '2', '0'])).body).toContain('1 D EUR')
    await hop('s', '5')
    const [{ id } = { id: 0 }] = accepted
    await kernel.transact((tx) => wallet.mandates.cancel(tx, { id, holderId, pin }))
    expect((await hop('s', '5*9')).body).toBe('CON Auto-payments\n1 D EUR\n2 E EUR\n0 Back')
  })

  it('of another phone are nobody else’s', async () => {
    const made = await payerWorld()
    const { askMandate, play, kernel, wallet } = made
    const other = '+46733000002'
    await kernel.transact((tx) =>
      wallet.openPerson(tx, {
        phone: other,
        name: 'Kofi',
        language: 'en',
        pin,
        environment: 'sandbox',
        balances: [],
      }),
    )
    await askMandate({ payer: { type: 'MSISDN', id: other.slice(1) } })
    expect((await play(['1'])).body).toBe('CON No approvals waiting.\n0 Back')
    await play(['1', '1', '1', pin], { phone: other })
    expect((await play(['5'])).body).toBe('CON No auto-payments.\n0 Back')
    expect((await play(['5'], { phone: other })).body).toContain('1 Shop EUR')
  })
})
