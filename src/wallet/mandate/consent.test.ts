import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { frozenStart } from '../../kernel/index.ts'
import { world } from '../wallet.fixture.ts'

const page = { offset: 0, limit: 9 }

describe('a consent', () => {
  it('waits in the queue of approvals, and is given with the PIN until its time is over', async () => {
    const { kernel, wallet, holderId, askConsent, accept, kinds } = await world()
    const { id } = await askConsent({ scopes: ['profile', 'email'] })
    const waiting = () => kernel.read((rx) => wallet.approvals.waiting(rx, holderId, page))
    expect(await waiting()).toMatchObject([
      { kind: 'mandate', mandate: { id, kind: 'consent', scopes: ['profile', 'email'], currency: '' } },
    ])
    expect(await accept(id, '1111')).toEqual({ outcome: 'wrong-pin', triesLeft: 2 })
    expect(await accept(id)).toMatchObject({
      outcome: 'accepted',
      mandate: { status: 'APPROVED', validUntil: frozenStart + 3_600_000 },
    })
    expect(await waiting()).toEqual([])
    const shared = () =>
      kernel.read((rx) => wallet.mandates.inForce(rx, { payerId: holderId, kind: 'consent' }, page))
    expect(await shared()).toMatchObject([{ id }])
    await kernel.advance(3_600_000)
    expect(await shared()).toEqual([])
    expect(await kernel.read((rx) => wallet.mandates.byId(rx, id))).toMatchObject({
      status: 'EXPIRED',
      reason: null,
    })
    expect((await kinds()).filter((kind) => kind.startsWith('consent'))).toEqual([
      'consent.created',
      'consent.settled',
      'consent.ended',
    ])
  })

  it('lets nobody debit, and is in no list of pre-approvals', async () => {
    const { kernel, wallet, holderId, merchantId, askConsent, askMandate, accept, ask } = await world()
    const { id, referenceId, publicId } = await askConsent()
    await accept(id)
    expect(await ask()).toMatchObject({ status: 'PENDING', mandateId: null })
    const plan = await askMandate()
    await accept(plan.id)
    const payer = { type: 'MSISDN', id: '46733000001' } as const
    const listed = await kernel.read((rx) =>
      wallet.mandates.between(rx, { merchantId, environment: 'sandbox', payer }),
    )
    expect(listed.map((one) => one.id)).toEqual([plan.id])
    const inForce = await kernel.read((rx) =>
      wallet.mandates.inForce(rx, { payerId: holderId, kind: 'pre-approval' }, page),
    )
    expect(inForce.map((one) => one.id)).toEqual([plan.id])
    expect(
      await kernel.read((rx) => wallet.mandates.byReference(rx, { merchantId, referenceId })),
    ).toBeUndefined()
    expect(await kernel.transact((tx) => wallet.mandates.withdraw(tx, { merchantId, publicId }))).toEqual({
      outcome: 'not-found',
    })
    const views = await kernel.store.transact(async (unit) => ({
      plans: (await sql<{ id: number }>`SELECT id FROM pre_approvals`.execute(unit.db())).rows,
      consents: (
        await sql<{ id: number; scopes: string }>`SELECT id, scopes FROM consents`.execute(unit.db())
      ).rows,
    }))
    expect(views).toEqual({ plans: [{ id: plan.id }], consents: [{ id, scopes: 'profile' }] })
  })

  it('is no permission to debit to the database either', async () => {
    const { kernel, askConsent, accept, ask } = await world()
    const { id } = await askConsent()
    await accept(id)
    const request = await ask()
    const forged = kernel.store.transact((unit) =>
      sql`INSERT INTO requests_to_pay (kind, merchant_id, product, reference_id, environment, payer_type, payer_value, payer_id,
        amount, fee, currency, pre_approval_id, place, status, created_at, expires_at)
        SELECT kind, merchant_id, product, 'another', environment, payer_type, payer_value, payer_id, amount, fee, '', ${id}, 9,
        'PENDING', created_at, expires_at FROM requests_to_pay WHERE id = ${request.id}`.execute(unit.db()),
    )
    await expect(forged).rejects.toThrow('no such pre-approval is in force')
    const changed = kernel.store.transact((unit) =>
      sql`UPDATE pre_approval_items SET scopes = 'all_info' WHERE id = ${id}`.execute(unit.db()),
    )
    await expect(changed).rejects.toThrow('the terms of a pre-approval never change')
  })

  it('has one end, whichever of two answers comes first', async () => {
    const { kernel, wallet, holderId, askConsent, accept } = await world()
    const reject = (id: number) => kernel.transact((tx) => wallet.mandates.reject(tx, { id, holderId }))
    const cancel = (id: number) =>
      kernel.transact((tx) => wallet.mandates.cancel(tx, { id, holderId, pin: '1234' }))
    const one = await askConsent()
    const other = await askConsent()
    expect(await accept(one.id)).toMatchObject({ outcome: 'accepted' })
    expect(await reject(one.id)).toMatchObject({ outcome: 'not-pending', mandate: { status: 'APPROVED' } })
    expect(await cancel(other.id)).toMatchObject({ outcome: 'not-active', mandate: { status: 'PENDING' } })
    expect(await reject(other.id)).toMatchObject({ outcome: 'rejected' })
    expect(await accept(other.id)).toMatchObject({ outcome: 'not-pending', mandate: { status: 'REJECTED' } })
    expect(await cancel(one.id)).toMatchObject({ outcome: 'cancelled', mandate: { status: 'CANCELLED' } })
    expect(await cancel(one.id)).toMatchObject({ outcome: 'not-active' })
  })

  it('expires unanswered, and fails where nobody has the number', async () => {
    const { kernel, wallet, askConsent } = await world({ openPhones: false })
    const waits = await askConsent()
    const nobody = await askConsent({ payer: { type: 'MSISDN', id: '46733999999' } })
    await kernel.advance(300_000)
    const statusOf = async (id: number) => {
      const found = await kernel.read((rx) => wallet.mandates.byId(rx, id))
      return [found?.status, found?.reason]
    }
    expect(await statusOf(waits.id)).toEqual(['EXPIRED', 'expired'])
    expect(await statusOf(nobody.id)).toEqual(['FAILED', 'payer-not-found'])
  })

  it('that is given beforehand asks nobody, a known payer or none', async () => {
    const { kernel, wallet, holderId, askConsent } = await world()
    expect(await askConsent({ given: true })).toMatchObject({ status: 'APPROVED', payerId: holderId })
    const nobody = await askConsent({ given: true, payer: { type: 'EMAIL', id: 'nobody@example.com' } })
    expect(nobody).toMatchObject({ status: 'APPROVED', payerId: null })
    expect(await kernel.read((rx) => wallet.approvals.waiting(rx, holderId, page))).toEqual([])
  })
})
