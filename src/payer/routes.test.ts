import { describe, expect, it } from 'vitest'
import { answerOf, type TestRequest } from '../kernel/http/front-door.fixture.ts'
import { FrontDoor } from '../kernel/index.ts'
import { payerWorld } from './payer.fixture.ts'

async function served() {
  const made = await payerWorld()
  const door = new FrontDoor([made.payer.api()])
  return {
    ...made,
    send: (request: Partial<TestRequest>) => answerOf(door, { method: 'POST', url: '/ussd', ...request }),
  }
}
// As captured from the sandbox: field order, strict percent-encoding, no charset.
const raw =
  'phoneNumber=%2B46733000001&serviceCode=%2A165%23&text=&sessionId=ATUid_7c898d72eb11f723ed8ea05ef232f279&networkCode=99999'
const headers = { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'at-ussd-api/1.0' }

describe('POST /ussd', () => {
  it('takes what Africa’s Talking posts and answers text with the screen’s label', async () => {
    const { send } = await served()
    const answer = await send({ payload: raw, headers })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer.headers['at-ussd-hop-metadata']).toBe('menu')
    expect(answer.body).toBe(
      'CON MoMo\n1 Approvals (0)\n2 Balance\n3 History\n4 Language\n5 Auto-payments\n6 Withdraw\n7 Bills and invoices\n8 Shared data',
    )
  })

  it('labels PIN screens pin', async () => {
    const { send } = await served()
    const answer = await send({ payload: raw.replace('text=', 'text=2'), headers })
    expect(answer.headers['at-ussd-hop-metadata']).toBe('pin')
  })

  it('takes the fields in any order, with others among them', async () => {
    const { send } = await served()
    const turned = `extra=1&${raw.split('&').reverse().join('&')}&hop=7`
    const type = { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }
    expect((await send({ payload: turned, headers: type })).body).toMatch(/^CON MoMo\n/)
  })

  it.each([
    ['no body', '', ['sessionId', 'phoneNumber', 'serviceCode', 'text', 'networkCode']],
    ['no text', raw.replace('text=&', ''), ['text']],
    ['a phone that is none', raw.replace('%2B46733000001', 'ama'), ['phoneNumber']],
    ['a code that is none', raw.replace('%2A165%23', '165'), ['serviceCode']],
    ['an empty session id', raw.replace(/ATUid_\w+/, ''), ['sessionId']],
    ['a long text', raw.replace('text=', `text=${'1*'.repeat(2_100)}`), ['text']],
    [
      'JSON',
      JSON.stringify({ text: '' }),
      ['sessionId', 'phoneNumber', 'serviceCode', 'text', 'networkCode'],
    ],
  ])('refuses %s', async (_, payload, fields) => {
    const { send } = await served()
    const answer = await send({ payload, headers })
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ status: 400, fields })
  })

  it('refuses a body of more than 16 kB, and other methods', async () => {
    const { send } = await served()
    expect((await send({ payload: `${raw}&x=${'x'.repeat(17_000)}`, headers })).statusCode).toBe(413)
    const get = await send({ method: 'GET' })
    expect(get.statusCode).toBe(405)
    expect(get.headers.allow).toBe('POST')
  })
})
