import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import { expectTold } from './told.fixture.ts'

interface Entry {
  id: string
  data: { url: string; status: number; explanation?: string; explanationIn?: { fr: string }; request: string }
}

const keys = {
  collection: 'c0113c7104c0113c7104c0113c710401',
  disbursement: 'd15b0f5e3e47d15b0f5e3e47d15b0f02',
}
const kiosk = '5a1e0001-0000-4000-8000-000000000001'
const kioskKey = '5a1e000100000000000000000000a001'

describe('what a vendor keeps to itself', () => {
  let sim: Simulator
  const lines: Array<Record<string, unknown>> = []
  beforeEach(async () => {
    lines.length = 0
    const warn = (line: unknown) => {
      if (typeof line === 'object') lines.push(line as Record<string, unknown>)
    }
    sim = await startSimulator({ clock: 'frozen', port: 0, logger: { warn, error: warn } })
  })
  afterEach(() => sim.close())
  const lastExplanation = async (): Promise<string | undefined> => {
    const answer = await fetch(`${sim.url}/_sim/timeline/all`)
    const { entries } = (await answer.json()) as { entries: Entry[] }
    const { explanation, explanationIn } =
      entries.filter(({ id }) => id.startsWith('http-')).at(-1)?.data ?? {}
    if (explanation !== undefined) expectTold(explanation, explanationIn?.fr)
    return explanation
  }
  const basic = (user: string, key: string) => `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`

  it('is on the timeline and in the log, and not on the wire', async () => {
    const answer = await fetch(`${sim.url}/collection/token/`, {
      method: 'POST',
      headers: { 'Ocp-Apim-Subscription-Key': keys.disbursement, Authorization: basic(kiosk, kioskKey) },
    })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({
      statusCode: 401,
      message:
        'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.',
    })
    const explanation =
      'The subscription key that was sent is the disbursement key of this world; ' +
      '/collection wants the collection key of this world, which begins with c011.'
    expect(await lastExplanation()).toBe(explanation)
    expect(lines).toMatchObject([{ path: '/collection/token/', status: 401, explanation }])
    expect([...answer.headers.values()].join()).not.toContain('disbursement')
  })

  it('has no secret: of an unknown key only how it begins', async () => {
    const answer = await fetch(`${sim.url}/collection/token/`, {
      method: 'POST',
      headers: { 'Ocp-Apim-Subscription-Key': 'live0123456789abcdef0123456789ab' },
    })
    expect(answer.status).toBe(401)
    const timeline = await (await fetch(`${sim.url}/_sim/timeline/all`)).text()
    expect(timeline).toContain('which begins with live;')
    expect(timeline + JSON.stringify(lines)).not.toContain('live0123')
  })

  it('is not there where all is well', async () => {
    await fetch(`${sim.url}/collection/token/`, {
      method: 'POST',
      headers: { 'Ocp-Apim-Subscription-Key': keys.collection, Authorization: basic(kiosk, kioskKey) },
    })
    expect(await lastExplanation()).toBeUndefined()
    expect(lines).toEqual([])
  })

  describe("of MTN's", () => {
    const order = {
      amount: '10',
      currency: 'EUR',
      externalId: '1',
      payer: { partyIdType: 'MSISDN', partyId: '46733000001' },
      payerMessage: 'm',
      payeeNote: 'n',
    }
    const reference = (n: number) => `6f1c2b1e-0000-4000-8000-${String(n).padStart(12, '0')}`
    const accra = { id: '5a1e0002-0000-4000-8000-000000000002', key: '5a1e000200000000000000000000a002' }
    const send = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
      fetch(sim.url + path, {
        method,
        headers: { 'Ocp-Apim-Subscription-Key': keys.collection, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    const tokenOf = async (user = kiosk, key = kioskKey) => {
      const answer = await send('POST', '/collection/token/', { Authorization: basic(user, key) })
      return ((await answer.json()) as { access_token: string }).access_token
    }
    const signed = async (user = kiosk, key = kioskKey, target = 'sandbox') => ({
      Authorization: `Bearer ${await tokenOf(user, key)}`,
      'X-Target-Environment': target,
    })
    const ask = async (n: number, of: { headers?: Record<string, string>; body?: object } = {}) =>
      send(
        'POST',
        '/collection/v1_0/requesttopay',
        { ...(await signed()), 'X-Reference-Id': reference(n), ...of.headers },
        { ...order, ...of.body },
      )
    const why = async (
      answer: Promise<Response>,
    ): Promise<{ text: string; explanation: string | undefined }> => {
      const text = await (await answer).text()
      return { text, explanation: await lastExplanation() }
    }

    it.each([
      [
        'POST',
        '/v1_0/apiuser',
        undefined,
        /^The header Ocp-Apim-Subscription-Key is empty\. \/v1_0 takes .* any product/,
      ],
      [
        'POST',
        '/collection/token/',
        kioskKey,
        /is the API key of API user 5a1e0001-.*, which is for the token operation alone/,
      ],
      [
        'POST',
        '/disbursement/token/',
        keys.collection,
        /is the collection key of this world; \/disbursement wants/,
      ],
      [
        'POST',
        '/collection/token/',
        keys.collection.toUpperCase(),
        /collection key of this world in other letter case/,
      ],
    ])('key of %s %s', async (method, path, key, words) => {
      const { explanation } = await why(send(method, path, { 'Ocp-Apim-Subscription-Key': key ?? '' }))
      expect(explanation).toMatch(words)
    })

    it.each([
      ['nothing', undefined, /^The header Authorization was not sent to POST \/collection\/token\//],
      ['a bearer', 'Bearer abc', /was sent a Bearer token; it is where tokens come from/],
      ['no base64', 'Basic ***', /no base64 of a text with a colon/],
      ['nobody', basic(reference(9), 'x'), /^No API user 6f1c2b1e-.* in this world\. There are 5a1e0001-/],
      ['a swap', basic(kioskKey, kiosk), /^The API key of 5a1e0001-.* was sent as the API user/],
      ['the key of another', basic(kiosk, accra.key), /is that of API user 5a1e0002-.*, not of 5a1e0001-/],
      [
        'a subscription key',
        basic(kiosk, keys.collection),
        /is the collection subscription key of this world/,
      ],
      [
        'another key',
        basic(kiosk, 'secret0123456789'),
        /is not its own: it begins with secr\. The API key of .* begins with 5a1e/,
      ],
    ])('credentials that are %s', async (_, Authorization, words) => {
      const headers: Record<string, string> = Authorization === undefined ? {} : { Authorization }
      const { text, explanation } = await why(send('POST', '/collection/token/', headers))
      expect(text).toBe('{"error":"login_failed"}')
      expect(explanation).toMatch(words)
      expect(explanation).not.toMatch(/secret0|0000a001/)
    })

    it('API user without a key', async () => {
      await send(
        'POST',
        '/v1_0/apiuser',
        { 'X-Reference-Id': reference(5) },
        { providerCallbackHost: 'a.example' },
      )
      const { explanation } = await why(
        send('POST', '/collection/token/', { Authorization: basic(reference(5), 'x') }),
      )
      expect(explanation).toBe(
        `API user ${reference(5)} has no API key yet. Make one with POST /v1_0/apiuser/${reference(5)}/apikey.`,
      )
    })

    it('token that has run out, that is unknown, or none', async () => {
      const balance = (headers: Record<string, string>) =>
        why(
          send('GET', '/collection/v1_0/account/balance', { 'X-Target-Environment': 'sandbox', ...headers }),
        )
      const { Authorization } = await signed()
      await sim.clock.advance('PT2H')
      expect((await balance({ Authorization })).explanation).toBe(
        'The access token ran out at 2026-01-05T10:00:00.000Z; it is 2026-01-05T11:00:00.000Z on the clock of the ' +
          'simulator. A token is good for an hour. Ask for another with POST /collection/token/.',
      )
      const fresh = (await signed()).Authorization
      await fetch(`${sim.url}/_sim/reset`, { method: 'POST' })
      expect((await balance({ Authorization: fresh })).explanation).toMatch(/this world does not know it/)
      expect((await balance({ Authorization: 'Bearer undefined' })).explanation).toMatch(
        /but the word undefined/,
      )
      expect((await balance({ Authorization: basic(kiosk, kioskKey) })).explanation).toMatch(
        /Basic.*where an access token/,
      )
      expect((await balance({ Authorization: fresh.slice(7) })).explanation).toMatch(
        /does not begin with "Bearer "/,
      )
      expect((await balance({})).explanation).toMatch(/^The header Authorization was not sent/)
      expect((await balance({ Authorization: 'Bearer secret-of-mine' })).explanation).not.toContain('secret')
    })

    it('target environment of another, and of nobody', async () => {
      const { Authorization } = await signed()
      const at = (target: string) =>
        why(
          send('GET', '/collection/v1_0/account/balance', { Authorization, 'X-Target-Environment': target }),
        )
      const other = await at('mtnghana')
      expect(other.text).toBe(
        '{"message":"Access to target environment is forbidden.","code":"NOT_ALLOWED_TARGET_ENVIRONMENT"}',
      )
      expect(other.explanation).toBe(
        `API user ${kiosk} belongs to sandbox, and X-Target-Environment says mtnghana. Send sandbox, or use an API user ` +
          `of mtnghana (${accra.id}).`,
      )
      expect((await at('mtngana')).explanation).toMatch(
        /"mtngana".*no such environment; the nearest is mtnghana/,
      )
    })

    it('currency that the environment has not', async () => {
      const asked = await why(ask(1, { body: { currency: 'GHS' } }))
      expect(asked.text).toBe('{"message":"Currency not supported.","code":"INVALID_CURRENCY"}')
      expect(asked.explanation).toBe(
        'sandbox has EUR, and "GHS" was sent. MTN\'s own sandbox takes EUR alone, whatever the country. A world file sets ' +
          'them with environments.sandbox.currencies.',
      )
      expect((await why(ask(1, { body: { currency: 'eur' } }))).explanation).toMatch(
        /^The currency "eur" is written EUR/,
      )
      const balance = await why(send('GET', '/collection/v1_0/account/balance/XOF', await signed()))
      expect(balance.explanation).toMatch(/^sandbox has EUR, and "XOF" was sent/)
    })

    it('callback host that is not the API user’s', async () => {
      const asked = await why(ask(1, { headers: { 'X-Callback-Url': 'http://127.0.0.1:3000/cb' } }))
      expect(asked.text).toBe(
        '{"message":"Callback URL does not match the configured value.","code":"INVALID_CALLBACK_URL_HOST"}',
      )
      expect(asked.explanation).toBe(
        `X-Callback-Url names the host 127.0.0.1, and API user ${kiosk} has providerCallbackHost localhost. To MTN they ` +
          'are two hosts, though both are this machine. Send a URL on localhost; or set providerCallbackHost to ' +
          '127.0.0.1, in the world file under momo.apiUsers (payersim serve --world FILE), or in the POST ' +
          '/v1_0/apiuser that makes the API user.',
      )
    })

    it('reference id that was used, that is another’s, or nobody’s', async () => {
      expect((await ask(1)).status).toBe(202)
      const again = await why(ask(1))
      expect(again.text).toContain('RESOURCE_ALREADY_EXIST')
      expect(again.explanation).toMatch(/has used X-Reference-Id .*1 for a request to pay, which is PENDING/)
      const get = async (n: number, path = 'requesttopay', who?: Record<string, string>) =>
        (await why(send('GET', `/collection/v1_0/${path}/${reference(n)}`, who ?? (await signed()))))
          .explanation
      const ofAccra = await signed(accra.id, accra.key, 'mtnghana')
      expect(await get(1, 'requesttopay', ofAccra)).toBe(
        `${reference(1)} is a request to pay of API user ${kiosk}, and ${accra.id} asked. To each API user another's ` +
          'orders are as unknown as none.',
      )
      expect(await get(2)).toMatch(/^No request to pay of any API user has the reference id/)
      const preApproval = send('GET', `/collection/v2_0/preapproval/${reference(1)}`, await signed())
      expect((await why(preApproval)).explanation).toBe(
        `${reference(1)} is a request to pay of this API user, and a pre-approval was asked for.`,
      )
      const made = { 'X-Reference-Id': kiosk }
      expect(
        (await why(send('POST', '/v1_0/apiuser', made, { providerCallbackHost: 'a.example' }))).explanation,
      ).toMatch(/^There is an API user 5a1e0001-.* already/)
      expect((await why(send('GET', `/v1_0/apiuser/${reference(9)}`, {}))).explanation).toMatch(
        /^No API user 6f1c/,
      )
    })

    it('route that is none, with the nearest', async () => {
      const at = async (method: string, path: string) => (await why(send(method, path, {}))).explanation
      expect(await at('POST', '/collection/v1_0/requestopay')).toBe(
        "POST /collection/v1_0/requestopay is no operation of MTN's. The nearest is POST /collection/v1_0/requesttopay.",
      )
      expect(await at('PUT', '/collection/v1_0/requesttopay')).toBe(
        "PUT /collection/v1_0/requesttopay is no operation of MTN's: that path has POST.",
      )
      expect(await at('GET', `/collection/v1_0/requesttopays/${reference(1)}`)).toMatch(
        /nearest is GET \/collection\/v1_0\/requesttopay\/\{referenceId\}/,
      )
      expect(await at('OPTIONS', '/collection/v1_0/requesttopay')).toMatch(/A browser asks so/)
    })

    it('message that a live gateway would refuse', async () => {
      const asked = ask(1, { body: { payerMessage: 'Fish & chips' } })
      expect((await asked).status).toBe(202)
      expect(await lastExplanation()).toMatch(/^payerMessage has the character &, which is taken here\./)
    })

    it('payer whose number no phone can have', async () => {
      const asked = ask(1, { body: { payer: { partyIdType: 'msisdn', partyId: 123456 } } })
      expect((await asked).status).toBe(202)
      expect(await lastExplanation()).toMatch(/^No phone can have the number 123456: .* JSON type/)
    })

    it('account holder who is nobody, or a test number', async () => {
      const at = async (path: string) =>
        (await why(send('GET', `/collection/v1_0/accountholder/${path}`, await signed()))).explanation
      expect(await at('email/nobody@example.com/basicuserinfo')).toMatch(
        /^Nobody of this world has the email nobody@/,
      )
      expect(await at('msisdn/123456/basicuserinfo')).toMatch(/^No phone can have the number 123456: /)
      expect(await at('msisdn/46733123450/active')).toMatch(
        /is a test number of MTN's sandbox that stands for not-found/,
      )
    })
  })
})
