import { describe, expect, it } from 'vitest'
import { ama, reference, world } from '../wallet.fixture.ts'

type World = Awaited<ReturnType<typeof world>>
const cancel = ({ kernel, wallet, merchantId }: World, referenceId: string, by = merchantId) =>
  kernel.transact((tx) => wallet.paymentRequests.cancel(tx, { merchantId: by, referenceId }, 'invoice'))
const waiting = ({ kernel, wallet, holderId }: World, kind: 'withdrawal' | 'invoice') =>
  kernel.read(async (rx) => {
    const page = { kind, payerId: holderId, offset: 0, limit: 10 }
    return (await wallet.paymentRequests.waiting(rx, page)).map(({ id }) => id)
  })
const queue = ({ kernel, wallet, holderId }: World) =>
  kernel.read((rx) => wallet.approvals.countWaiting(rx, holderId, 10))

describe('a withdrawal', () => {
  it('moves money from the payer to the merchant, and waits among the approvals', async () => {
    const sim = await world()
    const other = await sim.ask()
    const { id } = await sim.ask({ kind: 'withdrawal', amount: 2000 })
    expect(await waiting(sim, 'withdrawal')).toEqual([id])
    expect(await queue(sim)).toBe(2)
    expect(await sim.approve(id)).toMatchObject({ outcome: 'approved', balance: 3000 })
    expect(await sim.shopBalance('collection')).toBe(102_000)
    expect(await sim.kinds()).toEqual(expect.arrayContaining(['withdrawal.created', 'withdrawal.settled']))
    const history = await sim.kernel.read((rx) =>
      sim.wallet.ledger.history(rx, sim.holderId, { offset: 0, limit: 5 }),
    )
    expect(history).toMatchObject([{ kind: 'withdrawal', amount: 2000, direction: 'out' }])
    expect(await waiting(sim, 'withdrawal')).toEqual([])
    expect(await sim.read(other.id)).toMatchObject({ status: 'PENDING' })
    expect(await sim.audit()).toMatchObject({ ok: true })
  })

  it('is never covered by a mandate', async () => {
    const sim = await world()
    const { id } = await sim.askMandate()
    await sim.accept(id)
    expect(await sim.ask()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await sim.ask({ kind: 'withdrawal' })).toMatchObject({ status: 'PENDING', mandateId: null })
    expect(await sim.ask({ kind: 'invoice' })).toMatchObject({ status: 'PENDING', mandateId: null })
  })

  it('costs the fee of its kind, which is instead of the fee of every kind', async () => {
    const everyKind = { currency: 'EUR', flat: '0.10' }
    const own = { currency: 'EUR', flat: '0.75', for: 'withdrawal' } as const
    for (const fees of [
      [everyKind, own],
      [own, everyKind],
    ]) {
      const sim = await world({ fees })
      expect(await sim.ask({ kind: 'withdrawal' })).toMatchObject({ fee: 75 })
      expect(await sim.ask()).toMatchObject({ fee: 10 })
      expect(await sim.ask({ kind: 'invoice' })).toMatchObject({ fee: 10 })
    }
    const sim = await world({ fees: [own] })
    expect(await sim.ask()).toMatchObject({ fee: 0 })
  })
})

