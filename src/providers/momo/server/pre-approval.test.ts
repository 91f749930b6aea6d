import { describe, expect, it } from 'vitest'
import { consent, openWorld, order, reference, shop } from './world.fixture.ts'

async function world(quirks?: Record<string, string>) {
  const opened = await openWorld(quirks)
  const { get, call, bearer } = opened
  const shown = (n: number, base = '/collection/v2_0') => get(`${base}/preapproval/${reference(n)}`)
  const list = async (who = 'msisdn/46733000001', base = '/collection/v1_0') =>
    (await get(`${base}/preapprovals/${who}`)).json as Array<Record<string, string>>
  const cancel = (id: string | undefined, headers = bearer) =>
    call('DELETE', `/collection/v1_0/preapproval/${id}`, { headers })
  return { ...opened, shown, list, cancel }
}
const head = '"payer":{"partyIdType":"MSISDN","partyId":"46733000001"},"payerCurrency":"EUR"'
const terms = `${head},"payerMessage":"Monthly plan"`

describe.each(['/collection/v2_0', '/testpg/v1_0'])('a pre-approval on %s', (base) => {
  it('is accepted with an empty body, then pending, then successful until it ends', async () => {
    const { post, shown, answer } = await world()
    expect(await post(`${base}/preapproval`, 1, { body: consent })).toMatchObject({ status: 202, text: '' })
    expect(await shown(1, base)).toMatchObject({ status: 200, text: `{${terms},"status":"PENDING"}` })
    await answer('approve')
    expect((await shown(1, base)).text).toMatch(
      new RegExp(
        `^\\{${terms},"status":"SUCCESSFUL","expirationDateTime":"\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}"\\}$`,
      ),
    )
  })
})

describe('a pre-approval', () => {
  it('says why it was not accepted', async () => {
    const { preApprove, shown, answer, kernel } = await world()
    await preApprove(1)
    await answer('reject')
    expect((await shown(1)).text).toBe(`{${terms},"status":"FAILED","reason":"APPROVAL_REJECTED"}`)
    await preApprove(2)
    await kernel.advance(300_000)
    expect((await shown(2)).json).toMatchObject({ status: 'FAILED', reason: 'EXPIRED' })
    const payer = { partyIdType: 'EMAIL', partyId: 'nobody@example.com' }
    await preApprove(3, { body: { ...consent, payer } })
    await kernel.advance(60_000)
    expect((await shown(3)).json).toMatchObject({ status: 'FAILED', reason: 'PAYER_NOT_FOUND' })
  })

  it.each([
    [60, 60],
    ['60', 60],
  ])('ends validityTime %j after it is accepted', async (validityTime, seconds) => {
    const { preApprove, shown, answer, kernel, list } = await world()
    await preApprove(1, { body: { ...consent, validityTime } })
    await kernel.advance(120_000)
    await answer('approve')
    const { now } = await kernel.read(async (rx) => ({ now: rx.now }))
    const end = new Date(now + seconds * 1000).toISOString().slice(0, 19)
    expect((await shown(1)).json).toMatchObject({ expirationDateTime: end })
    expect(await list()).toMatchObject([{ status: 'APPROVED', expiryTime: end }])
    await kernel.advance(seconds * 1000)
    expect((await shown(1)).json).toMatchObject({ status: 'SUCCESSFUL', expirationDateTime: end })
    expect(await list()).toMatchObject([{ status: 'EXPIRED' }])
  })

  it.each([0, '0', '', undefined, null])('never ends with validityTime %j', async (validityTime) => {
    const { preApprove, shown, answer, list } = await world()
    await preApprove(1, { body: { ...consent, validityTime } })
    await answer('approve')
    expect((await shown(1)).json).not.toHaveProperty('expirationDateTime')
    expect((await list())[0]).not.toHaveProperty('expiryTime')
  })

  it.each([-1, '1.5', 'long', 2_147_483_648, '2147483648', true])(
    'says what validityTime %j must be',
    async (validityTime) => {
      const { preApprove } = await world()
      expect(await preApprove(1, { body: { ...consent, validityTime } })).toMatchObject({
        status: 400,
        text: '',
        why: `validityTime is ${JSON.stringify(validityTime)}; it must be a whole number of seconds, at most 2147483647.`,
      })
    },
  )

  it.each([2_147_483_647, '2147483647'])('takes validityTime %j', async (validityTime) => {
    const { preApprove } = await world()
    expect(await preApprove(1, { body: { ...consent, validityTime } })).toMatchObject({ status: 202 })
  })

  it('lets later requests of that merchant debit without asking', async () => {
    const { preApprove, ask, status, answer, list } = await world()
    await preApprove(1)
    await answer('approve')
    expect((await list())[0]).not.toHaveProperty('lastUsedDate')
    await ask(1)
    expect((await status(1)).json).toMatchObject({ status: 'SUCCESSFUL' })
    expect((await list())[0]).toHaveProperty('lastUsedDate')
    await ask(2, { body: { ...order, amount: '40' } })
    expect((await status(2)).json).toMatchObject({ status: 'FAILED', reason: 'NOT_ENOUGH_FUNDS' })
  })

  it('debits nothing by itself where the world matches none', async () => {
    const { preApprove, post, get, answer } = await world({ 'pre-approval-matching': 'never' })
    await preApprove(1)
    await answer('approve')
    await post('/collection/v1_0/requesttopay', 2, { body: order })
    const shown = await get(`/collection/v1_0/requesttopay/${reference(2)}`)
    expect(shown.json).toMatchObject({ status: 'PENDING' })
  })

  it('has reference ids of its own kind, and refuses one twice', async () => {
    const { preApprove, ask, transfer } = await world()
    for (const one of [preApprove, ask, transfer]) expect((await one(1)).status).toBe(202)
    for (const one of [preApprove, ask, transfer]) {
      expect(await one(1)).toMatchObject({ status: 409, json: { code: 'RESOURCE_ALREADY_EXIST' } })
    }
  })
})

