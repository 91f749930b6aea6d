import { describe, expect, it } from 'vitest'
import { openWorld, reference, shop, type World } from '../world.fixture.ts'

const grant = 'urn:openid:params:grant-type:ciba'
const hint = 'ID:46733000001/MSISDN'

/** The operations of consents as clients call them. */
async function consentWorld(...given: Parameters<typeof openWorld>) {
  const world = await openWorld(...given)
  const { call, signed, key, basic, kernel } = world
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  type Product = 'collection' | 'disbursement' | 'remittance'
  const credentials = (product: Product = 'collection', user = shop) => ({
    ...key(product),
    ...basic(user.id, user.apiKey),
    'X-Target-Environment': 'sandbox',
  })
  const authorize = async (
    fields: Record<string, string> = {},
    { product = 'collection' as Product, headers = {} as Record<string, string> } = {},
  ) => {
    const body = new URLSearchParams({
      login_hint: hint,
      scope: 'profile',
      access_type: 'offline',
      ...fields,
    })
    for (const [name, value] of Object.entries(fields)) if (value === '') body.delete(name)
    return call('POST', `/${product}/v1_0/bc-authorize`, {
      headers: { ...form, ...(await signed(product)), ...headers },
      body: body.toString(),
    })
  }
  const asked = async (fields: Record<string, string> = {}) =>
    ((await authorize(fields)).json as { auth_req_id: string }).auth_req_id
  const token = (
    fields: Record<string, string>,
    { product = 'collection' as Product, headers = {} as Record<string, string> } = {},
  ) =>
    call('POST', `/${product}/oauth2/token/`, {
      headers: { ...form, ...credentials(product), ...headers },
      body: new URLSearchParams(fields).toString(),
    })
  const poll = (id: string) => token({ grant_type: grant, auth_req_id: id })
  const refresh = (refreshToken: string) =>
    token({ grant_type: 'refresh_token', refresh_token: refreshToken })
  const userInfo = (accessToken: string, product: Product = 'collection') =>
    call('GET', `/${product}/oauth2/v1_0/userinfo`, {
      headers: {
        ...key(product),
        Authorization: `Bearer ${accessToken}`,
        'X-Target-Environment': 'sandbox',
      },
    })
  const tokensOf = async (id: string) =>
    (await poll(id)).json as { access_token: string; refresh_token: string; expires_in: number }
  /** The payer takes everything shared back. */
  const takeBack = async () => {
    const { wallet, payerId } = world
    const of = { payerId, kind: 'consent' } as const
    const shared = await kernel.read((rx) => wallet.mandates.inForce(rx, of, { offset: 0, limit: 9 }))
    for (const { id } of shared) {
      await kernel.transact((tx) => wallet.mandates.cancel(tx, { id, holderId: payerId, pin: '1234' }))
    }
    await kernel.settle()
  }
  return { ...world, credentials, authorize, asked, token, poll, refresh, userInfo, tokensOf, takeBack, form }
}

const errorOf = ({ status, json }: { status: number; json: unknown }) => [
  status,
  (json as { error?: string } | undefined)?.error,
]

