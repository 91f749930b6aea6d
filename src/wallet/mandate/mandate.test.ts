import { describe, expect, it } from 'vitest'
import { frozenStart } from '../../kernel/index.ts'
import { config, world } from '../wallet.fixture.ts'

describe('a mandate', () => {
  it('that is accepted lets its merchant debit without asking, to the second', async () => {
    const { kernel, askMandate, accept, ask, read, balance, audit } = await world()
    const { id } = await askMandate({ validitySeconds: 3600 })
    expect(await accept(id)).toMatchObject({
      outcome: 'accepted',
      mandate: { status: 'APPROVED', validUntil: frozenStart + 3_600_000, lastUsedAt: null },
    })
    const first = await ask()
    expect(first).toMatchObject({ status: 'SUCCESSFUL', mandateId: id })
    expect(await read(first.id)).toEqual(first)
    expect(await balance()).toBe(3750)
    await kernel.advance(3_599_999)
    expect(await ask()).toMatchObject({ status: 'SUCCESSFUL' })
    await kernel.advance(1)
    const late = await ask()
    expect(await read(late.id)).toMatchObject({ status: 'PENDING', mandateId: null })
    expect((await audit()).ok).toBe(true)
  })

  it('is over at its last moment even where the scheduler has not come round', async () => {
    const { kernel, wallet, askMandate, accept, ask, skip, holderId } = await world()
    const { id } = await askMandate({ validitySeconds: 60 })
    await accept(id)
    await skip(60_000)
    expect(await ask()).toMatchObject({ status: 'PENDING' })
    const cancelled = await kernel.transact((tx) => wallet.mandates.cancel(tx, { id, holderId, pin: '1234' }))
    expect(cancelled).toMatchObject({
      outcome: 'not-active',
      mandate: { status: 'EXPIRED', reason: null },
    })
    expect(
      await kernel.read((rx) =>
        wallet.mandates.inForce(rx, { payerId: holderId, kind: 'pre-approval' }, { offset: 0, limit: 9 }),
      ),
    ).toEqual([])
  })

  it('that has run out is told as over to whoever answers it once more, before the scheduler has come round', async () => {
    const { askMandate, accept, skip } = await world()
    const { id } = await askMandate({ validitySeconds: 60 })
    await accept(id)
    await skip(60_000)
    expect(await accept(id)).toMatchObject({ outcome: 'not-pending', mandate: { status: 'EXPIRED' } })
  })

  it('covers its own merchant, payer and currency, and nothing that was pending before', async () => {
    const { kernel, wallet, askMandate, accept, ask, read } = await world()
    const before = await ask()
    await accept((await askMandate()).id)
    expect(await read(before.id)).toMatchObject({ status: 'PENDING' })
    const other = await kernel.transact((tx) =>
      wallet.merchants.open(tx, { name: 'other', environment: 'sandbox', products: ['collection'] }),
    )
    expect(await ask({ merchantId: other })).toMatchObject({ status: 'PENDING' })
    expect(await ask({ payer: { type: 'MSISDN', id: '46733000002' } })).toMatchObject({ status: 'PENDING' })
    expect(await ask({ currency: 'USD' })).toMatchObject({ status: 'PENDING' })
    expect(await ask({ payer: { type: 'EMAIL', id: 'ama@example.com' } })).toMatchObject({
      status: 'SUCCESSFUL',
    })
  })

  it('that was accepted first is the one that is used', async () => {
    const { kernel, askMandate, accept, ask } = await world()
    const later = await askMandate()
    const sooner = await askMandate()
    await accept(sooner.id)
    await kernel.advance(1)
    await accept(later.id)
    expect(await ask()).toMatchObject({ mandateId: sooner.id })
  })

  it('does not make money: a debit that is short fails at once, and nobody is asked', async () => {
    const { askMandate, accept, ask, kinds, kernel } = await world()
    await accept((await askMandate()).id)
    expect(await ask({ amount: 5001 })).toMatchObject({ status: 'FAILED', reason: 'not-enough-funds' })
    await kernel.advance(300_000)
    expect((await kinds()).filter((kind) => kind === 'request-to-pay.settled')).toHaveLength(1)
  })

  it('expires after five minutes where nobody accepts it', async () => {
    const { kernel, wallet, askMandate, accept } = await world()
    const { id } = await askMandate()
    await kernel.advance(299_999)
    const read = () => kernel.read((rx) => wallet.mandates.byId(rx, id))
    expect(await read()).toMatchObject({ status: 'PENDING' })
    await kernel.advance(1)
    expect(await read()).toMatchObject({ status: 'EXPIRED', reason: 'expired', endedAt: null })
    expect(await accept(id)).toMatchObject({ outcome: 'not-pending' })
  })

  it('is not accepted with a wrong PIN, and is rejected without one', async () => {
    const { kernel, wallet, holderId, askMandate, accept, ask } = await world()
    const { id } = await askMandate()
    expect(await accept(id, '1111')).toEqual({ outcome: 'wrong-pin', triesLeft: 2 })
    const rejected = await kernel.transact((tx) => wallet.mandates.reject(tx, { id, holderId }))
    expect(rejected).toMatchObject({
      outcome: 'rejected',
      mandate: { status: 'REJECTED', reason: 'approval-rejected' },
    })
    expect(await ask()).toMatchObject({ status: 'PENDING' })
  })

  it('is cancelled by its payer with the PIN, or by its merchant, once, and only when it is in force', async () => {
    const { kernel, wallet, merchantId, holderId, askMandate, accept, kinds } = await world()
    const { id, publicId } = await askMandate()
    const withdraw = (of = merchantId) =>
      kernel.transact((tx) => wallet.mandates.withdraw(tx, { merchantId: of, publicId }))
    const cancel = (pin: string) => kernel.transact((tx) => wallet.mandates.cancel(tx, { id, holderId, pin }))
    expect(await withdraw()).toMatchObject({ outcome: 'not-active' })
    await accept(id)
    expect(await withdraw(holderId)).toEqual({ outcome: 'not-found' })
    expect(await cancel('1111')).toMatchObject({ outcome: 'wrong-pin' })
    expect(await cancel('1234')).toMatchObject({ outcome: 'cancelled', mandate: { status: 'CANCELLED' } })
    expect(await withdraw()).toMatchObject({ outcome: 'not-active', mandate: { status: 'CANCELLED' } })
    const ended = (await kinds()).filter((kind) => kind === 'pre-approval.ended')
    expect(ended).toHaveLength(1)

    const second = await askMandate()
    await accept(second.id)
    const gone = await kernel.transact((tx) =>
      wallet.mandates.withdraw(tx, { merchantId, publicId: second.publicId }),
    )
    expect(gone).toMatchObject({ outcome: 'cancelled' })
  })

  it('for somebody unknown is accepted, and fails soon after', async () => {
    const { kernel, wallet, askMandate } = await world()
    const { id } = await askMandate({ payer: { type: 'EMAIL', id: 'nobody@example.com' } })
    await kernel.settle()
    expect(await kernel.read((rx) => wallet.mandates.byId(rx, id))).toMatchObject({
      status: 'FAILED',
      reason: 'payer-not-found',
    })
  })

  it('is answered by the world where nobody is at the phone', async () => {
    const { kernel, askMandate, ask } = await world({ payers: { answer: 'approve', delaySeconds: 10 } })
    await askMandate()
    await kernel.advance(10_000)
    expect(await ask()).toMatchObject({ status: 'SUCCESSFUL' })
  })

  it('is listed for its merchant with its payer only', async () => {
    const { kernel, wallet, merchantId, askMandate } = await world()
    const { publicId } = await askMandate()
    await askMandate({ payer: { type: 'MSISDN', id: '46733000002' } })
    const list = (of: number, id: string) =>
      kernel.read((rx) =>
        wallet.mandates.between(rx, {
          merchantId: of,
          environment: 'sandbox',
          payer: { type: 'MSISDN', id },
        }),
      )
    expect(await list(merchantId, '46733000001')).toMatchObject([{ publicId, status: 'PENDING' }])
    expect(await list(merchantId + 1, '46733000001')).toEqual([])
    expect(await list(merchantId, '46733999999')).toEqual([])
  })
})