describe('the list of pre-approvals', () => {
  it('has those of the payer with the caller as the payee, the oldest first', async () => {
    const { preApprove, answer, list, kernel, momo, signed, call } = await world()
    expect(await list()).toEqual([])
    await preApprove(1)
    await answer('approve')
    await preApprove(2, { body: { ...consent, payerMessage: 'Other plan' } })
    await preApprove(3, { body: { ...consent, payer: { partyIdType: 'MSISDN', partyId: '46733000002' } } })
    const found = await list()
    expect(found).toEqual([
      {
        preApprovalId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        toFri: `FRI:${shop.id}/USER`,
        fromFri: 'FRI:46733000001/MSISDN',
        fromCurrency: 'EUR',
        createdTime: expect.any(String),
        approvedTime: expect.any(String),
        expiryTime: expect.any(String),
        status: 'APPROVED',
        message: 'Monthly plan',
      },
      expect.objectContaining({ status: 'PENDING', message: 'Other plan' }),
    ])
    expect(found[1]).not.toHaveProperty('approvedTime')
    for (const base of ['/collection/v1_0', '/testpg/v1_0']) {
      expect(await list('MSISDN/46733000001', base)).toEqual(found)
    }
    const other = { ...shop, id: reference(80) }
    await kernel.transact((tx) => momo.addApiUser(tx, other))
    const headers = await signed('collection', other)
    const path = '/collection/v1_0/preapprovals/msisdn/46733000001'
    expect(await call('GET', path, { headers })).toMatchObject({ status: 200, text: '[]' })
  })

  it('knows all of its statuses, or only APPROVED where the world says so', async () => {
    for (const only of [false, true]) {
      const { preApprove, answer, list, cancel, kernel } = await world(
        only ? { 'pre-approval-list': 'approved' } : {},
      )
      await preApprove(1)
      await answer('reject')
      await preApprove(2)
      await kernel.advance(300_000)
      await preApprove(3)
      await answer('approve')
      await cancel((await list()).find((one) => one.status === 'APPROVED')?.preApprovalId)
      await preApprove(4)
      await answer('approve')
      await preApprove(5)
      expect((await list()).map((one) => one.status)).toEqual(
        only ? ['APPROVED'] : ['REJECTED', 'EXPIRED', 'CANCELLED', 'APPROVED', 'PENDING'],
      )
    }
  })

  it.each(['id/17', 'alias/ama', 'email/ama@example.com', 'msisdn/46733999999'])(
    'is empty for %s',
    async (who) => {
      const { preApprove, get } = await world()
      await preApprove(1)
      expect(await get(`/collection/v1_0/preapprovals/${who}`)).toMatchObject({ status: 200, text: '[]' })
    },
  )

  it.each(['name/ama', 'id/ama', 'msisdn/ama', 'email/ama'])('refuses %s', async (who) => {
    const { get } = await world()
    expect(await get(`/collection/v1_0/preapprovals/${who}`)).toMatchObject({
      status: 400,
      text: '',
    })
  })
})

describe('cancelling a pre-approval', () => {
  it('takes the id of the list, once, and ends the debits', async () => {
    const { preApprove, answer, list, cancel, shown, ask, status } = await world()
    await preApprove(1)
    await answer('approve')
    const [one] = await list()
    expect(await cancel(one?.preApprovalId?.toUpperCase())).toMatchObject({ status: 200, text: '' })
    expect(await list()).toMatchObject([{ status: 'CANCELLED' }])
    expect((await shown(1)).json).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await cancel(one?.preApprovalId)).toMatchObject({ status: 404 })
    await ask(1)
    expect((await status(1)).json).toMatchObject({ status: 'PENDING' })
  })

  it('finds none that is pending, unknown, or another merchant’s', async () => {
    const { preApprove, answer, list, cancel, kernel, momo, signed } = await world()
    const missing = { status: 404, json: { code: 'RESOURCE_NOT_FOUND' } }
    await preApprove(1)
    const [one] = await list()
    expect(await cancel(one?.preApprovalId)).toMatchObject(missing)
    expect(await cancel(reference(1))).toMatchObject(missing)
    await answer('approve')
    const other = { ...shop, id: reference(80) }
    await kernel.transact((tx) => momo.addApiUser(tx, other))
    expect(await cancel(one?.preApprovalId, await signed('collection', other))).toMatchObject(missing)
    expect(await cancel('17')).toMatchObject({ status: 400, text: '' })
    expect(await list()).toMatchObject([{ status: 'APPROVED' }])
  })

  it('is not at the path of version 2', async () => {
    const { call, bearer } = await world()
    const path = `/collection/v2_0/preapproval/${reference(1)}`
    expect(await call('DELETE', path, { headers: bearer })).toMatchObject({
      status: 404,
      text: '{ "statusCode": 404, "message": "Resource not found" }',
    })
  })
})
