import { afterEach, describe, expect, it } from 'vitest'
import { answerOf } from '../kernel/http/front-door.fixture.ts'
import { readTimeline } from '../kernel/index.ts'
import type { NetworkConfig } from './config.ts'
import { checkedDoor } from './conformance.fixture.ts'
import { telco } from './network.fixture.ts'
import { resolveNetworkQuirks } from './quirks.ts'
import { refusals } from './sms-wording.ts'

const phone = '+254700072929'
const live = { username: 'payersim', apiKey: 'atsk_live' }
const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function rig(config: Partial<NetworkConfig> = {}) {
  const it = await telco({ config: { accounts: [live], ...config } })
  closing.push(it.close)
  const door = checkedDoor(it.network)
  const ask = (account: { username: string; apiKey: string }, extra: object = {}) => {
    const headers = { apikey: account.apiKey, accept: 'application/json', ...extra }
    return {
      send: (fields: Record<string, string> = {}) =>
        answerOf(door, {
          method: 'POST',
          url: '/version1/messaging',
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
          payload: new URLSearchParams({
            username: account.username,
            to: phone,
            message: 'Hello',
            ...fields,
          }).toString(),
        }),
      balance: async () =>
        (
          await answerOf(door, { method: 'GET', url: `/version1/user?username=${account.username}`, headers })
        ).json().UserData?.balance,
      bulk: (body: object) =>
        answerOf(door, { method: 'POST', url: '/version1/messaging/bulk', headers, payload: body }),
      token: () =>
        answerOf(door, {
          method: 'POST',
          url: '/auth-token/generate',
          headers,
          payload: { username: account.username },
        }),
    }
  }
  return { ...it, ask }
}
const sandbox = { username: 'sandbox', apiKey: 'atsk_test' }
const masked = (body: string) => body.replace(/ATXid_[0-9a-f]{32}/g, 'ATXid_#')

describe('a live account', () => {
  it('is answered as recorded: no parts in the message, messageParts in each recipient', async () => {
    const { ask } = await rig()
    const answer = await ask(live).send({ to: `${phone},+254112615416` })
    expect(answer.statusCode).toBe(201)
    expect(masked(answer.body)).toBe(
      '{"SMSMessageData":{"Message":"Sent to 2/2 Total Cost: KES 1.6000","Recipients":[' +
        '{"cost":"KES 0.8000","messageId":"ATXid_#","messageParts":1,"number":"+254700072929","status":"Success","statusCode":100},' +
        '{"cost":"KES 0.8000","messageId":"ATXid_#","messageParts":1,"number":"+254112615416","status":"Success","statusCode":100}]}}',
    )
    const long = (await ask(live).send({ message: 'x'.repeat(700) })).json().SMSMessageData
    expect(long).toMatchObject({
      Message: 'Sent to 1/1 Total Cost: KES 4.0000',
      Recipients: [{ cost: 'KES 4.0000', messageParts: 5 }],
    })
  })

  it('is told 101 where the quirk at-live-status says so, and never that it is queued', async () => {
    const { ask } = await rig({ quirks: resolveNetworkQuirks({ 'at-live-status': '101' }) })
    for (const enqueue of ['', '0', '1']) {
      const { SMSMessageData } = (await ask(live).send({ enqueue })).json()
      expect(SMSMessageData.Recipients[0].statusCode).toBe(101)
    }
  })

  it('is told of a recipient that is refused without parts, as InsufficientBalance and UserInBlacklist were recorded', async () => {
    const it = await rig()
    for (const [reason, statusCode] of Object.entries(refusals)) {
      const plan = { point: 'sms' as const, do: 'rejected', args: { reason } }
      await it.kernel.transact((tx) => it.kernel.faults.replace(tx, [plan as never]))
      for (const account of [live, sandbox]) {
        const answer = await it.ask(account).send()
        // The documentation has 409 as HTTP status too, if the time of day is the reason.
        expect(answer.statusCode).toBe(reason === 'DoNotDisturbRejection' ? 409 : 201)
        const parts = account === live ? '' : ' Message parts: 1'
        expect(answer.body).toBe(
          `{"SMSMessageData":{"Message":"Sent to 0/1 Total Cost: 0${parts}","Recipients":[{"cost":"0","messageId":"None",` +
            `"number":"${phone}","status":"${reason}","statusCode":${statusCode}}]}}`,
        )
      }
    }
  })

  it('gets the XML form with its parts', async () => {
    const { ask } = await rig()
    const answer = await ask(live, { accept: 'application/xml' }).send()
    expect(masked(answer.body)).toBe(
      '<AfricasTalkingResponse><SMSMessageData><Message>Sent to 1/1 Total Cost: KES 0.8000</Message><Recipients><Recipient>' +
        '<number>+254700072929</number><cost>KES 0.8000</cost><status>Success</status><statusCode>100</statusCode>' +
        '<messageId>ATXid_#</messageId><messageParts>1</messageParts></Recipient></Recipients></SMSMessageData>' +
        '</AfricasTalkingResponse>',
    )
  })

  it('pays in the currency of its recipients, from a balance of its own', async () => {
    const { ask, kernel } = await rig()
    await ask(live).send()
    await ask(live).send()
    expect(await ask(live).balance()).toBe('KES 999999588.0168')
    expect(await ask(sandbox).balance()).toBe('USD 999999589.6168')
    await ask(sandbox).send()
    expect(await ask(sandbox).balance()).toBe('USD 999999589.6089')
    await kernel.settle()
  })

  it('keeps the prices that a world gives its own account, in whichever currency', async () => {
    for (const [sms, total] of [
      [{ balance: 'USD 5.0000' }, 'USD 0.0079'],
      [{ accountCost: 'UGX 27.0000', balance: 'UGX 100' }, 'UGX 27.0000'],
      [{}, 'KES 0.8000'],
    ] as const) {
      const own = { username: 'rentaltaracker', apiKey: 'atsk_own' }
      const { ask } = await rig({ ...own, sms })
      const { SMSMessageData } = (await ask(own).send()).json()
      expect(SMSMessageData.Message).toBe(`Sent to 1/1 Total Cost: ${total}`)
    }
  })

  it('has the JSON path for bulk messages, which the sandbox has not', async () => {
    const { ask } = await rig()
    const body = { username: 'payersim', message: 'Hello', phoneNumbers: [phone] }
    expect((await ask(live).bulk(body)).json().SMSMessageData.Message).toBe(
      'Sent to 1/1 Total Cost: KES 0.8000',
    )
    expect((await ask(sandbox).bulk({ ...body, username: 'sandbox' })).statusCode).toBe(404)
    const atSandbox = ask(live, { host: 'api.sandbox.africastalking.com' })
    expect((await atSandbox.bulk(body)).statusCode).toBe(404)
  })
})

