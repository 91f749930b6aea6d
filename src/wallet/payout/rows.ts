import { sql } from 'kysely'
import { hot, type Rx } from '../../kernel/index.ts'
import type { PayoutKind, RequestStatus } from '../../terms/sim/statuses.ts'
import { financialTransactionId } from '../ledger.ts'
import type { Reference } from '../reference.ts'
import type { FailureReason, PartyType, WalletDb, WalletTables } from '../tables.ts'
import type { Payout } from './types.ts'

/** In the details of a bill payment. */
const customerPhone = sql<string | null>`d.details ->> 'phone'`

const select = (db: WalletDb) =>
  db
    .selectFrom('disbursements as d')
    .innerJoin('account_holders as m', 'm.id', 'd.merchant_id')
    .leftJoin('transfers as t', 't.disbursement_id', 'd.id')
    .leftJoin('aliases as a', (join) =>
      join.onRef('a.holder_id', '=', 'd.payee_id').on('a.type', '=', 'MSISDN'),
    )
    .leftJoin('aliases as c', (join) =>
      join.on('c.type', '=', 'MSISDN').on('d.kind', '=', 'bill-payment').on('c.value', '=', customerPhone),
    )
    .leftJoin('account_holders as p', 'p.id', 'd.payee_id')
    .selectAll('d')
    .select(['m.name as merchant_name', 't.id as transfer_id', 'p.may_receive as payee_may_receive'])
    .select((eb) => eb.fn.coalesce('a.value', 'c.value').as('phone'))

const byId = hot<WalletTables, { id: number }>()((db, slot) => select(db).where('d.id', '=', slot('id')))
export const payoutRowByReference = hot<WalletTables, Reference>()((db, slot) =>
  select(db)
    .where('d.merchant_id', '=', slot('merchantId'))
    .where('d.reference_id', '=', slot('referenceId')),
)
interface NewRow {
  kind: PayoutKind
  merchantId: number
  product: string
  referenceId: string
  environment: string
  payeeType: PartyType
  payeeValue: string
  payeeId: number | null
  amount: number
  fee: number
  currency: string
  externalId: string | null
  payerMessage: string | null
  payeeNote: string | null
  refundedRequestId: number | null
  details: string | null
  script: string | null
  createdAt: number
  trace: string
}
export const insertPayout = hot<WalletTables, NewRow>()((db, slot) =>
  db.insertInto('disbursements').values({
    kind: slot('kind'),
    merchant_id: slot('merchantId'),
    product: slot('product'),
    reference_id: slot('referenceId'),
    environment: slot('environment'),
    payee_type: slot('payeeType'),
    payee_value: slot('payeeValue'),
    payee_id: slot('payeeId'),
    amount: slot('amount'),
    fee: slot('fee'),
    currency: slot('currency'),
    external_id: slot('externalId'),
    payer_message: slot('payerMessage'),
    payee_note: slot('payeeNote'),
    refunded_request_id: slot('refundedRequestId'),
    details: slot('details'),
    script: slot('script'),
    status: 'PENDING',
    created_at: slot('createdAt'),
    trace: slot('trace'),
  }),
)
export const settlePayout = hot<
  WalletTables,
  { id: number; status: RequestStatus; reason: FailureReason | null; at: number }
>()((db, slot) =>
  db
    .updateTable('disbursements')
    .set({ status: slot('status'), reason: slot('reason'), settled_at: slot('at') })
    .where('id', '=', slot('id'))
    .where('status', '=', 'PENDING'),
)

/** What successful refunds of a payment have given back. */
export const refundedOf = hot<WalletTables, { requestId: number }>()((db, slot) =>
  db
    .selectFrom('disbursements')
    .select((eb) => eb.fn.sum<number | null>('amount').as('sum'))
    .where('refunded_request_id', '=', slot('requestId'))
    .where('status', '=', 'SUCCESSFUL'),
)

export const loadPayout = (rx: Rx, id: number) => rx.first(byId, { id })
export type PayoutRow = NonNullable<Awaited<ReturnType<typeof loadPayout>>>

/** What settling changes. */
type Settlement = Pick<PayoutRow, 'status' | 'reason' | 'settled_at' | 'transfer_id'>

/** @param after where the row was read before it settled */
export function payoutOf(row: PayoutRow, after: Settlement = row): Payout {
  return {
    id: row.id,
    kind: row.kind,
    merchantId: row.merchant_id,
    merchantName: row.merchant_name,
    product: row.product,
    referenceId: row.reference_id,
    environment: row.environment,
    payee: { type: row.payee_type as PartyType, id: row.payee_value },
    payeeId: row.payee_id,
    phone: row.phone,
    amount: row.amount,
    fee: row.fee,
    currency: row.currency,
    externalId: row.external_id,
    payerMessage: row.payer_message,
    payeeNote: row.payee_note,
    status: after.status,
    reason: after.reason,
    financialTransactionId: after.transfer_id === null ? null : financialTransactionId(after.transfer_id),
    refundedRequestId: row.refunded_request_id,
    details: row.details === null ? null : JSON.parse(row.details),
    createdAt: row.created_at,
    settledAt: after.settled_at,
  }
}
