import { describe, expect, it } from 'vitest'
import { frozenStart } from '../../kernel/index.ts'
import { config, world } from '../wallet.fixture.ts'

describe('a pre-approval', () => {
  it('that is accepted lets its merchant debit without asking, to the second', async () => {
    const { kernel, preApprove, accept, ask, read, balance, audit } = await world()
    const { id } = await preApprove({ validitySeconds: 3600 })
    expect(await accept(id)).toMatchObject({
      outcome: 'accepted',
      preApproval: { status: 'APPROVED', validUntil: frozenStart + 3_600_000, lastUsedAt: null },
    })
    const first = await ask()
    expect(first).toMatchObject({ status: 'SUCCESSFUL', preApprovalId: id })
    expect(await read(first.id)).toEqual(first)
    expect(await balance()).toBe(3750)
    await kernel.advance(3_599_999)
    expect(await ask()).toMatchObject({ status: 'SUCCESSFUL' })
    await kernel.advance(1)
    const late = await ask()
    expect(await read(late.id)).toMatchObject({ status: 'PENDING', preApprovalId: null })
    expect((await audit()).ok).toBe(true)
  })

  it('is over at its last moment even where the scheduler has not come round', async () => {
    const { kernel, wallet, preApprove, accept, ask, skip, holderId } = await world()
    const { id } = await preApprove({ validitySeconds: 60 })
    await accept(id)
    await skip(60_000)
    expect(await ask()).toMatchObject({ status: 'PENDING' })
    const cancelled = await kernel.transact((tx) =>
      wallet.preApprovals.cancel(tx, { id, holderId, pin: '1234' }),
    )
    expect(cancelled).toMatchObject({
      outcome: 'not-active',
      preApproval: { status: 'EXPIRED', reason: null },
    })
    expect(
      await kernel.read((rx) => wallet.preApprovals.inForce(rx, holderId, { offset: 0, limit: 9 })),
    ).toEqual([])
  })

  it('that has run out is told as over to whoever answers it once more, before the scheduler has come round', async () => {
    const { preApprove, accept, skip } = await world()
    const { id } = await preApprove({ validitySeconds: 60 })
    await accept(id)
    await skip(60_000)
    expect(await accept(id)).toMatchObject({ outcome: 'not-pending', preApproval: { status: 'EXPIRED' } })
  })

  it('covers its own merchant, payer and currency, and nothing that was pending before', async () => {
    const { kernel, wallet, preApprove, accept, ask, read } = await world()
    const before = await ask()
    await accept((await preApprove()).id)
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
    const { kernel, preApprove, accept, ask } = await world()
    const later = await preApprove()
    const sooner = await preApprove()
    await accept(sooner.id)
    await kernel.advance(1)
    await accept(later.id)
    expect(await ask()).toMatchObject({ preApprovalId: sooner.id })
  })

  it('does not make money: a debit that is short fails at once, and nobody is asked', async () => {
    const { preApprove, accept, ask, kinds, kernel } = await world()
    await accept((await preApprove()).id)
    expect(await ask({ amount: 5001 })).toMatchObject({ status: 'FAILED', reason: 'not-enough-funds' })
    await kernel.advance(300_000)
    expect((await kinds()).filter((kind) => kind === 'request-to-pay.settled')).toHaveLength(1)
  })

  it('expires after five minutes where nobody accepts it', async () => {
    const { kernel, wallet, preApprove, accept } = await world()
    const { id } = await preApprove()
    await kernel.advance(299_999)
    const read = () => kernel.read((rx) => wallet.preApprovals.byId(rx, id))
    expect(await read()).toMatchObject({ status: 'PENDING' })
    await kernel.advance(1)
    expect(await read()).toMatchObject({ status: 'EXPIRED', reason: 'expired', endedAt: null })
    expect(await accept(id)).toMatchObject({ outcome: 'not-pending' })
  })

  it('is not accepted with a wrong PIN, and is rejected without one', async () => {
    const { kernel, wallet, holderId, preApprove, accept, ask } = await world()
    const { id } = await preApprove()
    expect(await accept(id, '1111')).toEqual({ outcome: 'wrong-pin', triesLeft: 2 })
    const rejected = await kernel.transact((tx) => wallet.preApprovals.reject(tx, { id, holderId }))
    expect(rejected).toMatchObject({
      outcome: 'rejected',
      preApproval: { status: 'REJECTED', reason: 'approval-rejected' },
    })
    expect(await ask()).toMatchObject({ status: 'PENDING' })
  })

  it('is cancelled by its payer with the PIN, or by its merchant, once, and only when it is in force', async () => {
    const { kernel, wallet, merchantId, holderId, preApprove, accept, kinds } = await world()
    const { id, publicId } = await preApprove()
    const withdraw = (of = merchantId) =>
      kernel.transact((tx) => wallet.preApprovals.withdraw(tx, { merchantId: of, publicId }))
    const cancel = (pin: string) =>
      kernel.transact((tx) => wallet.preApprovals.cancel(tx, { id, holderId, pin }))
    expect(await withdraw()).toMatchObject({ outcome: 'not-active' })
    await accept(id)
    expect(await withdraw(holderId)).toEqual({ outcome: 'not-found' })
    expect(await cancel('1111')).toMatchObject({ outcome: 'wrong-pin' })
    expect(await cancel('1234')).toMatchObject({ outcome: 'cancelled', preApproval: { status: 'CANCELLED' } })
    expect(await withdraw()).toMatchObject({ outcome: 'not-active', preApproval: { status: 'CANCELLED' } })
    const ended = (await kinds()).filter((kind) => kind === 'pre-approval.ended')
    expect(ended).toHaveLength(1)

    const second = await preApprove()
    await accept(second.id)
    const gone = await kernel.transact((tx) =>
      wallet.preApprovals.withdraw(tx, { merchantId, publicId: second.publicId }),
    )
    expect(gone).toMatchObject({ outcome: 'cancelled' })
  })

  it('for somebody unknown is accepted by the vendor, and fails soon after', async () => {
    const { kernel, wallet, preApprove } = await world()
    const { id } = await preApprove({ payer: { type: 'EMAIL', id: 'nobody@example.com' } })
    await kernel.settle()
    expect(await kernel.read((rx) => wallet.preApprovals.byId(rx, id))).toMatchObject({
      status: 'FAILED',
      reason: 'payer-not-found',
    })
  })

  it('is answered by the world where nobody is at the phone', async () => {
    const { kernel, preApprove, ask } = await world({ payers: { answer: 'approve', delaySeconds: 10 } })
    await preApprove()
    await kernel.advance(10_000)
    expect(await ask()).toMatchObject({ status: 'SUCCESSFUL' })
  })

  it('is listed for its merchant with its payer only', async () => {
    const { kernel, wallet, merchantId, preApprove } = await world()
    const { publicId } = await preApprove()
    await preApprove({ payer: { type: 'MSISDN', id: '46733000002' } })
    const list = (of: number, id: string) =>
      kernel.read((rx) =>
        wallet.preApprovals.between(rx, {
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
  it('is requests to pay and pre-approvals in the order in which they came', async () => {
    const { kernel, wallet, holderId, ask, preApprove, reject } = await world()
    const first = await ask()
    const second = await preApprove()
    const third = await ask()
    const read = async (offset = 0, limit = 9) => {
      const items = await kernel.read((rx) => wallet.approvals.waiting(rx, holderId, { offset, limit }))
      return items.map((item) =>
        item.kind === 'pre-approval' ? `pre-approval ${item.preApproval.id}` : `request ${item.request.id}`,
      )
    }
    const all = [`request ${first.id}`, `pre-approval ${second.id}`, `request ${third.id}`]
    expect(await read()).toEqual(all)
    expect(await read(1, 1)).toEqual([all[1]])
    expect(await kernel.read((rx) => wallet.approvals.countWaiting(rx, holderId, 9))).toBe(3)
    expect(await kernel.read((rx) => wallet.approvals.countWaiting(rx, holderId, 2))).toBe(2)
    await reject(first.id)
    const fourth = await preApprove()
    expect(await read()).toEqual([all[1], all[2], `pre-approval ${fourth.id}`])
  })

  it('does not hold what a test number answers', async () => {
    const { kernel, wallet, holderId, ask, preApprove, read } = await world()
    const asked = await ask({ scripted: { reason: 'approval-rejected', afterSeconds: 25 } })
    const paid = await ask({ scripted: { reason: null, afterSeconds: 25 } })
    const never = await ask({ scripted: { reason: null, afterSeconds: null } })
    await preApprove({ scripted: { reason: 'expired', afterSeconds: 0 } })
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
