import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SimulatorClient } from '../../../client/index.ts'
import { Watched } from '../../../client/watched.fixture.ts'

const ama = '+46733000001'

describe('a merchant', () => {
  let world: Watched
  let sim: SimulatorClient

  beforeEach(async () => {
    world = await Watched.begin()
    sim = world.client
  })
  afterEach(() => world.end())
  const sent = (end: string) => {
    const found = world.seen.find(({ method, path }) => method === 'POST' && path.endsWith(end))
    return { path: found?.path, body: JSON.parse(found?.body ?? '{}') as unknown }
  }

  it('deposits by version 1, or by version 2', async () => {
    const merchant = sim.merchant()
    const first = await merchant.deposit({ payee: ama, amount: '5', note: 'Cash' })
    await merchant.deposit({ payee: ama, amount: '6', version: 2 })
    await sim.settle()
    expect(await first.settled()).toMatchObject({ status: 'SUCCESSFUL', amount: '5' })
    expect(sent('/v1_0/deposit').body).toEqual({
      amount: '5',
      currency: 'EUR',
      payee: { partyIdType: 'MSISDN', partyId: '46733000001' },
      payeeNote: 'Cash',
    })
    expect(sent('/v2_0/deposit').body).toMatchObject({ amount: '6' })
    expect(first.callbacks).toHaveLength(1)
    await expect(merchant.deposit({ payee: ama, amount: '6', version: 3 as 2 })).rejects.toThrow(
      'it is 1 or 2',
    )
  })

  it('refunds an order, or what has its reference id', async () => {
    const merchant = sim.merchant()
    const order = await merchant.requestToPay({ payer: ama, amount: '12.50' })
    await sim.settle()
    const phone = sim.phone(ama)
    await phone.choose('Approve')
    await phone.reply(phone.pin)
    const refund = await merchant.refund({ of: order, amount: '5', message: 'Cup broken' })
    const rest = await merchant.refund({ of: order.id, amount: '7.51', version: 2 })
    await sim.settle()
    expect(sent('/v1_0/refund').body).toEqual({
      amount: '5',
      currency: 'EUR',
      payerMessage: 'Cup broken',
      referenceIdToRefund: order.id,
    })
    expect(await refund.settled()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await rest.settled()).toMatchObject({ status: 'FAILED', reason: 'INTERNAL_PROCESSING_ERROR' })
    await expect(merchant.refund({ of: 'order-17', amount: '1' })).rejects.toThrow()
  })

  it('pays cash out, with who paid it in', async () => {
    const cash = await sim.merchant().cashTransfer({
      payee: ama,
      amount: '90',
      country: 'UG',
      original: { amount: '380000', currency: 'UGX' },
      sender: { firstName: 'Yaw', identificationType: 'PASS' },
    })
    await sim.settle()
    expect(await cash.settled()).toMatchObject({ status: 'SUCCESSFUL', orginatingCountry: 'UG' })
    expect(sent('/cashtransfer').body).toMatchObject({ payerFirstName: 'Yaw', originalAmount: '380000' })
  })

  it('pays a bill, whose reason is an object', async () => {
    const merchant = sim.merchant()
    const wanted = {
      provider: 'Electricity Inc.',
      customer: ama,
      amount: '20',
      externalId: '17',
      note: 'May',
    }
    const bill = await merchant.payBill({ ...wanted, feeIncluded: true })
    const failing = await merchant.payBill({ ...wanted, amount: '2000' })
    await sim.settle()
    expect(await bill.settled()).toMatchObject({ status: 'SUCCESSFUL', referenceId: bill.id })
    expect(await failing.settled()).toMatchObject({ reason: { code: 'INTERNAL_PROCESSING_ERROR' } })
    expect(sent('/payment').body).toEqual({
      externalTransactionId: '17',
      money: { amount: '20', currency: 'EUR' },
      customerReference: ama,
      serviceProviderUserName: 'Electricity Inc.',
      receiverMessage: 'May',
      includeSenderCharges: true,
    })
  })
})
