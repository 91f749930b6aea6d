import { afterEach, describe, expect, it, vi } from 'vitest'
import { answerOf } from '../kernel/http/front-door.fixture.ts'
import { StoreError } from '../kernel/index.ts'
import type { NetworkConfig } from './config.ts'
import { checkedDoor } from './conformance.fixture.ts'
import { telco } from './network.fixture.ts'

const phone = '+254700072929'
const key = { apikey: 'atsk_test', accept: 'application/json' }
const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function rig(config: Partial<NetworkConfig> = {}) {
  const it = await telco({ config })
  closing.push(it.close)
  const door = checkedDoor(it.network)
  const ask = (method: string, url: string, extra: object = {}, payload?: string) =>
    answerOf(door, {
      method,
      url,
      headers: { ...key, ...extra },
      ...(payload === undefined ? {} : { payload }),
    })
  const form = (url: string, fields: Record<string, string>, extra: object = {}) =>
    ask(
      'POST',
      url,
      { 'content-type': 'application/x-www-form-urlencoded', ...extra },
      new URLSearchParams(fields).toString(),
    )
  const json = (url: string, body: unknown, extra: object = {}) =>
    ask(
      'POST',
      url,
      { 'content-type': 'application/json', ...extra },
      typeof body === 'string' ? body : JSON.stringify(body),
    )
  const send = (fields: Record<string, string>, extra: object = {}) =>
    form('/version1/messaging', { username: 'sandbox', to: phone, message: 'Hello', ...fields }, extra)
  const inbox = (msisdn = phone) => it.kernel.read((rx) => it.network.messages(rx, msisdn))
  return { ...it, ask, form, json, send, inbox }
}

describe('POST /version1/messaging', () => {
  it('takes a message of 2,000 characters in its parts', async () => {
    const it = await rig()
    const plain = (await it.send({ message: 'x'.repeat(2_000) })).json().SMSMessageData
    expect(plain.Message).toBe('Sent to 1/1 Total Cost: USD 0.1106 Message parts: 14')
    expect(plain.Recipients[0].cost).toBe('KES 11.2000')
    const unicode = (await it.send({ message: 'ç'.repeat(2_000) })).json().SMSMessageData
    expect(unicode.Message).toContain('Message parts: 30')
    expect((await it.inbox()).map(({ text }) => text.length)).toEqual([2_000, 2_000])
  })

  it('refuses a message of more parts than a phone joins, and charges nothing', async () => {
    const it = await rig()
    const [full, more] = ['x'.repeat(255 * 153), 'x'.repeat(255 * 153 + 1)]
    expect((await it.send({ message: full })).json().SMSMessageData.Message).toContain('Message parts: 255')
    const balance = (await it.ask('GET', '/version1/user?username=sandbox')).body
    for (const message of [more, 'я'.repeat(255 * 67 + 1), '[😀'.repeat(50_000)]) {
      const answer = await it.send({ message })
      expect(answer.statusCode).toBe(201)
      const { Message, Recipients } = answer.json().SMSMessageData
      expect(Message).toMatch(/^Sent to 0\/1 Total Cost: 0 /)
      const refusal = { messageId: 'None', number: phone, status: 'RejectedByGateway', statusCode: 502 }
      expect(Recipients).toEqual([{ cost: '0', ...refusal }])
    }
    expect((await it.inbox()).map(({ text }) => text.length)).toEqual([full.length])
    expect((await it.ask('GET', '/version1/user?username=sandbox')).body).toBe(balance)
  })

  it('lets no sender show a name that no phone can', async () => {
    const it = await rig()
    for (const from of ['TWELVELETTER', 'Käfer', 'A<B', '+254711000000']) {
      const answer = await it.send({ from })
      expect(answer.statusCode).toBe(201)
      expect(answer.body).toBe('{"SMSMessageData":{"Message":"InvalidSenderId","Recipients":[]}}')
    }
    expect(await it.inbox()).toEqual([])
    expect((await it.send({ from: 'ELEVENCHARS' })).json().SMSMessageData.Recipients).toHaveLength(1)
  })

  it('spends the balance, and refuses what it does not hold', async () => {
    const it = await rig({ sms: { balance: 'USD 0.0200' } })
    const { SMSMessageData } = (await it.send({ to: `${phone},+254711000000,+254711000001` })).json()
    expect(SMSMessageData).toMatchObject({
      Message: 'Sent to 2/3 Total Cost: USD 0.0158 Message parts: 1',
      Recipients: [
        { statusCode: 102 },
        { statusCode: 102 },
        { cost: '0', messageId: 'None', status: 'InsufficientBalance', statusCode: 405 },
      ],
    })
    expect((await it.ask('GET', '/version1/user?username=sandbox')).body).toBe(
      '{"UserData":{"balance":"USD 0.0042"}}',
    )
    expect((await it.send({ bulkSMSMode: '0' })).json().SMSMessageData.Message).toBe('Sent to 1/1')
  })

  it('answers 409 where the time of day refuses every recipient', async () => {
    const it = await rig()
    const plan = { point: 'sms', do: 'rejected', args: { reason: 'DoNotDisturbRejection' } }
    await it.kernel.transact((tx) => it.kernel.faults.replace(tx, [{ ...plan, match: { recipient: phone } }]))
    const answer = await it.send({})
    expect(answer.statusCode).toBe(409)
    expect(answer.json().SMSMessageData.Recipients[0]).toEqual({
      cost: '0',
      messageId: 'None',
      number: phone,
      status: 'DoNotDisturbRejection',
      statusCode: 409,
    })
    expect((await it.send({ to: `${phone},+254711000000` })).statusCode).toBe(201)
  })

  it.each(['gzip', 'BR'])('says that it takes no body in %s', async (encoding) => {
    const it = await rig()
    const answer = await it.send({}, { 'content-encoding': encoding })
    expect([answer.statusCode, answer.body]).toEqual([
      415,
      "The request's Content-Encoding is not supported. Expected:\nidentity",
    ])
    expect((await it.send({}, { 'content-encoding': 'identity' })).statusCode).toBe(201)
  })

  it('keeps a message that says undefined', async () => {
    const it = await rig()
    await it.send({ message: 'undefined', keyword: 'undefined', retryDurationInHours: 'undefined' })
    expect(await it.inbox()).toMatchObject([{ from: 'AFRICASTKNG', text: 'undefined' }])
  })
})

