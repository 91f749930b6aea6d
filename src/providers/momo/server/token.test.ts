import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { readTimeline } from '../../../kernel/index.ts'
import { openWorld, shop } from './world.fixture.ts'

async function world(quirks?: Record<string, string>) {
  const opened = await openWorld(quirks)
  const signIn = (path = '/collection/token/', headers: Record<string, string> = {}, body?: unknown) =>
    opened.call('POST', path, {
      headers: { ...opened.key(), ...opened.basic(shop.id, shop.apiKey), ...headers },
      body,
    })
  return { ...opened, signIn }
}
const json = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString())

describe('a token', () => {
  it('looks as those of MTN do', async () => {
    const { signIn } = await world()
    const answer = await signIn()
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.json as object)).toEqual(['access_token', 'token_type', 'expires_in'])
    expect(answer.json).toMatchObject({ token_type: 'access_token', expires_in: 3600 })
    const [header, payload, signature] = (answer.json as { access_token: string }).access_token.split('.')
    expect(json(header)).toEqual({ typ: 'JWT', alg: 'R256' })
    expect(json(payload)).toEqual({
      clientId: shop.id,
      expires: '2026-01-05T10:00:00.000',
      sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(Buffer.from(signature ?? '', 'base64url')).toHaveLength(256)
  })

  it.each(['collection', 'disbursement', 'remittance'] as const)('is given for %s', async (product) => {
    const { signIn, key } = await world()
    expect((await signIn(`/${product}/token/`, key(product))).status).toBe(200)
    expect(await signIn(`/${product}/token`, key(product))).toMatchObject({
      status: 302,
      text: '',
      headers: { location: 'https://wallet.invalid:8080/token/' },
      why: expect.stringContaining('/token/'),
    })
    expect((await signIn(`/${product}/token`)).status).toBe(product === 'collection' ? 302 : 401)
    expect((await signIn(`/${product.toUpperCase()}/Token/`, key(product))).status).toBe(200)
  })

  it('is given whatever the body', async () => {
    const { signIn } = await world()
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await signIn(undefined, form, 'grant_type=client_credentials')).status).toBe(200)
    expect((await signIn(undefined, {}, { grant_type: 'client_credentials' })).status).toBe(200)
    expect((await signIn(undefined, { 'Content-Type': 'application/json' }, '{"a')).status).toBe(200)
    expect((await signIn(undefined, {}, 'x'.repeat(200_000))).status).toBe(200)
  })

  it.each([
    ['a wrong key', `Basic ${Buffer.from(`${shop.id}:wrong`).toString('base64')}`],
    ['an unknown user', `Basic ${Buffer.from(`nobody:${shop.apiKey}`).toString('base64')}`],
    ['no colon', `Basic ${Buffer.from(shop.id).toString('base64')}`],
    ['garbage', 'Basic: x'],
    ['a bearer token', 'Bearer x'],
    ['nothing', ''],
  ])('is refused for %s', async (_what, authorization) => {
    const { signIn } = await world()
    expect(await signIn(undefined, { Authorization: authorization })).toMatchObject({
      status: 500,
      text: '{"error":"login_failed"}',
      headers: {
        'cache-control': 'no-store',
        pragma: 'no-cache',
        'content-type': 'application/json;charset=utf-8',
      },
    })
  })

  it('works until its hour is over, and is then forgotten', async () => {
    const { kernel, call, bearer } = await world()
    const balance = async () =>
      (await call('GET', '/collection/v1_0/account/balance', { headers: bearer })).status
    await kernel.advance(3_599_999)
    expect(await balance()).toBe(200)
    await kernel.advance(1)
    expect(await balance()).toBe(401)
    expect(
      await kernel.read((rx) =>
        rx.db<{ momo_tokens: { id: number } }>().selectFrom('momo_tokens').selectAll().execute(),
      ),
    ).toEqual([])
  })

  it('is over after its hour even where the scheduler has not come round', async () => {
    const { kernel, call, bearer } = await world()
    await kernel.stop()
    await kernel.store.transact((unit) =>
      sql`UPDATE clock SET frozen_at = frozen_at + 3600000`.execute(unit.db()),
    )
    const { status } = await call('GET', '/collection/v1_0/account/balance', { headers: bearer })
    expect(status).toBe(401)
  })

  it('never shows in the store or the timeline', async () => {
    const { kernel, token } = await world()
    const text = await token()
    const stored = await kernel.read(async (rx) => ({
      tokens: await rx.db<{ momo_tokens: object }>().selectFrom('momo_tokens').selectAll().execute(),
      timeline: await readTimeline(rx, {}),
    }))
    expect(JSON.stringify(stored)).not.toContain(text)
    expect(JSON.stringify(stored.timeline)).not.toContain(shop.apiKey)
  })

  it('works on another product, unless the world says otherwise', async () => {
    const open = await world()
    const disbursement = { ...open.bearer, ...open.key('disbursement') }
    expect(
      await open.call('GET', '/disbursement/v1_0/account/balance', { headers: disbursement }),
    ).toMatchObject({ status: 200 })
    const strict = await world({ 'token-scope': 'product' })
    const headers = { ...strict.bearer, ...strict.key('disbursement') }
    expect(await strict.call('GET', '/disbursement/v1_0/account/balance', { headers })).toMatchObject({
      status: 500,
      json: { code: 'NOT_ALLOWED_TARGET_ENVIRONMENT' },
    })
  })

  it('follows the quirks of sign-in', async () => {
    const { signIn } = await world({ 'login-failure': '401', 'token-slash': 'required' })
    expect(await signIn(undefined, { Authorization: 'Basic x' })).toMatchObject({
      status: 401,
      text: '{"error":"login_failed"}',
    })
    expect(await signIn('/collection/token')).toMatchObject({ status: 404, json: { statusCode: 404 } })
    const lenient = await world({ 'token-slash': 'both' })
    expect((await lenient.signIn('/collection/token')).status).toBe(200)
  })
})
