import { describe, expect, it } from 'vitest'
import { OutboundError, readTimeline } from '../../../kernel/index.ts'
import type { OnePipeConfig } from './config.ts'
import { maskedEmail } from './wording.ts'
import { ngozi, openWorld } from './world.fixture.ts'

const email = 'ngozi.adeyemi@example.com'
const plaintext = '6200000799;058'

async function openMailWorld(sendOtpBy: OnePipeConfig['sendOtpBy'], config: Partial<OnePipeConfig> = {}) {
  const source = { type: 'bank.account' as const, plaintext, phone: ngozi, email, status: 'open' as const }
  const world = await openWorld({ config: { sendOtpBy, sources: [source], ...config } })
  const inbox = () => world.kernel.read((rx) => world.mail.messages(rx, email))
  return { ...world, ask: (ref = 'tx-1') => world.transact({ plaintext, ref }), inbox }
}

describe('an OTP by e-mail', () => {
  it('is in the mailbox of the source alone, and tells the balance', async () => {
    const { ask, inbox, validate, texts, query } = await openMailWorld(['email'])
    const asked = await ask()
    expect(asked.json).toMatchObject({
      status: 'WaitingForOTP',
      message: 'Please enter the OTP sent to ng****@example.com',
      data: { provider_response_code: '900T0', provider_response: null },
    })
    expect(texts).toEqual([])
    const [mail, ...more] = await inbox()
    expect(more).toEqual([])
    expect(mail).toMatchObject({
      from: 'no-reply@payersim.example',
      subject: 'Your code to show your account balance',
      text: expect.stringMatching(/^\d{6} is your code to show your account balance to Ledger\. /),
    })
    expect(mail?.subject).not.toContain(mail?.code)
    expect((await query()).json.message).toBe('Please enter the OTP sent to ng****@example.com')
    const validated = await validate(mail?.code ?? '')
    expect(validated.json.data.provider_response).toMatchObject({ available_balance: 2_077_099 })
  })

  it('is the same code as by SMS, where both are sent', async () => {
    const { ask, inbox, texts, code, onepipe, kernel } = await openMailWorld(['sms', 'email'])
    expect((await ask()).json.message).toBe(
      'Please enter the OTP sent to 2348022****08 and ng****@example.com',
    )
    expect((await inbox()).map((mail) => mail.code)).toEqual([code()])
    await kernel.advance(30_000)
    expect(await onepipe.resend('tx-1')).toMatchObject({
      sent: true,
      phone: '2348022****08',
      email: 'ng****@example.com',
    })
    expect((await inbox()).map((mail) => mail.code)[1]).toBe(code())
    expect(texts).toHaveLength(2)
  })

  it('is left with no trace of the address in the provider’s own rows, once it is over', async () => {
    const { ask, inbox, validate, rows } = await openMailWorld(['email'])
    await ask()
    expect(await rows('onepipe_balance_requests')).toMatchObject([{ email, by_sms: 0 }])
    await validate((await inbox())[0]?.code ?? '')
    expect(await rows('onepipe_balance_requests')).toMatchObject([{ state: 'verified', email: null }])
  })

  it('is on the timeline by its address, never with the code', async () => {
    const { ask, inbox, kernel } = await openMailWorld(['email'])
    await ask()
    const events = await kernel.read((rx) => readTimeline(rx, {}))
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'balance-request.code-issued',
          data: expect.objectContaining({ email }),
        }),
        expect.objectContaining({ kind: 'email.received' }),
      ]),
    )
    expect(JSON.stringify(events)).not.toContain((await inbox())[0]?.code)
  })

  it('goes by SMS where a source has no address, and as each source says', async () => {
    const sources = [
      { type: 'bank.account' as const, plaintext, phone: ngozi, status: 'open' as const },
      {
        ...{
          type: 'bank.account' as const,
          plaintext: '6200000790;058',
          phone: ngozi,
          status: 'open' as const,
        },
        email,
        sendOtpBy: ['email' as const],
      },
    ]
    const { ask, transact, texts, inbox } = await openMailWorld(['sms', 'email'], { sources })
    expect((await ask()).json.message).toBe('Please enter the OTP sent to 2348022****08')
    expect(await inbox()).toEqual([])
    const other = await transact({ plaintext: '6200000790;058', ref: 'tx-2' })
    expect(other.json.message).toBe('Please enter the OTP sent to ng****@example.com')
    expect(texts).toHaveLength(1)
  })
})