describe('GET /version1/messaging', () => {
  it.each(['x', '-1', '1.5', '99999999999', '2147483648'])('refuses lastReceivedId=%s', async (value) => {
    const it = await rig()
    for (const path of ['messaging', 'subscription']) {
      const answer = await it.ask('GET', `/version1/${path}?username=sandbox&lastReceivedId=${value}`)
      expect(answer.statusCode).toBe(400)
      expect(answer.body).toBe(
        `The query parameter 'lastReceivedId' was malformed:\n'${value}' is not a valid 32-bit signed integer value`,
      )
    }
  })

  it('finds none after the greatest id that there can be', async () => {
    const it = await rig()
    await it.network.sendFromHandset(phone, { to: '12345', text: 'hello' })
    const answer = await it.ask('GET', '/version1/messaging?username=sandbox&lastReceivedId=2147483647')
    expect(answer.json()).toEqual({ SMSMessageData: { Messages: [] } })
  })

  it('takes a keyword for the whole first word', async () => {
    const it = await rig()
    for (const text of ['KW', 'kw foo', 'kwx foo', 'foo kw', 'kw. foo', 'k']) {
      await it.network.sendFromHandset(phone, { to: '12345', text })
    }
    const texts = async (keyword: string) => {
      const url = `/version1/messaging?username=sandbox&lastReceivedId=0&keyword=${keyword}`
      const { SMSMessageData } = (await it.ask('GET', url)).json()
      return SMSMessageData.Messages.map(({ text }: { text: string }) => text)
    }
    expect(await texts('kw')).toEqual(['KW', 'kw foo'])
    expect(await texts('Kw%20')).toEqual(['KW', 'kw foo'])
  })

  it('answers a hundred at a time', async () => {
    const it = await rig()
    for (let count = 0; count < 101; count++) {
      await it.network.sendFromHandset(phone, { to: '12345', text: `m${count}` })
    }
    const page = async (after: number) => {
      const answer = await it.ask(
        'GET',
        `/version1/messaging?username=sandbox&lastReceivedId=${after}&keyword=undefined&shortCode=undefined`,
      )
      return answer.json().SMSMessageData.Messages as Array<{ id: number; text: string }>
    }
    const first = await page(0)
    expect(first).toHaveLength(100)
    expect(await page(first.at(-1)?.id ?? 0)).toMatchObject([{ text: 'm100' }])
  })
})

