import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { expectTold } from '../../test/told.fixture.ts'
import { frozenStart, readTimeline } from '../kernel/index.ts'
import { ama, world } from './wallet.fixture.ts'

describe('a payment request', () => {
  it('is paid when its payer approves it with the right PIN', async () => {
    const { shopBalance, ask, approve, read, balance, kinds, audit } = await world()
    const { id } = await ask()
    const approved = await approve(id)
    expect(approved).toEqual({ outcome: 'approved', balance: 3750, request: await read(id) })
    expect(await read(id)).toMatchObject({
      status: 'SUCCESSFUL',
      reason: null,
      financialTransactionId: expect.stringMatching(/^\d{10}$/),
    })
    expect(await balance()).toBe(3750)
    expect(await shopBalance('collection')).toBe(101_250)
    expect(await kinds()).toEqual(['request-to-pay.created', 'request-to-pay.settled'])
    expect(await audit()).toMatchObject({ ok: true, problems: [] })
  })

  it('is settled once, however many approve at the same instant', async () => {
    const { ask, approve, balance, audit } = await world()
    const { id } = await ask()
    const outcomes = await Promise.all([approve(id), approve(id), approve(id)])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['approved', 'not-pending', 'not-pending'])
    expect(await balance()).toBe(3750)
    expect((await audit()).ok).toBe(true)
  })

  it('fails when its payer rejects it', async () => {
    const { ask, reject, read } = await world()
    const { id } = await ask()
    expect(await reject(id)).toMatchObject({ outcome: 'rejected' })
    expect(await read(id)).toMatchObject({ status: 'FAILED', reason: 'approval-rejected' })
  })

  it('fails for good when the money is short', async () => {
    const { ask, approve, read, balance } = await world()
    const { id } = await ask({ amount: 5001 })
    expect(await approve(id)).toMatchObject({ outcome: 'not-enough-funds' })
    expect(await read(id)).toMatchObject({ status: 'FAILED', reason: 'not-enough-funds' })
    expect(await balance()).toBe(5000)
  })

  it('expires after five minutes, to the millisecond', async () => {
    const { kernel, ask, read, kinds } = await world()
    const { id } = await ask()
    await kernel.advance(299_999)
    expect(await read(id)).toMatchObject({ status: 'PENDING' })
    await kernel.advance(1)
    expect(await read(id)).toMatchObject({
      status: 'FAILED',
      reason: 'expired',
      settledAt: frozenStart + 300_000,
    })
    expect((await kinds()).filter((kind) => kind === 'request-to-pay.settled')).toHaveLength(1)
  })

  it('is expired at its due time even where the scheduler has not come round', async () => {
    const { ask, approve, balance, skip } = await world()
    const { id } = await ask()
    await skip(300_000)
    expect(await approve(id)).toMatchObject({ outcome: 'not-pending', request: { reason: 'expired' } })
    expect(await balance()).toBe(5000)
  })

  it('to somebody unknown is accepted, and fails soon after', async () => {
    const { kernel, ask, read } = await world()
    const { id } = await ask({ payer: { type: 'EMAIL', id: 'nobody@example.com' } })
    await kernel.settle()
    expect(await read(id)).toMatchObject({ status: 'FAILED', reason: 'payer-not-found', phone: null })
  })

  it('finds its payer by e-mail address, and by a local number', async () => {
    const { ask } = await world()
    expect(await ask({ payer: { type: 'EMAIL', id: 'AMA@example.com' } })).toMatchObject({ phone: ama })
    const kofi = await ask({
      environment: 'ghana',
      currency: 'GHS',
      payer: { type: 'MSISDN', id: '0244000001' },
    })
    expect(kofi).toMatchObject({ phone: '+233244000001' })
  })

  it('opens a funded wallet for a number nobody has heard of, and in a closed world does not', async () => {
    const open = await world()
    expect(await open.ask({ payer: { type: 'MSISDN', id: '46799999999' } })).toMatchObject({
      phone: '+46799999999',
    })
    expect(await open.kernel.read((rx) => open.wallet.holders.people(rx))).toHaveLength(2)

    const closed = await world({ openPhones: false })
    const { id } = await closed.ask({ payer: { type: 'MSISDN', id: '46799999999' } })
    await closed.kernel.settle()
    expect(await closed.read(id)).toMatchObject({ reason: 'payer-not-found' })
    expect(await closed.kernel.read((rx) => closed.wallet.holders.people(rx))).toHaveLength(1)
  })

  it('is refused with the merchant’s own reference id a second time, whatever its letters’ case', async () => {
    const { kernel, wallet, merchantId, ask } = await world()
    const { id: _id, ...first } = await ask({ referenceId: 'ABCDEF01-0000-4000-8000-000000000000' })
    expect(first.referenceId).toBe('abcdef01-0000-4000-8000-000000000000')
    const again = await kernel.transact((tx) =>
      wallet.paymentRequests.create(tx, { ...first, referenceId: first.referenceId.toUpperCase() }),
    )
    expect(again).toEqual({ outcome: 'duplicate' })
    const other = await kernel.transact((tx) =>
      wallet.merchants.open(tx, { name: 'other', environment: 'sandbox', products: ['collection'] }),
    )
    expect(await ask({ merchantId: other, referenceId: first.referenceId })).toMatchObject({
      status: 'PENDING',
    })
    expect(merchantId).not.toBe(other)
  })

  it('costs its payer the world’s fee', async () => {
    const { ask, approve, balance, audit } = await world({
      fees: [{ currency: 'EUR', flat: '0.10', percent: 1 }],
    })
    const request = await ask({ amount: 1000 })
    expect(request.fee).toBe(20)
    await approve(request.id)
    expect(await balance()).toBe(3980)
    expect((await audit()).ok).toBe(true)
  })

  it('fails over a limit of the payer, by payment and by day', async () => {
    const { kernel, ask, approve } = await world({
      limits: [{ currency: 'EUR', perPayment: '20', perDay: '25' }],
    })
    expect(await approve((await ask({ amount: 2001 })).id)).toMatchObject({ outcome: 'payer-limit-reached' })
    expect(await approve((await ask({ amount: 2000 })).id)).toMatchObject({ outcome: 'approved' })
    expect(await approve((await ask({ amount: 600 })).id)).toMatchObject({ outcome: 'payer-limit-reached' })
    await kernel.advance(86_400_000)
    expect(await approve((await ask({ amount: 600 })).id)).toMatchObject({ outcome: 'approved' })
  })

  it('may reach a limit, and may take all there is; the fee counts', async () => {
    const fees = [{ currency: 'EUR', flat: '1' }]
    const limited = await world({ fees, limits: [{ currency: 'EUR', perPayment: '20', perDay: '25' }] })
    const limit = { outcome: 'payer-limit-reached' }
    expect(await limited.approve((await limited.ask({ amount: 1901 })).id)).toMatchObject(limit)
    expect(await limited.approve((await limited.ask({ amount: 1900 })).id)).toMatchObject({ balance: 3000 })
    expect(await limited.approve((await limited.ask({ amount: 401 })).id)).toMatchObject(limit)
    expect(await limited.approve((await limited.ask({ amount: 400 })).id)).toMatchObject({ balance: 2500 })
    const { ask, approve } = await world({ fees })
    expect(await approve((await ask({ amount: 4901 })).id)).toMatchObject({ outcome: 'not-enough-funds' })
    expect(await approve((await ask({ amount: 4900 })).id)).toMatchObject({ balance: 0 })
  })

  it('fails where the merchant may not receive', async () => {
    const { kernel, wallet, ask, approve } = await world()
    const merchantId = await kernel.transact((tx) =>
      wallet.merchants.open(tx, {
        name: 'blocked',
        environment: 'sandbox',
        products: ['collection'],
        mayReceive: false,
      }),
    )
    expect(await approve((await ask({ merchantId })).id)).toMatchObject({
      outcome: 'payee-not-allowed-to-receive',
    })
  })

  it('is answered by the world where nobody is at the phone', async () => {
    const { kernel, ask, read } = await world({ payers: { answer: 'approve', delaySeconds: 10 } })
    const { id } = await ask()
    await kernel.advance(9_999)
    expect(await read(id)).toMatchObject({ status: 'PENDING' })
    await kernel.advance(1)
    expect(await read(id)).toMatchObject({ status: 'SUCCESSFUL' })
  })
})

