import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { builtInWorld } from '../src/control/index.ts'
import { type SimulatorOptions, startSimulator } from '../src/index.ts'

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
/** The last settled request that was looked at: a timeline tells a thousand events at a time. */
let seen = 0
async function started(options: SimulatorOptions = {}) {
  seen = 0
  const sim = await startSimulator({ clock: 'frozen', ...options })
  closers.push(() => sim.close())
  return sim
}
type Sim = Awaited<ReturnType<typeof started>>

/** Payers answer by themselves, in the environments that the built-in world has. */
const approving = () => started({ world: { ...builtInWorld, payers: 'approve' } })
const currencies = { sandbox: 'EUR', mtnghana: 'GHS', mtnivorycoast: 'XOF', mtnnigeria: 'NGN' }
type Environment = keyof typeof currencies

/** Asks as an integration does, and says what came of it: the status, and where the receipt went. */
async function pay(sim: Sim, environment: Environment, payer: string) {
  const merchant = sim.merchant({ environment })
  const currency = currencies[environment]
  let order: Awaited<ReturnType<typeof merchant.requestToPay>>
  try {
    order = await merchant.requestToPay({ payer: { msisdn: payer }, amount: '7', currency })
  } catch (error) {
    return { outcome: 'refused' as const, why: String(error) }
  }
  await sim.settle()
  const { status, reason, financialTransactionId } = (await order.status()) as Record<string, string>
  const settled = (await sim.timeline({ kind: 'request-to-pay.settled', after: seen })).at(-1)
  seen = settled?.id ?? seen
  const phone = typeof settled?.phone === 'string' ? settled.phone : null
  const receipts =
    phone === null || financialTransactionId === undefined
      ? []
      : await sim.phone(phone).messages({ contains: financialTransactionId })
  return { outcome: status, reason, phone, receipts: receipts.length }
}

describe('a payer', () => {
  it.each<[Environment, string, string | null]>([
    ['sandbox', '0248888736', '+46248888736'],
    ['sandbox', '0733000001', '+46733000001'],
    ['sandbox', '23423423450', '+23423423450'],
    ['sandbox', '123456', null],
    ['sandbox', '123456789012345', null],
    ['sandbox', '99999999999', null],
    ['mtnghana', '0248888736', '+233248888736'],
    ['mtnghana', '0733000001', '+233733000001'],
    ['mtnghana', '244000001', '+233244000001'],
    ['mtnghana', '123456', null],
    ['mtnghana', '0123', null],
    ['mtnivorycoast', '0544000001', '+2250544000001'],
    ['mtnnigeria', '08022221408', '+2348022221408'],
  ])('in %s that is called %s is %s', async (environment, payer, phone) => {
    const sim = await approving()
    const paid = await pay(sim, environment, payer)
    if (phone !== null) expect(paid).toMatchObject({ outcome: 'SUCCESSFUL', phone, receipts: 1 })
    else if (paid.outcome !== 'refused')
      expect(paid).toMatchObject({ outcome: 'FAILED', reason: 'PAYER_NOT_FOUND', phone: null })
    const phones = (await sim.world()).phones.map(({ msisdn }) => msisdn)
    expect(phones.filter((msisdn) => /^\+0/.test(msisdn))).toEqual([])
    expect((await sim.audit()).ok).toBe(true)
  })

  it('that can pay gets a receipt, whatever the number; any other is told to the merchant', async () => {
    const sim = await approving()
    const digits = (length: number) =>
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
        .map((all) => all.join(''))
    const number = fc.oneof(
      fc.integer({ min: 6, max: 15 }).chain(digits),
      // Where real numbers are, and just beside them.
      fc
        .tuple(
          fc.constantFrom('467', '0', '2332', '22505', '234', '1', '+49', '00233', '+0', '256'),
          fc.integer({ min: 4, max: 12 }).chain(digits),
        )
        .map(([start, rest]) => `${start}${rest}`.slice(0, 16)),
    )
    const environment = fc.constantFrom<Environment>('sandbox', 'mtnghana', 'mtnivorycoast', 'mtnnigeria')
    await fc.assert(
      fc.asyncProperty(environment, number, async (where, payer) => {
        const paid = await pay(sim, where, payer)
        if (paid.outcome === 'SUCCESSFUL') expect(paid.receipts).toBeGreaterThan(0)
        // MTN's magic numbers, which the sandbox answers without a phone, fail too.
        else if (paid.outcome !== 'refused') expect(paid).toMatchObject({ outcome: 'FAILED' })
      }),
      { numRuns: 60 },
    )
    const kinds = (await sim.timeline({ kind: 'sms' })).map(({ kind }) => kind)
    expect(kinds).not.toContain('sms.not-sent')
    expect((await sim.audit()).ok).toBe(true)
  }, 120_000)
})

