import { afterEach, describe, expect, it } from 'vitest'
import type { NetworkConfig } from './config.ts'
import { telco } from './network.fixture.ts'
import { ways } from './sms-sdk.fixture.ts'

const [one, two, three] = ['+254700072929', '+254711000000', '+233241234567'] as const
const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

describe.each(Object.entries(ways))('the africastalking SDK, unmodified, %s', (_, way) => {
  async function rig(config: Partial<NetworkConfig> = {}) {
    const it = await telco({ config })
    const route = await way(it.network)
    closing.push(it.close, route.close)
    const inbox = (msisdn: string) => it.kernel.read((rx) => it.network.messages(rx, msisdn))
    return { ...it, route, at: route.sdk({ apiKey: 'atsk_test' }), inbox }
  }

  it('sends in bulk to three', async () => {
    const { at, inbox, route } = await rig()
    const sent = await at.SMS.send({ to: [one, two, three], message: 'Käfer & co + 1', from: 'MYSHOP' })
    expect(sent.SMSMessageData.Message).toBe('Sent to 3/3 Total Cost: USD 0.0237 Message parts: 1')
    expect(sent.SMSMessageData.Recipients.map(Object.keys)).toEqual(
      new Array(3).fill(['cost', 'messageId', 'number', 'status', 'statusCode']),
    )
    for (const phone of [one, two, three]) {
      expect(await inbox(phone)).toMatchObject([{ from: 'MYSHOP', text: 'Käfer & co + 1' }])
    }
    expect(route.hosts).toEqual(['api.sandbox.africastalking.com'])
  })

  it('sends several, each its own way', async () => {
    const { at } = await rig({ senderIds: ['MYSHOP'] })
    const answers = await at.SMS.send([
      { to: one, message: 'now', enqueue: false },
      { to: [two], message: 'later', enqueue: true, senderId: 'MYSHOP' },
      { to: three, message: 'x', from: 'OTHER' },
      { to: '0712', message: 'x' },
    ])
    expect(answers).toMatchObject([
      { SMSMessageData: { Recipients: [{ statusCode: 101 }] } },
      { SMSMessageData: { Recipients: [{ statusCode: 102 }] } },
      { SMSMessageData: { Message: 'InvalidSenderId', Recipients: [] } },
      { SMSMessageData: { Recipients: [], status: 'failed' } },
    ])
  })

  it('sends premium messages', async () => {
    const { at, inbox } = await rig()
    const sent = await at.SMS.sendPremium({ to: one, message: 'News', from: '12345', keyword: 'news' })
    expect(sent.SMSMessageData).toMatchObject({
      Message: 'Sent to 1/1',
      Recipients: [{ cost: '0', status: 'Success', statusCode: 102 }],
    })
    expect(await inbox(one)).toMatchObject([{ from: '12345', text: 'News' }])
  })

  it('fetches what handsets sent, from an id on', async () => {
    const { at, network } = await rig()
    await network.sendFromHandset(one, { to: '12345', text: 'Hello' })
    await network.sendFromHandset(two, { to: '54321', text: 'ÄÖ & more' })
    const all = await at.SMS.fetchMessages()
    expect(all).toEqual({
      SMSMessageData: {
        Messages: [
          {
            linkId: expect.stringMatching(/^[0-9a-f-]{36}$/),
            text: 'Hello',
            to: '12345',
            id: 1,
            date: '2026-01-05T09:00:00.000Z',
            from: one,
          },
          expect.objectContaining({ text: 'ÄÖ & more', to: '54321', id: 2, from: two }),
        ],
      },
    })
    expect(Object.keys(all.SMSMessageData.Messages[0])).toEqual([
      'linkId',
      'text',
      'to',
      'id',
      'date',
      'from',
    ])
    const ids = async (query: object) =>
      (await at.SMS.fetchMessages(query)).SMSMessageData.Messages.map(({ id }: { id: number }) => id)
    expect(await ids({ lastReceivedId: 1 })).toEqual([2])
    expect(await ids({ lastReceivedId: 2 })).toEqual([])
    expect(await ids({ shortCode: '12345', keyword: 'HELLO' })).toEqual([1])
  })

  it('makes, lists and ends premium subscriptions', async () => {
    const { at } = await rig()
    const premium = { shortCode: '12345', keyword: 'news' }
    expect(await at.SMS.createSubscription({ ...premium, phoneNumber: one })).toEqual({ status: 'Success' })
    await at.SMS.createSubscription({ ...premium, phoneNumber: two })
    expect(await at.SMS.fetchSubscription(premium)).toEqual({
      responses: [
        { id: 1, phoneNumber: one, date: '2026-01-05T09:00:00.000Z' },
        { id: 2, phoneNumber: two, date: '2026-01-05T09:00:00.000Z' },
      ],
    })
    expect(await at.SMS.deleteSubscription({ ...premium, phoneNumber: one })).toEqual({ status: 'Success' })
    expect(await at.SMS.deleteSubscription({ ...premium, phoneNumber: one })).toEqual({ status: 'Failed' })
    const left = await at.SMS.fetchSubscription({ ...premium, lastReceivedId: 1 })
    expect(left.responses.map(({ phoneNumber }: { phoneNumber: string }) => phoneNumber)).toEqual([two])
  })

  it('reads its balance and gets a token', async () => {
    const { at } = await rig()
    expect(await at.APPLICATION.fetchApplicationData()).toEqual({
      UserData: { balance: 'USD 999999589.6168' },
    })
    await at.SMS.send({ to: [one, two], message: 'x' })
    expect(await at.ACCOUNT.fetchAccount()).toEqual({ UserData: { balance: 'USD 999999589.6010' } })
    expect(await at.TOKEN.generateAuthToken()).toEqual({
      token: expect.stringMatching(/^ATAuth_/),
      lifetimeInSeconds: 3600,
    })
  })

  it('is told of a wrong key by every call', async () => {
    const { route, inbox } = await rig()
    const at = route.sdk({ apiKey: 'wrong' })
    const premium = { shortCode: '12345', keyword: 'news', phoneNumber: one }
    for (const call of [
      () => at.SMS.send({ to: one, message: 'x' }),
      () => at.SMS.sendPremium({ to: one, message: 'x', keyword: 'news' }),
      () => at.SMS.fetchMessages(),
      () => at.SMS.createSubscription(premium),
      () => at.SMS.fetchSubscription({ shortCode: '12345', keyword: 'news' }),
      () => at.SMS.deleteSubscription(premium),
      () => at.APPLICATION.fetchApplicationData(),
      () => at.TOKEN.generateAuthToken(),
    ]) {
      await expect(call()).rejects.toMatchObject({
        response: { status: 401, data: 'The supplied authentication is invalid' },
      })
    }
    expect(await inbox(one)).toEqual([])
  })

  it('asks for XML where it is told to', async () => {
    const { route, network } = await rig()
    const at = route.sdk({ apiKey: 'atsk_test', format: 'xml' })
    expect(await at.SMS.send({ to: one, message: 'x' })).toMatch(
      /^<AfricasTalkingResponse><SMSMessageData><Message>Sent to 1\/1 Total Cost: USD 0\.0079 Message parts: 1</,
    )
    await network.sendFromHandset(one, { to: '12345', text: 'a < b' })
    expect(await at.SMS.fetchMessages()).toMatch(
      /^<AfricasTalkingResponse><SMSMessageData><Messages><Message><linkId>[0-9a-f-]{36}<\/linkId><text>a &lt; b<\/text><to>12345<\/to><id>1<\/id>/,
    )
    expect(await at.APPLICATION.fetchApplicationData()).toBe(
      '<AfricasTalkingResponse><UserData><balance>USD 999999589.6089</balance></UserData></AfricasTalkingResponse>',
    )
    // It reads the token as JSON, whatever the format.
    expect(await at.TOKEN.generateAuthToken()).toMatchObject({ token: expect.stringMatching(/^ATAuth_/) })
  })
})