describe('a consent', () => {
  it('is asked for, given on the phone, and opens the data of its scopes', async () => {
    const { authorize, poll, userInfo, answer } = await consentWorld()
    const asked = await authorize({ scope: 'profile phone' })
    expect(asked).toMatchObject({ status: 200, json: { interval: 5, expires_in: 300 } })
    const { auth_req_id: id } = asked.json as { auth_req_id: string }
    expect(errorOf(await poll(id))).toEqual([400, 'authorization_pending'])
    await answer('approve')
    const issued = await poll(id)
    expect(issued).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store' },
      json: {
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'profile phone',
        refresh_token_expired_in: 30 * 86_400,
      },
    })
    const { access_token: token } = issued.json as { access_token: string }
    expect((await userInfo(token)).json).toEqual({
      sub: '0',
      name: 'Ama',
      given_name: 'Ama',
      family_name: '',
      locale: 'en',
      phone_number: '46733000001',
      phone_number_verified: true,
      updated_at: expect.any(Number),
    })
  })

  it('gives its token once, and new ones by the refresh token while it lasts', async () => {
    const { asked, poll, tokensOf, refresh, userInfo, answer, kernel } = await consentWorld()
    const id = await asked({ consent_valid_in: '7200' })
    await answer('approve')
    const first = await tokensOf(id)
    expect(errorOf(await poll(id))).toEqual([400, 'invalid_grant'])
    await kernel.advance(3_600_000)
    expect((await userInfo(first.access_token)).status).toBe(401)
    const renewed = await refresh(first.refresh_token)
    expect(renewed).toMatchObject({
      status: 200,
      json: { refresh_token: first.refresh_token, expires_in: 3600, refresh_token_expired_in: 3600 },
    })
    const { access_token: second } = renewed.json as { access_token: string }
    expect((await userInfo(second)).status).toBe(200)
    await kernel.advance(3_600_000)
    expect((await userInfo(second)).status).toBe(401)
    expect(errorOf(await refresh(first.refresh_token))).toEqual([400, 'invalid_grant'])
  })

  it('that is online ends after an hour and has no refresh token', async () => {
    const { asked, poll, answer } = await consentWorld()
    const id = await asked({ access_type: 'online' })
    await answer('approve')
    const { json } = await poll(id)
    expect(Object.keys(json as object)).toEqual(['access_token', 'token_type', 'expires_in', 'scope'])
  })

  it('that is polled too fast slows its merchant down, five seconds more each time', async () => {
    const { asked, poll, kernel, answer } = await consentWorld()
    const id = await asked()
    expect(errorOf(await poll(id))).toEqual([400, 'authorization_pending'])
    await kernel.advance(4_999)
    expect(errorOf(await poll(id))).toEqual([400, 'slow_down'])
    await kernel.advance(9_999)
    const again = await poll(id)
    expect(errorOf(again)).toEqual([400, 'slow_down'])
    expect(again.why).toContain('wait 15 seconds')
    await kernel.advance(15_000)
    expect(errorOf(await poll(id))).toEqual([400, 'authorization_pending'])
    await answer('approve')
    // Only a pending one can be polled too fast.
    expect((await poll(id)).status).toBe(200)
  })

  it('that is refused, has expired, or is not fetched in time says so', async () => {
    const { asked, poll, kernel, answer } = await consentWorld()
    const refused = await asked()
    await answer('reject')
    expect(errorOf(await poll(refused))).toEqual([400, 'access_denied'])
    const unanswered = await asked()
    await kernel.advance(300_000)
    expect(errorOf(await poll(unanswered))).toEqual([400, 'expired_token'])
    const late = await asked()
    await answer('approve')
    await kernel.advance(300_000)
    expect(errorOf(await poll(late))).toEqual([400, 'expired_token'])
  })

  it('that is taken back ends its tokens, before the first poll and after it', async () => {
    const { asked, poll, tokensOf, refresh, userInfo, answer, takeBack } = await consentWorld()
    const fetched = await asked()
    await answer('approve')
    const { access_token: token, refresh_token: refreshToken } = await tokensOf(fetched)
    await takeBack()
    const refused = await userInfo(token)
    expect(refused).toMatchObject({ status: 401, text: '' })
    expect(refused.why).toContain('took the consent back')
    expect(errorOf(await refresh(refreshToken))).toEqual([400, 'invalid_grant'])
    const polled = await asked()
    expect(errorOf(await poll(polled))).toEqual([400, 'authorization_pending'])
    await answer('approve')
    await takeBack()
    expect(errorOf(await poll(polled))).toEqual([400, 'access_denied'])
  })

  it('beside another one of the same payer goes its own way', async () => {
    const { asked, tokensOf, poll, userInfo, answer } = await consentWorld()
    const one = await asked({ scope: 'email' })
    const other = await asked({ scope: 'openid' })
    await answer('approve')
    const { access_token: ofOther } = await tokensOf(other)
    const { access_token: ofOne } = await tokensOf(one)
    expect((await userInfo(ofOther)).json).toEqual({ sub: '0' })
    expect((await userInfo(ofOne)).json).toEqual({ sub: '0' })
    expect(errorOf(await poll(one))).toEqual([400, 'invalid_grant'])
  })

  it("is not another API user's", async () => {
    const { asked, token, answer, kernel, momo, key, basic } = await consentWorld()
    const other = { ...shop, id: reference(99), apiKey: '99112233445566778899aabbccddee99' }
    await kernel.transact((tx) => momo.addApiUser(tx, other))
    const id = await asked()
    await answer('approve')
    const headers = { ...key(), ...basic(other.id, other.apiKey) }
    const refused = await token({ grant_type: grant, auth_req_id: id }, { headers })
    expect(errorOf(refused)).toEqual([400, 'invalid_grant'])
    expect((await token({ grant_type: grant, auth_req_id: id })).status).toBe(200)
  })

  it.each(['collection', 'disbursement', 'remittance'] as const)('is there for %s', async (product) => {
    const { authorize, token, userInfo, answer } = await consentWorld()
    const { json } = await authorize({}, { product })
    await answer('approve')
    const id = (json as { auth_req_id: string }).auth_req_id
    const issued = await token({ grant_type: grant, auth_req_id: id }, { product })
    const { access_token: accessToken } = issued.json as { access_token: string }
    expect(await userInfo(accessToken, product)).toMatchObject({ status: 200, json: { given_name: 'Ama' } })
  })
})

