import { describe, expect, it } from 'vitest'
import { world } from '../wallet.fixture.ts'

/** As a provider adds a reason of its own. */
declare module '../failure-reason.ts' {
  interface ProviderReasons {
    'of-a-provider': true
  }
}

describe('a payout', () => {
  it('is accepted first, then moves money out of the product’s account', async () => {
    const { kernel, wallet, payOut, balance, shopBalance, holderId, audit } = await world()
    const { id, status } = await payOut()
    expect(status).toBe('PENDING')
    await kernel.settle()
    expect(await kernel.read((rx) => wallet.payouts.byId(rx, id))).toMatchObject({
      status: 'SUCCESSFUL',
      financialTransactionId: expect.stringMatching(/^\d{10}$/),
    })
    expect(await balance()).toBe(6250)
    expect(await shopBalance('disbursement')).toBe(98_750)
    expect(await shopBalance('collection')).toBe(100_000)
    expect((await audit()).ok).toBe(true)
    const history = await kernel.read((rx) => wallet.ledger.history(rx, holderId, { offset: 0, limit: 9 }))
    expect(history).toMatchObject([{ direction: 'in', amount: 1250, counterparty: 'shop.example' }])
  })

  it.each([
    ['more than the merchant has', { amount: 100_001 }, 'not-enough-funds'],
    ['nobody', { payee: { type: 'EMAIL' as const, id: 'nobody@example.com' } }, 'payee-not-found'],
    ['a test number', { scripted: { reason: 'of-a-provider' as const, afterSeconds: 0 } }, 'of-a-provider'],
  ])('of %s fails', async (_, wanted, reason) => {
    const { kernel, wallet, payOut, balance } = await world()
    const { id } = await payOut(wanted)
    await kernel.settle()
    expect(await kernel.read((rx) => wallet.payouts.byId(rx, id))).toMatchObject({
      status: 'FAILED',
      reason,
      financialTransactionId: null,
    })
    expect(await balance()).toBe(5000)
  })

  it('stays within the merchant’s own limits, and the world’s are not the merchant’s', async () => {
    const { kernel, wallet, payOut } = await world({ limits: [{ currency: 'EUR', perPayment: '1' }] })
    const merchantId = await kernel.transact((tx) =>
      wallet.merchants.open(tx, {
        name: 'careful',
        environment: 'sandbox',
        products: ['disbursement'],
        limits: [{ currency: 'EUR', perDay: '20' }],
      }),
    )
    const sent: Array<string | null> = []
    for (const wanted of [{}, { merchantId }, { merchantId }]) {
      const { id } = await payOut(wanted)
      await kernel.settle()
      const now = await kernel.read((rx) => wallet.payouts.byId(rx, id))
      sent.push(now?.reason ?? null)
    }
    expect(sent).toEqual([null, null, 'payer-limit-reached'])
  })

  it('to a number nobody has heard of opens its wallet, and in a closed world does not', async () => {
    const open = await world()
    await open.payOut({ payee: { type: 'MSISDN', id: '46799999999' } })
    await open.kernel.settle()
    const people = await open.kernel.read((rx) => open.wallet.holders.people(rx))
    expect(people.find(({ phone }) => phone === '+46799999999')?.balances).toMatchObject([{ amount: 11_250 }])

    const closed = await world({ openPhones: false })
    const { id } = await closed.payOut({ payee: { type: 'MSISDN', id: '46799999999' } })
    await closed.kernel.settle()
    expect(await closed.kernel.read((rx) => closed.wallet.payouts.byId(rx, id))).toMatchObject({
      reason: 'payee-not-found',
    })
  })
})

describe('a phone’s own limits', () => {
  it('replace the world’s', async () => {
    const { kernel, wallet, ask, read } = await world({ limits: [{ currency: 'EUR', perPayment: '1' }] })
    const holderId = await kernel.transact((tx) =>
      wallet.openPerson(tx, {
        phone: '+46733000009',
        name: 'Yaw Boateng',
        language: 'en',
        pin: '1234',
        environment: 'sandbox',
        balances: [{ currency: 'EUR', amount: '50.00' }],
        limits: [{ currency: 'EUR', perPayment: '10' }],
        birthdate: '1990-02-03',
        gender: 'MALE',
      }),
    )
    const payer = { type: 'MSISDN' as const, id: '46733000009' }
    const approve = async (amount: number) => {
      const { id } = await ask({ payer, amount })
      await kernel.transact((tx) => wallet.paymentRequests.approve(tx, { id: id, holderId, pin: '1234' }))
      return read(id)
    }
    expect(await approve(1000)).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await approve(1001)).toMatchObject({ reason: 'payer-limit-reached' })
    expect(await kernel.read((rx) => wallet.holders.profile(rx, 'sandbox', payer))).toEqual({
      givenName: 'Yaw',
      familyName: 'Boateng',
      byItself: false,
      birthdate: '1990-02-03',
      gender: 'MALE',
      language: 'en',
    })
    const unknown = { type: 'MSISDN' as const, id: '46733999999' }
    expect(await kernel.read((rx) => wallet.holders.profile(rx, 'sandbox', unknown))).toBeUndefined()
  })
})
