import { sql } from 'kysely'
import { hot, type Rx, type Tx } from '../../kernel/index.ts'
import type { PaymentRequestKind, RequestStatus } from '../../terms/sim/statuses.ts'
import { nextPlace } from '../approval/place.ts'
import { financialTransactionId } from '../ledger.ts'
import type { Reference } from '../reference.ts'
import type { FailureReason, PartyType, WalletDb, WalletTables } from '../tables.ts'
import type { PaymentRequest } from './types.ts'

const select = (db: WalletDb) =>
  db
    .selectFrom('requests_to_pay as r')
    .innerJoin('account_holders as m', 'm.id', 'r.merchant_id')
    .leftJoin('transfers as t', 't.request_id', 'r.id')
    .leftJoin('aliases as a', (join) =>
      join.onRef('a.holder_id', '=', 'r.payer_id').on('a.type', '=', 'MSISDN'),
    )
    .selectAll('r')
    .select(['m.name as merchant_name', 'm.may_receive', 't.id as transfer_id', 'a.value as phone'])

const byId = hot<WalletTables, { id: number }>()((db, slot) => select(db).where('r.id', '=', slot('id')))
/** With what settling needs: the payer's PIN and limits, and both accounts. */
const toSettle = hot<WalletTables, { id: number }>()((db, slot) =>
  select(db)
    .leftJoin('account_holders as p', 'p.id', 'r.payer_id')
    .leftJoin('accounts as from', (join) =>
      join
        .onRef('from.holder_id', '=', 'r.payer_id')
        .onRef('from.environment', '=', 'r.environment')
        .onRef('from.currency', '=', 'r.currency')
        .on('from.product', '=', ''),
    )
    .leftJoin('accounts as to', (join) =>
      join
        .onRef('to.holder_id', '=', 'r.merchant_id')
        .onRef('to.environment', '=', 'r.environment')
        .onRef('to.currency', '=', 'r.currency')
        .onRef('to.product', '=', 'r.product'),
    )
    .select(['p.pin_hash', 'p.wrong_pins', 'p.locked', 'p.limits'])
    .select([
      'from.id as from_id',
      'from.balance as from_balance',
      'to.id as to_id',
      'to.balance as to_balance',
    ])
    .where('r.id', '=', slot('id')),
)
export const requestRowByReference = hot<WalletTables, Reference>()((db, slot) =>
  select(db)
    .where('r.merchant_id', '=', slot('merchantId'))
    .where('r.reference_id', '=', slot('referenceId')),
)
export const requestRowByNumber = hot<WalletTables, { number: string }>()((db, slot) =>
  select(db).where('r.number', '=', slot('number')),
)
/** Those of one kind that wait for their payer, by the index of what waits. */
export const waitingRequests = hot<
  WalletTables,
  { kind: PaymentRequestKind; payerId: number; now: number; limit: number; offset: number }
>()((db, slot) =>
  select(db)
    .where('r.payer_id', '=', slot('payerId'))
    .where('r.status', '=', 'PENDING')
    .where('r.script', 'is', null)
    .where('r.expires_at', '>', slot('now'))
    .where('r.kind', '=', slot('kind'))
    .orderBy('r.place')
    .orderBy('r.id')
    .limit(slot('limit'))
    .offset(slot('offset')),
)
/** Rows are never deleted, so the id of the next row is known before it is written. */
export const lastRequest = hot<WalletTables, Record<never, never>>()((db) =>
  db.selectFrom('requests_to_pay').select('id').orderBy('id', 'desc').limit(1),
)
export const settleRequest = hot<
  WalletTables,
  { id: number; status: RequestStatus; reason: FailureReason | null; at: number }
>()((db, slot) =>
  db
    .updateTable('requests_to_pay')
    .set({ status: slot('status'), reason: slot('reason'), settled_at: slot('at') })
    .where('id', '=', slot('id'))
    .where('status', '=', 'PENDING'),
)

interface NewRow {
  kind: PaymentRequestKind
  merchantId: number
  product: string
  referenceId: string
  environment: string
  payerType: PartyType
  payerValue: string
  payerId: number | null
  amount: number
  fee: number
  currency: string
  externalId: string | null
  payerMessage: string | null
  payeeNote: string | null
  number: string | null
  mandateId: number | null
  script: string | null
  createdAt: number
  expiresAt: number
  trace: string
}
export const insertRequest = hot<WalletTables, NewRow>()((db, slot) =>
  db.insertInto('requests_to_pay').values({
    kind: slot('kind'),
    merchant_id: slot('merchantId'),
    product: slot('product'),
    reference_id: slot('referenceId'),
    environment: slot('environment'),
    payer_type: slot('payerType'),
    payer_value: slot('payerValue'),
    payer_id: slot('payerId'),
    amount: slot('amount'),
    fee: slot('fee'),
    currency: slot('currency'),
    external_id: slot('externalId'),
    payer_message: slot('payerMessage'),
    payee_note: slot('payeeNote'),
    number: slot('number'),
    pre_approval_id: slot('mandateId'),
    script: slot('script'),
    place: sql<number>`CASE ${slot('kind')} WHEN 'invoice' THEN 0 ELSE ${nextPlace(slot('payerId'))} END`,
    status: 'PENDING',
    created_at: slot('createdAt'),
    expires_at: slot('expiresAt'),
    trace: slot('trace'),
  }),
)

export const loadRequest = (rx: Rx, id: number) => rx.first(byId, { id })
export const loadToSettle = (tx: Tx, id: number) => tx.first(toSettle, { id })
export type RequestRow = NonNullable<Awaited<ReturnType<typeof loadRequest>>>
export type RowToSettle = NonNullable<Awaited<ReturnType<typeof loadToSettle>>>

/** What settling changes. */
type Settlement = Pick<RequestRow, 'status' | 'reason' | 'settled_at' | 'transfer_id'>

/** @param after where the row was read before it settled */
export function requestOf(row: RequestRow, after: Settlement = row): PaymentRequest {
  return {
    id: row.id,
    kind: row.kind,
    merchantId: row.merchant_id,
    merchantName: row.merchant_name,
    product: row.product,
    referenceId: row.reference_id,
    environment: row.environment,
    payer: { type: row.payer_type as PartyType, id: row.payer_value },
    payerId: row.payer_id,
    phone: row.phone,
    amount: row.amount,
    fee: row.fee,
    currency: row.currency,
    externalId: row.external_id,
    payerMessage: row.payer_message,
    payeeNote: row.payee_note,
    number: row.number,
    mandateId: row.pre_approval_id,
    status: after.status,
    reason: after.reason,
    financialTransactionId: after.transfer_id === null ? null : financialTransactionId(after.transfer_id),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    settledAt: after.settled_at,
    trace: row.trace,
  }
}