describe('what waits for a payer', () => {
  it('is payment requests and mandates in the order in which they came', async () => {
    const { kernel, wallet, holderId, ask, askMandate, reject } = await world()
    const first = await ask()
    const second = await askMandate()
    const third = await ask()
    const read = async (offset = 0, limit = 9) => {
      const items = await kernel.read((rx) => wallet.approvals.waiting(rx, holderId, { offset, limit }))
      return items.map((item) =>
        item.kind === 'mandate' ? `mandate ${item.mandate.id}` : `request ${item.request.id}`,
      )
    }
    const all = [`request ${first.id}`, `mandate ${second.id}`, `request ${third.id}`]
    expect(await read()).toEqual(all)
    expect(await read(1, 1)).toEqual([all[1]])
    expect(await kernel.read((rx) => wallet.approvals.countWaiting(rx, holderId, 9))).toBe(3)
    expect(await kernel.read((rx) => wallet.approvals.countWaiting(rx, holderId, 2))).toBe(2)
    await reject(first.id)
    const fourth = await askMandate()
    expect(await read()).toEqual([all[1], all[2], `mandate ${fourth.id}`])
  })

  it('does not hold what a test number answers', async () => {
    const { kernel, wallet, holderId, ask, askMandate, read } = await world()
    const asked = await ask({ scripted: { reason: 'approval-rejected', afterSeconds: 25 } })
    const paid = await ask({ scripted: { reason: null, afterSeconds: 25 } })
    const never = await ask({ scripted: { reason: null, afterSeconds: null } })
    await askMandate({ scripted: { reason: 'expired', afterSeconds: 0 } })
    expect(
      await kernel.read((rx) => wallet.approvals.waiting(rx, holderId, { offset: 0, limit: 9 })),
    ).toEqual([])
    await kernel.advance(25_000)
    expect(await read(asked.id)).toMatchObject({ status: 'FAILED', reason: 'approval-rejected' })
    expect(await read(paid.id)).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await read(never.id)).toMatchObject({ status: 'PENDING' })
    await kernel.advance(config.expirySeconds * 1000)
    expect(await read(never.id)).toMatchObject({ status: 'FAILED', reason: 'expired' })
  })
})
