import type { Router } from 'express'
import { z } from 'zod'
import { type Kernel, screenAmount } from '../kernel/index.ts'
import { entriesOf, everyBalance } from '../wallet/index.ts'
import { parse } from './schema.ts'

const entriesQuery = z.object({
  account: z.coerce.number().int().positive(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
})

/** Accounts with their balances, and the entries of one account, oldest first. */
export function ledgerRoutes(routes: Router, kernel: Kernel): void {
  routes.get('/ledger/accounts', async (_, response) => {
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
  routes.get('/ledger/entries', async (request, response) => {
    const wanted = parse(entriesQuery, request.query, 'query')
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
