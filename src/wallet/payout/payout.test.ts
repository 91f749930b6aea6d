import { describe, expect, it } from 'vitest'
import type { NewPayout } from '../index.ts'
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

describe('a refund', () => {
  const setting = async () => {
    const made = await world()
    const { kernel, wallet, ask, approve, payOut, holderId } = made
    const { id } = await ask()
    await approve(id)
    const refund = (wanted: Partial<NewPayout> = {}) =>
      payOut({ kind: 'refund', refundedRequestId: id, payeeId: holderId, ...wanted })
    const ends = async (ids: number[]) => {
      await kernel.settle()
      const found = ids.map((each) => kernel.read((rx) => wallet.payouts.byId(rx, each)))
      return (await Promise.all(found)).map((each) => each?.reason ?? each?.status)
    }
    return { ...made, request: id, refund, ends }
  }

  it('gives back what was paid and no more, in the order in which the money moves', async () => {
    const { refund, ends, balance, audit, kinds } = await setting()
    const ids = [await refund({ amount: 1000 }), await refund({ amount: 251 }), await refund({ amount: 250 })]
    expect(await ends(ids.map(({ id }) => id))).toEqual(['SUCCESSFUL', 'more-than-was-paid', 'SUCCESSFUL'])
    expect(await balance()).toBe(5000)
    expect((await audit()).ok).toBe(true)
    expect(await kinds()).toEqual(expect.arrayContaining(['refund.created', 'refund.settled']))
  })

  it('that comes later counts first where its money moves first', async () => {
    const { kernel, refund, ends } = await setting()
    const late = await refund({ amount: 1000, scripted: { reason: null, afterSeconds: 9 } })
    const soon = await refund({ amount: 1000 })
    await kernel.advance(9_000)
    expect(await ends([late.id, soon.id])).toEqual(['more-than-was-paid', 'SUCCESSFUL'])
  })

  it('is of its own kind in history and statement', async () => {
    const { kernel, wallet, refund, ends, holderId, merchantId } = await setting()
    const { id } = await refund({ payeeNote: 'Sorry', payerMessage: 'Cup broken' })
    await ends([id])
    const history = await kernel.read((rx) => wallet.ledger.history(rx, holderId, { offset: 0, limit: 9 }))
    expect(history).toMatchObject([
      { kind: 'refund', direction: 'in', amount: 1250, message: 'Sorry' },
      { kind: 'request-to-pay', direction: 'out', amount: 1250 },
    ])
    const { lines } = await kernel.read((rx) => wallet.ledger.statement(rx, { merchantId }))
    expect(lines.at(-1)).toMatchObject({
      kind: 'refund',
      product: 'disbursement',
      amount: -1250,
      note: 'Cup broken',
      party: { type: 'MSISDN', id: '46733000001' },
    })
  })
})

describe('the payment of a bill', () => {
  const setting = async (overrides: Parameters<typeof world>[0] = {}) => {
    const made = await world(overrides)
    const { kernel, wallet, payOut } = made
    const provider = await kernel.transact((tx) =>
      wallet.merchants.open(tx, { name: 'Power', environment: 'sandbox', products: [] }),
    )
    const pay = (wanted: Partial<NewPayout> = {}) =>
      payOut({
        kind: 'bill-payment',
        product: 'collection',
        payee: { type: 'PARTY_CODE', id: 'Power' },
        payeeId: provider,
        ...wanted,
      })
    return { ...made, provider, pay }
  }

  it('moves money from one merchant to the other, with its fee', async () => {
    const { kernel, wallet, pay, provider, shopBalance, audit } = await setting({
      fees: [{ currency: 'EUR', percent: 2 }],
    })
    await pay({ amount: 1000, payerMessage: 'Sent', payeeNote: 'Received' })
    await pay({ amount: 1000, feeIncluded: true })
    await kernel.settle()
    expect(await shopBalance('collection')).toBe(100_000 - 1020 - 1000)
    const statement = await kernel.read((rx) => wallet.ledger.statement(rx, { merchantId: provider }))
    expect(statement.lines.slice(1)).toMatchObject([
      { kind: 'bill-payment', amount: 1000, fee: 0, note: 'Received' },
      { kind: 'bill-payment', amount: 980, fee: 0 },
    ])
    expect((await audit()).ok).toBe(true)
  })

  it('names the handset of its customer, if the world has it', async () => {
    const { kernel, wallet, pay } = await setting()
    const known = await pay({ details: { phone: '+46733000001' } })
    const unknown = await pay({ details: { phone: '+46733999999' } })
    expect([known.phone, unknown.phone]).toEqual(['+46733000001', null])
    await kernel.settle()
    expect(await kernel.read((rx) => wallet.payouts.byId(rx, known.id))).toMatchObject({
      status: 'SUCCESSFUL',
    })
  })

  it('to a merchant that may not receive, to itself, or to nobody fails', async () => {
    const { kernel, wallet, pay, merchantId } = await setting()
    const closed = await kernel.transact((tx) =>
      wallet.merchants.open(tx, { name: 'Closed', environment: 'sandbox', products: [], mayReceive: false }),
    )
    const made = [
      await pay({ payeeId: closed }),
      await pay({ payeeId: merchantId }),
      await pay({ payeeId: null }),
    ]
    await kernel.settle()
    const found = made.map(({ id }) => kernel.read((rx) => wallet.payouts.byId(rx, id)))
    expect((await Promise.all(found)).map((each) => each?.reason)).toEqual([
      ...['payee-not-allowed-to-receive', 'payee-not-allowed-to-receive', 'payee-not-found'],
    ])
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
      phone: '+46733000009',
      email: null,
      details: {},
    })
    const unknown = { type: 'MSISDN' as const, id: '46733999999' }
    expect(await kernel.read((rx) => wallet.holders.profile(rx, 'sandbox', unknown))).toBeUndefined()
  })
})