describe('an account', () => {
  it.each([
    ['api.sandbox.africastalking.com', sandbox, live],
    ['API.africastalking.com:443', live, sandbox],
    ['content.africastalking.com', live, sandbox],
  ])('is known at its own hosts only: %s', async (host, known, other) => {
    const { ask } = await rig()
    expect((await ask(known, { host }).send()).statusCode).toBe(201)
    const refused = await ask(other, { host }).send()
    expect([refused.statusCode, refused.body]).toEqual([401, 'The supplied authentication is invalid'])
    expect(refused.headers['www-authenticate']).toBe('Basic realm="api",charset=UTF-8')
  })

  it('cannot use the key, nor the token, of another', async () => {
    const { ask } = await rig()
    const { token } = (await ask(live).token()).json()
    expect((await ask({ ...live, apiKey: sandbox.apiKey }).send()).statusCode).toBe(401)
    expect((await ask({ ...live, apiKey: '' }, { authtoken: token }).send()).statusCode).toBe(201)
    expect((await ask({ ...sandbox, apiKey: '' }, { authtoken: token }).send()).statusCode).toBe(401)
  })

  it('that nobody knows is answered as a wrong key is; a missing field is told before either', async () => {
    const { ask } = await rig()
    const nobody = ask({ username: 'nobody', apiKey: live.apiKey })
    expect((await nobody.send()).body).toBe('The supplied authentication is invalid')
    const missing = await nobody.send({ to: '' })
    expect([missing.statusCode, missing.body]).toEqual([400, "Request is missing required form field 'to'"])
  })

  it('gets its token with 201, the only answer that the Ruby SDK takes', async () => {
    const { ask } = await rig()
    for (const account of [sandbox, live]) expect((await ask(account).token()).statusCode).toBe(201)
  })
})

describe('a sender id', () => {
  it('that nobody has registered is refused, unless * allows any or an app is told of it', async () => {
    const it = await rig({ senderIds: ['FUNFIRM', "Joe's Shop"] })
    const message = async (from: string) =>
      (await it.ask(sandbox).send({ from })).json().SMSMessageData.Message as string
    expect(await message('MYSHOP')).toBe('InvalidSenderId')
    expect(await message('FUNFIRM')).toContain('Sent to 1/1')
    expect(await message("Joe's Shop")).toContain('Sent to 1/1')
    expect(await message('AFRICASTKNG')).toContain('Sent to 1/1')
    const nowhere = { callbackUrl: null, optOutUrl: null }
    const url = 'http://app.test/reports'
    await it.kernel.transact((tx) =>
      it.network.putShortCode(tx, { code: 'MYSHOP', deliveryReportUrl: url, ...nowhere }),
    )
    await it.kernel.transact((tx) =>
      it.network.putShortCode(tx, { code: '*', deliveryReportUrl: url, ...nowhere }),
    )
    expect(await message('MYSHOP')).toContain('Sent to 1/1')
    expect(await message('OTHER')).toBe('InvalidSenderId')
    expect(await message('*')).toBe('InvalidSenderId')
    // A request of one megabyte must not fill the timeline.
    expect(await message('x'.repeat(100_000))).toBe('InvalidSenderId')
    const [newest] = (await it.kernel.read((rx) => readTimeline(rx, { kind: 'sms.refused' }))).slice(-1)
    expect(JSON.stringify(newest).length).toBeLessThan(1_000)
  })
})