describe('POST /version1/messaging/bulk', () => {
  const wanted = { username: 'shop', message: 'Hello', phoneNumbers: [phone, '0712345678'] }

  it('is not there in the sandbox', async () => {
    const it = await rig()
    const answer = await it.json('/version1/messaging/bulk', { ...wanted, username: 'sandbox' })
    expect([answer.statusCode, answer.body]).toEqual([404, 'The requested resource could not be found.'])
  })

  it('sends as the form does for a live application', async () => {
    const it = await rig({ username: 'shop', senderIds: ['MYSHOP'] })
    const answer = await it.json('/version1/messaging/bulk', {
      ...wanted,
      senderId: 'MYSHOP',
      enqueue: false,
    })
    expect(answer.statusCode).toBe(201)
    expect(answer.json().SMSMessageData).toMatchObject({
      Message: 'Sent to 1/2 Total Cost: KES 0.8000',
      Recipients: [
        { number: phone, statusCode: 100 },
        { number: '0712345678', status: 'InvalidPhoneNumber', statusCode: 403 },
      ],
    })
    expect(await it.inbox()).toMatchObject([{ from: 'MYSHOP', text: 'Hello' }])
    const masked = { ...wanted, phoneNumbers: [], maskedNumber: 'a1b2c3', telco: 'Safaricom' }
    expect(
      (await it.json('/version1/messaging/bulk', masked)).json().SMSMessageData.Recipients,
    ).toMatchObject([{ number: 'a1b2c3', status: 'UnsupportedNumberType', statusCode: 404 }])
  })

  it('says what it cannot take', async () => {
    const it = await rig({ username: 'shop' })
    const status = async (body: unknown, extra: object = {}) =>
      (await it.json('/version1/messaging/bulk', body, extra)).statusCode
    expect(await status(wanted, { apikey: 'wrong' })).toBe(401)
    expect(await status({ ...wanted, username: 'other' })).toBe(401)
    expect(await status('{"username":')).toBe(401)
    expect(await status({ ...wanted, message: '' })).toBe(400)
    expect(await status({ ...wanted, phoneNumbers: [] })).toBe(400)
    expect(await status(wanted, { 'content-type': 'text/plain' })).toBe(415)
    expect(await status({ ...wanted, message: 'x'.repeat(1_100_000) })).toBe(413)
    expect(await it.inbox()).toEqual([])
  })
})

describe('an authentication token', () => {
  it('stands in for the key for an hour', async () => {
    const it = await rig()
    const { token } = (await it.json('/auth-token/generate', { username: 'sandbox' })).json()
    const user = (authtoken: string) =>
      it.ask('GET', '/version1/user?username=sandbox', { apikey: '', authtoken })
    expect((await user(token)).statusCode).toBe(200)
    expect((await user(`${token.slice(0, -1)}x`)).statusCode).toBe(401)
    await it.kernel.advance(3_599_000)
    expect((await user(token)).statusCode).toBe(200)
    await it.kernel.advance(1_000)
    expect((await user(token)).statusCode).toBe(401)
  })

  it('is JSON to a client of XML as well, because the SDK reads its token as that', async () => {
    const it = await rig()
    const wanted = { username: 'sandbox' }
    const answer = await it.json('/auth-token/generate', wanted, { accept: 'application/xml' })
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.json()).toEqual({ token: expect.stringMatching(/^ATAuth_/), lifetimeInSeconds: 3_600 })
  })

  it.each([['{'], ['null'], ['{"username":"other"}'], ['[]']])('is not given for %s', async (body) => {
    const it = await rig()
    const answer = await it.json('/auth-token/generate', body)
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Basic realm="api",charset=UTF-8')
  })
})