describe('another program that inserts into requests', () => {
  const insert = `INSERT INTO requests (merchant, environment, payer_type, payer, amount, currency, external_id)
    VALUES ('shop.example', 'sandbox', 'MSISDN', '46733000001', 1250, 'EUR', '17')`
  const withReference = (id: string) =>
    insert.replace('external_id)', 'external_id, reference_id)').replace("'17')", `'17', '${id}')`)

  it('puts a pending item before its payer', async () => {
    const { kernel, wallet, holderId, kinds } = await world()
    await kernel.store.transact((unit) => sql.raw(insert).execute(unit.db()))
    await kernel.settle()
    const [item] = await kernel.read((rx) => wallet.approvals.waiting(rx, holderId, { offset: 0, limit: 9 }))
    expect(item?.kind === 'payment-request' && item.request).toMatchObject({
      merchantName: 'shop.example',
      amount: 1250,
      phone: ama,
      externalId: '17',
    })
    expect(await kinds()).toEqual(['request-to-pay.created'])
  })

  it.each([
    ['a merchant that there is not', insert.replace('shop.example', 'nobody'), /no merchant/],
    ['a fraction of a cent', insert.replace('1250', '12.5'), /CHECK/i],
    ['nothing', insert.replace('1250', '0'), /CHECK/i],
    ['a reference id that is no UUID version 4', withReference('order-17'), /no UUID version 4/],
    ['one of version 1', withReference('5f1c8a52-9f3e-11ee-8c90-0242ac120002'), /no UUID version 4/],
  ])('is refused %s', async (_, statement, refusal) => {
    const { kernel } = await world()
    await expect(kernel.store.transact((unit) => sql.raw(statement).execute(unit.db()))).rejects.toThrow(
      refusal,
    )
  })

  it('is refused a reference id for the second time, whether or not the first has been taken up', async () => {
    const { kernel } = await world()
    const put = (id: string) => kernel.store.transact((unit) => sql.raw(withReference(id)).execute(unit.db()))
    const id = 'abcdef01-0000-4000-8000-000000000000'
    const [first, second] = await Promise.allSettled([put(id), put(id.toUpperCase())])
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected'])
    await kernel.settle()
    await expect(put(id)).rejects.toThrow('this merchant has used this reference_id')
  })

  it('is told on the timeline of what only the world can refuse', async () => {
    const { kernel, kinds } = await world()
    const statement = insert.replace('EUR', 'GHS')
    await kernel.store.transact((unit) => sql.raw(statement).execute(unit.db()))
    await kernel.settle()
    expect(await kinds()).toEqual(['request-to-pay.refused'])
    const [refused] = await kernel.read((rx) => readTimeline(rx, { kind: 'request-to-pay.refused' }))
    expect(refused?.data).toMatchObject({ reason: expect.stringContaining('has no GHS.') })
    expectTold(refused?.data.reason, refused?.data.reasonIn?.fr)
  })
})