describe('an SMS that the real Africa’s Talking does not take', () => {
  /** A request to pay, whose prompt is an SMS that leaves by another account; what the timeline tells of it. */
  async function sendThrough(
    answer: { status: number; body: string },
    { payer = '254711000111' }: { payer?: string } = {},
  ) {
    const asked: string[] = []
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      asked.push(String(Buffer.concat(chunks)))
      response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answer.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => {
      server.closeAllConnections()
      server.close()
    })
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const sim = await started({
      port: 0,
      atSandbox: { serviceCode: '*384*44135#', publicUrl: 'https://abc.ngrok.app' },
      africasTalking: { username: 'sandbox', apiKey: 'atsk_real', baseUrl },
    })
    await sim.merchant().requestToPay({ payer: { msisdn: payer }, amount: '5', currency: 'EUR' })
    await sim.settle()
    await sim.clock.advance('PT4M')
    const events = await sim.timeline()
    return {
      asked,
      unsent: events.filter(({ kind }) => kind === 'sms.not-sent'),
      failed: events.filter(({ kind }) => kind === 'delivery.failed'),
    }
  }
  const refusedAs = (status: string, statusCode: number) =>
    `{"SMSMessageData":{"Message":"Sent to 0/1 Total Cost: 0","Recipients":[{"cost":"0","messageId":"None","number":"+254711000111","status":"${status}","statusCode":${statusCode}}]}}`

  it.each([
    ['a recipient', 201, refusedAs('UserInBlacklist', 406), 'refused', 'UserInBlacklist'],
    ['a recipient', 201, refusedAs('InsufficientBalance', 405), 'refused', 'InsufficientBalance'],
    [
      'a recipient, with its HTTP status',
      409,
      refusedAs('DoNotDisturbRejection', 409),
      'refused',
      'DoNotDisturb',
    ],
    [
      'the sender',
      201,
      '{"SMSMessageData":{"Message":"InvalidSenderId","Recipients":[]}}',
      'refused',
      'InvalidSenderId',
    ],
    ['the key', 401, 'The supplied authentication is invalid', 'unauthorized', 'authentication is invalid'],
    ['nothing, and broke', 500, '', 'unknown', '500'],
  ])(
    'because it refused %s is on the timeline, once, with the reason',
    async (_, status, body, kind, reason) => {
      const { asked, unsent } = await sendThrough({ status, body })
      expect(asked).toHaveLength(1)
      expect(unsent).toMatchObject([
        {
          phone: '+254711000111',
          data: { kind, reason: expect.stringContaining(reason), again: false },
        },
      ])
    },
  )

  it('because it was down is there for each attempt, and when all are over', async () => {
    const { asked, unsent, failed } = await sendThrough({ status: 503, body: '' })
    expect(asked).toHaveLength(5)
    expect(unsent).toHaveLength(5)
    expect(unsent[0]).toMatchObject({ data: { kind: 'unavailable', again: true } })
    expect(failed).toMatchObject([{ phone: '+254711000111', data: { subscriber: 'payer.prompt' } }])
  })

  it('because the SDK itself drops the number is there, though nobody was asked', async () => {
    const { asked, unsent } = await sendThrough({ status: 201, body: '{}' }, { payer: '254000000001' })
    expect(asked).toEqual([])
    expect(unsent).toMatchObject([{ phone: '+254000000001', data: { kind: 'invalid' } }])
  })
})
