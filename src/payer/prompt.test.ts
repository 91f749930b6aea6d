import { describe, expect, it } from 'vitest'
import { readTimeline } from '../kernel/index.ts'
import { ama, code, type PayerWorld, payerWorld, pin } from './payer.fixture.ts'

async function world(options?: Parameters<typeof payerWorld>[0]): Promise<PayerWorld> {
  return payerWorld({ ...options, payer: { prompt: 'push', ...options?.payer } })
}
const sms = 'Shop asks you to pay 12.50 EUR. Dial *165# and choose Approvals to answer.'

describe('a new payment request', () => {
  it('opens a session on the phone, which shows that request', async () => {
    const { kernel, ask, hop, telco, request } = await world()
    await ask({ amount: 100 })
    const { id } = await ask()
    await kernel.settle()
    expect(telco.pushes).toHaveLength(2)
    const [, push] = telco.pushes
    const sessionId = push?.sessionId ?? ''
    const [, created] = await kernel.read((rx) => readTimeline(rx, { kind: 'request-to-pay.created' }))
    expect(push).toEqual({ msisdn: ama, serviceCode: code, sessionId, trace: created?.trace })
    expect(await hop(sessionId, '')).toMatchObject({
      body: expect.stringMatching(
        /^CON Pay 12\.50 EUR to Shop\?\nRef 6f1c2b1e\n1 Approve\n2 Reject\n0 Later$/,
      ),
      metadata: 'approval',
    })
    expect(await hop(sessionId, '1')).toMatchObject({ metadata: 'pin' })
    expect((await hop(sessionId, `1*${pin}`)).body).toMatch(/^END Approved/)
    expect(await request(id)).toMatchObject({ status: 'SUCCESSFUL' })
  })

  it('can be rejected, put off, or answered with a wrong key in the pushed session', async () => {
    const { kernel, ask, hop, telco, request } = await world()
    const rejected = await ask()
    const later = await ask()
    await kernel.settle()
    const [one = '', two = ''] = telco.pushes.map(({ sessionId }) => sessionId)
    await hop(one, '')
    expect((await hop(one, '7')).body).toMatch(/^CON No such choice\.\nPay 12\.50/)
    expect((await hop(one, '7*2')).body).toMatch(/^END Rejected/)
    expect(await request(rejected.id)).toMatchObject({ reason: 'approval-rejected' })
    await hop(two, '')
    expect((await hop(two, '0')).body).toBe('END This request is waiting. Dial *165# and choose Approvals.')
    expect(await request(later.id)).toMatchObject({ status: 'PENDING' })
  })

  it('is refused to another phone that comes with the pushed session id', async () => {
    const { kernel, ask, hop, telco } = await world()
    await ask()
    await kernel.settle()
    expect((await hop(telco.pushes[0]?.sessionId ?? '', '', '+46733000009')).body).toMatch(
      /^END .*another phone/,
    )
  })

  it('that was settled before the session opened says so', async () => {
    const { kernel, ask, hop, telco } = await world()
    await ask()
    await kernel.settle()
    await kernel.advance(300_000)
    expect((await hop(telco.pushes[0]?.sessionId ?? '', '')).body).toMatch(/^END Expired/)
  })

  it.each(['busy', 'off', 'unknown', 'failed'] as const)(
    'is told by SMS where the phone is %s',
    async (outcome) => {
      const { kernel, ask, telco } = await world()
      telco.outcome = outcome
      await ask()
      await kernel.settle()
      expect(telco.pushes).toHaveLength(1)
      expect(telco.texts).toEqual([{ to: ama, text: sms }])
    },
  )

  it('is told by SMS alone where the world says so, and not at all with none', async () => {
    const texted = await world({ payer: { prompt: 'sms' } })
    await texted.ask()
    await texted.kernel.settle()
    expect(texted.telco).toMatchObject({ pushes: [], texts: [{ to: ama, text: sms }] })
    const silent = await world({ payer: { prompt: 'none' } })
    await silent.ask()
    await silent.kernel.settle()
    expect(silent.telco).toMatchObject({ pushes: [], texts: [] })
  })

  it('keeps its session id when the prompt is attempted again', async () => {
    const { kernel, ask, telco } = await world()
    telco.outcome = 'busy'
    telco.refusals = 1
    await ask()
    await kernel.settle()
    telco.outcome = 'opened'
    await kernel.advance(1_000)
    expect(telco.pushes).toHaveLength(2)
    expect(telco.pushes[1]).toEqual(telco.pushes[0])
    expect(telco.texts).toEqual([])
  })

  it('sends no second SMS where the first may have been taken, and says so', async () => {
    const { kernel, ask, telco } = await world({ payer: { prompt: 'sms' } })
    Object.assign(telco, { refusals: 1, again: false })
    await ask()
    await kernel.settle()
    await kernel.advance(60_000)
    expect(telco).toMatchObject({ texts: [], refusals: 0 })
    const delivery = await kernel.read((rx) => kernel.deliveries.list(rx, 'payer.prompt'))
    expect(delivery).toMatchObject([
      { status: 'done', attempts: 1, result: { outcome: 'sms', sms: 'refused' } },
    ])
  })

  it('prompts nobody once it is settled', async () => {
    const { kernel, ask, telco, wallet, holderId } = await world()
    telco.outcome = 'busy'
    telco.refusals = 1
    const { id } = await ask()
    await kernel.settle()
    await kernel.transact((tx) => wallet.paymentRequests.reject(tx, { id: id, holderId }))
    await kernel.advance(1_000)
    expect(telco.pushes).toHaveLength(1)
    expect(telco.texts).toEqual([])
    const delivery = await kernel.read((rx) => kernel.deliveries.list(rx, 'payer.prompt'))
    expect(delivery).toMatchObject([{ status: 'done', attempts: 2, result: { outcome: 'not-pending' } }])
  })

  it('prompts nobody where the world answers for its payers, or the payer is unknown', async () => {
    const { kernel, ask, telco } = await world({ wallet: { payers: { answer: 'approve', delaySeconds: 5 } } })
    await ask()
    await ask({ payer: { type: 'EMAIL', id: 'nobody@example.com' } })
    await kernel.settle()
    expect(telco).toMatchObject({ pushes: [], texts: [] })
  })
})