describe('an invoice', () => {
  it('has a number of its own, and waits beside the approvals', async () => {
    const sim = await world()
    const one = await sim.ask({ kind: 'invoice' })
    const other = await sim.ask({ kind: 'invoice' })
    expect(one.number).toMatch(/^\d{10}$/)
    expect(other.number).not.toBe(one.number)
    expect((await sim.ask()).number).toBeNull()
    expect(await waiting(sim, 'invoice')).toEqual([one.id, other.id])
    expect(await queue(sim)).toBe(1)
    const found = await sim.kernel.read((rx) => sim.wallet.paymentRequests.byNumber(rx, one.number ?? ''))
    expect(found).toMatchObject({ id: one.id, phone: ama })
  })

  it('can be paid as long as it says, whatever the world says of other requests', async () => {
    const sim = await world()
    const { id } = await sim.ask({ kind: 'invoice', validitySeconds: 3600 })
    const endless = await sim.ask({ kind: 'invoice' })
    await sim.kernel.advance(3_599_000)
    expect(await sim.read(id)).toMatchObject({ status: 'PENDING' })
    await sim.kernel.advance(1_000)
    expect(await sim.read(id)).toMatchObject({ status: 'FAILED', reason: 'expired' })
    await sim.kernel.advance(365 * 86_400_000)
    expect(await sim.approve(endless.id)).toMatchObject({ outcome: 'approved' })
  })

  it('is taken back by its own merchant alone', async () => {
    const sim = await world()
    const { id, referenceId, merchantId } = await sim.ask({ kind: 'invoice' })
    expect(await cancel(sim, referenceId, merchantId + 1)).toEqual({ outcome: 'not-found' })
    expect(await cancel(sim, reference(99))).toEqual({ outcome: 'not-found' })
    const request = await sim.ask()
    expect(await cancel(sim, request.referenceId)).toEqual({ outcome: 'not-found' })
    expect(await cancel(sim, referenceId.toUpperCase())).toMatchObject({ outcome: 'cancelled' })
    expect(await sim.read(id)).toMatchObject({ status: 'FAILED', reason: 'cancelled' })
    expect(await sim.balance()).toBe(5000)
  })
})

/** Each does one thing to an invoice of 12.50 EUR, and says what came of it. */
const actions = {
  pays: async (sim: World, { id }: { id: number }) => (await sim.approve(id)).outcome,
  mistypes: async (sim: World, { id }: { id: number }) => (await sim.approve(id, '0000')).outcome,
  cancels: async (sim: World, { referenceId }: { referenceId: string }) =>
    (await cancel(sim, referenceId)).outcome,
  runsOut: async (sim: World) => {
    // The deadline has not fired yet.
    await sim.skip(60_000)
    return 'ran-out'
  },
}
type Action = keyof typeof actions
const ended = { pays: 'approved', cancels: 'cancelled' } as const
const left = { pays: null, cancels: 'cancelled', runsOut: 'expired' } as const

describe('two that act on one invoice', () => {
  const finals = ['pays', 'cancels', 'runsOut'] as const
  const orders = finals.flatMap((first) =>
    (['pays', 'cancels'] as const).map((then) => [first, then] as const),
  )

  it.each(orders)('%s, then %s: the first one holds', async (first, then) => {
    const sim = await world()
    const invoice = await sim.ask({ kind: 'invoice', validitySeconds: 60 })
    const outcome = await actions[first](sim, invoice)
    expect(outcome).toBe(first === 'runsOut' ? 'ran-out' : ended[first])
    expect(await actions[then](sim, invoice)).toBe('not-pending')
    await sim.kernel.settle()
    expect(await sim.read(invoice.id)).toMatchObject({ reason: left[first] })
    expect(await sim.balance()).toBe(first === 'pays' ? 3750 : 5000)
    expect((await sim.kinds()).filter((kind) => kind === 'invoice.settled')).toHaveLength(1)
    expect(await sim.audit()).toMatchObject({ ok: true })
  })

  it.each(['pays', 'cancels', 'runsOut'] as Action[])(
    'a wrong PIN before %s changes nothing',
    async (then) => {
      const sim = await world()
      const invoice = await sim.ask({ kind: 'invoice', validitySeconds: 60 })
      expect(await actions.mistypes(sim, invoice)).toBe('wrong-pin')
      await actions[then](sim, invoice)
      await sim.kernel.settle()
      expect(await sim.read(invoice.id)).toMatchObject({ reason: left[then as keyof typeof left] })
      // A try is counted for a question that still stands, and for no other.
      expect(await actions.mistypes(sim, invoice)).toBe('not-pending')
    },
  )

  it('three wrong PINs lock the wallet, and the invoice can still be cancelled', async () => {
    const sim = await world()
    const invoice = await sim.ask({ kind: 'invoice' })
    for (const outcome of ['wrong-pin', 'wrong-pin', 'locked', 'locked'])
      expect(await actions.mistypes(sim, invoice)).toBe(outcome)
    expect(await sim.read(invoice.id)).toMatchObject({ status: 'PENDING' })
    expect(await actions.cancels(sim, invoice)).toBe('cancelled')
  })
})
