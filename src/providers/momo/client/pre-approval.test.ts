import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Merchant, SimulatorClient } from '../../../client/index.ts'
import { Watched } from '../../../client/watched.fixture.ts'

const payer = '+46733000001'

describe('a pre-approval', () => {
  let world: Watched
  let sim: SimulatorClient
  let merchant: Merchant

  beforeEach(async () => {
    world = await Watched.begin()
    sim = world.client
    merchant = sim.merchant()
  })
  afterEach(() => world.end())

  const posted = () => world.seen.filter(({ path }) => path === '/collection/v2_0/preapproval')

  it('is asked for as MTN expects', async () => {
    const plan = await merchant.preApprove({ payer, validity: 'P1DT1H', message: 'Gym' })
    expect(plan.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
    expect(JSON.parse(posted()[0]?.body ?? '')).toEqual({
      payer: { partyIdType: 'MSISDN', partyId: '46733000001' },
      payerCurrency: 'EUR',
      payerMessage: 'Gym',
      validityTime: 90_000,
    })
    expect(posted()[0]?.headers).toMatchObject({
      'X-Reference-Id': plan.id,
      'X-Callback-Url': `http://${world.sinks[0]}/callbacks/${plan.id}`,
    })
    expect(await plan.status()).toMatchObject({ status: 'PENDING' })
  })

  it.each([
    [60, 60],
    ['PT5M', 300],
    ['P1W', 604_800],
    [0, 0],
    [undefined, undefined],
  ])('of validity %j lasts %j seconds', async (validity, seconds) => {
    await merchant.preApprove({ payer, ...(validity === undefined ? {} : { validity }) })
    expect(JSON.parse(posted()[0]?.body ?? '').validityTime).toBe(seconds)
  })

  it.each(['5m', 'P', 'PT', '', -1, 1.5])(
    'refuses a validity of %j before it sends anything',
    async (validity) => {
      await expect(merchant.preApprove({ payer, validity })).rejects.toThrow('is no length of time')
      expect(posted()).toHaveLength(0)
    },
  )

  it('refuses a validity with a fraction of a second, which MTN has no word for', async () => {
    await expect(merchant.preApprove({ payer, validity: 'PT0.5S' })).rejects.toThrow(
      '"PT0.5S" has a fraction of a second. Write whole seconds',
    )
    expect(posted()).toHaveLength(0)
  })

  it('is called back about, apart from orders', async () => {
    const plan = await merchant.preApprove({ payer })
    const order = await merchant.requestToPay({ payer, amount: '1.00' })
    await world.decide(sim.phone(payer), plan, 'Reject')
    expect(await plan.settled()).toMatchObject({ status: 'FAILED', reason: 'APPROVAL_REJECTED' })
    expect(plan.callbacks).toEqual([
      expect.objectContaining({
        method: 'PUT',
        body: expect.objectContaining({ status: 'FAILED', reason: 'APPROVAL_REJECTED' }),
      }),
    ])
    expect(order.callbacks).toEqual([])
  })

  it('says what to do where nobody decides', async () => {
    const plan = await merchant.preApprove({ payer })
    await expect(plan.settled({ waitMs: 0 })).rejects.toThrow(
      `Pre-approval ${plan.id} is still PENDING after 0 ms. Accept or reject it`,
    )
  })

  it('is found in the list of its payer, and cancelled by the id that it has there', async () => {
    await merchant.preApprove({ payer, message: 'Gym' })
    const plan = await merchant.preApprove({ payer, message: 'Paper' })
    await merchant.preApprove({ payer: '+46733000002', message: 'News' })
    await world.decide(sim.phone(payer), plan, 'Accept')
    await plan.cancel()
    const { preApprovalId, status } = (await plan.details()) ?? {}
    expect(status).toBe('CANCELLED')
    expect(world.paths()).toContain(`DELETE /collection/v1_0/preapproval/${preApprovalId}`)
    const listed = await merchant.preApprovals(sim.phone(payer))
    expect(listed.map(({ message, status }) => [message, status])).toEqual([
      ['Gym', 'PENDING'],
      ['Paper', 'CANCELLED'],
    ])
    expect(await merchant.preApprovals({ email: 'ama@example.com' })).toHaveLength(2)
    expect(await merchant.preApprovals('+46733000002')).toMatchObject([{ message: 'News' }])
  })

  it('is not cancelled where it was not accepted', async () => {
    const plan = await merchant.preApprove({ payer, message: 'Gym' })
    await expect(plan.cancel()).rejects.toThrow(`Pre-approval ${plan.id} is PENDING; only an accepted one`)
    const unknown = '5a1e0009-0000-4000-8000-000000000009'
    await expect(merchant.cancelPreApproval(unknown)).rejects.toMatchObject({
      data: { status: 404, code: 'RESOURCE_NOT_FOUND' },
    })
  })

  it('is not mistaken for another like it that was accepted', async () => {
    const plan = await merchant.preApprove({ payer })
    const other = await merchant.preApprove({ payer })
    await world.decide(sim.phone(payer), other, 'Accept')
    await expect(plan.cancel()).rejects.toThrow('is PENDING')
    expect((await merchant.preApprovals(payer)).map(({ status }) => status)).toEqual(['PENDING', 'APPROVED'])
  })

  it('is not mistaken for another like it', async () => {
    const plan = await merchant.preApprove({ payer })
    const other = await merchant.preApprove({ payer })
    for (const each of [plan, other]) await world.decide(sim.phone(payer), each, 'Accept')
    await expect(plan.cancel()).rejects.toThrow('2 accepted pre-approvals for EUR of 46733000001')
    const [first] = await merchant.preApprovals(payer)
    await merchant.cancelPreApproval(first?.preApprovalId ?? '')
    expect((await merchant.preApprovals(payer)).map(({ status }) => status)).toEqual([
      'CANCELLED',
      'APPROVED',
    ])
  })
})
