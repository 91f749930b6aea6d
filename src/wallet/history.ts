import type { Rx } from '../kernel/index.ts'
import { financialTransactionId } from './ledger.ts'
import type { TransferKind, WalletTables } from './tables.ts'

/** One payment as its payer sees it. Money in minor units. */
export interface HistoryItem {
  id: number
  /** What moved the money. */
  kind: TransferKind
  at: number
  direction: 'out' | 'in'
  amount: number
  fee: number
  currency: string
  counterparty: string
  message: string | null
  financialTransactionId: string
}

/** The holder's payments, out and in, newest first. */
export async function readHistory(
  rx: Rx,
  holderId: number,
  { offset, limit }: { offset: number; limit: number },
): Promise<HistoryItem[]> {
  const most = offset + limit
  const rows = [...(await paid(rx, holderId, most)), ...(await received(rx, holderId, most))]
  return rows
    .sort((a, b) => b.id - a.id)
    .slice(offset, most)
    .map(({ name, ...row }) => ({
      ...row,
      counterparty: name,
      financialTransactionId: financialTransactionId(row.id),
    }))
}

async function paid(rx: Rx, holderId: number, most: number) {
  const rows = await rx
    .db<WalletTables>()
    .selectFrom('accounts as account')
    .innerJoin('postings as p', 'p.debit_account_id', 'account.id')
    .innerJoin('transfers as t', 't.id', 'p.transfer_id')
    .innerJoin('requests_to_pay as r', 'r.id', 't.request_id')
    .innerJoin('accounts as other', 'other.id', 'p.credit_account_id')
    .innerJoin('account_holders as holder', 'holder.id', 'other.holder_id')
    .select([
      't.id',
      't.kind',
      't.at',
      'r.amount',
      'r.fee',
      'r.currency',
      'holder.name',
      'r.payer_message as message',
    ])
    .where('account.holder_id', '=', holderId)
    .where('holder.kind', '!=', 'system')
    .orderBy('p.id', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({ ...row, direction: 'out' as const }))
}

async function received(rx: Rx, holderId: number, most: number) {
  const rows = await rx
    .db<WalletTables>()
    .selectFrom('disbursements as d')
    .innerJoin('transfers as t', 't.disbursement_id', 'd.id')
    .innerJoin('account_holders as holder', 'holder.id', 'd.merchant_id')
    .select(['t.id', 't.kind', 't.at', 'd.amount', 'd.currency', 'holder.name', 'd.payee_note as message'])
    .where('d.payee_id', '=', holderId)
    .orderBy('t.id', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({ ...row, fee: 0, direction: 'in' as const }))
}
