import { hot, type Rx } from '../../kernel/index.ts'
import type { MandateKind, PreApprovalStatus } from '../../terms/sim/statuses.ts'
import { nextPlace } from '../approval/place.ts'
import type { Reference } from '../reference.ts'
import type { FailureReason, PartyType, WalletDb, WalletTables } from '../tables.ts'
import type { Mandate } from './types.ts'

const select = (db: WalletDb) =>
  db
    .selectFrom('pre_approval_items as p')
    .innerJoin('account_holders as m', 'm.id', 'p.merchant_id')
    .leftJoin('aliases as a', (join) =>
      join.onRef('a.holder_id', '=', 'p.payer_id').on('a.type', '=', 'MSISDN'),
    )
    .selectAll('p')
    .select(['m.name as merchant_name', 'a.value as phone'])

const byId = hot<WalletTables, { id: number }>()((db, slot) => select(db).where('p.id', '=', slot('id')))
export const mandateRowByReference = hot<WalletTables, Reference>()((db, slot) =>
  select(db)
    .where('p.merchant_id', '=', slot('merchantId'))
    .where('p.reference_id', '=', slot('referenceId')),
)
export const mandateRowByPublicId = hot<WalletTables, { merchantId: number; publicId: string }>()(
  (db, slot) =>
    select(db).where('p.merchant_id', '=', slot('merchantId')).where('p.public_id', '=', slot('publicId')),
)
export const mandatesWith = hot<WalletTables, { merchantId: number; payerId: number; environment: string }>()(
  (db, slot) =>
    select(db)
      .where('p.payer_id', '=', slot('payerId'))
      .where('p.kind', '=', 'pre-approval')
      .where('p.merchant_id', '=', slot('merchantId'))
      .where('p.environment', '=', slot('environment'))
      .orderBy('p.id'),
)
/** Accepted and not expired, in the order of acceptance. */
export const everyInForce = hot<
  WalletTables,
  { payerId: number; kind: MandateKind; now: number; limit: number; offset: number }
>()((db, slot) =>
  select(db)
    .where('p.payer_id', '=', slot('payerId'))
    .where('p.kind', '=', slot('kind'))
    .where('p.status', '=', 'APPROVED')
    .where((either) =>
      either.or([either('valid_until', 'is', null), either('valid_until', '>', slot('now'))]),
    )
    .orderBy('p.settled_at')
    .orderBy('p.id')
    .limit(slot('limit'))
    .offset(slot('offset')),
)
interface NewRow {
  kind: MandateKind
  publicId: string
  merchantId: number
  referenceId: string
  environment: string
  payerType: PartyType
  payerValue: string
  payerId: number | null
  currency: string
  scopes: string | null
  message: string | null
  validitySeconds: number
  script: string | null
  createdAt: number
  expiresAt: number
  trace: string
}
export const insertMandate = hot<WalletTables, NewRow>()((db, slot) =>
  db.insertInto('pre_approval_items').values({
    kind: slot('kind'),
    public_id: slot('publicId'),
    merchant_id: slot('merchantId'),
    reference_id: slot('referenceId'),
    environment: slot('environment'),
    payer_type: slot('payerType'),
    payer_value: slot('payerValue'),
    payer_id: slot('payerId'),
    currency: slot('currency'),
    scopes: slot('scopes'),
    message: slot('message'),
    validity_seconds: slot('validitySeconds'),
    script: slot('script'),
    place: nextPlace(slot('payerId')),
    status: 'PENDING',
    created_at: slot('createdAt'),
    expires_at: slot('expiresAt'),
    trace: slot('trace'),
  }),
)
/** The mandate that covers a payment request; of several, the one accepted first. */
export const mandateInForce = hot<
  WalletTables,
  { merchantId: number; payerId: number; environment: string; currency: string; now: number }
>()((db, slot) =>
  db
    .selectFrom('pre_approval_items')
    .select('id')
    .where('payer_id', '=', slot('payerId'))
    .where('kind', '=', 'pre-approval')
    .where('status', '=', 'APPROVED')
    .where('merchant_id', '=', slot('merchantId'))
    .where('environment', '=', slot('environment'))
    .where('currency', '=', slot('currency'))
    .where((either) =>
      either.or([either('valid_until', 'is', null), either('valid_until', '>', slot('now'))]),
    )
    .orderBy('settled_at')
    .orderBy('id')
    .limit(1),
)
export const useMandate = hot<WalletTables, { id: number; at: number }>()((db, slot) =>
  db
    .updateTable('pre_approval_items')
    .set({ last_used_at: slot('at') })
    .where('id', '=', slot('id')),
)
export const settleMandate = hot<
  WalletTables,
  {
    id: number
    status: PreApprovalStatus
    reason: FailureReason | null
    at: number
    validUntil: number | null
  }
>()((db, slot) =>
  db
    .updateTable('pre_approval_items')
    .set({
      status: slot('status'),
      reason: slot('reason'),
      settled_at: slot('at'),
      valid_until: slot('validUntil'),
    })
    .where('id', '=', slot('id'))
    .where('status', '=', 'PENDING'),
)
export const endMandate = hot<WalletTables, { id: number; status: PreApprovalStatus; at: number }>()(
  (db, slot) =>
    db
      .updateTable('pre_approval_items')
      .set({ status: slot('status'), ended_at: slot('at') })
      .where('id', '=', slot('id'))
      .where('status', '=', 'APPROVED'),
)

export const loadMandate = (rx: Rx, id: number) => rx.first(byId, { id })
export type MandateRow = NonNullable<Awaited<ReturnType<typeof loadMandate>>>

export function mandateOf(row: MandateRow): Mandate {
  return {
    id: row.id,
    kind: row.kind,
    publicId: row.public_id,
    merchantId: row.merchant_id,
    merchantName: row.merchant_name,
    referenceId: row.reference_id,
    environment: row.environment,
    payer: { type: row.payer_type as PartyType, id: row.payer_value },
    payerId: row.payer_id,
    phone: row.phone,
    currency: row.currency,
    scopes: row.scopes === null ? [] : row.scopes.split(' '),
    message: row.message,
    validitySeconds: row.validity_seconds,
    status: row.status,
    reason: row.reason,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    settledAt: row.settled_at,
    validUntil: row.valid_until,
    lastUsedAt: row.last_used_at,
    endedAt: row.ended_at,
  }
}
