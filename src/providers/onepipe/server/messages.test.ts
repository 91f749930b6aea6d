import { describe, expect, it } from 'vitest'
import { type Answer, ngozi, openWorld, type Wish } from './world.fixture.ts'

async function openMessages(wanted: Parameters<typeof openWorld>[0] = {}) {
  const world = await openWorld(wanted)
  let count = 0
  const send = (type: string, transaction: object, wish: Wish = {}): Promise<Answer> => {
    const requestRef = wish.requestRef ?? `msg-${++count}`
    const auth = { type: null, secure: null, auth_provider: 'PaywithAccount' }
    const body = {
      request_ref: requestRef,
      request_type: type,
      auth,
      transaction: {
        mock_mode: 'Inspect',
        transaction_ref: wish.ref ?? requestRef,
        amount: 0,
        ...transaction,
      },
    }
    return world.transact({ ...wish, requestRef, body })
  }
  const query = (type: string, ref: string) => {
    const requestRef = `msg-${++count}`
    const body = { request_ref: requestRef, request_type: type, transaction: { transaction_ref: ref } }
    return world.refer('query', { requestRef, body })
  }
  const inbox = (address: string) => world.kernel.read((rx) => world.mail.messages(rx, address))
  return { ...world, sendMessage: send, queryMessage: query, inbox }
}

const sms = { customer: { customer_ref: ngozi.slice(1) }, details: { message_body: '4455 is your code.' } }
const info = (more: object = {}) => ({
  sender: { fromName: 'First Bank', fromEmailAddress: 'no-reply@bank.example' },
  message: { templateId: 'OTP', subject: 'Your code', body: '445566 is your code.', bodyParams: {} },
  recipient: { recipientName: 'Ngozi', recipientEmail: 'ngozi@example.com' },
  ...more,
})
const email = (more: object = {}, customer: object = {}) => ({
  customer: { customer_ref: ngozi.slice(1), ...customer },
  details: {
    template_id: 'OTP',
    template_info: JSON.stringify(info(more)),
    sender_name: 'First Bank',
    sender_email: 'otp@bank.example',
  },
})

describe('Send SMS of OnePipe', () => {
  it('sends an app’s text to the phone of the customer, and tells that again', async () => {
    const { sendMessage, queryMessage, texts } = await openMessages()
    const sent = await sendMessage('send sms', sms)
    expect(sent.json).toMatchObject({
      status: 'Successful',
      message: 'Message delivered successfully!',
      data: {
        provider_response_code: '00',
        provider: 'PaywithAccount',
        error: null,
        provider_response: {
          delivery_status: 'delivered',
          cost: null,
          reference: expect.stringMatching(/^\d{30}$/),
          meta: {},
        },
      },
    })
    expect(texts).toEqual([{ to: ngozi, text: '4455 is your code.', trace: 'a trace' }])
    const asked = await queryMessage('send_sms', 'msg-1')
    expect(asked.json.data.provider_response).toMatchObject({
      reference: sent.json.data.provider_response?.reference,
    })
    expect((await queryMessage('get_balance', 'msg-1')).json.data.error?.code).toBe('12')
    expect((await queryMessage('send_email', 'msg-1')).json.data.error?.code).toBe('12')
  })

  it('goes by the sender id that the app names, and costs what the world says', async () => {
    const prices = { send_sms: { price: 1_200, currency: 'NGN', shares: {} } }
    const { sendMessage, texts, kernel, onepipe } = await openMessages({ config: { prices } })
    const details = { ...sms.details, sender_id: 'PWT', message_title: 'Code' }
    const { json } = await sendMessage('SEND_SMS', { ...sms, details })
    expect(json.data.provider_response).toMatchObject({ cost: '1200' })
    expect(texts).toMatchObject([{ from: 'PWT' }])
    const [statement] = await kernel.read((rx) => onepipe.statements(rx, {}))
    expect(statement?.lines).toMatchObject([{ service: 'send_sms', operation: 'transact', amount: '12.00' }])
  })

  it('is Failed where the network refuses the SMS, and so it is told again', async () => {
    const { sendMessage, queryMessage, network } = await openMessages()
    network.trouble = { kind: 'refused', reason: 'UserInBlacklist' }
    const { json } = await sendMessage('send_sms', sms)
    expect(json).toMatchObject({
      status: 'Failed',
      data: { error: { code: '92' }, provider_response: { delivery_status: 'failed' } },
    })
    expect((await queryMessage('send_sms', 'msg-1')).json.data.error?.code).toBe('92')
    network.trouble = { kind: 'unknown', reason: 'no answer' }
    const pending = await sendMessage('send_sms', sms)
    expect(pending.json).toMatchObject({
      status: 'Successful',
      data: { provider_response: { delivery_status: 'pending' } },
    })
  })
})

