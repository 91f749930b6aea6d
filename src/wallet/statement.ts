import { sql } from 'kysely'
import type { Rx } from '../kernel/index.ts'
import type { Party } from './account-holder.ts'
import { financialTransactionId } from './ledger.ts'
import type { PartyType, TransferKind } from './tables.ts'

export interface StatementWanted {
  merchantId: number
  /** Epoch milliseconds, inclusive. */
  from?: number | undefined
  /** Epoch milliseconds, exclusive. */
  to?: number | undefined
  currency?: string | undefined
}

/** One transfer of the ledger on one account of a merchant. Amounts in minor units. */
export interface StatementLine {
  at: number
  /** In the words of `/_sim`: a disbursement is a `transfer`; `funding` is the opening balance. */
  kind: Exclude<TransferKind, 'disbursement'> | 'transfer'
  product: string
  currency: string
  /** Positive for money in, negative for money out. */
  amount: number
  /** The fee that the merchant paid on top. */
  fee: number
  /** The account's balance after this line. */
  balance: number
  referenceId: string | null
  externalId: string | null
  financialTransactionId: string
  /** The payer or payee; null for a funding. Of the payment of a bill it is the service provider. */
  party: Party | null
  /** The text in the merchant's own history: the payee's note for money in, the payer's message for money out. */
  note: string | null
}

/** The opening balance plus all lines is the closing balance. */
interface StatementAccount {
  product: string
  currency: string
  opening: number
  closing: number
}

export interface Statement {
  merchant: string
  accounts: StatementAccount[]
  /** In ledger order. */
  lines: StatementLine[]
}

interface Row {
  account_id: number
  product: string
  currency: string
  transfer_id: number
  kind: TransferKind
  at: number
  amount: number
  fee: number
  balance: number
  reference_id: string | null
  external_id: string | null
  party_type: PartyType | null
  party: string | null
  note: string | null
}

/** The statement of a merchant's accounts. Each balance is the sum of the ledger's entries so far. */
export async function readStatement(
  rx: Rx,
  { merchantId, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, currency }: StatementWanted,
): Promise<Statement> {
  const holder = await sql<{
    name: string
  }>`SELECT name FROM account_holders WHERE id = ${merchantId}`.execute(rx.db())
  const { rows } = await moved(merchantId, currency ?? null).execute(rx.db())
  const accounts = new Map<number, StatementAccount>()
  const lines: StatementLine[] = []
  for (const row of rows) {
    const account = accounts.get(row.account_id) ?? {
      product: row.product,
      currency: row.currency,
      opening: 0,
      closing: 0,
    }
    accounts.set(row.account_id, account)
    if (row.at >= to) continue
    if (row.at < from) account.opening = row.balance
    account.closing = row.balance
    if (row.at >= from) lines.push(lineOf(row))
  }
  return { merchant: holder.rows[0]?.name ?? '', accounts: [...accounts.values()], lines }
}

function moved(merchantId: number, currency: string | null) {
  return sql<Row>`
    WITH own AS (
      SELECT id, product, currency FROM accounts
      WHERE holder_id = ${merchantId} AND currency = coalesce(${currency}, currency)
    ), moves AS (
      SELECT p.debit_account_id AS account_id, p.transfer_id, -p.amount AS net,
        CASE WHEN other.product = 'fees' AND holder.kind = 'system' THEN p.amount ELSE 0 END AS fee
      FROM own JOIN postings p ON p.debit_account_id = own.id
        JOIN accounts other ON other.id = p.credit_account_id
        JOIN account_holders holder ON holder.id = other.holder_id
      UNION ALL
      SELECT p.credit_account_id, p.transfer_id, p.amount, 0
      FROM postings p WHERE p.credit_account_id IN (SELECT id FROM own)
    )
    SELECT m.account_id, own.product, own.currency, m.transfer_id, t.kind, t.at,
      SUM(m.net) + SUM(m.fee) AS amount, SUM(m.fee) AS fee,
      SUM(SUM(m.net)) OVER (PARTITION BY m.account_id ORDER BY m.transfer_id) AS balance,
      COALESCE(r.reference_id, d.reference_id) AS reference_id,
      COALESCE(r.external_id, d.external_id) AS external_id,
      COALESCE(r.payer_type, d.payee_type) AS party_type,
      COALESCE(r.payer_value, d.payee_value) AS party,
      CASE WHEN t.request_id IS NULL AND SUM(m.net) < 0 THEN d.payer_message
        WHEN t.request_id IS NULL THEN d.payee_note ELSE r.payee_note END AS note
    FROM moves m
      JOIN own ON own.id = m.account_id
      JOIN transfers t ON t.id = m.transfer_id
      LEFT JOIN requests_to_pay r ON r.id = t.request_id
      LEFT JOIN disbursements d ON d.id = t.disbursement_id
    GROUP BY m.account_id, m.transfer_id, own.product, own.currency, t.id, r.id, d.id
    ORDER BY m.transfer_id, m.account_id`
}

function lineOf(row: Row): StatementLine {
  const { at, product, currency, amount, fee, balance, note } = row
  return {
    at,
    kind: row.kind === 'disbursement' ? 'transfer' : row.kind,
    product,
    currency,
    amount,
    fee,
    balance,
    referenceId: row.reference_id,
    externalId: row.external_id,
    financialTransactionId: financialTransactionId(row.transfer_id),
    party: row.party_type === null || row.party === null ? null : { type: row.party_type, id: row.party },
    note,
  }
}
