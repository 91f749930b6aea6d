import { afterEach, describe, expect, it } from 'vitest'
import { type FaultPlanInput, type OutboundRequest, readTimeline } from '../kernel/index.ts'
import type { ShortCode } from '../terms/sim/network.ts'
import type { NetworkConfig } from './config.ts'
import { config as settings, telco } from './network.fixture.ts'
import { resolveNetworkQuirks } from './quirks.ts'
import { sendSms } from './sms-sending.ts'

const phone = '+254700072929'
const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const shortCode: ShortCode = {
  code: '*',
  callbackUrl: 'http://shop.test/sms',
  deliveryReportUrl: 'http://shop.test/reports',
  optOutUrl: 'http://shop.test/opt-outs',
}

async function rig(options: { config?: Partial<NetworkConfig>; codes?: ShortCode[] } = {}) {
  const config = options.config ?? {}
  const rig = await telco({ config })
  closing.push(rig.close)
  const { kernel, network, outbound } = rig
  const requests: OutboundRequest[] = []
  const shop = { status: 200 }
  outbound.mount('shop.test', async (request) => {
    requests.push(request)
    return { status: shop.status, reason: '', headers: {}, body: Buffer.from('') }
  })
  for (const code of options.codes ?? [shortCode])
    await kernel.transact((tx) => network.putShortCode(tx, code))
  const send = async (over: object = {}) => {
    const request = {
      from: '12345',
      to: [phone],
      message: 'Hello',
      premium: false,
      enqueue: true,
      retryHours: undefined,
      ...over,
    }
    const sending = { config: { ...settings, ...config }, faults: kernel.faults }
    const sent = await kernel.transact((tx) => sendSms(tx, request, sending))
    await kernel.settle()
    return sent
  }
  const text = async (message: string, to = '12345', from = phone) => {
    const sent = await network.sendFromHandset(from, { to, text: message })
    await kernel.settle()
    return sent
  }
  const fault = (...plans: FaultPlanInput[]) => kernel.transact((tx) => kernel.faults.replace(tx, plans))
  return {
    ...rig,
    shop,
    requests,
    send,
    text,
    fault,
    /** The forms that the shop received at a path. */
    forms: (path: string) =>
      requests
        .filter(({ url }) => new URL(url).pathname === path)
        .map(({ body }) => Object.fromEntries(new URLSearchParams(String(body)))),
    statuses: () =>
      requests
        .filter(({ url }) => url.endsWith('/reports'))
        .map(({ body }) => new URLSearchParams(String(body)).get('status')),
    inbox: () => kernel.read((rx) => network.messages(rx, phone)),
    kinds: async () => (await kernel.read((rx) => readTimeline(rx, { kind: 'sms' }))).map(({ kind }) => kind),
  }
}

