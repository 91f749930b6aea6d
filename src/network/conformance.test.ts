import { afterAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { answerOf } from '../kernel/http/front-door.fixture.ts'
import type { OutboundRequest } from '../kernel/index.ts'
import { callbackMisfit, checkedDoor, misfit } from './conformance.fixture.ts'
import { ama, callbackUrl, code, telco } from './network.fixture.ts'
import { type OperationName, operationList, operations } from './operations.ts'
import { webhooks } from './webhooks.ts'

const live = { username: 'shop', apiKey: 'atsk_live' }
const world = await telco({ config: { accounts: [live] } })
afterAll(() => world.close())
const door = checkedDoor(world.network)

describe('the table of operations', () => {
  const codeAndWord = { shortCode: '12345', keyword: 'news' }
  const requests: Record<OperationName, Record<string, unknown>> = {
    sendSms: { to: ama, message: 'Hello' },
    fetchMessages: {},
    sendBulkSms: { phoneNumbers: [ama], message: 'Hello' },
    getAccount: {},
    createAuthToken: {},
    createSubscription: { ...codeAndWord, phoneNumber: ama },
    listSubscriptions: codeAndWord,
    deleteSubscription: { ...codeAndWord, phoneNumber: ama },
  }
  const call = (name: OperationName, accept: string, { username, apiKey } = live) => {
    const { method, path, body } = operations[name]
    const fields = { username, ...requests[name] }
    const form = new URLSearchParams(fields as Record<string, string>).toString()
    return answerOf(door, {
      method,
      url: body ? path : `${path}?${form}`,
      headers: { apikey: apiKey, accept, ...(body && { 'content-type': body.type }) },
      ...(body && { payload: body.type === 'application/json' ? JSON.stringify(fields) : form }),
    })
  }

  it.each(['application/json', 'application/xml'])(
    'has what every operation answers in %s',
    async (accept) => {
      await world.network.sendFromHandset(ama, { to: '12345', text: 'a < b' })
      for (const name of Object.keys(requests) as OperationName[]) {
        const answer = await call(name, accept)
        // The fixture has compared each answer with the table.
        expect(answer.statusCode, name).toBe(200 in operations[name].responses ? 200 : 201)
        expect(answer.headers['content-type'], name).toBe(
          name === 'createAuthToken' ? 'application/json' : accept,
        )
        expect((await call(name, accept, { ...live, apiKey: 'wrong' })).statusCode, name).toBe(401)
      }
      expect(Object.keys(requests).sort()).toEqual(operationList.map(([name]) => name).sort())
    },
  )

  it('has every required field of a form among its fields', () => {
    for (const [name, { body }] of operationList) {
      const fields = Object.keys((body?.schema as z.ZodObject | undefined)?.shape ?? {})
      expect(fields, name).toEqual(expect.arrayContaining([...(body?.required ?? [])]))
    }
  })
})

describe('the table of webhooks', () => {
  it('has every call to an app', async () => {
    const { kernel, network, requests } = world
    const urls = { callbackUrl, deliveryReportUrl: callbackUrl, optOutUrl: callbackUrl }
    await kernel.transact(async (tx) => {
      await network.putShortCode(tx, { code: '12345', ...urls })
      await network.putServiceCode(tx, { code, callbackUrl, eventsUrl: callbackUrl })
    })
    requests.length = 0
    await network.dial(ama, code)
    await network.cancel(ama)
    await answerOf(door, {
      method: 'POST',
      url: '/version1/messaging',
      headers: { apikey: 'atsk_test', 'content-type': 'application/x-www-form-urlencoded' },
      payload: `username=sandbox&to=%2B${ama.slice(1)}&message=Hello&from=12345`,
    })
    await network.sendFromHandset(ama, { to: '12345', text: 'STOP' })
    await kernel.settle()
    const sent = requests.map(({ body }) => Object.fromEntries(new URLSearchParams(String(body))))
    for (const [name, { form }] of Object.entries(webhooks)) {
      expect(
        sent.filter((fields) => form.safeParse(fields).success),
        name,
      ).toHaveLength(1)
    }
    expect(sent).toHaveLength(Object.keys(webhooks).length)
  })
})

describe('the check of answers', () => {
  const recipient = {
    cost: 'KES 0.8000',
    messageId: `ATXid_${'0'.repeat(32)}`,
    number: ama,
    status: 'Success',
    statusCode: 102,
  }
  const told = (over: object = {}) => ({
    SMSMessageData: {
      Message: 'Sent to 1/1 Total Cost: USD 0.0079',
      Recipients: [{ ...recipient, ...over }],
    },
  })
  const check = (
    body: unknown,
    { status = 201, type = 'application/json', operation = 'sendSms' as OperationName } = {},
  ) =>
    misfit(operations[operation], {
      status,
      headers: { 'Content-Type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const xml = { type: 'application/xml' }
  const inXml = (recipients: string) =>
    `<AfricasTalkingResponse><SMSMessageData><Message>Sent to 0/0</Message><Recipients>${recipients}</Recipients></SMSMessageData></AfricasTalkingResponse>`

  it('passes what fits', () => {
    expect(check(told())).toBeUndefined()
    expect(check(inXml(''), xml)).toBeUndefined()
  })

  it.each<[string, Parameters<typeof check>]>([
    ['a field too many', [told({ more: 1 })]],
    ['a status code that there is not', [told({ statusCode: 103 })]],
    ['a status that the operation has not', [told(), { status: 200 }]],
    ['a media type that the status has not', [told(), { type: 'text/html' }]],
    ['what another operation answers', [told(), { operation: 'createSubscription' }]],
    ['another refusal', ['No', { status: 401, type: 'text/plain; charset=UTF-8' }]],
    ['another root in XML', ['<Response><status>Success</status></Response>', xml]],
    ['another element in XML', [inXml('<Person></Person>'), xml]],
    ['an element too many in XML', [inXml('<Recipient><more>1</more></Recipient>'), xml]],
    ['what is no XML', ['<AfricasTalkingResponse>', xml]],
  ])('finds %s', (_, [body, of]) => {
    expect(check(body, of)).toMatch(/^(?:application|text)/)
  })
})

describe('the check of callbacks', () => {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const fields = `phoneNumber=%2B46733000001&serviceCode=%2A384%23&text=&sessionId=ATUid_${'0'.repeat(32)}&networkCode=99999`
  const check = (over: Partial<OutboundRequest>) =>
    callbackMisfit({
      method: 'POST',
      url: callbackUrl,
      headers,
      body: fields,
      timeoutMs: 1,
      purpose: 'callback',
      trace: null,
      ...over,
    })

  it('passes what fits', () => {
    expect(check({})).toBeUndefined()
  })

  it.each<[string, Partial<OutboundRequest>]>([
    ['a sixth field', { body: `${fields}&more=1` }],
    ['a field that is missing', { body: fields.replace('&text=', '') }],
    ['another method', { method: 'PUT' }],
    ['another type', { headers: { 'Content-Type': 'application/json' } }],
    ['fields of no webhook', { body: 'a=b' }],
  ])('finds %s', (_, over) => {
    expect(check(over)).toMatch(/^\w+ (?:POST|PUT) /)
  })
})
