import { beforeEach, describe, expect, it } from 'vitest'
import { type Merchant, SimulatorClient } from './index.ts'
import { TinySimulator } from './tiny-simulator.fixture.ts'

const payer = '+46733000001'

describe('a pre-approval', () => {
  let world: TinySimulator
  let sim: SimulatorClient
  let merchant: Merchant

  beforeEach(() => {
    world = new TinySimulator()
    sim = new SimulatorClient(world)
    merchant = sim.merchant()
  })

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
      'X-Callback-Url': `http://sink-1.tiny/callbacks/${plan.id}`,
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
    world.accounts.decide(plan.id, 'REJECTED')
    expect(await plan.settled()).toMatchObject({ status: 'FAILED', reason: 'APPROVAL_REJECTED' })
    expect(plan.callbacks).toEqual([
      expect.objectContaining({ method: 'PUT', body: { status: 'FAILED', reason: 'APPROVAL_REJECTED' } }),
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
    await merchant.preApprove({ payer: { email: 'ama@example.com' }, message: 'News' })
    world.accounts.decide(plan.id, 'APPROVED')
    await plan.cancel()
    expect(world.paths()).toContain('DELETE /collection/v1_0/preapproval/list-2')
    expect(await plan.details()).toMatchObject({ preApprovalId: 'list-2', status: 'CANCELLED' })
    const listed = await merchant.preApprovals(sim.phone(payer))
    expect(listed.map(({ message, status }) => [message, status])).toEqual([
      ['Gym', 'PENDING'],
      ['Paper', 'CANCELLED'],
    ])
    expect(await merchant.preApprovals({ email: 'ama@example.com' })).toHaveLength(1)
  })

  it('is not cancelled where it was not accepted', async () => {
    const plan = await merchant.preApprove({ payer, message: 'Gym' })
    await expect(plan.cancel()).rejects.toThrow(`Pre-approval ${plan.id} is PENDING; only an accepted one`)
    await expect(merchant.cancelPreApproval('list-1')).rejects.toMatchObject({
      data: { status: 404, code: 'RESOURCE_NOT_FOUND' },
    })
  })

  it('is not mistaken for another like it that was accepted', async () => {
    const plan = await merchant.preApprove({ payer })
    const other = await merchant.preApprove({ payer })
    world.accounts.decide(other.id, 'APPROVED')
    await expect(plan.cancel()).rejects.toThrow('is PENDING')
    expect(world.accounts.permissions.map(({ status }) => status)).toEqual(['PENDING', 'APPROVED'])
  })

  it('is not mistaken for another like it', async () => {
    const plan = await merchant.preApprove({ payer })
    const other = await merchant.preApprove({ payer })
    for (const { id } of [plan, other]) world.accounts.decide(id, 'APPROVED')
    await expect(plan.cancel()).rejects.toThrow('2 accepted pre-approvals for EUR of 46733000001')
    await merchant.cancelPreApproval('list-1')
    expect(world.accounts.permissions.map(({ status }) => status)).toEqual(['CANCELLED', 'APPROVED'])
  })
})
