import { afterEach, describe, expect, it } from 'vitest'
import { answerOf } from '../kernel/http/front-door.fixture.ts'
import { readTimeline } from '../kernel/index.ts'
import { oneTimeCode } from '../safe-text/index.ts'
import type { NetworkConfig } from './config.ts'
import { checkedDoor } from './conformance.fixture.ts'
import { telco } from './network.fixture.ts'
import { smsParts } from './sms-parts.ts'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const to = '+254700072929'
const fields = { username: 'sandbox', to, message: 'Hello', bulkSMSMode: '1', enqueue: '1' }
const headers = {
  accept: 'application/json',
  apikey: 'atsk_test',
  'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
}

async function rig(config: Partial<NetworkConfig> = {}) {
  const it = await telco({ config })
  closing.push(it.close)
  const door = checkedDoor(it.network)
  const post = (form: Record<string, string>, extra: Record<string, string> = {}) =>
    answerOf(door, {
      method: 'POST',
      url: '/version1/messaging',
      headers: { ...headers, ...extra },
      payload: new URLSearchParams(form).toString(),
    })
  const inbox = (query = {}, msisdn = to) => it.kernel.read((rx) => it.network.messages(rx, msisdn, query))
  return { ...it, door, post, inbox }
}

describe('POST /version1/messaging', () => {
  it('answers as the sandbox does, key by key, and the handset has the message', async () => {
    const it = await rig()
    const response = await it.post({ ...fields, message: 'hi & bye' })
    expect(response.statusCode).toBe(201)
    expect(response.headers['content-type']).toBe('application/json')
    expect(response.body.replace(/ATXid_[0-9a-f]{32}/, 'ATXid_#')).toBe(
      '{"SMSMessageData":{"Message":"Sent to 1/1 Total Cost: USD 0.0079 Message parts: 1","Recipients":[' +
        '{"cost":"KES 0.8000","messageId":"ATXid_#","number":"+254700072929","status":"Success","statusCode":102}]}}',
    )
    expect(await it.inbox()).toEqual([
      { id: 1, from: 'AFRICASTKNG', text: 'hi & bye', code: null, receivedAt: '2026-01-05T09:00:00.000Z' },
    ])
  })

  it('says 101 without the queue, 102 where nothing is said of it, and ignores the SDK’s undefined', async () => {
    const it = await rig()
    const statusCode = async (enqueue: Record<string, string>) => {
      const { enqueue: _, ...rest } = fields
      const { SMSMessageData } = (await it.post({ ...rest, ...enqueue })).json()
      return SMSMessageData.Recipients[0].statusCode
    }
    expect(await statusCode({ enqueue: '0' })).toBe(101)
    expect(await statusCode({})).toBe(102)
    expect(await statusCode({ enqueue: 'undefined', from: 'undefined' })).toBe(102)
    expect((await it.inbox()).map(({ from }) => from)).toEqual(['AFRICASTKNG', 'AFRICASTKNG', 'AFRICASTKNG'])
  })

  it('adds up parts and recipients, and names those that are no numbers', async () => {
    const it = await rig()
    const response = await it.post({
      ...fields,
      to: `${to}, 0712345678,+254 711-000 000`,
      message: 'x'.repeat(161),
    })
    expect(response.json().SMSMessageData).toMatchObject({
      Message: 'Sent to 2/3 Total Cost: USD 0.0316 Message parts: 2',
      Recipients: [
        { cost: 'KES 1.6000', number: to, statusCode: 102 },
        { cost: '0', messageId: 'None', number: '0712345678', status: 'InvalidPhoneNumber', statusCode: 403 },
        { cost: 'KES 1.6000', number: '+254711000000', statusCode: 102 },
      ],
    })
    const none = await it.post({ ...fields, to: 'nobody' })
    expect(none.json().SMSMessageData.Message).toBe('Sent to 0/1 Total Cost: 0 Message parts: 1')
  })

  it('refuses what no phone can have as its number, and says so on the timeline too', async () => {
    const it = await rig({ senderIds: [] })
    const numbers = ['+0248888736', '0733000001', '+123456', '+123456789012345', '+99999999999', 'nobody']
    const { SMSMessageData } = (await it.post({ ...fields, to: numbers.join(',') })).json()
    expect(SMSMessageData.Recipients).toMatchObject(
      numbers.map((number) => ({ number, status: 'InvalidPhoneNumber', statusCode: 403, messageId: 'None' })),
    )
    expect((await it.post({ ...fields, from: 'OTHER' })).json().SMSMessageData.Recipients).toEqual([])
    const events = await it.kernel.read((rx) => readTimeline(rx, { kind: 'sms.refused' }))
    expect(events.map(({ phone, data }) => ({ phone, ...data }))).toEqual([
      ...numbers.map((number) => ({
        phone: /^\+[1-9]/.test(number) ? number : null,
        from: 'AFRICASTKNG',
        to: number,
        reason: 'InvalidPhoneNumber',
      })),
      { phone: to, from: 'OTHER', to, reason: 'InvalidSenderId' },
    ])
  })

  it('names neither total nor parts of a premium message', async () => {
    const it = await rig()
    const { SMSMessageData } = (await it.post({ ...fields, bulkSMSMode: '0', linkId: 'undefined' })).json()
    expect(SMSMessageData).toMatchObject({ Message: 'Sent to 1/1', Recipients: [{ cost: '0' }] })
  })

  it('answers XML to a client that does not accept JSON', async () => {
    const it = await rig()
    const response = await it.post({ ...fields, enqueue: '0' }, { accept: '*/*' })
    expect(response.statusCode).toBe(201)
    expect(response.headers['content-type']).toBe('application/xml')
    expect(response.body.replace(/ATXid_[0-9a-f]{32}/, 'ATXid_#')).toBe(
      '<AfricasTalkingResponse><SMSMessageData><Message>Sent to 1/1 Total Cost: USD 0.0079 Message parts: 1</Message>' +
        '<Recipients><Recipient><number>+254700072929</number><cost>KES 0.8000</cost><status>Success</status>' +
        '<statusCode>101</statusCode><messageId>ATXid_#</messageId></Recipient></Recipients></SMSMessageData>' +
        '</AfricasTalkingResponse>',
    )
    const escaped = await it.post({ ...fields, to: '<&>' }, { accept: 'application/xml' })
    expect(escaped.body).toContain('<number>&lt;&amp;&gt;</number>')
  })

  it('refuses a wrong key or username as the sandbox does', async () => {
    const it = await rig()
    for (const [form, extra] of [
      [fields, { apikey: 'wrong' }],
      [{ ...fields, username: 'Sandbox' }, {}],
      [{ to, message: 'x' }, {}],
    ] as const) {
      const response = await it.post(form, extra)
      expect(response.statusCode).toBe(401)
      expect(response.headers).toMatchObject({
        'content-type': 'text/plain; charset=UTF-8',
        'www-authenticate': 'Basic realm="api",charset=UTF-8',
      })
      expect(response.body).toBe('The supplied authentication is invalid')
    }
    expect(await it.inbox()).toEqual([])
  })

  it('knows the sender ids of the world, its own and short codes', async () => {
    const it = await rig({ senderIds: ['MYSHOP'] })
    for (const from of ['MYSHOP', '12345', 'AFRICASTKNG', '']) {
      expect((await it.post({ ...fields, from })).json().SMSMessageData.Recipients).toHaveLength(1)
    }
    const refused = await it.post({ ...fields, from: 'OTHER' })
    expect(refused.statusCode).toBe(201)
    expect(refused.body).toBe('{"SMSMessageData":{"Message":"InvalidSenderId","Recipients":[]}}')
    expect((await it.inbox()).map(({ from }) => from)).toEqual([
      'MYSHOP',
      '12345',
      'AFRICASTKNG',
      'AFRICASTKNG',
    ])
  })

  it('says what is missing, too large, no form or another method', async () => {
    const it = await rig()
    const { to: _to, ...noRecipient } = fields
    const { message: _message, ...noMessage } = fields
    const answers = [
      await it.post(noRecipient),
      await it.post({ ...fields, to: ' , ' }),
      await it.post(noMessage),
      await it.post({ ...fields, message: 'x'.repeat(1_100_000) }),
      await it.post(fields, { 'content-type': 'application/json' }),
    ]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 413, 415])
    expect(answers[0]?.body).toBe("Request is missing required form field 'to'")
    expect(answers[2]?.body).toBe("Request is missing required form field 'message'")
    for (const { headers } of answers) expect(headers['content-type']).toBe('text/plain; charset=UTF-8')
    const put = await answerOf(it.door, { method: 'PUT', url: '/version1/messaging' })
    expect([put.statusCode, put.headers.allow]).toEqual([405, 'GET, POST'])
  })
})