describe('the tokens of two kinds', () => {
  it('do not stand for each other', async () => {
    const { asked, tokensOf, userInfo, token, answer, call, bearer } = await consentWorld()
    const id = await asked()
    await answer('approve')
    const { access_token: ofConsent } = await tokensOf(id)
    const headers = { ...bearer, Authorization: `Bearer ${ofConsent}` }
    expect((await call('GET', '/collection/v1_0/account/balance', { headers })).status).toBe(401)
    const refused = await userInfo(bearer.Authorization.replace('Bearer ', ''))
    expect(refused.status).toBe(401)
    expect(refused.why).toContain('/oauth2/token/')
    expect(errorOf(await token({ grant_type: 'client_credentials' }))).toEqual([
      400,
      'unsupported_grant_type',
    ])
  })
})

describe('bc-authorize', () => {
  it.each([
    ['login_hint', '', /login_hint is missing/],
    ['login_hint', '46733000001', /must be ID:\{id\}\/\{type\}/],
    ['login_hint', 'ID:ama/MSISDN', /6 to 15 digits/],
    ['login_hint', 'ID:46733000001/ALIAS', /The type in login_hint is "ALIAS"/],
    ['scope', '', /scope is missing/],
    ['access_type', '', /access_type is missing/],
    ['access_type', 'always', /online or offline/],
    ['consent_valid_in', '0', /from 1 to/],
    ['consent_valid_in', '1.5', /from 1 to/],
    ['consent_valid_in', '99999999999', /from 1 to/],
  ])('refuses %s %j', async (name, value, why) => {
    const { authorize } = await consentWorld()
    const refused = await authorize({ [name]: value })
    expect(refused).toMatchObject({ status: 400, text: '' })
    expect(refused.why).toMatch(why)
  })

  it('refuses a validity for an online consent', async () => {
    const { authorize } = await consentWorld()
    const refused = await authorize({ access_type: 'online', consent_valid_in: '60' })
    expect(refused.why).toContain('offline alone')
  })

  it.each([
    ['invalid', {}, 'UNSUPPORTED_SCOPE'],
    ['profile invalid', {}, 'UNSUPPORTED_SCOPE'],
    ['profile', { scope_instruction: 'e30=' }, 'INFORMATIONAL_SCOPE_INSTRUCTION'],
  ])('answers 500 to the scope %j with %j', async (scope, more, code) => {
    const { authorize } = await consentWorld()
    expect(await authorize({ scope, ...more })).toMatchObject({ status: 500, json: { code } })
  })

  it.each(['ID:46733000001/MSISDN', 'ID:+46733000001/MSISDN', 'id:46733000001/msisdn', '46733000001/MSISDN'])(
    'takes the payer as %s',
    async (login_hint) => {
      const { authorize } = await consentWorld()
      expect((await authorize({ login_hint })).status).toBe(200)
    },
  )

  it('takes a plus that is not percent-encoded, which is a blank in a form', async () => {
    const { call, bearer, form } = await consentWorld()
    const body = 'login_hint=ID:+46733000001/MSISDN&scope=profile&access_type=online'
    const headers = { ...bearer, ...form }
    expect((await call('POST', '/collection/v1_0/bc-authorize', { headers, body })).status).toBe(200)
  })

  it('knows nobody under an e-mail address that no one has', async () => {
    const { authorize } = await consentWorld()
    const refused = await authorize({ login_hint: 'ID:nobody@example.com/EMAIL' })
    expect(refused).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } })
  })

  it('takes Basic credentials as the exports of two products have it, and refuses wrong ones', async () => {
    const { authorize, credentials } = await consentWorld()
    const product = 'disbursement'
    expect((await authorize({}, { product, headers: credentials(product) })).status).toBe(200)
    const wrong = credentials(product, { ...shop, apiKey: 'wrong' })
    expect(await authorize({}, { product, headers: wrong })).toMatchObject({
      status: 500,
      json: { error: 'login_failed' },
    })
  })

  it.each([
    ['basic', 500, 200],
    ['bearer', 200, 401],
  ])(
    'with the quirk consent-access: %s answers %i to a bearer token and %i to Basic',
    async (value, byToken, byKey) => {
      const { authorize, credentials } = await consentWorld({ 'consent-access': value })
      expect((await authorize()).status).toBe(byToken)
      expect((await authorize({}, { headers: credentials() })).status).toBe(byKey)
    },
  )

  it('gives the consent at once with the quirk, to anybody, as the sandbox does', async () => {
    const { authorize, poll, userInfo } = await consentWorld({ 'consent-answer': 'at-once' })
    for (const login_hint of ['ID:46733000001/MSISDN', 'ID:who@example.com/EMAIL', 'ID:msisdn/msisdn']) {
      const { json } = await authorize({ login_hint, scope: 'all_info' })
      const issued = await poll((json as { auth_req_id: string }).auth_req_id)
      const { access_token: token } = issued.json as { access_token: string }
      expect((await userInfo(token)).json).toMatchObject({
        sub: '0',
        given_name: login_hint.includes('46733000001') ? 'Ama' : 'Sand',
      })
    }
  })

  it('shows the person of the sandbox as recorded, or with the types of the exports', async () => {
    const infoOf = async (value: string) => {
      const { authorize, poll, userInfo } = await consentWorld({
        'consent-answer': 'at-once',
        'consent-user-info': value,
      })
      const { json } = await authorize({ login_hint: 'ID:msisdn/msisdn', scope: 'all_info' })
      const issued = await poll((json as { auth_req_id: string }).auth_req_id)
      return (await userInfo((issued.json as { access_token: string }).access_token)).json
    }
    expect(await infoOf('recorded')).toMatchObject({
      address: { locality: 'Karlskrona', postal_code: '123 45' },
      credit_score: 123,
      email_verified: true,
    })
    expect(await infoOf('exported')).toMatchObject({
      address: 'Street 17\n123 45 Karlskrona\nBlekinge\nSweden',
      credit_score: '123',
    })
  })

  it('tells what the world says of a person, and nothing else', async () => {
    const { authorize, poll, userInfo, kernel, wallet } = await consentWorld({ 'consent-answer': 'at-once' })
    await kernel.transact((tx) =>
      wallet.openPerson(tx, {
        phone: '+46733000007',
        name: 'Efua Lind Berg',
        language: 'en',
        pin: '1234',
        email: 'Efua@example.com',
        birthdate: '1990-02-01',
        gender: 'FEMALE',
        details: {
          address: { street: 'Street 17', postalCode: '123 45', locality: 'Karlskrona', country: 'Sweden' },
          birthplace: { city: 'Accra' },
          creditScore: 700,
          identification: { type: 'PASS', value: 'S1' },
        },
        environment: 'sandbox',
        balances: [],
      }),
    )
    const { json } = await authorize({ login_hint: 'ID:efua@EXAMPLE.com/EMAIL', scope: 'all_info' })
    const issued = await poll((json as { auth_req_id: string }).auth_req_id)
    const { access_token: token } = issued.json as { access_token: string }
    expect((await userInfo(token)).json).toEqual({
      sub: '0',
      name: 'Efua Lind Berg',
      given_name: 'Efua',
      family_name: 'Lind Berg',
      birthdate: '1990-02-01',
      locale: 'en',
      status: 'ACTIVE',
      gender: 'FEMALE',
      email: 'efua@example.com',
      email_verified: true,
      phone_number: '46733000007',
      phone_number_verified: true,
      address: {
        formatted: 'Street 17\n123 45 Karlskrona\nSweden',
        street_address: 'Street 17',
        postal_code: '123 45',
        locality: 'Karlskrona',
        country: 'Sweden',
      },
      updated_at: expect.any(Number),
      credit_score: 700,
      active: true,
      city_of_birth: 'Accra',
      identification_type: 'PASS',
      identification_value: 'S1',
    })
  })

  it('leaves nothing of a refused request', async () => {
    const { authorize, kernel, wallet, payerId } = await consentWorld()
    const headers = { 'X-Callback-Url': 'http://elsewhere.example/' }
    expect(await authorize({}, { headers })).toMatchObject({
      status: 500,
      json: { code: 'INVALID_CALLBACK_URL_HOST' },
    })
    const page = { offset: 0, limit: 9 }
    expect(await kernel.read((rx) => wallet.approvals.waiting(rx, payerId, page))).toEqual([])
  })
})

