import { afterEach, describe, expect, it } from 'vitest'
import { ama, code, type PayerWorld, payerWorld, pin } from './payer.fixture.ts'

const worlds: PayerWorld[] = []
afterEach(async () => {
  for (const { kernel } of worlds.splice(0)) await kernel.close()
})
async function world(options?: Parameters<typeof payerWorld>[0]): Promise<PayerWorld> {
  const made = await payerWorld({ ...options, payer: { prompt: 'push', ...options?.payer } })
  worlds.push(made)
  return made
}
const sms = 'Shop asks you to pay 12.50 EUR. Dial *165# and choose Approvals to answer.'

describe('a new request to pay', () => {
  it('opens a session on the phone, which shows that request', async () => {
    const { kernel, ask, hop, telco, request } = await world()
    await ask({ amount: 100 })
    const { id } = await ask()
    await kernel.settle()
    expect(telco.pushes).toHaveLength(2)
    const [, push] = telco.pushes
    const sessionId = push?.sessionId ?? ''
    expect(push).toEqual({ msisdn: ama, serviceCode: code, sessionId })
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

  it('prompts nobody once it is settled', async () => {
    const { kernel, ask, telco, wallet, holderId } = await world()
    telco.outcome = 'busy'
    telco.refusals = 1
    const { id } = await ask()
    await kernel.settle()
    await kernel.transact((tx) => wallet.reject(tx, { requestId: id, holderId }))
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

describe('a receipt', () => {
  it('tells of a payment with its id and the balance it left', async () => {
    const { kernel, ask, hop, telco, request } = await world({
      wallet: { fees: [{ currency: 'EUR', flat: '0.50' }] },
      payer: { prompt: 'none' },
    })
    const { id } = await ask()
    await hop('s', `1*1*1*${pin}`)
    await kernel.settle()
    const transaction = (await request(id))?.financialTransactionId
    expect(telco.texts).toEqual([
      {
        to: ama,
        text: `You paid 12.50 EUR to Shop.\nFee 0.50 EUR\nId ${transaction}\nNew balance 37.00 EUR`,
      },
    ])
  })

  it('tells of an expired request, of too little money, and of nothing that the payer decided', async () => {
    const { kernel, ask, hop, telco } = await world({ payer: { prompt: 'none' } })
    await ask({ amount: 9900 })
    await hop('one', `1*1*1*${pin}`)
    await ask()
    await hop('two', '1*1*2')
    await ask()
    await ask({ payer: { type: 'EMAIL', id: 'nobody@example.com' } })
    await kernel.advance(300_000)
    expect(telco.texts.map(({ text }) => text)).toEqual([
      'Not enough money to pay 99.00 EUR to Shop. Nothing was paid.',
      'The request for 12.50 EUR to Shop has expired. Nothing was paid.',
    ])
  })

  it('is sent again where the first SMS was refused', async () => {
    const { kernel, ask, hop, telco } = await world({ payer: { prompt: 'none' } })
    telco.refusals = 1
    await ask()
    await hop('s', `4*2*1*1*1*${pin}`)
    await kernel.settle()
    expect(telco.texts).toEqual([])
    await kernel.advance(1_000)
    expect(telco.texts[0]?.text).toMatch(
      /^Vous avez payé 12\.50 EUR à Shop\.\nId \d+\nNouveau solde 37\.50 EUR$/,
    )
  })
})
