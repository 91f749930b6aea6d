import { describe, expect, it } from 'vitest'
import { magicNumbers } from './magic-numbers.ts'
import { consent, openWorld, order, payout, reference, shop, type World } from './world.fixture.ts'

type OrderName = 'request-to-pay' | 'pre-approval' | 'transfer' | 'deposit'
const paths: Record<OrderName, string> = {
  'request-to-pay': '/collection/v1_0/requesttopay',
  'pre-approval': '/collection/v2_0/preapproval',
  transfer: '/disbursement/v1_0/transfer',
  deposit: '/disbursement/v1_0/deposit',
}
const names = Object.keys(paths) as OrderName[]
const bodies: Record<OrderName, (partyId: string) => object> = {
  'request-to-pay': (partyId) => ({ ...order, payer: { ...order.payer, partyId } }),
  'pre-approval': (partyId) => ({ ...consent, payer: { ...consent.payer, partyId } }),
  transfer: (partyId) => ({ ...payout, payee: { ...payout.payee, partyId } }),
  deposit: (partyId) => ({ ...payout, payee: { ...payout.payee, partyId } }),
}
/** A deposit has the reference id of no transfer. */
const numbers = { 'request-to-pay': 1, 'pre-approval': 1, transfer: 1, deposit: 2 }
const place = ({ post }: World, name: OrderName, partyId: string, headers = {}) =>
  post(paths[name], numbers[name], { headers, body: bodies[name](partyId) })
const shown = async ({ get }: World, name: OrderName) =>
  (await get(`${paths[name]}/${reference(numbers[name])}`)).json as { status: string; reason?: string }

const reasons: Record<string, string | undefined> = {
  failed: 'INTERNAL_PROCESSING_ERROR',
  'approval-rejected': 'APPROVAL_REJECTED',
  expired: 'EXPIRED',
  'payer-not-found': 'PAYER_NOT_FOUND',
  'payee-not-found': 'PAYEE_NOT_FOUND',
  'payee-not-allowed-to-receive': 'PAYEE_NOT_ALLOWED_TO_RECEIVE',
  'not-enough-funds': 'NOT_ENOUGH_FUNDS',
  'payer-limit-reached': 'PAYER_LIMIT_REACHED',
  'not-allowed': 'NOT_ALLOWED',
  'not-allowed-target-environment': 'NOT_ALLOWED_TARGET_ENVIRONMENT',
  'invalid-callback-url-host': 'INVALID_CALLBACK_URL_HOST',
  'invalid-currency': 'INVALID_CURRENCY',
  'internal-error': 'INTERNAL_PROCESSING_ERROR',
  'service-unavailable': 'SERVICE_UNAVAILABLE',
  'could-not-perform-transaction': 'COULD_NOT_PERFORM_TRANSACTION',
  'transfer-type-unknown': 'INTERNAL_PROCESSING_ERROR',
}
const atOnce = names.flatMap((name) =>
  Object.entries(magicNumbers[name]).flatMap(([number, meaning]) =>
    meaning === 'ongoing' || meaning === 'delayed' ? [] : [[name, number, meaning] as const],
  ),
)

describe('a test number', () => {
  it.each(atOnce)('of a %s, %s, fails at once: %s', async (name, number, meaning) => {
    const opened = await openWorld()
    const hook = { 'X-Callback-Url': 'http://cb.example/hook' }
    expect((await place(opened, name, number, hook)).status).toBe(202)
    await opened.kernel.settle()
    const silent = name === 'pre-approval' && meaning === 'failed'
    const { status, reason } = await shown(opened, name)
    expect({ status, reason }).toEqual({ status: 'FAILED', reason: silent ? undefined : reasons[meaning] })
    expect(opened.callbacks.map(({ body }) => JSON.parse(String(body)))).toEqual([await shown(opened, name)])
  })

  it.each(names)('with a + is the same for a %s', async (name) => {
    const opened = await openWorld()
    await place(opened, name, '+46733123451')
    await opened.kernel.settle()
    expect(await shown(opened, name)).toMatchObject({ reason: 'APPROVAL_REJECTED' })
  })

  it('moves money where it means success', async () => {
    const opened = await openWorld()
    await place(opened, 'request-to-pay', '46733123454')
    await opened.kernel.advance(25_000)
    expect((await opened.get('/collection/v1_0/account/balance')).json).toMatchObject({
      availableBalance: '1012.5',
    })
  })

  it('is a number like any other where they are off, and for the phones of the world', async () => {
    const off = await openWorld({ 'magic-numbers': 'off' })
    await place(off, 'request-to-pay', '46733123451')
    await off.kernel.advance(60_000)
    expect(await shown(off, 'request-to-pay')).toMatchObject({ status: 'PENDING' })
    const active = await off.get('/collection/v1_0/accountholder/msisdn/46733123451/active')
    expect(active.json).toEqual({ result: true })
    const on = await openWorld()
    await place(on, 'request-to-pay', '46733000001')
    await on.kernel.advance(60_000)
    expect(await shown(on, 'request-to-pay')).toMatchObject({ status: 'PENDING' })
  })

  it('is one in the sandbox only', async () => {
    const { kernel, momo, signed, call } = await openWorld()
    const ivorian = { ...shop, id: reference(80), targetEnvironment: 'mtnivorycoast' }
    await kernel.transact((tx) => momo.addApiUser(tx, ivorian))
    const headers = { ...(await signed('collection', ivorian)), 'X-Reference-Id': reference(1) }
    const body = {
      ...order,
      amount: '100',
      currency: 'XOF',
      payer: { ...order.payer, partyId: '46733123451' },
    }
    expect((await call('POST', paths['request-to-pay'], { headers, body })).status).toBe(202)
    await kernel.settle()
    const answer = await call('GET', `${paths['request-to-pay']}/${reference(1)}`, { headers })
    expect(answer.json).toMatchObject({ status: 'PENDING' })
  })
})

