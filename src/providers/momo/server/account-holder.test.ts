import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { products } from './config.ts'
import { magicNumbers } from './magic-numbers.ts'
import { openSharedWorld, openWorld, type World } from './world.fixture.ts'

// Account holders by every type of id, as clients spell them: the operations that only read.

let world: World
beforeAll(async () => {
  world = await openSharedWorld()
  const phone = '+46733000009'
  const person = { phone, name: 'Kofi Mensah', language: 'en' as const, pin: '1234', environment: 'sandbox' }
  const aliases = { email: 'kofi@example.com', partyCode: '6f1c2b1e-0000-4000-8000-0000000000aa' }
  await world.kernel.transact((tx) =>
    world.wallet.openPerson(tx, {
      ...person,
      ...aliases,
      balances: [{ currency: 'EUR', amount: '10.00' }],
    }),
  )
})
afterAll(() => world.kernel.close())

const typeOf = (id: string) => (id.includes('@') ? 'email' : id.includes('-') ? 'party_code' : 'msisdn')

const answers = {
  'not-found': { status: 404, json: { code: 'RESOURCE_NOT_FOUND' } },
  'not-active': { status: 200, json: { result: false } },
  'not-allowed': { status: 500, json: { code: 'NOT_ALLOWED' } },
  'not-allowed-target-environment': { status: 500, json: { code: 'NOT_ALLOWED_TARGET_ENVIRONMENT' } },
  'internal-error': { status: 500, json: { code: 'INTERNAL_PROCESSING_ERROR' } },
  'service-unavailable': { status: 503, json: { code: 'SERVICE_UNAVAILABLE' } },
}

describe.each(products)('%s', (product) => {
  it.each(Object.entries(magicNumbers['account-holder']))('has the test id %s: %s', async (id, meaning) => {
    for (const spelt of [
      id,
      id.toUpperCase(),
      encodeURIComponent(id),
      ...(/^\d/.test(id) && typeOf(id) === 'msisdn' ? [`+${id}`, `%2B${id}`, `00${id}`] : []),
    ]) {
      const path = `/${product}/v1_0/accountholder/${typeOf(id)}/${spelt}/active`
      expect(await world.get(path), path).toMatchObject(answers[meaning])
    }
  })

  it.each([
    'msisdn/46733000009',
    'MSISDN/46733000009',
    'Msisdn/+46733000009',
    'msisdn/%2B46733000009',
    'msisdn/0046733000009',
    // As MTN's SDKs for PHP and Node send numbers; here a Swedish one.
    'msisdn/0733000009',
    'email/kofi@example.com',
    'Email/Kofi%40Example.com',
    'EMAIL/kofi@example.com',
    'party_code/6f1c2b1e-0000-4000-8000-0000000000aa',
    'PARTY_CODE/6F1C2B1E-0000-4000-8000-0000000000AA',
  ])('finds %s, in any spelling of the path', async (who) => {
    const path = `/${product}/v1_0/accountholder/${who}`
    for (const spelt of [
      `${path}/active`,
      `${path}/active/`,
      `/${product.toUpperCase()}/V1_0/AccountHolder/${who}/Active`,
    ]) {
      expect(await world.get(spelt), spelt).toMatchObject({ status: 200, json: { result: true } })
    }
    if (product === 'remittance' && !/^msisdn/i.test(who)) return
    expect(await world.get(`${path}/basicuserinfo/`), path).toMatchObject({
      status: 200,
      json: { given_name: 'Kofi', family_name: 'Mensah' },
    })
  })

  it.each([
    // Types that the exports have in other operations only.
    ...['id/17', 'alias/kofi'],
    ...[
      'party-code/6f1c2b1e-0000-4000-8000-0000000000aa',
      'partycode/x',
      'phone/46733000009',
      '%20/46733000009',
    ],
    ...['msisdn/46%20733%20000', 'msisdn/+', 'msisdn/467330000091234567', 'msisdn/tel:46733000009'],
    ...['email/kofi', 'email/46733000009', 'party_code/46733000009', 'msisdn/kofi@example.com'],
  ])('refuses %s, after the token and the environment', async (who) => {
    const path = `/${product}/v1_0/accountholder/${who}/active`
    expect(await world.get(path)).toMatchObject({ status: 400, text: '' })
    const headers = await world.signed(product)
    expect((await world.call('GET', path)).status).toBe(401)
    expect((await world.call('GET', path, { headers: world.key(product) })).status).toBe(401)
    expect(
      await world.call('GET', path, { headers: { ...headers, 'X-Target-Environment': 'mtnghana' } }),
    ).toMatchObject({ status: 500, json: { code: 'NOT_ALLOWED_TARGET_ENVIRONMENT' } })
  })

  it('tells its own balance in a currency in any case, with or without a slash at the end', async () => {
    for (const path of ['balance', 'balance/', 'balance/EUR', 'balance/eur/', 'Balance/Eur']) {
      expect(await world.get(`/${product}/v1_0/account/${path}`), path).toMatchObject({
        status: 200,
        text: '{"availableBalance":"1000","currency":"EUR"}',
      })
    }
  })
})

describe('the pre-approvals of a payer', () => {
  it('are found by every type of id that the payer has', async () => {
    const payer = { partyIdType: 'EMAIL', partyId: 'kofi@example.com' }
    const body = { payer, payerCurrency: 'EUR', payerMessage: 'Gym', validityTime: 60 }
    expect((await world.preApprove(1, { body })).status).toBe(202)
    for (const who of [
      ...['msisdn/46733000009', 'MSISDN/%2B46733000009', 'msisdn/0733000009'],
      ...['email/KOFI@example.com', 'Email/kofi%40example.com'],
    ]) {
      const answer = await world.get(`/collection/v1_0/preapprovals/${who}/`)
      expect(answer, who).toMatchObject({ status: 200, json: [{ status: 'PENDING', message: 'Gym' }] })
    }
  })

  it.each([
    'msisdn/46733000001',
    'email/nobody@example.com',
    'id/17',
    'ID/17',
    'alias/ama',
    'Alias/ama%2Fshop',
  ])('are none for %s', async (who) => {
    expect(await world.get(`/collection/v1_0/preapprovals/${who}`)).toMatchObject({ status: 200, text: '[]' })
  })

  it.each(['name/ama', 'id/ama', 'msisdn/ama', 'email/ama'])('are refused for %s', async (who) => {
    expect(await world.get(`/collection/v1_0/preapprovals/${who}`)).toMatchObject({ status: 400, text: '' })
  })
})

it('a type in capitals is a bad request of “active” where a world reads MTN’s export by the letter', async () => {
  const strict = await openWorld({ 'holder-type-case': 'small' })
  const active = (type: string) => strict.get(`/collection/v1_0/accountholder/${type}/46733000001/active`)
  expect(await active('msisdn')).toMatchObject({ status: 200, json: { result: true } })
  expect(await active('MSISDN')).toMatchObject({
    status: 400,
    why: expect.stringContaining('holder-type-case'),
  })
  const info = await strict.get('/collection/v1_0/accountholder/MSISDN/46733000001/basicuserinfo')
  expect(info.status).toBe(200)
})
