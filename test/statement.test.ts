import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'

const kiosk = '5a1e0001-0000-4000-8000-000000000001'
const ama = '+46733000001'

let sim: Simulator
beforeEach(async () => {
  sim = await startSimulator({ clock: 'frozen' })
})
afterEach(() => sim.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  sim.port.fetch({ method: 'GET', path, headers })

/** A merchant that was paid 12.50 EUR and has sent 5 EUR; the one that was paid has this external id. */
async function busyShop({ externalId = 'Order 17', note = 'till 3' } = {}) {
  const shop = sim.merchant()
  const money = { currency: 'EUR' }
  const order = await shop.requestToPay({ ...money, payer: ama, amount: '12.50', externalId, note })
  const phone = sim.phone(ama)
  await phone.prompted()
  await phone.choose('Approve')
  await phone.reply(phone.pin)
  const transfer = await shop.transfer({ ...money, payee: ama, amount: '5', message: 'prize' })
  await sim.settle()
  return { shop, order, transfer }
}

describe('the statement of a merchant', () => {
  it('is an object of the library, by which a shop compares its own books', async () => {
    const { shop, order, transfer } = await busyShop()
    const { accounts, lines, ...of } = await shop.statement()
    expect(of).toEqual({ apiUser: expect.any(String), environment: 'sandbox', merchant: expect.any(String) })
    expect(lines.slice(-2)).toEqual([
      {
        at: '2026-01-05T09:00:00.000Z',
        kind: 'request-to-pay',
        product: 'collection',
        referenceId: order.id,
        externalId: 'Order 17',
        financialTransactionId: (await order.status()).financialTransactionId,
        party: { type: 'MSISDN', id: '46733000001' },
        note: 'till 3',
        amount: '12.50',
        fee: '0.00',
        balance: '10012.50',
        currency: 'EUR',
      },
      expect.objectContaining({
        kind: 'transfer',
        product: 'disbursement',
        referenceId: transfer.id,
        note: 'prize',
        amount: '-5.00',
        balance: '9995.00',
      }),
    ])
    expect(accounts).toContainEqual({
      product: 'collection',
      currency: 'EUR',
      opening: '0.00',
      closing: '10012.50',
    })
    for (const { product, closing } of accounts)
      expect(Number(closing)).toBe(Number((await shop.balance(product as 'collection')).amount))
  })

  it('is of a period and a currency', async () => {
    const { shop } = await busyShop()
    await sim.clock.advance('PT1H')
    await shop.transfer({ payee: ama, amount: '1', currency: 'EUR' })
    await sim.settle()
    const count = async (options: Parameters<typeof shop.statement>[0]) =>
      (await shop.statement(options)).lines.length
    expect(await count({ from: '2026-01-05T10:00:00Z' })).toBe(1)
    expect(await count({ from: '2026-01-05', to: '2026-01-05T10:00:00Z' })).toBe(5)
    expect(await count({ from: '2026-01-06' })).toBe(0)
    expect(await count({ currency: 'eur' })).toBe(6)
    expect(await count({ currency: 'USD' })).toBe(0)
  })

  it('is CSV, by its query or by Accept', async () => {
    const { shop, order } = await busyShop({ externalId: 'a "b", c\nd' })
    const csv = await shop.statementCsv()
    const [header, ...rest] = csv.split('\r\n')
    expect(header).toBe(
      'time,kind,product,reference_id,financial_transaction_id,external_id,party_type,party,note,amount,fee,balance,currency',
    )
    expect(rest[0]).toMatch(
      /^2026-01-05T09:00:00\.000Z,funding,collection,,\d{10},,,,,10000\.00,0\.00,10000\.00,EUR$/,
    )
    expect(csv).toContain(
      `,request-to-pay,collection,${order.id},${(await order.status()).financialTransactionId},"a ""b"", c\nd",MSISDN,46733000001,till 3,12.50,0.00,10012.50,EUR\r\n`,
    )
    // A number is no formula.
    expect(csv).toContain(',prize,-5.00,0.00,9995.00,EUR\r\n')
    expect(csv.endsWith('EUR\r\n')).toBe(true)
    const path = `/_sim/merchants/${(await shop.statement()).apiUser}/statement`
    const byAccept = await get(path, { accept: 'text/csv' })
    expect(byAccept).toMatchObject({ status: 200, text: csv })
    expect(byAccept.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
    expect(byAccept.headers['content-disposition']).toMatch(/^attachment; filename="?statement-.*\.csv"?$/)
    for (const accept of ['*/*', 'application/json', 'text/html'])
      expect((await get(path, { accept })).headers['content-type']).toMatch(/^application\/json/)
    expect((await get(`${path}?format=json`, { accept: 'text/csv' })).text).toMatch(/^\{/)
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '=cmd|"/c calc"!A1'])(
    'shields a spreadsheet from the formula %j',
    async (formula) => {
      const { shop } = await busyShop({ externalId: formula, note: formula })
      const csv = await shop.statementCsv()
      const quoted = formula.includes('"') ? `"'${formula.replaceAll('"', '""')}"` : `'${formula}`
      expect(csv).toContain(`,${quoted},MSISDN,46733000001,${quoted},12.50,`)
      // JSON is read by programs, and has it as it is.
      expect((await shop.statement()).lines.at(-2)).toMatchObject({ externalId: formula, note: formula })
    },
  )

  it('is there for each API user of the world, and for no other', async () => {
    const path = (id: string, query = '') => `/_sim/merchants/${id}/statement${query}`
    const found = await get(path(kiosk.toUpperCase()))
    expect(JSON.parse(found.text)).toMatchObject({
      apiUser: kiosk,
      merchant: 'Kiosk 24',
      environment: 'sandbox',
    })
    expect(await get(path('nobody'))).toMatchObject({
      status: 404,
      text: expect.stringContaining('No API user nobody. GET /_sim/world lists those of this world.'),
    })
    for (const [query, why] of [
      ['?from=yesterday', 'is no time'],
      ['?from=2026-02-30', '\\"2026-02-30\\" is no day. Write one such as 2026-01-05.'],
      ['?to=2026-02-29T00:00:00Z', 'is no time'],
      ['?from=2026-01-06&to=2026-01-05', 'is empty'],
      ['?currency=XXY', 'is not a currency'],
      ['?format=xml', 'is not one of json, csv'],
      ['?form=csv', 'form'],
    ] as const) {
      const refused = await get(path(kiosk, query))
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining(why)])
    }
  })
})
