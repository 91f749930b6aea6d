import { describe, expect, it } from 'vitest'
import { openWorld } from './world.fixture.ts'

async function world(quirks?: Record<string, string>) {
  const opened = await openWorld(quirks)
  const get = (path: string) => opened.call('GET', path, { headers: opened.bearer })
  return { ...opened, get }
}

describe('a balance', () => {
  it('is that of the merchant, as decimal strings', async () => {
    const { get, ask, answer } = await world()
    const body = '{"availableBalance":"1000","currency":"EUR"}'
    for (const base of ['/collection/v1_0', '/testpg/v1_0']) {
      expect(await get(`${base}/account/balance`)).toMatchObject({ status: 200, text: body })
      expect(await get(`${base}/account/balance/EUR`)).toMatchObject({ status: 200, text: body })
    }
    await ask(1)
    await answer('approve')
    expect((await get('/collection/v1_0/account/balance')).json).toEqual({
      availableBalance: '1012.5',
      currency: 'EUR',
    })
  })

  it.each(['disbursement', 'remittance'] as const)('is separate for %s', async (product) => {
    const { ask, answer, call, signed } = await world()
    await ask(1)
    await answer('approve')
    const headers = await signed(product)
    expect((await call('GET', `/${product}/v1_0/account/balance`, { headers })).json).toEqual({
      availableBalance: '1000',
      currency: 'EUR',
    })
  })

  it.each(['XOF', 'XYZ', '%F0%9F%90%98'])('is refused in %s', async (currency) => {
    const { get } = await world()
    expect(await get(`/collection/v1_0/account/balance/${currency}`)).toMatchObject({
      status: 500,
      text: '{"message":"Currency not supported.","code":"INVALID_CURRENCY"}',
    })
  })
})

it('a balance in any currency is nothing where MTN’s SDK for Node asks the sandbox for one in USD', async () => {
  const { get } = await world({ 'balance-currencies': 'any' })
  const balance = async (currency: string) => (await get(`/collection/v1_0/account/balance/${currency}`)).text
  expect(await balance('usd')).toBe('{"availableBalance":"0","currency":"USD"}')
  expect(await balance('EUR')).toBe('{"availableBalance":"1000","currency":"EUR"}')
  expect(await balance('XYZ')).toContain('INVALID_CURRENCY')
})

describe('an account holder', () => {
  it.each([
    ['MSISDN/46733000001', true],
    ['msisdn/46733000001', true],
    ['Msisdn/%2B46733000001', true],
    ['MSISDN/46799999999', true],
    ['email/nobody@example.com', false],
    ['PARTY_CODE/6f1c2b1e-0000-4000-8000-000000000001', false],
  ])('%s is active: %s', async (who, result) => {
    const { get } = await world()
    for (const base of ['/collection/v1_0', '/testpg/v1_0']) {
      expect(await get(`${base}/accountholder/${who}/active`)).toMatchObject({
        status: 200,
        text: JSON.stringify({ result }),
      })
    }
  })

  it.each(['ALIAS/46733000001', 'msisdn/ama', 'msisdn/12', 'email/nobody', 'party_code/17'])(
    '%s is a bad request',
    async (who) => {
      const { get } = await world()
      expect(await get(`/collection/v1_0/accountholder/${who}/active`)).toMatchObject({
        status: 400,
        text: '',
        why: expect.stringContaining('accountHolderId'),
      })
    },
  )
})