describe('a new mandate', () => {
  it('opens a session on the phone, which shows that one and accepts it', async () => {
    const { kernel, ask, askMandate, hop, telco, mandate } = await world()
    await ask()
    const { id } = await askMandate({ validitySeconds: 3600 })
    await kernel.settle()
    expect(telco.pushes).toHaveLength(2)
    const [other = '', sessionId = ''] = telco.pushes.map((push) => push.sessionId)
    expect((await hop(other, '')).body).toContain('Pay 12.50 EUR to Shop?')
    expect(await hop(sessionId, '')).toEqual({
      body: 'CON Let Shop debit EUR without asking you?\nFor 1 h after you accept\n1 Accept\n2 Reject\n0 Later',
      metadata: 'approval',
    })
    expect(await hop(sessionId, '1')).toMatchObject({ metadata: 'pin' })
    expect((await hop(sessionId, `1*${pin}`)).body).toMatch(/^END Accepted\. Shop may debit EUR/)
    expect(await mandate(id)).toMatchObject({ status: 'APPROVED' })
  })

  it('can be rejected, put off, or answered with a wrong key in the pushed session', async () => {
    const { kernel, askMandate, hop, telco, mandate } = await world()
    const rejected = await askMandate()
    const later = await askMandate()
    await kernel.settle()
    const [one = '', two = ''] = telco.pushes.map(({ sessionId }) => sessionId)
    await hop(one, '')
    expect((await hop(one, '7')).body).toMatch(/^CON No such choice\.\nLet Shop debit/)
    expect((await hop(one, '7*2')).body).toMatch(/^END Rejected/)
    expect(await mandate(rejected.id)).toMatchObject({ status: 'REJECTED' })
    expect((await hop(two, '0')).body).toBe('END This request is waiting. Dial *165# and choose Approvals.')
    expect(await mandate(later.id)).toMatchObject({ status: 'PENDING' })
  })

  it('that expired before the session opened says so', async () => {
    const { kernel, askMandate, hop, telco } = await world()
    await askMandate()
    await kernel.settle()
    await kernel.advance(300_000)
    expect((await hop(telco.pushes[0]?.sessionId ?? '', '')).body).toMatch(/^END Expired: Shop may not debit/)
  })

  it.each([
    ['the phone is busy', { prompt: 'push' }, 'busy', 1],
    ['the phone is off', { prompt: 'push' }, 'off', 1],
    ['the world says so', { prompt: 'sms' }, 'opened', 0],
  ] as const)('is told by one SMS where %s', async (_, payer, outcome, pushes) => {
    const { kernel, askMandate, telco } = await world({ payer })
    telco.outcome = outcome
    await askMandate()
    await kernel.settle()
    expect(telco.pushes).toHaveLength(pushes)
    const text = 'Shop asks to debit EUR without asking you. Dial *165# and choose Approvals to answer.'
    expect(telco.texts).toEqual([{ to: ama, text }])
  })

  it('keeps its session id when the prompt is attempted again, and prompts nobody once it is settled', async () => {
    const { kernel, askMandate, telco, wallet, holderId } = await world()
    telco.outcome = 'busy'
    telco.refusals = 2
    const { id } = await askMandate()
    await kernel.settle()
    await kernel.advance(1_000)
    expect(telco.pushes).toHaveLength(2)
    expect(telco.pushes[1]).toEqual(telco.pushes[0])
    await kernel.transact((tx) => wallet.mandates.reject(tx, { id, holderId }))
    await kernel.advance(60_000)
    expect(telco.pushes).toHaveLength(2)
    expect(telco.texts).toEqual([])
  })

  it('prompts nobody with none, or where the world answers for its payers', async () => {
    const silent = await world({ payer: { prompt: 'none' } })
    await silent.askMandate()
    await silent.kernel.settle()
    expect(silent.telco).toMatchObject({ pushes: [], texts: [] })
    const answered = await world({ wallet: { payers: { answer: 'reject', delaySeconds: 5 } } })
    await answered.askMandate()
    await answered.kernel.settle()
    expect(answered.telco).toMatchObject({ pushes: [], texts: [] })
  })
})