describe("the ping of CIBA's ping mode", () => {
  const headers = { 'X-Callback-Url': 'http://cb.example/consents' }
  const secret = { client_notification_token: 'n0t1fy' }
  const settledWith = async (
    how: 'approve' | 'reject',
    fields: Record<string, string>,
    sent: Record<string, string>,
    quirks: Record<string, string> = {},
  ) => {
    const world: Pick<World, 'callbacks'> & Awaited<ReturnType<typeof consentWorld>> =
      await consentWorld(quirks)
    const { json } = await world.authorize(fields, { headers: sent })
    await world.answer(how)
    return { id: (json as { auth_req_id: string }).auth_req_id, ...world }
  }

  it.each(['approve', 'reject'] as const)(
    'comes once after %s, with the token of the merchant',
    async (how) => {
      const { id, callbacks } = await settledWith(how, secret, headers)
      expect(callbacks).toHaveLength(1)
      expect(callbacks[0]).toMatchObject({
        method: 'POST',
        url: 'http://cb.example/consents',
        headers: { Authorization: 'Bearer n0t1fy' },
      })
      expect(JSON.parse(String(callbacks[0]?.body))).toEqual({ auth_req_id: id })
    },
  )

  it('does not come where the merchant polls, or the quirk says none', async () => {
    expect((await settledWith('approve', secret, {})).callbacks).toEqual([])
    expect((await settledWith('approve', {}, headers)).callbacks).toEqual([])
    expect((await settledWith('approve', secret, headers, { 'consent-ping': 'none' })).callbacks).toEqual([])
  })

  it('keeps the token out of the delivery log', async () => {
    const { kernel } = await settledWith('approve', secret, headers)
    const log = await kernel.read((rx) => kernel.deliveries.list(rx, 'momo.consent-ping'))
    expect(log).toHaveLength(1)
    expect(JSON.stringify(log)).not.toContain('n0t1fy')
  })
})

