import { describe, expect, it } from 'vitest'
import { expectTold } from '../../../../test/told.fixture.ts'
import { type Outbound, OutboundError, readTimeline } from '../../../kernel/index.ts'
import { Messaging } from '../../../messaging/index.ts'
import { openWorld } from './world.fixture.ts'

/** The official SDK, and a network that gives each recipient this status. */
function africasTalking(status: string, bodies: string[]) {
  return (outbound: Outbound) => {
    outbound.mount('network.test', async ({ body }) => {
      bodies.push(String(body))
      const Recipients = [
        { status, messageId: 'ATXid_1', number: '+2348022221408', statusCode: 101, cost: '0' },
      ]
      const answer = JSON.stringify({ SMSMessageData: { Message: 'Sent to 1/1', Recipients } })
      const headers = { 'content-type': 'application/json' }
      return { status: 201, reason: 'Created', headers, body: Buffer.from(answer) }
    })
    const config = { username: 'sandbox', apiKey: 'atsk', baseUrl: 'http://network.test', from: null }
    return new Messaging({ outbound, config })
  }
}

describe('an SMS through the official africastalking SDK', () => {
  it('goes to the phone of the source, and its code is the one', async () => {
    const bodies: string[] = []
    const { transact, validate } = await openWorld({ messaging: africasTalking('Success', bodies) })
    expect((await transact()).json.status).toBe('WaitingForOTP')
    const [form] = bodies.map((body) => new URLSearchParams(body))
    expect(form?.get('to')).toBe('+2348022221408')
    const code = /^\d{6}/.exec(form?.get('message') ?? '')?.[0] ?? ''
    expect((await validate(code)).json.status).toBe('Successful')
  })

  it('that is refused ends the transaction, with nothing left of it', async () => {
    const { transact, query, rows } = await openWorld({ messaging: africasTalking('UserInBlacklist', []) })
    expect((await transact()).json.data.error?.code).toBe('92')
    expect(await rows('onepipe_balance_requests')).toMatchObject([{ state: 'undelivered', response: null }])
    expect((await query()).json.data.error?.code).toBe('92')
    expect(await rows('deadlines')).toEqual([])
  })

  it('of which nobody knows whether it was sent may be answered', async () => {
    const world = await openWorld()
    world.network.trouble = { kind: 'unknown', reason: 'no answer' }
    expect((await world.transact()).json.status).toBe('WaitingForOTP')
    world.network.trouble = undefined
    await world.kernel.advance(30_000)
    await world.onepipe.resend('tx-1')
    expect((await world.validate(world.code())).json.status).toBe('Successful')
  })
})

describe('an SMS by OnePipe’s own service', () => {
  it('has the shape of send_sms', async () => {
    const { transact, outbound, texts } = await openWorld({
      config: {
        smsHandler: {
          kind: 'onepipe',
          url: 'http://sms.test/v2/transact',
          apiKey: 'k',
          secret: 's',
          senderId: 'Me',
        },
      },
    })
    const sent: Array<{
      headers: Record<string, string>
      body: { transaction: { customer: object; details: object } }
    }> = []
    const answer = { status: 'Successful', data: { provider_response: { delivery_status: 'delivered' } } }
    outbound.mount('sms.test', async ({ headers, body }) => {
      sent.push({ headers, body: JSON.parse(String(body)) })
      return { status: 200, reason: '', headers: {}, body: Buffer.from(JSON.stringify(answer)) }
    })
    expect((await transact()).json.status).toBe('WaitingForOTP')
    expect(sent).toHaveLength(1)
    expect(sent[0]?.body).toMatchObject({
      request_type: 'send_sms',
      transaction: {
        customer: { customer_ref: '2348022221408' },
        details: { message_body: expect.stringMatching(/^\d{6} /), sender_id: 'Me' },
      },
    })
    expect(sent[0]?.headers.Authorization).toBe('Bearer k')
    answer.data.provider_response.delivery_status = 'failed'
    expect((await transact({ ref: 'tx-2' })).json.data.error?.code).toBe('92')
    expect(texts).toEqual([])
  })

  it.each<[string, () => Promise<{ status: number; reason: string; headers: object; body: Buffer }>, string]>(
    [
      ['that is down', () => Promise.reject(new OutboundError('unreachable', gone)), 'Failed'],
      ['that is slow', () => Promise.reject(new OutboundError('timeout', 'late')), 'WaitingForOTP'],
      ['that refuses', async () => answered({ status: 'Failed', message: 'no credit' }), 'Failed'],
      ['that talks nonsense', async () => answered('hello'), 'WaitingForOTP'],
    ],
  )('%s: %#', async (name, answer, status) => {
    const smsHandler = {
      kind: 'onepipe' as const,
      url: 'http://sms.test/',
      apiKey: 'k',
      secret: 's',
      senderId: 'Me',
    }
    const { transact, outbound, kernel } = await openWorld({ config: { smsHandler } })
    outbound.mount('sms.test', answer as never)
    expect((await transact()).json.status).toBe(status)
    const [notSent, ...others] = await kernel.read((rx) => readTimeline(rx, { kind: 'sms.not-sent' }))
    expect(notSent).toMatchObject({ phone: '+2348022221408', data: { reason: expect.any(String) } })
    const { reason, reasonIn } = notSent?.data ?? {}
    if (name === 'that is down')
      expect({ reason, reasonIn }).toEqual({ reason: 'gone', reasonIn: { fr: 'parti' } })
    if (name === 'that talks nonsense') expectTold(reason, reasonIn?.fr)
    expect(others).toEqual([])
  })
})

const gone = { en: 'gone', fr: 'parti' }

function answered(json: unknown) {
  return { status: 200, reason: '', headers: {}, body: Buffer.from(JSON.stringify(json)) }
}