describe('the inbox', () => {
  it('holds what comes for a handset that is off until it is back', async () => {
    const it = await rig()
    await it.network.setOnline(to, false)
    await it.post({ ...fields, message: 'one' })
    await it.post({ ...fields, message: 'two' })
    expect(await it.inbox()).toEqual([])
    await it.kernel.advance(60_000)
    await it.network.setOnline(to, true)
    expect(await it.inbox()).toMatchObject([
      { id: 1, text: 'one', receivedAt: '2026-01-05T09:01:00.000Z' },
      { id: 2, text: 'two' },
    ])
    const events = await it.kernel.read((rx) => readTimeline(rx, { kind: 'sms' }))
    expect(events.map(({ kind, phone }) => [kind, phone])).toEqual([
      ['sms.held', to],
      ['sms.held', to],
      ['sms.received', to],
      ['sms.received', to],
    ])
    expect(events[2]?.data).toEqual({
      from: 'AFRICASTKNG',
      text: 'one',
      held: true,
      messageId: expect.stringMatching(/^ATXid_/),
    })
  })

  it('is read from an id on, and by what a text contains', async () => {
    const it = await rig()
    for (const message of ['Paid 12.50', 'Your OTP is 445566', 'paid 3'])
      await it.post({ ...fields, message })
    expect((await it.inbox({ after: 1 })).map(({ id }) => id)).toEqual([2, 3])
    expect((await it.inbox({ contains: 'PAID' })).map(({ id }) => id)).toEqual([1, 3])
    expect((await it.inbox({ after: 1, contains: 'otp' }))[0]).toMatchObject({ code: '445566' })
  })

  it('keeps a one-time code out of the timeline', async () => {
    const it = await rig()
    await it.post({ ...fields, message: 'Your OTP is 445566' })
    const [event] = await it.kernel.read((rx) => readTimeline(rx, { kind: 'sms.received' }))
    expect(event?.data.text).toBe('Your OTP is ****')
  })

  it('of a number that a closed world does not know takes nothing', async () => {
    const it = await rig({ openPhones: false })
    expect((await it.post(fields)).statusCode).toBe(201)
    const events = await it.kernel.read((rx) => readTimeline(rx, { kind: 'sms' }))
    expect(events.map(({ kind }) => kind)).toEqual(['sms.failed'])
  })
})

describe('a one-time code', () => {
  it.each([
    ['Your OTP is 123456. Do not share it.', '123456'],
    ['OTP for a payment of NGN 5000 is 123456', '123456'],
    ['Use 445566 as your login code', '445566'],
    ['G-123456 is your Google verification code.', '123456'],
    ['code: 1234', '1234'],
    ['PIN-12345678', '12345678'],
    ['Votre code est 4455', '4455'],
    ['9876 token', '9876'],
    ['Passcode to confirm: 0042', '0042'],
  ])('is found in %j', (text, code) => expect(oneTimeCode(text)).toBe(code))

  it.each([
    'You paid 1000 EUR. Enter your PIN to see more.',
    'Dial code *3844# now',
    'Your code is 123',
    'Your code is 123456789',
    'Approved 12.50 EUR to Shop, id 3141592',
    'code 12.5000',
    '',
  ])('is not found in %j', (text) => expect(oneTimeCode(text)).toBeNull())
})

describe('parts of an SMS', () => {
  it.each([
    ['x'.repeat(160), 1],
    ['x'.repeat(161), 2],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['ç'.repeat(70), 1],
    ['ç'.repeat(71), 2],
  ])('are counted: %#', (text, parts) => expect(smsParts(text)).toBe(parts))
})
