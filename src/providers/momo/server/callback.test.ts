import { describe, expect, it } from 'vitest'
import { resolveMomoQuirks } from '../quirks.ts'
import { openWorld, order, reference, shop } from './world.fixture.ts'

const to = (url: string) => ({ headers: { 'X-Callback-Url': url } })
const hook = 'http://cb.example/hook?order=17'

describe('a callback', () => {
  it.each(['approve', 'reject'] as const)('carries the status, once, after the payer did %s', async (how) => {
    const { ask, answer, status, callbacks, log, kernel } = await openWorld()
    await ask(1, to(hook))
    await kernel.settle()
    expect(callbacks).toEqual([])
    await answer(how)
    expect(callbacks).toEqual([
      {
        method: 'POST',
        url: hook,
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'LWAC Http Client 1.0',
        },
        body: (await status(1)).text,
        timeoutMs: 10_000,
        about: expect.stringMatching(/-000000000001$/),
        fresh: true,
        again: false,
        purpose: 'callback',
        phone: '+46733000001',
        merchant: 'cb.example',
        trace: 'a trace',
      },
    ])
    await kernel.advance(3_600_000)
    expect(callbacks).toHaveLength(1)
    expect(await log()).toMatchObject([{ status: 'done', attempts: 1, result: { status: 200 } }])
  })

  it('tells of an expiry', async () => {
    const { ask, callbacks, kernel } = await openWorld()
    await ask(1, to(hook))
    await kernel.advance(300_000)
    expect(JSON.parse(String(callbacks[0]?.body))).toMatchObject({ status: 'FAILED', reason: 'EXPIRED' })
  })

  it('is not sent where no URL was given', async () => {
    const { ask, answer, callbacks, log } = await openWorld()
    await ask(1)
    await answer('approve')
    expect(callbacks).toEqual([])
    expect(await log()).toEqual([])
  })

  it('is not tried again, whatever the merchant answers', async () => {
    const { ask, answer, callbacks, shopAnswers, log, kernel } = await openWorld()
    shopAnswers.status = 500
    await ask(1, to(hook))
    await answer('approve')
    await kernel.advance(3_600_000)
    expect(callbacks).toHaveLength(1)
    expect(await log()).toMatchObject([{ status: 'done', result: { status: 500 } }])
  })

  it('is not tried again where nobody listens', async () => {
    const { ask, answer, log, kernel, momo, signed } = await openWorld()
    const local = { ...shop, id: reference(90), providerCallbackHost: '127.0.0.1' }
    await kernel.transact((tx) => momo.addApiUser(tx, local))
    const headers = { ...(await signed('collection', local)), ...to('http://127.0.0.1:1/hook').headers }
    expect((await ask(1, { headers })).status).toBe(202)
    await answer('approve')
    await kernel.advance(3_600_000)
    expect(await log()).toMatchObject([
      { status: 'failed', attempts: 1, result: { error: expect.stringContaining('cannot be reached') } },
    ])
  })

  it('is not given to a request by a duplicate of it', async () => {
    const { ask, answer, callbacks } = await openWorld()
    await ask(1)
    expect((await ask(1, to(hook))).status).toBe(409)
    await answer('approve')
    expect(callbacks).toEqual([])
  })

  it.each([
    ['by-kind', 'POST', 'PUT', 'POST'],
    ['POST', 'POST', 'POST', 'POST'],
    ['PUT', 'PUT', 'PUT', 'PUT'],
  ])('has the method that callback-method %s says', async (value, ...methods) => {
    const { ask, preApprove, transfer, answer, callbacks, kernel } = await openWorld({
      'callback-method': value,
    })
    for (const [n, order] of [ask, preApprove, transfer].entries()) {
      await order(1, to(`http://cb.example/${n}`))
      await answer('approve')
      await kernel.settle()
    }
    expect(callbacks.map(({ url, method }) => [url, method])).toEqual(
      methods.map((method, n) => [`http://cb.example/${n}`, method]),
    )
  })

  it('carries for pre-approvals and transfers what their status says, once', async () => {
    const { preApprove, transfer, answer, get, callbacks, kernel } = await openWorld()
    await preApprove(1, to(hook))
    await answer('approve')
    await transfer(1, to(hook))
    await kernel.settle()
    await kernel.advance(1_800_000)
    expect(callbacks.map(({ body }) => body)).toEqual([
      (await get(`/collection/v2_0/preapproval/${reference(1)}`)).text,
      (await get(`/disbursement/v1_0/transfer/${reference(1)}`)).text,
    ])
    // A pre-approval that expires or is cancelled was already final.
    await kernel.advance(7_200_000)
    expect(callbacks).toHaveLength(2)
  })

  it('goes to the URL of its own kind of order', async () => {
    const { ask, preApprove, transfer, answer, callbacks, kernel } = await openWorld()
    await ask(1, to('http://cb.example/a'))
    await preApprove(1, to('http://cb.example/b'))
    await transfer(1)
    await answer('reject')
    await kernel.settle()
    expect(callbacks.map(({ url }) => url).sort()).toEqual(['http://cb.example/a', 'http://cb.example/b'])
  })
})

