import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frozenStart } from '../kernel/index.ts'
import type { StatementWanted } from './index.ts'
import { reference, world } from './wallet.fixture.ts'

async function shop(overrides?: Parameters<typeof world>[0]) {
  const made = await world(overrides)
  const { kernel, wallet, merchantId } = made
  const statement = (wanted: Omit<StatementWanted, 'merchantId'> = {}) =>
    kernel.read((rx) => wallet.ledger.statement(rx, { merchantId, ...wanted }))
  return { ...made, statement }
}

describe('a merchant’s statement', () => {
  it('has what opened the account, came in and went out, with the balance after each', async () => {
    const { kernel, ask, approve, reject, payOut, statement } = await shop()
    const paid = await ask({ externalId: 'o-1', payerMessage: 'for the payer', payeeNote: 'till 3' })
    await kernel.advance(1_000)
    await approve(paid.id)
    await reject((await ask()).id)
    await payOut({ externalId: 'p-1', amount: 500, payerMessage: 'prize', payeeNote: 'You won' })
    await kernel.settle()
    const { merchant, accounts, lines } = await statement()
    expect(merchant).toBe('shop.example')
    const opened = {
      kind: 'funding',
      amount: 100_000,
      balance: 100_000,
      party: null,
      note: null,
      at: frozenStart,
    }
    const party = { type: 'MSISDN', id: '46733000001' }
    expect(lines).toMatchObject([
      { ...opened, product: 'collection' },
      { ...opened, product: 'disbursement' },
      {
        at: frozenStart + 1_000,
        kind: 'request-to-pay',
        product: 'collection',
        referenceId: reference(1),
        externalId: 'o-1',
        financialTransactionId: expect.stringMatching(/^\d{10}$/),
        party,
        note: 'till 3',
        amount: 1_250,
        fee: 0,
        currency: 'EUR',
        balance: 101_250,
      },
      {
        kind: 'transfer',
        product: 'disbursement',
        referenceId: reference(3),
        externalId: 'p-1',
        party,
        note: 'prize',
        amount: -500,
        fee: 0,
        balance: 99_500,
      },
    ])
    expect(accounts).toEqual([
      { product: 'collection', currency: 'EUR', opening: 0, closing: 101_250 },
      { product: 'disbursement', currency: 'EUR', opening: 0, closing: 99_500 },
    ])
  })

  it('is of a period, between the balances before and after it, and of a currency', async () => {
    const { kernel, ask, approve, statement } = await shop()
    for (const amount of [100, 200, 300]) {
      await kernel.advance(60_000)
      await approve((await ask({ amount })).id)
    }
    const at = (minutes: number) => frozenStart + minutes * 60_000
    const amounts = async (wanted: Omit<StatementWanted, 'merchantId'>) => {
      const { lines, accounts } = await statement(wanted)
      return [lines.map(({ amount }) => amount), accounts.find(({ product }) => product === 'collection')]
    }
    expect(await amounts({ from: at(2), to: at(3) })).toMatchObject([
      [200],
      { opening: 100_100, closing: 100_300 },
    ])
    expect(await amounts({ from: at(3) })).toMatchObject([[300], { opening: 100_300, closing: 100_600 }])
    expect(await amounts({ from: at(4) })).toMatchObject([[], { opening: 100_600, closing: 100_600 }])
    expect(await amounts({ to: frozenStart })).toMatchObject([[], { opening: 0, closing: 0 }])
    expect(await amounts({ currency: 'USD' })).toEqual([[], undefined])
    expect(await amounts({ currency: 'EUR', from: at(3) })).toMatchObject([[300], {}])
  })

  it('has no fee that a payer paid', async () => {
    const { ask, approve, statement } = await shop({ fees: [{ currency: 'EUR', flat: '0.50' }] })
    await approve((await ask()).id)
    expect((await statement()).lines.at(-1)).toMatchObject({ amount: 1_250, fee: 0, balance: 101_250 })
  })

  it('adds up, whatever happened: to the ledger’s balance at its end, and from line to line', async () => {
    const move = fc.record({
      what: fc.constantFrom('paid', 'rejected', 'left', 'sent', 'later'),
      amount: fc.integer({ min: 1, max: 6_000 }),
      currency: fc.constantFrom('EUR', 'USD'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 12 }), fc.nat(12), async (moves, cut) => {
        const { kernel, wallet, merchantId, ask, approve, reject, payOut, statement } = await shop()
        for (const { what, amount, currency } of moves) {
          if (what === 'later') await kernel.advance(60_000)
          else if (what === 'sent') await payOut({ amount, currency })
          else {
            const { id } = await ask({ amount, currency })
            if (what === 'paid') await approve(id)
            if (what === 'rejected') await reject(id)
          }
        }
        await kernel.settle()
        const { accounts, lines } = await statement()
        for (const { product, currency, closing } of accounts) {
          const of = { merchantId, environment: 'sandbox', product, currency }
          const balance = await kernel.read((rx) => wallet.merchants.balance(rx, of))
          expect(closing).toBe(balance?.amount)
          const own = lines.filter((line) => line.product === product && line.currency === currency)
          let sum = 0
          for (const line of own) {
            sum += line.amount - line.fee
            expect(line.balance).toBe(sum)
          }
          expect(closing).toBe(sum)
        }
        // Split at any time: no line is lost, none appears twice.
        const at = frozenStart + cut * 60_000
        const [before, after] = [await statement({ to: at }), await statement({ from: at })]
        expect([...before.lines, ...after.lines]).toEqual(lines)
        expect(after.accounts.map(({ opening }) => opening)).toEqual(
          before.accounts.map(({ closing }) => closing),
        )
      }),
      { numRuns: 20 },
    )
  })
})
