import { hot, type Rx } from '../kernel/index.ts'
import type { PaymentRequestKind, PayoutKind } from '../terms/sim/statuses.ts'
import type { WalletTables } from './tables.ts'

/** An order that has a reference id. */
export interface ReferenceOwner {
  kind: PaymentRequestKind | PayoutKind | 'mandate'
  merchantId: number
}

// The query starts at the merchants: each then costs one look-up in the index of reference ids.
const ofRequests = hot<WalletTables, { referenceId: string }>()((db, slot) =>
  db
    .selectFrom('account_holders as h')
    .innerJoin('requests_to_pay as o', (join) =>
      join.onRef('o.merchant_id', '=', 'h.id').on('o.reference_id', '=', slot('referenceId')),
    )
    .select(['h.id as merchantId', 'o.kind'])
    .where('h.kind', '=', 'merchant'),
)
const ofMandates = hot<WalletTables, { referenceId: string }>()((db, slot) =>
  db
    .selectFrom('account_holders as h')
    .innerJoin('pre_approval_items as o', (join) =>
      join.onRef('o.merchant_id', '=', 'h.id').on('o.reference_id', '=', slot('referenceId')),
    )
    .select(['h.id as merchantId', (select) => select.val('mandate' as const).as('kind')])
    .where('h.kind', '=', 'merchant')
    // A consent is known by an id that was not its merchant's choice.
    .where('o.kind', '=', 'pre-approval'),
)
const ofPayouts = hot<WalletTables, { referenceId: string }>()((db, slot) =>
  db
    .selectFrom('account_holders as h')
    .innerJoin('disbursements as o', (join) =>
      join.onRef('o.merchant_id', '=', 'h.id').on('o.reference_id', '=', slot('referenceId')),
    )
    .select(['h.id as merchantId', 'o.kind'])
    .where('h.kind', '=', 'merchant'),
)

/** All orders with this reference id, of any merchant: to explain why one merchant finds none. */
export async function referenceOwners(rx: Rx, referenceId: string): Promise<ReferenceOwner[]> {
  const of = { referenceId: referenceId.toLowerCase() }
  return [
    ...(await rx.run(ofRequests, of)),
    ...(await rx.run(ofMandates, of)),
    ...(await rx.run(ofPayouts, of)),
  ]
}
