import { sql } from 'kysely'
import type { Rx } from '../kernel/index.ts'
import type { Audit } from '../terms/sim/audit.ts'
import type { WalletTables } from './tables.ts'

/** Adds up the whole ledger again, and compares each payment request and payout with the money that moved. */
export async function auditLedger(rx: Rx): Promise<Audit> {
  const db = rx.db<WalletTables>()
  const problems: string[] = []
  const { rows: wrong } = await sql<{ id: number; balance: number; added: number }>`
    SELECT a.id, a.balance, COALESCE(e.added, 0) AS added FROM accounts a
    LEFT JOIN (SELECT account_id, SUM(amount) AS added FROM entries GROUP BY account_id) e ON e.account_id = a.id
    WHERE a.balance <> COALESCE(e.added, 0)`.execute(db)
  for (const { id, balance, added } of wrong) {
    problems.push(`Account ${id} shows ${balance}, but its entries add up to ${added}.`)
  }
  const { rows: sums } = await sql<{ currency: string; sum: number }>`
    SELECT currency, SUM(balance) AS sum FROM accounts GROUP BY currency HAVING SUM(balance) <> 0`.execute(db)
  for (const { currency, sum } of sums)
    problems.push(`All accounts in ${currency} together hold ${sum}, not 0.`)
  const { rows: negative } = await sql<{ id: number; balance: number }>`
    SELECT id, balance FROM accounts WHERE may_overdraw = 0 AND balance < 0`.execute(db)
  for (const { id, balance } of negative) problems.push(`Account ${id} is overdrawn: ${balance}.`)
  const { rows: orders } = await sql<{
    what: string
    id: number
    status: string
    owed: number
    paid: number
  }>`
    SELECT * FROM (
      SELECT 'Payment request' AS what, r.id, r.status, CASE r.status WHEN 'SUCCESSFUL' THEN r.amount + r.fee ELSE 0 END AS owed,
        COALESCE((SELECT SUM(p.amount) FROM transfers t JOIN postings p ON p.transfer_id = t.id WHERE t.request_id = r.id), 0) AS paid
      FROM requests_to_pay r
      UNION ALL
      SELECT 'Payout', d.id, d.status, CASE d.status WHEN 'SUCCESSFUL' THEN d.amount + d.fee ELSE 0 END,
        COALESCE((SELECT SUM(p.amount) FROM transfers t JOIN postings p ON p.transfer_id = t.id WHERE t.disbursement_id = d.id), 0)
      FROM disbursements d) AS orders
    WHERE owed <> paid`.execute(db)
  for (const { what, id, status, owed, paid } of orders) {
    problems.push(`${what} ${id} is ${status}: ${owed} should have moved, ${paid} did.`)
  }
  const count = (rows: { count: number } | undefined) => rows?.count ?? 0
  const counted = (table: 'accounts' | 'transfers') =>
    db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirst()
  return {
    ok: problems.length === 0,
    accounts: count(await counted('accounts')),
    transfers: count(await counted('transfers')),
    problems,
  }
}
