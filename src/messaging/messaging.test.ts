import { describe, expect, it } from 'vitest'
import { Outbound, type OutboundRequest } from '../kernel/index.ts'
import { Messaging } from './index.ts'

const accepted = (status: string) =>
  JSON.stringify({
    SMSMessageData: { Message: 'Sent to 1/1', Recipients: [{ status, messageId: 'ATXid_1' }] },
  })

function network(status: number, body: string) {
  const outbound = new Outbound()
  const requests: OutboundRequest[] = []
  outbound.mount('network.test', async (request) => {
    requests.push(request)
    return { status, reason: '', headers: { 'content-type': 'application/json' }, body: Buffer.from(body) }
  })
  const config = { username: 'sandbox', apiKey: 'atsk_one', baseUrl: 'http://network.test', from: null }
  return { messaging: new Messaging({ outbound, config }), requests }
}

describe('an SMS out', () => {
  it('goes through the SDK to the network that this simulator has', async () => {
    const one = network(201, accepted('Success'))
    const two = network(201, accepted('Success'))
    const results = await Promise.all([
      one.messaging.send({ to: '+254711000001', text: 'hi & bye' }),
      two.messaging.send({ to: '+254711000002', text: 'two' }),
    ])
    expect(results[0]).toEqual({ ok: true, messageId: 'ATXid_1' })
    expect(one.requests).toHaveLength(1)
    expect(one.requests[0]).toMatchObject({
      method: 'POST',
      url: 'http://network.test/version1/messaging',
      body: 'username=sandbox&to=%2B254711000001&message=hi+%26+bye&bulkSMSMode=1',
    })
    expect(two.requests[0]?.body).toContain('message=two')
  })

  it.each([
    ['a recipient that is refused', 201, accepted('UserInBlacklist'), 'UserInBlacklist'],
    [
      'a sender id that is refused',
      201,
      '{"SMSMessageData":{"Message":"InvalidSenderId","Recipients":[]}}',
      'InvalidSenderId',
    ],
    ['a wrong key', 401, 'The supplied authentication is invalid', 'Request failed with status code 401'],
    ['a status that the SDK does not expect', 200, accepted('Success'), '{"SMSMessageData"'],
    ['an answer of somebody else', 201, '{"ok":true}', 'not one of Africa’s Talking’s'],
  ])('tells of %s', async (_, status, body, reason) => {
    const result = await network(status, body).messaging.send({ to: '+254711000001', text: 'x' })
    expect(result).toEqual({ ok: false, reason: expect.stringContaining(reason) })
  })

  it('tells of a number that the SDK refuses', async () => {
    const { messaging, requests } = network(201, accepted('Success'))
    expect(await messaging.send({ to: '+12', text: 'x' })).toEqual({
      ok: false,
      reason: expect.stringContaining('phone number'),
    })
    expect(requests).toHaveLength(0)
  })
})