describe('the ladder of callbacks', () => {
  it('tries 20 times a second apart, 30 times two minutes apart, then hourly, until it is answered', async () => {
    const { ask, answer, callbacks, shopAnswers, kernel } = await openWorld({ 'callback-retries': 'ladder' })
    shopAnswers.status = 503
    await ask(1, to(hook))
    await answer('approve')
    expect(callbacks).toMatchObject([{ timeoutMs: 2_000, method: 'POST' }])
    await kernel.advance(20_000)
    expect(callbacks).toHaveLength(21)
    await kernel.advance(120_000)
    expect(callbacks).toHaveLength(22)
    await kernel.advance(29 * 120_000)
    expect(callbacks).toHaveLength(51)
    await kernel.advance(3_599_999)
    expect(callbacks).toHaveLength(51)
    await kernel.advance(1)
    expect(callbacks).toHaveLength(52)
    shopAnswers.status = 302
    await kernel.advance(3_600_000)
    expect(callbacks).toHaveLength(53)
    shopAnswers.status = 204
    await kernel.advance(3_600_000)
    expect(callbacks).toHaveLength(54)
    await kernel.advance(7_200_000)
    expect(callbacks).toHaveLength(54)
    expect(new Set(callbacks.map(({ body }) => body)).size).toBe(1)
  })

  it.each([
    ['sandbox', 21],
    ['mtnivorycoast', 1],
  ])('is climbed for the orders of an environment that has it: %s', async (environment, expected) => {
    const of = (retries: string) => resolveMomoQuirks({ 'callback-retries': retries })
    const { ask, answer, callbacks, shopAnswers, kernel, momo, signed } = await openWorld(
      { 'callback-retries': 'none' },
      { sandbox: { platform: 'classic', quirks: of('ladder') } },
    )
    shopAnswers.status = 503
    const user = { ...shop, id: reference(93), targetEnvironment: environment }
    await kernel.transact((tx) => momo.addApiUser(tx, user))
    const headers = { ...(await signed('collection', user)), ...to(hook).headers }
    const currency = environment === 'sandbox' ? 'EUR' : 'XOF'
    await ask(1, { headers, body: { ...order, amount: '12', currency } })
    await answer('approve')
    await kernel.advance(20_000)
    expect(callbacks).toHaveLength(expected)
  })
})

describe('a callback URL', () => {
  it.each(['http://CB.Example:8080/x', 'https://cb.example', 'https://cb.example:8443/a?b=c#d'])(
    'may be %s',
    async (url) => {
      const { ask } = await openWorld()
      expect((await ask(1, to(url))).status).toBe(202)
    },
  )

  it.each([
    'https://other.example/x',
    'https://cb.example.evil.example/x',
    'https://www.cb.example/x',
    'http://cb.example@other.example/',
    'http://127.0.0.1/x',
  ])('of a foreign host, %s, refuses the whole request', async (url) => {
    const { ask, status } = await openWorld()
    expect(await ask(1, to(url))).toMatchObject({
      status: 500,
      text: '{"message":"Callback URL does not match the configured value.","code":"INVALID_CALLBACK_URL_HOST"}',
    })
    expect((await status(1)).status).toBe(404)
    expect((await ask(1)).status).toBe(202)
  })

  it.each(['', ' ', 'cb.example/x', '/hook', 'ftp://cb.example/x', 'http://'])(
    '%j is a bad request',
    async (url) => {
      const { ask } = await openWorld()
      expect(await ask(1, to(url))).toMatchObject({ status: 400, text: '' })
    },
  )

  it('is compared with the host name where the API user gave a URL', async () => {
    const { ask, kernel, momo, signed } = await openWorld()
    const user = { ...shop, id: reference(91), providerCallbackHost: 'https://Hook.Example:9000/base' }
    await kernel.transact((tx) => momo.addApiUser(tx, user))
    const headers = { ...(await signed('collection', user)), ...to('http://hook.example/x').headers }
    expect((await ask(1, { headers, body: order })).status).toBe(202)
  })

  it.each([
    ['https-only', 'https://cb.example', 'http://cb.example'],
    ['http-only', 'http://cb.example', 'https://cb.example'],
  ])('may have to be %s', async (scheme, good, bad) => {
    const { ask } = await openWorld({ 'callback-scheme': scheme })
    expect((await ask(1, to(bad))).status).toBe(400)
    expect((await ask(1, to(good))).status).toBe(202)
  })

  it.each([
    ['loopback', '127.0.0.1', 202],
    ['loopback', '[::1]', 202],
    ['loopback', '192.0.2.7', 500],
    ['any', '192.0.2.7', 202],
    ['none', '127.0.0.1', 500],
  ])('may be an address with callback-ip %s: %s is %i', async (value, host, expected) => {
    const { ask, kernel, momo, signed } = await openWorld({ 'callback-ip': value })
    const user = { ...shop, id: reference(92), providerCallbackHost: host }
    await kernel.transact((tx) => momo.addApiUser(tx, user))
    const headers = { ...(await signed('collection', user)), ...to(`http://${host}:8080/x`).headers }
    expect((await ask(1, { headers })).status).toBe(expected)
  })
})