describe('a PIN', () => {
  it('that is wrong three times in a row locks the wallet, and the request stays pending', async () => {
    const { ask, approve, read, kinds } = await world()
    const { id } = await ask()
    expect(await approve(id, '1111')).toEqual({ outcome: 'wrong-pin', triesLeft: 2 })
    expect(await approve(id, '1111')).toEqual({ outcome: 'wrong-pin', triesLeft: 1 })
    expect(await approve(id, '1111')).toEqual({ outcome: 'locked' })
    expect(await approve(id)).toEqual({ outcome: 'locked' })
    expect(await read(id)).toMatchObject({ status: 'PENDING' })
    expect((await kinds()).filter((kind) => kind.startsWith('pin.'))).toEqual([
      'pin.wrong',
      'pin.wrong',
      'pin.locked',
    ])
  })

  it('that is right starts the count again', async () => {
    const { ask, approve } = await world()
    for (const pin of ['1111', '1111']) await approve((await ask()).id, pin)
    await approve((await ask({ amount: 100 })).id)
    expect(await approve((await ask()).id, '1111')).toEqual({ outcome: 'wrong-pin', triesLeft: 2 })
  })

  it('is never kept in clear', async () => {
    const { kernel } = await world()
    const copy = new Sqlite(await kernel.store.copy())
    const [row] = copy.prepare('SELECT * FROM account_holders').all() as Array<Record<string, unknown>>
    expect(Object.values(row ?? {})).not.toContain('1234')
    copy.close()
  })
})
