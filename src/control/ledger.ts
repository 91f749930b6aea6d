import type { Router } from 'express'
import { z } from 'zod'
import { type Kernel, screenAmount } from '../kernel/index.ts'
import { parse } from './schema.ts'

/** The views that the data file has for other programs. */
interface LedgerViews {
  balances: {
    account_id: number
    kind: 'person' | 'merchant' | 'system'
    name: string
    phone: string | null
    environment: string
    currency: string
    product: string
    balance: number
  }
  entries: {
    posting_id: number
    transfer_id: number
    account_id: number
    amount: number
    at: number
    request_id: number | null
    disbursement_id: number | null
  }
}

const entriesQuery = z.object({
  account: z.coerce.number().int().positive(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
})

/** Accounts with their balances, and the entries of one account, oldest first. */
export function ledgerRoutes(routes: Router, kernel: Kernel): void {
  routes.get('/ledger/accounts', async (_, response) => {
    const rows = await kernel.read((rx) =>
      rx.db<LedgerViews>().selectFrom('balances').selectAll().orderBy('account_id').execute(),
    )
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
    const { account, after, limit } = parse(entriesQuery, request.query, 'query')
    const rows = await kernel.read((rx) =>
      rx
        .db<LedgerViews>()
        .selectFrom('entries')
        .innerJoin('balances', 'balances.account_id', 'entries.account_id')
        .select(['posting_id', 'transfer_id', 'amount', 'at', 'request_id', 'disbursement_id', 'currency'])
        .where('entries.account_id', '=', account)
        .where('posting_id', '>', after)
        .orderBy('posting_id')
        .limit(limit)
        .execute(),
    )
    response.json(
      rows.map(({ posting_id, transfer_id, amount, at, request_id, disbursement_id, currency }) => ({
        id: posting_id,
        transfer: transfer_id,
        kind: request_id ? 'request-to-pay' : disbursement_id ? 'disbursement' : 'funding',
        amount: screenAmount(amount, currency),
        currency,
        at: new Date(at).toISOString(),
      })),
    )
  })
}