describe('Send Email of OnePipe', () => {
  it('puts what the template says into the mailbox of the recipient', async () => {
    const { sendMessage, inbox } = await openMessages()
    const sent = await sendMessage('send email', email())
    expect(sent.json).toMatchObject({
      status: 'Successful',
      message: 'Transaction processed successfully',
      data: { provider_response: { delivery_status: 'delivered', cost: null } },
    })
    expect(await inbox('ngozi@example.com')).toMatchObject([
      { from: 'otp@bank.example', subject: 'Your code', text: '445566 is your code.', code: '445566' },
    ])
  })

  it('finds the recipient in the customer, where the template names none', async () => {
    const { sendMessage, inbox } = await openMessages()
    await sendMessage('send_email', email({ recipient: null }, { email: 'uju@example.com' }))
    expect(await inbox('uju@example.com')).toHaveLength(1)
    const evil = email({ recipient: { recipientEmail: 'a"<b>@example.com' } })
    expect((await sendMessage('send_email', evil)).json.data.error?.code).toBe('96')
    const nobody = await sendMessage('send_email', email({ recipient: null }))
    expect(nobody.json.data.error).toEqual({
      code: '96',
      message: expect.stringMatching(/customer.email is not valid; it must be the address of the recipient/),
    })
  })

  it('is Failed where a fault refuses the e-mail', async () => {
    const { sendMessage, kernel } = await openMessages()
    await kernel.transact((tx) => kernel.faults.replace(tx, [{ point: 'email', do: 'rejected' }]))
    const { json } = await sendMessage('send_email', email())
    expect(json).toMatchObject({
      status: 'Failed',
      data: { provider_response: { delivery_status: 'failed' } },
    })
  })
})

describe('a message that cannot be', () => {
  const without = (details: object) => ({ ...sms, details })
  it.each<[string, object, RegExp]>([
    [
      'send_sms',
      { ...sms, customer: { customer_ref: 'Uju' } },
      /customer_ref is not valid.*a phone number with its/,
    ],
    ['send_sms', without({}), /details.message_body is missing/],
    ['send_sms', { ...sms, details: null }, /details is null; it must be an object with message_body/],
    ['send_sms', without({ message_body: 'x', sender_id: 'much too long a name' }), /at most 11 characters/],
    ['send_sms', without({ message_body: 'x', sender_id: '[Bank] NG [1]' }), /each of .* counts as two/],
    ['send_sms', without({ message_body: 'x', sender_id: 'Банк' }), /of the GSM alphabet/],
    ['send_sms', without({ message_body: 'x', sender_id: 'My\nBank' }), /sender_id is not valid/],
    [
      'send_email',
      without({ template_id: 'x' }),
      /details.template_info is missing; it must be a string of JSON/,
    ],
    [
      'send_email',
      without({ template_id: 'x', template_info: '{' }),
      /template_info is not valid.*message.subject/,
    ],
  ])('%s is 96: %j', async (type, transaction, words) => {
    const { sendMessage, texts } = await openMessages()
    const { json } = await sendMessage(type, transaction)
    expect(json.data.error).toEqual({ code: '96', message: expect.stringMatching(words) })
    expect(texts).toEqual([])
  })

  it('has a transaction_ref of its own, and no other operations', async () => {
    const { sendMessage, refer, texts, transact } = await openMessages()
    await sendMessage('send_sms', sms, { ref: 'tx-1' })
    expect((await sendMessage('send_sms', sms, { ref: 'tx-1' })).json.data.error?.code).toBe('26')
    expect((await transact({ ref: 'tx-1' })).json.data.error?.code).toBe('26')
    expect(texts).toHaveLength(1)
    for (const operation of ['reverse', 'options', 'fulfil'] as const) {
      const body = {
        request_ref: operation,
        request_type: 'send_sms',
        transaction: { transaction_ref: 'tx-1' },
      }
      const { json } = await refer(operation, { requestRef: operation, body })
      expect(json.data.error).toEqual({
        code: '18',
        message: expect.stringMatching(/send_sms is done at once/),
      })
    }
  })
})

describe('a provider that sends its OTP by the services of this very gateway', () => {
  it('reaches the phone and the mailbox of the source', async () => {
    const service = { kind: 'onepipe' as const, url: 'http://gateway.test/v2/transact' }
    const { apiKey, secret } = { apiKey: 'key-office', secret: 'Bo4Kc8Nq1Sd6Fh3J' }
    const world = await openMessages({
      config: {
        sendOtpBy: ['sms', 'email'],
        smsHandler: { ...service, apiKey, secret, senderId: 'Bank' },
        emailHandler: {
          ...{ ...service, apiKey, secret },
          ...{ senderName: 'Bank', senderEmail: 'otp@bank.example', templateId: 'OTP' },
        },
        sources: [
          {
            type: 'bank.account',
            plaintext: '6200000766;058',
            phone: ngozi,
            email: 'ngozi@example.com',
            status: 'open',
          },
        ],
      },
    })
    world.outbound.mount('gateway.test', async ({ headers, body }) => {
      const { status, json } = await world.send('POST', '/v2/transact', headers, String(body))
      return { status, reason: '', headers: {}, body: Buffer.from(JSON.stringify(json)) }
    })
    expect((await world.transact()).json.status).toBe('WaitingForOTP')
    const [mail] = await world.inbox('ngozi@example.com')
    expect(mail).toMatchObject({ from: 'otp@bank.example', code: world.code() })
    expect(world.texts).toMatchObject([{ to: ngozi, from: 'Bank' }])
    expect((await world.validate(world.code())).json.status).toBe('Successful')
  })
})
