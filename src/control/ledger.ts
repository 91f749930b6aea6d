import type { Response, Router } from 'express'
import { type Kernel, screenAmount } from '../kernel/index.ts'
import { type Account, type LedgerEntry, ledgerEntriesQuery } from '../terms/sim/ledger.ts'
import { entriesOf, everyBalance } from '../wallet/index.ts'
import { parse } from './schema.ts'

/** Accounts with their balances, and the entries of one account, oldest first. */
export function ledgerRoutes(routes: Router, kernel: Kernel): void {
  routes.get('/ledger/accounts', async (_, response: Response<Account[]>) => {
    const rows = await kernel.read(everyBalance)
    response.json(
      rows.map(({ account_id, balance, currency, ...account }) => ({
        id: account_id,
        ...account,
        currency,
        balance: screenAmount(balance, currency),
      })),
    )
  })
  routes.get('/ledger/entries', async (request, response: Response<LedgerEntry[]>) => {
    const wanted = parse(ledgerEntriesQuery, request.query, 'query')
    const entries = await kernel.read((rx) => entriesOf(rx, wanted))
    response.json(
      entries.map(({ amount, currency, at, ...entry }) => ({
        ...entry,
        amount: screenAmount(amount, currency),
        currency,
        at: new Date(at).toISOString(),
      })),
    )
  })
}
