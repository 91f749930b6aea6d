import type { Rx } from '../kernel/index.ts'
import type { TransferKind, WalletTables } from './tables.ts'

/** The views of the data file for other programs. */
export interface WalletViews {
  balances: {
    account_id: number
    account_holder_id: number
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

/** One side of a posting, as its account sees it. */
export interface AccountEntry {
  id: number
  transfer: number
  kind: TransferKind
  /** In minor units, negative for money out. */
  amount: number
  currency: string
  at: number
}

/** All accounts with their balances in minor units, ordered by id. */
export function everyBalance(rx: Rx): Promise<Array<WalletViews['balances']>> {
  return rx.db<WalletViews>().selectFrom('balances').selectAll().orderBy('account_id').execute()
}

/** The entries of one account after this entry id, oldest first. */
export function entriesOf(
  rx: Rx,
  { account, after, limit }: { account: number; after: number; limit: number },
): Promise<AccountEntry[]> {
  return rx
    .db<WalletViews & Pick<WalletTables, 'transfers'>>()
    .selectFrom('entries')
    .innerJoin('balances', 'balances.account_id', 'entries.account_id')
    .innerJoin('transfers', 'transfers.id', 'entries.transfer_id')
    .select([
      'entries.posting_id as id',
      'entries.transfer_id as transfer',
      'transfers.kind',
      'entries.amount',
      'balances.currency',
      'entries.at',
    ])
    .where('entries.account_id', '=', account)
    .where('entries.posting_id', '>', after)
    .orderBy('entries.posting_id')
    .limit(limit)
    .execute()
}