describe('the numbers on which sources differ', () => {
  const ongoing = '46733123453'
  const delayed = '46733123454'
  const [pending, successful] = [{ status: 'PENDING' }, { status: 'SUCCESSFUL' }]
  it.each(
    names.flatMap((name) => [
      [name, 'measured', ongoing, { 0: pending, 24: pending, 60: pending }] as const,
      [name, 'measured', delayed, { 0: pending, 24: pending, 25: successful }] as const,
      [name, '2018', ongoing, { 0: pending, 29: pending, 30: successful }] as const,
      [name, '2018', delayed, { 0: pending, 30: pending, 60: pending }] as const,
      [name, 'failed', ongoing, { 0: { status: 'FAILED', reason: 'ONGOING' } }] as const,
      [
        name,
        'failed',
        delayed,
        { 0: { status: 'FAILED', reason: name === 'transfer' ? 'PAYEE_DELAYED' : 'PAYER_DELAYED' } },
      ] as const,
    ]),
  )('a %s, %s: %s', async (name, value, number, course) => {
    const opened = await openWorld({ 'ongoing-numbers': value, 'created-status': 'never' })
    await place(opened, name, number)
    await opened.kernel.settle()
    let passed = 0
    for (const [seconds, expected] of Object.entries(course)) {
      await opened.kernel.advance((Number(seconds) - passed) * 1000)
      passed = Number(seconds)
      expect(await shown(opened, name)).toMatchObject(expected)
    }
  })

  it.each(names)('a %s shows CREATED, or PENDING where the world says so', async (name) => {
    const opened = await openWorld()
    await place(opened, name, delayed)
    expect(await shown(opened, name)).toMatchObject({ status: 'CREATED' })
    await opened.kernel.advance(25_000)
    expect(await shown(opened, name)).toMatchObject({ status: 'SUCCESSFUL' })
    const plain = await openWorld()
    await place(plain, name, name === 'transfer' || name === 'deposit' ? ongoing : '46733000009')
    expect(await shown(plain, name)).toMatchObject({ status: 'PENDING' })
    const never = await openWorld({ 'created-status': 'never' })
    await place(never, name, delayed)
    expect(await shown(never, name)).toMatchObject({ status: 'PENDING' })
  })

  it.each([
    ['not-allowed', 500, 'NOT_ALLOWED'],
    ['not-allowed-target-environment', 500, 'NOT_ALLOWED_TARGET_ENVIRONMENT'],
    ['invalid-callback-url-host', 500, 'INVALID_CALLBACK_URL_HOST'],
    ['invalid-currency', 500, 'INVALID_CURRENCY'],
    ['service-unavailable', 503, 'SERVICE_UNAVAILABLE'],
  ])('%s may be refused at once, which uses up no reference id', async (meaning, status, code) => {
    const opened = await openWorld({ 'magic-refusals': 'synchronous' })
    for (const name of names) {
      const [number = ''] = Object.entries(magicNumbers[name]).find(([, said]) => said === meaning) ?? []
      expect(await place(opened, name, number)).toMatchObject({ status, json: { code } })
      expect((await place(opened, name, '46733123451')).status).toBe(202)
    }
  })
})

describe('a test account holder', () => {
  const answers: Record<string, object> = {
    'not-found': { status: 404, json: { code: 'RESOURCE_NOT_FOUND' } },
    'not-active': { status: 200, json: { result: false } },
    'not-allowed': { status: 500, json: { code: 'NOT_ALLOWED' } },
    'not-allowed-target-environment': { status: 500, json: { code: 'NOT_ALLOWED_TARGET_ENVIRONMENT' } },
    'internal-error': { status: 500, json: { code: 'INTERNAL_PROCESSING_ERROR' } },
    'service-unavailable': { status: 503, json: { code: 'SERVICE_UNAVAILABLE' } },
  }
  it.each(Object.entries(magicNumbers['account-holder']))(
    '%s is %s on every product',
    async (id, meaning) => {
      const { get } = await openWorld()
      const type = id.includes('@') ? 'EMAIL' : id.includes('-') ? 'PARTY_CODE' : 'MSISDN'
      for (const base of ['/collection', '/disbursement', '/remittance', '/testpg']) {
        for (const spelling of [type, type.toLowerCase()]) {
          const path = `${base}/v1_0/accountholder/${spelling}/${id}/active`
          expect(await get(path)).toMatchObject(answers[meaning] ?? {})
        }
      }
    },
  )

  it('has nothing approved, as 46733123469', async () => {
    const { get, preApprove } = await openWorld()
    await preApprove(1, { body: { ...consent, payer: { ...consent.payer, partyId: '46733123469' } } })
    expect(await get('/collection/v1_0/preapprovals/msisdn/46733123469')).toMatchObject({ text: '[]' })
    const off = await openWorld({ 'magic-numbers': 'off' })
    await off.preApprove(1, { body: { ...consent, payer: { ...consent.payer, partyId: '46733123469' } } })
    expect((await off.get('/collection/v1_0/preapprovals/msisdn/46733123469')).json).toHaveLength(1)
  })
})
