import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Outbound, OutboundError, type OutboundRequest } from '../kernel/index.ts'
import { Messaging, type MessagingConfig, type UnsentSms } from './index.ts'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const accepted = (status: string) =>
  JSON.stringify({
    SMSMessageData: { Message: 'Sent to 1/1', Recipients: [{ status, messageId: 'ATXid_1' }] },
  })

function network(
  answers: { status: number; body: string } | Error,
  {
    host = 'network.test',
    report,
    ...over
  }: Partial<MessagingConfig> & { host?: string; report?: (unsent: UnsentSms) => Promise<void> } = {},
) {
  const outbound = new Outbound()
  closing.push(() => outbound.close())
  const requests: OutboundRequest[] = []
  outbound.mount(host, async (request) => {
    requests.push(request)
    if (answers instanceof Error) throw answers
    const { status, body } = answers
    return { status, reason: '', headers: { 'content-type': 'application/json' }, body: Buffer.from(body) }
  })
  const config = { username: 'sandbox', apiKey: 'atsk_one', baseUrl: `http://${host}`, from: null, ...over }
  return { messaging: new Messaging({ outbound, config, ...(report && { report }) }), requests }
}

const message = { to: '+254711000001', text: 'x', trace: null }

describe('an SMS out', () => {
  it('goes through the SDK to the network that this simulator has', async () => {
    const one = network({ status: 201, body: accepted('Success') })
    const two = network({ status: 201, body: accepted('Success') })
    const results = await Promise.all([
      one.messaging.send({ to: '+254711000001', text: 'hi & bye', trace: null }),
      two.messaging.send({ to: '+254711000002', text: 'two', trace: null }),
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

  it('goes to the network of this process as the same request, without the SDK', async () => {
    const answer = { status: 201, body: accepted('Success') }
    for (const from of [null, 'MYSHOP']) {
      const [sdk, own] = [false, true].map((ownNetwork) => network(answer, { ownNetwork, from }))
      const text = 'é & *~!+ \n€ 1'
      const sent = { to: '+254711000001', text, trace: 'trace-1', delivery: 3 }
      expect(await own?.messaging.send(sent)).toEqual(await sdk?.messaging.send(sent))
      expect(own?.requests).toEqual(sdk?.requests)
    }
  })

  it.each([
    ['sandbox', 'api.sandbox.africastalking.com'],
    ['shop', 'api.africastalking.com'],
    ['Sandbox', 'api.sandbox.africastalking.com'],
  ])('of the username %s goes to %s, whoever else is in the process', async (username, host) => {
    // As recorded from the sandbox.
    const body =
      '{"SMSMessageData":{"Message":"Sent to 1/1 Total Cost: USD 0.0079 Message parts: 1","Recipients":[{"cost":"KES 0.8000",' +
      '"messageId":"ATXid_7468c9a251f9e9efcc6b2f7ea756a56c","number":"+254700072929","status":"Success","statusCode":102}]}}'
    const live = { username, apiKey: 'atsk_live', baseUrl: null, from: 'MYSHOP' }
    const { messaging, requests } = network({ status: 201, body }, { host, ...live })
    const other = network({ status: 201, body: accepted('Success') })
    await other.messaging.send(message)
    expect(await messaging.send({ to: '+254700072929', text: 'Hello', trace: null })).toEqual({
      ok: true,
      messageId: 'ATXid_7468c9a251f9e9efcc6b2f7ea756a56c',
    })
    expect(requests).toMatchObject([
      {
        url: `https://${host}/version1/messaging`,
        body: `username=${username}&to=%2B254700072929&message=Hello&from=MYSHOP&bulkSMSMode=1`,
        headers: { apikey: 'atsk_live', Accept: 'application/json' },
      },
    ])
  })

  it.each([
    ['a recipient that is refused', 201, accepted('UserInBlacklist'), 'refused', 'UserInBlacklist'],
    [
      'a sender id that is refused',
      201,
      '{"SMSMessageData":{"Message":"InvalidSenderId","Recipients":[]}}',
      'refused',
      'InvalidSenderId',
    ],
    [
      'a wrong key',
      401,
      'The supplied authentication is invalid',
      'unauthorized',
      'code 401: The supplied authentication is invalid',
    ],
    ['a bad request', 400, 'Request is missing required form field', 'refused', 'code 400'],
    ['a sender who sends too much', 429, '', 'unavailable', 'code 429'],
    ['a service that is down', 503, 'down', 'unavailable', 'code 503: down'],
    ['a service that broke', 500, '', 'unknown', 'code 500'],
    ['a gateway that waited in vain', 504, '', 'unknown', 'code 504'],
    ['a status that the SDK does not expect', 200, accepted('Success'), 'unknown', '{"SMSMessageData"'],
    ['an answer of somebody else', 201, '{"ok":true}', 'unknown', 'not one of Africa’s Talking’s'],
    ['an answer that is no JSON', 201, 'Success', 'unknown', 'not one of Africa’s Talking’s'],
  ])('tells of %s', async (_, status, body, kind, reason) => {
    const outcomes = []
    for (const ownNetwork of [false, true]) {
      const { messaging, requests } = network({ status, body }, { ownNetwork })
      outcomes.push(await messaging.send(message))
      // Only the caller sends again, and only when nothing was accepted.
      expect(requests).toHaveLength(1)
    }
    const [bySdk, own] = outcomes
    const isOurs = reason.includes('not one of')
    expect(bySdk).toEqual({
      ok: false,
      kind,
      reason: expect.stringContaining(reason),
      ...(isOurs && { reasonIn: { fr: 'la réponse n’est pas une réponse d’Africa’s Talking' } }),
      again: kind === 'unavailable',
    })
    expect(own).toEqual(bySdk)
  })

  it('tells of a time-out, behind which the message may have been accepted', async () => {
    const late = new OutboundError('timeout', {
      en: 'network.test did not answer within 10 s.',
      fr: 'network.test n’a pas répondu en 10 s.',
    })
    for (const ownNetwork of [false, true])
      expect(await network(late, { ownNetwork }).messaging.send(message)).toEqual({
        ok: false,
        kind: 'unknown',
        reason: 'network.test did not answer within 10 s.',
        reasonIn: { fr: 'network.test n’a pas répondu en 10 s.' },
        again: false,
      })
  })

  it('tells whoever wants to know of each that was not sent, without its text', async () => {
    const unsent: UnsentSms[] = []
    const { messaging } = network(
      { status: 201, body: accepted('UserInBlacklist') },
      { report: async (one) => void unsent.push(one) },
    )
    await messaging.send({ to: '+254711000001', text: 'Your code is 123456', trace: null })
    await messaging.send({ to: '+12', text: 'x', trace: null })
    expect(unsent).toMatchObject([
      { to: '+254711000001', kind: 'refused', reason: 'UserInBlacklist', again: false },
      { to: '+12', kind: 'invalid', reason: expect.stringContaining('phone number'), again: false },
    ])
    expect(JSON.stringify(unsent)).not.toContain('123456')
  })

  it('goes to numbers that the SDK would drop where the phones are our own, and others keep its check', async () => {
    const own = network({ status: 201, body: accepted('Success') }, { ownNetwork: true })
    const real = network({ status: 201, body: accepted('Success') })
    const numbers = ['+254000000001', '+233000000000', '+99999999999']
    for (const to of numbers) {
      expect(await own.messaging.send({ to, text: 'x', trace: null })).toMatchObject({ ok: true })
      expect(await real.messaging.send({ to, text: 'x', trace: null })).toMatchObject({ kind: 'invalid' })
    }
    expect(own.requests.map(({ body }) => new URLSearchParams(String(body)).get('to'))).toEqual(numbers)
    expect(real.requests).toEqual([])
  })

  it('tells of a number that the SDK refuses', async () => {
    const { messaging, requests } = network({ status: 201, body: accepted('Success') })
    expect(await messaging.send({ to: '+12', text: 'x', trace: null })).toEqual({
      ok: false,
      kind: 'invalid',
      reason: expect.stringContaining('phone number'),
      again: false,
    })
    expect(requests).toHaveLength(0)
  })
})

describe('an SMS out over a socket', () => {
  async function served(answer: RequestListener, open = true) {
    const server = createServer(answer).listen(0, '127.0.0.1')
    await new Promise((listening) => server.once('listening', listening))
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const stop = () => new Promise((closed) => server.close(closed))
    if (open) closing.push(stop)
    else await stop()
    const outbound = new Outbound()
    closing.push(() => outbound.close())
    return new Messaging({ outbound, config: { username: 'sandbox', apiKey: 'k', baseUrl, from: null } })
  }

  it('may be sent again where nobody listens', async () => {
    const messaging = await served(() => {}, false)
    expect(await messaging.send(message)).toMatchObject({ kind: 'unavailable', again: true })
  })

  it('is not sent again where the connection broke after it had left', async () => {
    let seen = 0
    const messaging = await served((request) => {
      seen++
      request.resume().on('end', () => request.socket.destroy())
    })
    expect(await messaging.send(message)).toMatchObject({ kind: 'unknown', again: false })
    expect(seen).toBe(1)
  })
})
