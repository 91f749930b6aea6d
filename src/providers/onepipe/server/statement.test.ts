import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areWhole, divided, sharePartsOf } from './shares.ts'
import { statementOf, statementsCsv } from './statement.ts'
import { account, ledger, office, openWorld } from './world.fixture.ts'

const shares = { Beeceptor: '60%', OnePipe: '20%', host: '15%', ISO: '5%' }
const prices = { get_balance: { price: 1_000, currency: 'NGN', shares } }
const day = 24 * 60 * 60_000

async function openPriced() {
  const world = await openWorld({ config: { prices } })
  const statements = (query: { app?: string; from?: number; to?: number } = {}) =>
    world.kernel.read((rx) => world.onepipe.statements(rx, query))
  return { ...world, statements }
}

describe('a statement', () => {
  it('counts each call with the right key and Signature, by service, operation and status', async () => {
    const { transact, validate, query, refer, code, wrongCode, statements } = await openPriced()
    await transact({ requestRef: 'r1' })
    await validate(wrongCode())
    await validate(code())
    await query()
    await query({ requestRef: 'r1' })
    await refer('options')
    await transact({ ref: 'tx-2', secure: 'AAAA' })
    await transact({ ref: 'tx-3', app: office })
    // Calls without a known app or service.
    await transact({ headers: { Signature: 'none' } })
    await transact({ app: { ...ledger, apiKey: 'nobody' } })
    await transact({ requestRef: 'r9', body: { request_ref: 'r9', request_type: 'open_account' } })
    await transact({ requestRef: 'r10', body: { request_ref: 'r10' } })
    const [own, other] = await statements()
    const line = (operation: string, status: string, calls: number) => ({
      ...{ service: 'get_balance', operation, status, calls, price: '10.00', currency: 'NGN' },
      amount: `${calls * 10}.00`,
    })
    expect(own).toEqual({
      app: 'Ledger',
      from: null,
      to: null,
      lines: [
        line('options', 'Failed', 1),
        line('query', 'Failed', 1),
        line('query', 'Successful', 1),
        line('transact', 'Failed', 1),
        line('transact', 'WaitingForOTP', 1),
        line('validate', 'Failed', 1),
        line('validate', 'Successful', 1),
      ],
      services: [
        {
          ...{
            service: 'get_balance',
            calls: 7,
            charged: 7,
            price: '10.00',
            amount: '70.00',
            currency: 'NGN',
          },
          shares: [
            { party: 'Beeceptor', share: '60%', amount: '42.00' },
            { party: 'OnePipe', share: '20%', amount: '14.00' },
            { party: 'host', share: '15%', amount: '10.50' },
            { party: 'ISO', share: '5%', amount: '3.50' },
          ],
        },
      ],
      totals: [{ currency: 'NGN', amount: '70.00' }],
    })
    expect(other).toMatchObject({ app: 'Office', totals: [{ currency: 'NGN', amount: '10.00' }] })
    expect(await statements({ app: 'OFFICE' })).toEqual([other])
    await expect(statements({ app: 'Nobody' })).rejects.toThrow(/No OnePipe app "Nobody".*Ledger, Office/)
  })

  it('is of the calls of its period, the beginning with it and the end without', async () => {
    const { transact, kernel, statements } = await openPriced()
    const { now } = await kernel.clock()
    await transact({ app: office })
    await kernel.advance(day)
    await transact({ app: office, ref: 'tx-2' })
    await transact({ app: office, ref: 'tx-3' })
    const calls = async (from?: number, to?: number) => {
      const query = { app: 'Office', ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
      return (await statements(query))[0]?.services[0]?.calls ?? 0
    }
    expect(await calls()).toBe(3)
    expect(await calls(now, now + day)).toBe(1)
    expect(await calls(now + day)).toBe(2)
    expect(await calls(now + day + 1)).toBe(0)
    expect(await calls(undefined, now)).toBe(0)
  })

  it('has no prices where the world names none, and no lines where nobody called', async () => {
    const { transact, kernel, onepipe } = await openWorld()
    await transact({ plaintext: account })
    const [own, other] = await kernel.read((rx) => onepipe.statements(rx, {}))
    expect(own?.services).toEqual([
      {
        ...{ service: 'get_balance', calls: 1, charged: 1, price: null, amount: null, currency: null },
        shares: [],
      },
    ])
    expect(other).toMatchObject({ lines: [], services: [], totals: [] })
  })

  it('does not charge what was never answered', () => {
    const calls = [{ service: 'get_balance', operation: 'transact', status: null, calls: 2 }]
    const statement = statementOf('Ledger', { from: undefined, to: undefined }, { calls, prices })
    expect(statement.lines).toMatchObject([{ status: 'Unanswered', calls: 2, amount: '0.00' }])
    expect(statement.services).toMatchObject([{ calls: 2, charged: 0, amount: '0.00' }])
  })

  it('is exact where numbers are not', () => {
    const calls = [
      { service: 's', operation: 'transact', status: 'Successful', calls: 9_007_199_254_740_991 },
    ]
    const dear = { s: { price: 999_999_999_999, currency: 'NGN', shares: { a: '50%', b: '50%' } } }
    const { totals, services } = statementOf('A', { from: undefined, to: undefined }, { calls, prices: dear })
    const amount = String(9_007_199_254_740_991n * 999_999_999_999n)
    expect(totals).toEqual([{ currency: 'NGN', amount: `${amount.slice(0, -2)}.${amount.slice(-2)}` }])
    const [a, b] = services[0]?.shares.map((one) => BigInt(one.amount.replace('.', ''))) ?? []
    expect((a ?? 0n) + (b ?? 0n)).toBe(BigInt(amount))
  })
})

describe('shares', () => {
  it('are read to four decimals of a per cent', () => {
    expect([sharePartsOf('60%'), sharePartsOf('33.3333%'), sharePartsOf('100%')]).toEqual([
      600_000n,
      333_333n,
      1_000_000n,
    ])
    for (const none of ['60', '101%', '-1%', '1.23456%', '%', '1e2%', ' 5%']) {
      expect(sharePartsOf(none)).toBeUndefined()
    }
    expect(areWhole(['33.3334%', '33.3333%', '33.3333%'])).toBe(true)
    expect(areWhole(['60%', '39.9999%'])).toBe(false)
  })

  it('give what is left to the largest remainders, the first named first', () => {
    expect(divided(100n, { a: '33.3333%', b: '33.3333%', c: '33.3334%' })).toEqual({ a: 33n, b: 33n, c: 34n })
    expect(divided(1n, { a: '50%', b: '50%' })).toEqual({ a: 1n, b: 0n })
    expect(divided(0n, { a: '50%', b: '50%' })).toEqual({ a: 0n, b: 0n })
  })

  it('add up to the amount, each within one minor unit of its own', () => {
    const whole = 1_000_000
    const cuts = fc.array(fc.integer({ min: 0, max: whole }), { maxLength: 6 })
    fc.assert(
      fc.property(cuts, fc.bigInt({ min: 0n, max: 10n ** 24n }), (points, amount) => {
        const edges = [0, ...points.toSorted((a, b) => a - b), whole]
        const parts = edges.slice(1).map((edge, at) => edge - (edges[at] ?? 0))
        const named = Object.fromEntries(
          parts.map((part, at) => [
            `p${at}`,
            `${Math.floor(part / 10_000)}.${String(part % 10_000).padStart(4, '0')}%`,
          ]),
        )
        const got = Object.values(divided(amount, named))
        expect(got.reduce((sum, part) => sum + part, 0n)).toBe(amount)
        for (const [at, part] of got.entries()) {
          const exact = amount * BigInt(parts[at] ?? 0)
          const off = part * BigInt(whole) - exact
          expect(off > -BigInt(whole) && off < BigInt(whole)).toBe(true)
        }
      }),
    )
  })
})

describe('a statement as CSV', () => {
  it('is RFC 4180, and safe to open in a spreadsheet', async () => {
    const calls = [{ service: 'get_balance', operation: 'transact', status: 'Successful', calls: 3 }]
    const named = { '@host, "the first"': '100%' }
    const evil = { get_balance: { price: 1_000, currency: 'NGN', shares: named } }
    const period = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 1, 1) }
    const statements = ['=HYPERLINK("http://x")', '+1', '-1', '\tx'].map((app) =>
      statementOf(app, period, { calls, prices: evil }),
    )
    const csv = await statementsCsv(statements)
    const lines = csv.split('\r\n')
    expect(lines[0]).toBe('line,app,from,to,service,operation,status,party,share,calls,currency,price,amount')
    expect(lines[1]).toBe(
      `calls,"'=HYPERLINK(""http://x"")",2026-01-01T00:00:00.000Z,2026-02-01T00:00:00.000Z,get_balance,transact,Successful,,,3,NGN,10.00,30.00`,
    )
    expect(lines[2]).toContain(`get_balance,,,"'@host, ""the first""",100%,,NGN,,30.00`)
    expect(lines[3]).toMatch(/^total,.*,,,,,,,NGN,,30\.00$/)
    for (const cell of lines.flatMap((line) => line.split(','))) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/)
    expect(csv.endsWith('\r\n')).toBe(true)
  })
})
