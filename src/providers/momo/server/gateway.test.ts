import { describe, expect, it } from 'vitest'
import { openWorld, reference } from './world.fixture.ts'

const balance = '/collection/v1_0/account/balance'

describe('the subscription key', () => {
  it('is asked for before anything else', async () => {
    const { call } = await openWorld()
    expect(await call('GET', balance)).toMatchObject({
      status: 401,
      text: '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }',
      headers: {
        'www-authenticate':
          'AzureApiManagementKey realm="https://sandbox.momodeveloper.mtn.com/collection",name="Ocp-Apim-Subscription-Key",type="header"',
      },
    })
  })

  it('must be that of the product', async () => {
    const { call, bearer, key } = await openWorld()
    for (const wrong of [{ 'Ocp-Apim-Subscription-Key': 'other' }, key('disbursement')]) {
      expect(await call('GET', balance, { headers: { ...bearer, ...wrong } })).toMatchObject({
        status: 401,
        text: '{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }',
      })
    }
  })

  it('may come in the query, and that of any product opens the routes of 2018', async () => {
    const { call, without, bearer, key } = await openWorld()
    const headers = without('Ocp-Apim-Subscription-Key')
    expect((await call('GET', `${balance}?subscription-key=key-c`, { headers })).status).toBe(200)
    expect((await call('GET', `${balance}?subscription-key=key-r`, { headers })).status).toBe(401)
    for (const product of ['collection', 'disbursement', 'remittance'] as const) {
      const headers = { ...bearer, ...key(product) }
      expect((await call('GET', '/testpg/v1_0/account/balance', { headers })).status).toBe(200)
    }
  })
})

describe('the bearer token', () => {
  it.each([
    ['', 'The header Authorization was not sent.'],
    ['Bearer', 'There is no access token after Bearer.'],
    ['Bearer x', 'What follows Bearer is no access token of this simulator'],
    ['Basic eDp5', 'API user and key were sent (Basic) where an access token is wanted (Bearer).'],
    ['Bearer a b', 'There is more than a token after Bearer.'],
  ])('cannot be %j', async (authorization, why) => {
    const { call, bearer } = await openWorld()
    expect(
      await call('GET', balance, { headers: { ...bearer, Authorization: authorization } }),
    ).toMatchObject({
      status: 401,
      text: '',
      why: expect.stringContaining(why),
    })
  })

  it('is checked before the target environment and the body', async () => {
    const { call, key } = await openWorld()
    expect((await call('POST', '/collection/v1_0/requesttopay', { headers: key(), body: '{' })).status).toBe(
      401,
    )
  })

  it('may be refused in the gateway’s envelope', async () => {
    const { call, key } = await openWorld({ 'bearer-failure': 'gateway' })
    expect(await call('GET', balance, { headers: key() })).toMatchObject({
      status: 401,
      json: { statusCode: 401, message: 'Unauthorized. Access token is missing or invalid.' },
    })
  })
})

describe('the target environment', () => {
  it('must be named, and be that of the API user', async () => {
    const { call, bearer, without } = await openWorld()
    expect(await call('GET', balance, { headers: without('X-Target-Environment') })).toMatchObject({
      status: 400,
      text: '',
      why: 'X-Target-Environment is missing.',
    })
    for (const target of ['mtnivorycoast', 'mtnatlantis', '__proto__']) {
      expect(
        await call('GET', balance, { headers: { ...bearer, 'X-Target-Environment': target } }),
      ).toMatchObject({
        status: 500,
        text: '{"message":"Access to target environment is forbidden.","code":"NOT_ALLOWED_TARGET_ENVIRONMENT"}',
      })
    }
  })
})

describe('the gateway', () => {
  it.each([
    ['GET', '/collection'],
    ['GET', '/collection/v1_0/nothing'],
    ['POST', '/disbursement/v2_0/transfer'],
    ['GET', '/v1_0/apiuser'],
    ['GET', '/testpg/v1_0/token/'],
    ['DELETE', balance],
    ['HEAD', balance],
    ['OPTIONS', balance],
    ['PUT', `/collection/v1_0/requesttopay/${reference(1)}`],
    ['GET', '/collection/token/'],
    ['GET', '/disbursement/v1_0/requesttopay/x'],
  ])('has no route %s %s', async (method, path) => {
    const { call, bearer } = await openWorld()
    const answer = await call(method, path, { headers: bearer })
    expect(answer.status).toBe(404)
    if (method !== 'HEAD') expect(answer.text).toBe('{ "statusCode": 404, "message": "Resource not found" }')
  })

  it('lets every other path pass', async () => {
    const { door } = await openWorld()
    for (const path of ['/', '/collections', '/v2/transact', '/ussd', '/_sim/health', '/v1_0x']) {
      expect(door.find('GET', path)).toBeUndefined()
    }
  })

  it('takes paths in any case', async () => {
    const { call, bearer } = await openWorld()
    expect((await call('GET', '/Collection/V1_0/Account/Balance', { headers: bearer })).status).toBe(200)
  })

  it.each(['/collection//v1_0/account/balance', '//collection/v1_0/account/balance', '/collection/%zz'])(
    'calls %s a bad request',
    async (path) => {
      const { call, bearer } = await openWorld()
      expect(await call('GET', path, { headers: bearer })).toMatchObject({
        status: 400,
        json: { statusCode: 400 },
      })
    },
  )

  it('refuses a parameter that cannot be decoded', async () => {
    const { call, bearer } = await openWorld()
    expect((await call('GET', '/collection/v1_0/requesttopay/%zz', { headers: bearer })).status).toBe(400)
  })

  it('refuses a body that is too large, or in an unknown encoding', async () => {
    const { ask } = await openWorld()
    expect(await ask(1, { body: 'x'.repeat(70_000) })).toMatchObject({
      status: 413,
      json: { statusCode: 413 },
    })
    expect(await ask(1, { headers: { 'Content-Encoding': 'rot13' } })).toMatchObject({
      status: 415,
      json: { statusCode: 415, message: 'Unsupported Media Type' },
    })
    expect((await ask(1)).status).toBe(202)
  })

  it('answers 500 in its own envelope when something breaks, and goes on', async () => {
    const { call, bearer, wallet } = await openWorld()
    const isActive = wallet.holders.isActive
    wallet.holders.isActive = () => Promise.reject(new Error('broken'))
    const path = '/collection/v1_0/accountholder/MSISDN/46733000001/active'
    expect(await call('GET', path, { headers: bearer })).toMatchObject({
      status: 500,
      text: expect.stringMatching(
        /^\{ "statusCode": 500, "message": "Internal server error", "activityId": "[0-9a-f-]{36}" \}$/,
      ),
    })
    wallet.holders.isActive = isActive
    expect((await call('GET', path, { headers: bearer })).status).toBe(200)
  })

  it.each([
    ['POST', '/collection/v1_0/preapproval'],
    ['POST', '/collection/v1_0/transfer'],
    ['POST', '/disbursement/v1_0/requesttopay'],
    ['POST', '/disbursement/v2_0/transfer'],
    ['POST', '/remittance/v2_0/transfer'],
  ])('does not have %s %s, as MTN has not', async (method, path) => {
    const { call, bearer } = await openWorld()
    expect(await call(method, path, { headers: bearer, body: {} })).toMatchObject({
      status: 404,
      text: '{ "statusCode": 404, "message": "Resource not found" }',
    })
  })
})