describe('an e-mail that does not arrive', () => {
  const fault = (deed: string) => [{ point: 'email', do: deed, when: { first: 1 } }]

  it('may be lost: a new code gets through', async () => {
    const { ask, inbox, kernel, onepipe, validate } = await openMailWorld(['email'])
    await kernel.transact((tx) => kernel.faults.replace(tx, fault('lost')))
    expect((await ask()).json.status).toBe('WaitingForOTP')
    expect(await inbox()).toEqual([])
    await kernel.advance(30_000)
    expect(await onepipe.resend('tx-1')).toMatchObject({ sent: true, phone: null })
    expect((await validate((await inbox())[0]?.code ?? '')).json.status).toBe('Successful')
  })

  it('ends the transaction where it is refused, unless the SMS is taken', async () => {
    const alone = await openMailWorld(['email'])
    await alone.kernel.transact((tx) => alone.kernel.faults.replace(tx, fault('rejected')))
    expect((await alone.ask()).json.data.error?.code).toBe('92')
    const both = await openMailWorld(['sms', 'email'])
    await both.kernel.transact((tx) => both.kernel.faults.replace(tx, fault('rejected')))
    expect((await both.ask()).json.status).toBe('WaitingForOTP')
    both.network.trouble = { kind: 'refused', reason: 'UserInBlacklist' }
    expect((await both.ask('tx-2')).json.status).toBe('WaitingForOTP')
    await both.kernel.transact((tx) => both.kernel.faults.replace(tx, fault('rejected')))
    expect((await both.ask('tx-3')).json.data.error?.code).toBe('92')
  })
})

interface SentMessage {
  request_ref: string
  request_type: string
  transaction: { customer: object; details: Record<string, string> }
}

describe('an e-mail by OnePipe’s own service', () => {
  const emailHandler = {
    kind: 'onepipe' as const,
    url: 'http://mail.test/v2/transact',
    apiKey: 'k',
    secret: 's',
    senderName: 'First Bank',
    senderEmail: 'otp@bank.example',
    templateId: 'OTP',
  }

  it('has the shape of send_email, and a request_ref of its own', async () => {
    const smsHandler = { ...emailHandler, senderId: 'Me' }
    const world = await openMailWorld(['sms', 'email'], { emailHandler, smsHandler })
    const sent: SentMessage[] = []
    world.outbound.mount('mail.test', async ({ body }) => {
      sent.push(JSON.parse(String(body)))
      const answer = { status: 'Successful', data: { provider_response: { delivery_status: 'delivered' } } }
      return { status: 200, reason: '', headers: {}, body: Buffer.from(JSON.stringify(answer)) }
    })
    expect((await world.ask()).json.status).toBe('WaitingForOTP')
    expect(sent.map(({ request_type }) => request_type)).toEqual(['send_sms', 'send_email'])
    expect(new Set(sent.map(({ request_ref }) => request_ref)).size).toBe(2)
    const { details = {}, customer } = sent[1]?.transaction ?? {}
    expect(customer).toMatchObject({ email })
    expect(details).toMatchObject({
      template_id: 'OTP',
      sender_name: 'First Bank',
      sender_email: 'otp@bank.example',
    })
    expect(JSON.parse(details.template_info ?? '')).toMatchObject({
      sender: { fromName: 'First Bank', fromEmailAddress: 'otp@bank.example' },
      message: { subject: 'Your code to show your account balance', body: expect.stringMatching(/^\d{6} /) },
      recipient: { recipientEmail: email },
    })
    expect(await world.inbox()).toEqual([])
  })

  it.each<[string, OutboundError | object, string]>([
    ['that is down', new OutboundError('unreachable', 'gone'), 'Failed'],
    ['that is slow', new OutboundError('timeout', 'late'), 'WaitingForOTP'],
    ['that refuses', { status: 'Failed', message: 'no credit' }, 'Failed'],
  ])('%s', async (_name, answer, status) => {
    const world = await openMailWorld(['email'], { emailHandler })
    world.outbound.mount('mail.test', async () => {
      if (answer instanceof OutboundError) throw answer
      return { status: 200, reason: '', headers: {}, body: Buffer.from(JSON.stringify(answer)) }
    })
    expect((await world.ask()).json.status).toBe(status)
  })
})

it.each([
  ['ngozi@example.com', 'ng****@example.com'],
  ['bo@example.com', '****@example.com'],
  ['a@b.c', '****@b.c'],
  ['abc@b.c', 'a****@b.c'],
])('%s is shown as %s', (address, masked) => {
  expect(maskedEmail(address)).toBe(masked)
})
