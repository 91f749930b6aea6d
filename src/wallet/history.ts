import type { Rx } from '../kernel/index.ts'
import { financialTransactionId } from './ledger.ts'
import type { WalletTables } from './tables.ts'

/** One payment as its payer sees it. Money in minor units. */
export interface HistoryItem {
  id: number
  at: number
  direction: 'out' | 'in'
  amount: number
  fee: number
  currency: string
  counterparty: string
  message: string | null
  financialTransactionId: string
}

/** What the holder has paid, newest first. */
export async function readHistory(
  rx: Rx,
  holderId: number,
  { offset, limit }: { offset: number; limit: number },
): Promise<HistoryItem[]> {
  const rows = await rx
    .db<WalletTables>()
    .selectFrom('accounts as account')
    .innerJoin('postings as p', 'p.debit_account_id', 'account.id')
    .innerJoin('accounts as other', 'other.id', 'p.credit_account_id')
    .innerJoin('account_holders as holder', 'holder.id', 'other.holder_id')
    .innerJoin('transfers as t', 't.id', 'p.transfer_id')
    .leftJoin('requests_to_pay as r', 'r.id', 't.request_id')
    .select([
      'p.id',
      't.id as transfer_id',
      't.at',
      'p.amount',
      'r.fee',
      'account.currency',
      'holder.name',
      'r.payer_message',
    ])
    .where('account.holder_id', '=', holderId)
    .where('holder.kind', '!=', 'system')
    .orderBy('p.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    direction: 'out',
    amount: row.amount,
    fee: row.fee ?? 0,
    currency: row.currency,
    counterparty: row.name,
    message: row.payer_message,
    financialTransactionId: financialTransactionId(row.transfer_id),
  }))
}
