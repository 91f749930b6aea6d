import { describe, expect, it } from 'vitest'
import { openWorld, shop } from './world.fixture.ts'

const id = 'd4c3b2a1-0000-4000-9000-00000000000f'
async function world(quirks?: Record<string, string>) {
  const opened = await openWorld(quirks)
  const create = (body: unknown = { providerCallbackHost: 'new.example' }, reference = id) =>
    opened.call('POST', '/v1_0/apiuser', { headers: { ...opened.key(), 'X-Reference-Id': reference }, body })
  const describeUser = (user = id) => opened.call('GET', `/v1_0/apiuser/${user}`, { headers: opened.key() })
  const apiKey = (user = id) => opened.call('POST', `/v1_0/apiuser/${user}/apikey`, { headers: opened.key() })
  return { ...opened, create, describeUser, apiKey }
}

describe('an API user', () => {
  it('is created, described, given a key, and gets tokens', async () => {
    const { create, describeUser, apiKey, call, key, basic } = await world()
    expect(await create()).toMatchObject({ status: 201, text: '' })
    expect((await describeUser()).text).toBe(
      '{"providerCallbackHost":"new.example","targetEnvironment":"sandbox"}',
    )
    const made = await apiKey()
    expect(made).toMatchObject({ status: 201, json: { apiKey: expect.stringMatching(/^[0-9a-f]{32}$/) } })
    const headers = { ...key(), ...basic(id, (made.json as { apiKey: string }).apiKey) }
    expect(await call('POST', '/collection/token/', { headers })).toMatchObject({ status: 200 })
  })

  it('is a merchant named by its callback host, of which a URL is kept as given', async () => {
    const { create, describeUser, kernel, momo } = await world()
    await create({ providerCallbackHost: 'https://Shop.Example:8443/hook', more: true })
    expect((await describeUser()).json).toMatchObject({
      providerCallbackHost: 'https://Shop.Example:8443/hook',
    })
    expect(await kernel.read((rx) => momo.apiUsers(rx))).toEqual([
      shop,
      {
        id,
        apiKey: '',
        providerCallbackHost: 'https://Shop.Example:8443/hook',
        targetEnvironment: 'sandbox',
      },
    ])
  })

  it('has one key: a new one replaces the old', async () => {
    const { create, apiKey, call, key, basic } = await world()
    await create()
    const [first, second] = [await apiKey(), await apiKey()].map(
      ({ json }) => (json as { apiKey: string }).apiKey,
    )
    const signIn = (password: string | undefined) =>
      call('POST', '/collection/token/', { headers: { ...key(), ...basic(id, password ?? '') } })
    expect((await signIn(first)).status).toBe(500)
    expect((await signIn('')).status).toBe(500)
    expect((await signIn(second)).status).toBe(200)
  })

  it('takes the key of any product, also as a query', async () => {
    const { call, key, create } = await world()
    await create()
    expect((await call('GET', `/v1_0/apiuser/${id}`, { headers: key('remittance') })).status).toBe(200)
    expect((await call('GET', `/v1_0/apiuser/${id}?subscription-key=key-d`)).status).toBe(200)
    expect((await call('GET', `/v1_0/apiuser/${id}`)).status).toBe(401)
  })

  it('refuses a reference id twice, in either case of letters', async () => {
    const { create } = await world()
    await create()
    expect(await create({ providerCallbackHost: 'other.example' }, id.toUpperCase())).toMatchObject({
      status: 409,
      text: '{"message":"Duplicated reference id. Creation of resource failed.","code":"RESOURCE_ALREADY_EXIST"}',
    })
    expect((await create(undefined, shop.id)).status).toBe(409)
  })

  it.each([
    ['no body', ''],
    ['not JSON', '{"providerCallbackHost":'],
    ['an array', []],
    ['null', 'null'],
    ['no host', {}],
    ['an empty host', { providerCallbackHost: '' }],
    ['a blank host', { providerCallbackHost: '  ' }],
    ['a null host', { providerCallbackHost: null }],
    ['a list as host', { providerCallbackHost: ['a.example'] }],
    ['no host name', { providerCallbackHost: 'a b/c' }],
  ])('refuses %s, and keeps the reference id free', async (_what, body) => {
    const { create } = await world()
    expect(await create(body)).toMatchObject({ status: 400, text: '' })
    expect((await create()).status).toBe(201)
  })

  it.each(['', 'nonsense', '6f1c2b1e-0000-1000-8000-000000000001', `${id}0`])(
    'refuses the reference id %j',
    async (reference) => {
      const { create, describeUser, apiKey } = await world()
      expect((await create(undefined, reference)).status).toBe(400)
      if (reference === '') return
      expect((await describeUser(reference)).status).toBe(400)
      expect((await apiKey(reference)).status).toBe(400)
    },
  )

  it('is not found where it was never created', async () => {
    const { describeUser, apiKey } = await world()
    const body = '{"message":"Requested resource was not found.","code":"RESOURCE_NOT_FOUND"}'
    expect(await describeUser()).toMatchObject({ status: 404, text: body })
    expect(await apiKey()).toMatchObject({ status: 404, text: body })
  })

  it('can be bound to the product whose key created it', async () => {
    const { create, apiKey, call, key, signed } = await world({ 'api-user-scope': 'product' })
    await create()
    const user = { ...shop, id, apiKey: ((await apiKey()).json as { apiKey: string }).apiKey }
    const headers = await signed('disbursement', user)
    expect(await call('GET', '/disbursement/v1_0/account/balance', { headers })).toMatchObject({
      status: 500,
      json: { code: 'NOT_ALLOWED_TARGET_ENVIRONMENT' },
    })
    expect(
      await call('GET', '/collection/v1_0/account/balance', { headers: { ...headers, ...key() } }),
    ).toMatchObject({ status: 200 })
  })
})

describe('an API user of the world file', () => {
  it('is refused where its id, host or environment cannot be used', async () => {
    const { kernel, momo } = await world()
    const add = (change: object) => kernel.transact((tx) => momo.addApiUser(tx, { ...shop, id, ...change }))
    await expect(add({ id: shop.id })).rejects.toThrow(/already/)
    await expect(add({ providerCallbackHost: ' ' })).rejects.toThrow(/no host name/)
    await expect(add({ targetEnvironment: 'mtnatlantis' })).rejects.toThrow(/No environment "mtnatlantis"/)
  })
})