describe('the other routes', () => {
  const path = '/version1/subscription'
  const premium = { username: 'sandbox', shortCode: '12345', keyword: 'news', phoneNumber: phone }

  it('name the field of a subscription that is missing', async () => {
    const it = await rig()
    for (const name of ['shortCode', 'keyword', 'phoneNumber'] as const) {
      const answer = await it.form(`${path}/create`, { ...premium, [name]: 'undefined' })
      expect([answer.statusCode, answer.body]).toEqual([
        400,
        `Request is missing required form field '${name}'`,
      ])
    }
    const answer = await it.ask('GET', `${path}?username=sandbox&shortCode=12345`)
    expect([answer.statusCode, answer.body]).toEqual([
      400,
      "Request is missing required query parameter 'keyword'",
    ])
    const nobody = await it.form(`${path}/create`, { ...premium, phoneNumber: 'nobody' })
    expect([nobody.statusCode, nobody.body]).toEqual([201, '{"status":"Failed"}'])
  })

  it('answer XML to who does not accept JSON', async () => {
    const it = await rig()
    const accept = { accept: '*/*' }
    const answers = [
      await it.form(`${path}/create`, premium, accept),
      await it.ask('GET', `${path}?username=sandbox&shortCode=12345&keyword=news`, accept),
    ]
    for (const { headers } of answers) expect(headers['content-type']).toBe('application/xml')
    expect(answers.map(({ body }) => body)).toEqual([
      '<AfricasTalkingResponse><status>Success</status></AfricasTalkingResponse>',
      '<AfricasTalkingResponse><responses><Subscription><id>1</id><phoneNumber>+254700072929</phoneNumber>' +
        '<date>2026-01-05T09:00:00.000Z</date></Subscription></responses></AfricasTalkingResponse>',
    ])
  })

  it.each([
    ['/version1/messaging/bulk', 'POST'],
    ['/version1/user', 'GET'],
    ['/version1/subscription', 'GET'],
    ['/version1/subscription/create', 'POST'],
    ['/auth-token/generate', 'POST'],
  ])('%s takes no DELETE', async (url, allow) => {
    const it = await rig()
    const answer = await it.ask('DELETE', url)
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, allow])
    expect(answer.body).toBe(`HTTP method not allowed, supported methods: ${allow}`)
  })

  it('are told by OPTIONS, and answer HEAD as they answer GET', async () => {
    const it = await rig()
    const options = await it.ask('OPTIONS', path)
    expect([options.statusCode, options.headers.allow, options.body]).toEqual([200, 'GET, HEAD', 'GET, HEAD'])
    expect((await it.ask('OPTIONS', '/version1/messaging')).body).toBe('GET, HEAD, POST')
    expect((await it.ask('OPTIONS', '/auth-token/generate')).body).toBe('POST')
    expect((await it.ask('HEAD', '/version1/user?username=sandbox')).statusCode).toBe(200)
    expect((await it.ask('HEAD', `${path}/create`)).statusCode).toBe(405)
  })

  it.each([
    ['/VERSION1/User', 200],
    ['/version1/user/', 200],
    ['http://api.sandbox.africastalking.com/version1/user', 200],
    ['/version1/user//', 404],
    ['/version1/%75ser', 404],
    ['/version1/users', 404],
  ])('are found at %s: %i', async (url, status) => {
    const it = await rig()
    expect((await it.ask('GET', `${url}?username=sandbox`)).statusCode).toBe(status)
    expect((await it.ask('PUT', `${url}?username=sandbox`)).statusCode).toBe(status === 200 ? 405 : 404)
  })
})

describe('an error on our side', () => {
  it.each([
    [new StoreError('disk-full', 'The disk is full.'), 507, 'The disk is full.'],
    [new StoreError('disk-failed', 'The disk failed.'), 503, 'The disk failed.'],
  ])('of the disk is answered in plain text: %s', async (error, status, body) => {
    const it = await rig()
    vi.spyOn(it.kernel, 'transact').mockRejectedValueOnce(error)
    const answer = await it.send({})
    expect([answer.statusCode, answer.body]).toEqual([status, body])
    expect(answer.headers).toEqual({
      server: 'akka-http/10.2.10',
      'content-type': 'text/plain; charset=UTF-8',
    })
  })

  it('that nobody expected is logged, and told as a problem', async () => {
    const it = await rig()
    vi.spyOn(it.kernel, 'transact').mockRejectedValueOnce(new Error('broken'))
    const answer = await it.send({})
    expect(answer.statusCode).toBe(500)
    expect(answer.headers).toEqual({ 'content-type': 'application/problem+json' })
    expect(answer.json()).toMatchObject({ detail: 'payersim failed; its log has the reason.' })
  })
})