describe('an SMS from a handset', () => {
  it('is told to the app of its short code, field by field', async () => {
    const it = await rig()
    await it.text('Hello & ünder *#')
    expect(it.requests).toHaveLength(1)
    const [request] = it.requests
    expect(request).toMatchObject({
      method: 'POST',
      url: 'http://shop.test/sms',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
    expect(String(request?.body).replace(/linkId=[0-9a-f-]{36}/, 'linkId=#')).toBe(
      'date=2026-01-05+09%3A00%3A00&from=%2B254700072929&id=1&linkId=#&text=Hello+%26+%C3%BCnder+%2A%23' +
        '&to=12345&cost=0&networkCode=99999',
    )
  })

  it('has its spaces in percent where the quirk at-spaces says so', async () => {
    const it = await rig({ config: { quirks: resolveNetworkQuirks({ 'at-spaces': 'percent' }) } })
    await it.text('Hello you')
    expect(String(it.requests[0]?.body)).toContain('date=2026-01-05%2009%3A00%3A00&')
    expect(String(it.requests[0]?.body)).toContain('&text=Hello%20you&')
  })

  it('is told again until the app answers 200, under the same id', async () => {
    const it = await rig()
    it.shop.status = 500
    await it.text('one')
    it.shop.status = 202
    await it.kernel.advance(1_000)
    expect(it.forms('/sms')).toHaveLength(2)
    it.shop.status = 200
    await it.kernel.advance(5_000)
    await it.kernel.advance(3_600_000)
    expect(it.forms('/sms').map(({ id, text }) => [id, text])).toEqual([
      ['1', 'one'],
      ['1', 'one'],
      ['1', 'one'],
    ])
  })

  it('is told for twelve hours, and given up after them', async () => {
    const it = await rig()
    it.shop.status = 500
    await it.text('one')
    await it.kernel.advance(6 * 3_600_000)
    const half = it.requests.length
    expect(half).toBeGreaterThan(36)
    await it.kernel.advance(6 * 3_600_000)
    const all = it.requests.length
    expect(all).toBeGreaterThan(half + 30)
    await it.kernel.advance(24 * 3_600_000)
    expect(it.requests).toHaveLength(all)
    const [delivery] = await it.kernel.read((rx) => it.kernel.deliveries.list(rx, 'network.sms-inbound'))
    expect(delivery).toMatchObject({ status: 'failed', attempts: all, result: { status: 500 } })
  })

  it('is told within the window that the world sets', async () => {
    const it = await rig({ config: { sms: { callbackHours: 1 / 6 } } })
    it.shop.status = 500
    await it.text('one')
    await it.kernel.advance(24 * 3_600_000)
    // At once, and 1, 6, 36, 96, 216 and 516 seconds later.
    expect(it.requests).toHaveLength(7)
  })

  it('that cannot be told holds up no other', async () => {
    const it = await rig()
    it.shop.status = 500
    await it.text('one')
    it.shop.status = 200
    await it.text('two')
    await it.kernel.advance(1_000)
    expect(it.forms('/sms').map(({ text }) => text)).toEqual(['one', 'two', 'one'])
  })

  it('goes to the URL of its code before that of all others, and nowhere where there is none', async () => {
    const own = { ...shortCode, code: '777', callbackUrl: 'http://shop.test/own', deliveryReportUrl: null }
    const it = await rig({ codes: [own, { ...shortCode, callbackUrl: null }] })
    await it.text('one', '777')
    await it.text('two', '888')
    expect(it.forms('/own')).toMatchObject([{ text: 'one', to: '777' }])
    expect(it.requests).toHaveLength(1)
    await it.send({ from: '777' })
    expect(it.forms('/reports')).toHaveLength(1)
  })

  it('says on which network the handset is', async () => {
    const it = await rig()
    await it.network.setNetwork(phone, '63902')
    await it.text('one')
    await it.send()
    expect(it.forms('/sms')).toMatchObject([{ networkCode: '63902' }])
    expect(it.forms('/reports')).toMatchObject([{ networkCode: '63902' }])
  })

  it('is in a thread with what came back, and hides its secrets from the timeline', async () => {
    const it = await rig()
    await it.text('BAL')
    await it.kernel.advance(1_000)
    await it.send({ message: 'Your PIN please' })
    await it.kernel.advance(1_000)
    await it.text(' 1234 ')
    await it.text('Other', '777')
    expect(await it.kernel.read((rx) => it.network.threads(rx, phone))).toEqual([
      {
        with: '777',
        messages: [{ direction: 'sent', id: 3, text: 'Other', at: '2026-01-05T09:00:02.000Z' }],
      },
      {
        with: '12345',
        messages: [
          { direction: 'sent', id: 1, text: 'BAL', at: '2026-01-05T09:00:00.000Z' },
          { direction: 'received', id: 1, text: 'Your PIN please', at: '2026-01-05T09:00:01.000Z' },
          { direction: 'sent', id: 2, text: ' 1234 ', at: '2026-01-05T09:00:02.000Z' },
        ],
      },
    ])
    const timeline = await it.kernel.read((rx) => readTimeline(rx, {}))
    expect(JSON.stringify(timeline)).not.toContain('1234 ')
    expect(it.forms('/sms').map(({ text }) => text)).toEqual(['BAL', ' 1234 ', 'Other'])
  })

  it.each([
    ['no short code', { to: '+254711000000', text: 'x' }, 'is no short code'],
    ['a sender id', { to: 'MYSHOP', text: 'x' }, 'STOP and START only'],
    ['nothing', { to: '12345', text: ' ' }, '1 to 1530 characters'],
    ['too much', { to: '12345', text: 'x'.repeat(1_531) }, '1 to 1530 characters'],
    ['half a character', { to: '12345', text: '\ud83d' }, 'well-formed'],
  ])('is refused: %s', async (_, message, words) => {
    const it = await rig()
    await expect(it.network.sendFromHandset(phone, message)).rejects.toThrow(words)
    expect(it.requests).toEqual([])
  })

  it('is refused while the handset is off, and where a closed world has none', async () => {
    const it = await rig()
    await it.network.setOnline(phone, false)
    await expect(it.text('x')).rejects.toThrow('is off')
    const closed = await rig({ config: { openPhones: false } })
    await expect(closed.text('x')).rejects.toThrow('No phone')
  })
})

describe('a delivery report', () => {
  it('says that a message arrived, under the id of the message', async () => {
    const it = await rig()
    const { Recipients } = await it.send()
    const id = Recipients[0]?.messageId ?? ''
    expect(it.requests.map(({ url, body }) => [url, body])).toEqual([
      ['http://shop.test/reports', `id=${id}&status=Success&phoneNumber=%2B254700072929&networkCode=99999`],
    ])
    await it.send({ premium: true })
    expect(String(it.requests[1]?.body)).toMatch(/&networkCode=99999&retryCount=0$/)
  })

  it('says Buffered while the handset is off, and Success once it is back', async () => {
    const it = await rig()
    await it.network.setOnline(phone, false)
    await it.send({ message: 'one' })
    await it.send({ message: 'two' })
    expect(it.statuses()).toEqual(['Buffered', 'Buffered'])
    expect(await it.inbox()).toEqual([])
    await it.kernel.advance(60_000)
    await it.network.setOnline(phone, true)
    await it.kernel.settle()
    expect(it.statuses()).toEqual(['Buffered', 'Buffered', 'Success', 'Success'])
    expect((await it.inbox()).map(({ text }) => text)).toEqual(['one', 'two'])
    const [first, , third] = it.forms('/reports')
    expect(third?.id).toBe(first?.id)
    await it.kernel.advance(48 * 3_600_000)
    expect(it.statuses()).toHaveLength(4)
  })

  it('says Expired where the handset stays off for a day, or for the hours that a premium message has', async () => {
    const it = await rig()
    await it.network.setOnline(phone, false)
    await it.send({ message: 'bulk' })
    await it.send({ message: 'premium', premium: true, retryHours: 2 })
    await it.kernel.advance(2 * 3_600_000)
    expect(it.statuses()).toEqual(['Buffered', 'Buffered', 'Expired'])
    await it.kernel.advance(22 * 3_600_000)
    expect(it.statuses()).toEqual(['Buffered', 'Buffered', 'Expired', 'Expired'])
    await it.network.setOnline(phone, true)
    expect(await it.inbox()).toEqual([])
  })

  it('says Failed, with the reason, where nobody has the number', async () => {
    const it = await rig({ config: { openPhones: false } })
    await it.send()
    expect(it.forms('/reports')).toMatchObject([{ status: 'Failed', failureReason: 'UserDoesNotExist' }])
  })

  it('is repeated until 200 too', async () => {
    const it = await rig()
    it.shop.status = 503
    await it.send()
    it.shop.status = 200
    await it.kernel.advance(60_000)
    expect(it.statuses()).toEqual(['Success', 'Success'])
  })
})

describe('STOP', () => {
  it('tells the app, and bulk messages of that sender are refused until START', async () => {
    const it = await rig()
    await it.text(' stop ', 'MYSHOP')
    expect(it.forms('/opt-outs')).toEqual([{ senderId: 'MYSHOP', phoneNumber: phone }])
    const refused = await it.send({ from: 'MYSHOP', to: [phone, '+254711000000'] })
    expect(refused).toMatchObject({
      Message: 'Sent to 1/2 Total Cost: USD 0.0079 Message parts: 1',
      Recipients: [
        { cost: '0', messageId: 'None', number: phone, status: 'UserInBlacklist', statusCode: 406 },
        { status: 'Success' },
      ],
    })
    expect((await it.send()).Recipients[0]?.status).toBe('Success')
    expect((await it.send({ from: 'MYSHOP', premium: true })).Recipients[0]?.status).toBe('Success')
    await it.text('STOP', 'MYSHOP')
    expect(it.forms('/opt-outs')).toHaveLength(1)
    await it.text('START', 'MYSHOP')
    expect((await it.send({ from: 'MYSHOP' })).Recipients[0]?.status).toBe('Success')
  })

  it('is a message to the app of a short code as well', async () => {
    const it = await rig()
    await it.text('STOP', '12345')
    expect(it.forms('/sms')).toMatchObject([{ text: 'STOP' }])
    expect(it.forms('/opt-outs')).toEqual([{ senderId: '12345', phoneNumber: phone }])
  })
})

describe('faults', () => {
  it('lose a message without a word, and the next one arrives', async () => {
    const it = await rig()
    await it.fault({ point: 'sms', do: 'lost', match: { recipient: phone }, when: { first: 1 } })
    expect((await it.send({ message: 'one' })).Recipients[0]?.status).toBe('Success')
    await it.send({ message: 'two' })
    expect((await it.inbox()).map(({ text }) => text)).toEqual(['two'])
    expect(it.statuses()).toEqual(['Success'])
    expect(await it.kinds()).toEqual(['sms.lost', 'sms.received'])
  })

  it('delay a message, which may find the handset off', async () => {
    const it = await rig()
    await it.fault({ point: 'sms', do: 'delayed', args: { delay: 'PT5M' }, when: { first: 2 } })
    await it.send({ message: 'one' })
    await it.send({ message: 'two', to: ['+254711000000'] })
    await it.send({ message: 'three' })
    await it.network.setOnline('+254711000000', false)
    expect((await it.inbox()).map(({ id, text }) => [id, text])).toEqual([[1, 'three']])
    await it.kernel.advance(300_000)
    expect((await it.inbox()).map(({ id, text }) => [id, text])).toEqual([
      [1, 'three'],
      [2, 'one'],
    ])
    expect(it.statuses()).toEqual(['Submitted', 'Submitted', 'Success', 'Success', 'Buffered'])
  })

  it.each([
    [undefined, 'RejectedByGateway', 502],
    ['InsufficientBalance', 'InsufficientBalance', 405],
    ['DoNotDisturbRejection', 'DoNotDisturbRejection', 409],
  ])('reject a recipient: %s', async (reason, status, statusCode) => {
    const it = await rig()
    await it.fault({ point: 'sms', do: 'rejected', ...(reason ? { args: { reason } } : {}) })
    expect(await it.send()).toMatchObject({
      Message: 'Sent to 0/1 Total Cost: 0 Message parts: 1',
      Recipients: [{ cost: '0', messageId: 'None', number: phone, status, statusCode }],
    })
    expect(it.requests).toEqual([])
  })

  it('reject a message after it was taken, where the reason is one of a report', async () => {
    const it = await rig()
    await it.fault({ point: 'sms', do: 'rejected', args: { reason: 'UserIsInactive' } })
    expect((await it.send()).Recipients[0]?.status).toBe('Success')
    expect(it.forms('/reports')).toMatchObject([{ status: 'Rejected', failureReason: 'UserIsInactive' }])
    expect(await it.inbox()).toEqual([])
  })

  it('report an absent subscriber as a state of its own, without a reason', async () => {
    const it = await rig()
    await it.fault({ point: 'sms', do: 'rejected', args: { reason: 'AbsentSubscriber' } })
    expect((await it.send()).Recipients[0]?.status).toBe('Success')
    const [report] = it.forms('/reports')
    expect(report).toMatchObject({ status: 'AbsentSubscriber' })
    expect(report).not.toHaveProperty('failureReason')
    expect(await it.inbox()).toEqual([])
  })

  it('lose, double and delay a report', async () => {
    const it = await rig()
    const report = { point: 'sms-report', match: { host: 'shop.test' } } as const
    await it.fault(
      { id: 'one', ...report, do: 'lost', when: { first: 1 } },
      { id: 'two', ...report, do: 'doubled', when: { first: 1 } },
      { id: 'three', ...report, do: 'delayed', args: { delay: 'PT1M' }, when: { first: 1 } },
    )
    await it.send()
    expect(it.statuses()).toEqual([])
    await it.send()
    expect(it.statuses()).toEqual(['Success', 'Success'])
    await it.send()
    expect(it.statuses()).toHaveLength(2)
    await it.kernel.advance(60_000)
    expect(it.statuses()).toHaveLength(3)
    expect(await it.inbox()).toHaveLength(3)
  })

  it('drop, double, unresolve and reorder what a handset sends', async () => {
    const it = await rig()
    const once = { point: 'sms-inbound', match: { phone }, when: { first: 1 } } as const
    await it.fault(
      { id: 'one', ...once, do: 'dropped' },
      { id: 'two', ...once, do: 'doubled' },
      { id: 'three', ...once, do: 'failing-dns' },
      { id: 'four', ...once, do: 'out-of-order', args: { delay: 'PT10S' } },
    )
    const texts = () => it.forms('/sms').map(({ text }) => text)
    await it.text('a')
    await it.text('b')
    await it.text('c')
    expect(texts()).toEqual(['b', 'b'])
    await it.text('d')
    await it.text('e')
    await it.kernel.advance(60_000)
    expect(texts()).toEqual(['b', 'b', 'e', 'c', 'd'])
    const events = await it.kernel.read((rx) => readTimeline(rx, { kind: 'fault.injected' }))
    expect(events.map(({ data }) => data.plan)).toEqual(['one', 'two', 'three', 'four'])
  })
})

describe('short codes', () => {
  it('are listed, pointed elsewhere and taken away', async () => {
    const it = await rig()
    const { kernel, network } = it
    const own = { ...shortCode, code: 'MYSHOP', optOutUrl: null }
    await kernel.transact((tx) => network.putShortCode(tx, { ...own, callbackUrl: null }))
    await kernel.transact((tx) => network.putShortCode(tx, own))
    expect(await kernel.read((rx) => network.shortCodes(rx))).toEqual([shortCode, own])
    await kernel.transact((tx) => network.deleteShortCode(tx, 'MYSHOP'))
    expect(await kernel.read((rx) => network.shortCodes(rx))).toEqual([shortCode])
    await expect(kernel.transact((tx) => network.deleteShortCode(tx, 'MYSHOP'))).rejects.toThrow(
      'No short code MYSHOP',
    )
    for (const wrong of [
      { ...shortCode, code: 'much too long a name' },
      { ...shortCode, callbackUrl: 'ftp://x' },
    ]) {
      await expect(kernel.transact((tx) => network.putShortCode(tx, wrong))).rejects.toThrow(/is no /)
    }
  })
})