describe('the token operation of consents', () => {
  it.each([
    [{}, 'invalid_request'],
    [{ grant_type: grant }, 'invalid_request'],
    [{ grant_type: grant, auth_req_id: 'x' }, 'invalid_grant'],
    [{ grant_type: grant, auth_req_id: reference(5) }, 'invalid_grant'],
    [{ grant_type: 'refresh_token' }, 'invalid_request'],
    [{ grant_type: 'refresh_token', refresh_token: reference(5) }, 'invalid_grant'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ])('answers to %j with %s', async (fields, error) => {
    const { token } = await consentWorld()
    expect(errorOf(await token(fields as Record<string, string>))).toEqual([400, error])
  })

  it('takes credentials without a target environment, and refuses those of another', async () => {
    const { token, call, key, basic, form } = await consentWorld()
    const body = `grant_type=${grant}&auth_req_id=${reference(5)}`
    const headers = { ...form, ...key(), ...basic(shop.id, shop.apiKey) }
    expect(errorOf(await call('POST', '/collection/oauth2/token/', { headers, body }))).toEqual([
      400,
      'invalid_grant',
    ])
    const elsewhere = { 'X-Target-Environment': 'mtnivorycoast' }
    expect(await token({ grant_type: grant }, { headers: elsewhere })).toMatchObject({
      status: 500,
      json: { code: 'NOT_ALLOWED_TARGET_ENVIRONMENT' },
    })
    const wrong = basic(shop.id, 'wrong')
    expect(errorOf(await token({ grant_type: grant }, { headers: wrong }))).toEqual([500, 'login_failed'])
  })
})
