import { hot, type Rx, type Tx } from '../kernel/index.ts'
import { paymentRequestKinds } from '../terms/sim/statuses.ts'
import type { TransferKind, WalletTables } from './tables.ts'

const isPaymentRequest = (kind: TransferKind) => (paymentRequestKinds as readonly string[]).includes(kind)

export interface Account {
  id: number
  balance: number
  /** JSON of the holder's own limits. */
  limits: string | null
}

export interface AccountKey {
  holderId: number
  environment: string
  currency: string
  /** Empty for a person. */
  product: string
}

export interface Posting {
  from: number
  to: number
  amount: number
}

const byKey = hot<WalletTables, AccountKey>()((db, slot) =>
  db
    .selectFrom('accounts')
    .innerJoin('account_holders', 'account_holders.id', 'accounts.holder_id')
    .select(['accounts.id', 'balance', 'limits'])
    .where('holder_id', '=', slot('holderId'))
    .where('environment', '=', slot('environment'))
    .where('currency', '=', slot('currency'))
    .where('product', '=', slot('product')),
)
const insertTransfer = hot<
  WalletTables,
  {
    kind: TransferKind
    requestId: number | null
    payoutId: number | null
    at: number
    trace: string
  }
>()((db, slot) =>
  db.insertInto('transfers').values({
    kind: slot('kind'),
    request_id: slot('requestId'),
    disbursement_id: slot('payoutId'),
    at: slot('at'),
    trace: slot('trace'),
  }),
)
const insertPosting = hot<WalletTables, Posting & { transferId: number }>()((db, slot) =>
  db.insertInto('postings').values({
    transfer_id: slot('transferId'),
    debit_account_id: slot('from'),
    credit_account_id: slot('to'),
    amount: slot('amount'),
  }),
)

const insertAccount = hot<WalletTables, AccountKey & { mayOverdraw: number }>()((db, slot) =>
  db.insertInto('accounts').values({
    holder_id: slot('holderId'),
    environment: slot('environment'),
    currency: slot('currency'),
    product: slot('product'),
    may_overdraw: slot('mayOverdraw'),
  }),
)
const systemAccountOf = hot<
  WalletTables,
  { name: string; environment: string; currency: string; product: string }
>()((db, slot) =>
  db
    .selectFrom('account_holders')
    .innerJoin('accounts', 'accounts.holder_id', 'account_holders.id')
    .select('accounts.id')
    .where('kind', '=', 'system')
    .where('name', '=', slot('name'))
    .where('environment', '=', slot('environment'))
    .where('currency', '=', slot('currency'))
    .where('product', '=', slot('product')),
)
const systemHolder = hot<WalletTables, { name: string }>()((db, slot) =>
  db.selectFrom('account_holders').select('id').where('kind', '=', 'system').where('name', '=', slot('name')),
)
const insertSystemHolder = hot<WalletTables, { name: string; at: number }>()((db, slot) =>
  db
    .insertInto('account_holders')
    .values({ kind: 'system', name: slot('name'), language: 'en', pin_hash: null, created_at: slot('at') }),
)

export function findAccount(rx: Rx, key: AccountKey): Promise<Account | undefined> {
  return rx.first(byKey, key)
}

/** Finds the account, or opens an empty one. */
export async function openAccount(tx: Tx, key: AccountKey): Promise<Account> {
  const found = await findAccount(tx, key)
  if (found) return found
  await tx.change(insertAccount, { ...key, mayOverdraw: 0 })
  return openAccount(tx, key)
}

/** Moves money: each posting debits one account and credits another. Returns the transfer's id. */
export async function postTransfer(
  tx: Tx,
  {
    kind,
    orderId,
    postings,
    trace,
  }: {
    kind: TransferKind
    orderId: number | null
    postings: readonly Posting[]
    /** Of the order; that of the unit by default. */
    trace?: string | null
  },
): Promise<number> {
  const requestId = isPaymentRequest(kind) ? orderId : null
  const payoutId = requestId === null ? orderId : null
  const transfer = { kind, requestId, payoutId, at: tx.now, trace: trace ?? tx.trace }
  const transferId = await tx.insert(insertTransfer, transfer)
  for (const posting of postings) await tx.change(insertPosting, { transferId, ...posting })
  return transferId
}

/** The id of one of the simulator's own accounts: opening balances come from them, fees go to them. */
export async function systemAccount(
  tx: Tx,
  role: 'float' | 'fees',
  environment: string,
  currency: string,
): Promise<number> {
  const name = `payersim ${role}`
  const found = await tx.first(systemAccountOf, { name, environment, currency, product: role })
  if (found) return found.id
  const holder = await tx.first(systemHolder, { name })
  const holderId = holder?.id ?? (await tx.insert(insertSystemHolder, { name, at: tx.now }))
  const mayOverdraw = Number(role === 'float')
  return tx.insert(insertAccount, { holderId, environment, currency, product: role, mayOverdraw })
}

/** Opens an account, which must not exist yet, and pays money from the simulator's float into it. */
export async function openFunded(tx: Tx, key: AccountKey, amount: number): Promise<void> {
  const to = await tx.insert(insertAccount, { ...key, mayOverdraw: 0 })
  if (amount <= 0) return
  const from = await systemAccount(tx, 'float', key.environment, key.currency)
  await postTransfer(tx, { kind: 'funding', orderId: null, postings: [{ from, to, amount }] })
}

/**
 * What payers and merchants see as the id of a transfer: 10 digits, far from the ids next to it and never twice, because the
 * factor shares no divisor with the range.
 */
export function financialTransactionId(transferId: number): string {
  return String(1_000_000_000 + ((transferId * 7_368_787 + 195_582_132) % 9_000_000_000))
}
