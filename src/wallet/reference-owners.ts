import { hot, type Rx } from '../kernel/index.ts'
import type { WalletTables } from './tables.ts'

type ReferenceKind = 'payment-request' | 'mandate' | 'payout'

/** An order that has a reference id. */
export interface ReferenceOwner {
  kind: ReferenceKind
  merchantId: number
}

// The query starts at the merchants: each then costs one look-up in the index of reference ids.
const ofRequests = hot<WalletTables, { referenceId: string }>()((db, slot) =>
  db
    .selectFrom('account_holders as h')
    .innerJoin('requests_to_pay as o', (join) =>
      join.onRef('o.merchant_id', '=', 'h.id').on('o.reference_id', '=', slot('referenceId')),
    )
    .select('h.id')
    .where('h.kind', '=', 'merchant'),
)
const ofMandates = hot<WalletTables, { referenceId: string }>()((db, slot) =>
  db
    .selectFrom('account_holders as h')
    .innerJoin('pre_approval_items as o', (join) =>
      join.onRef('o.merchant_id', '=', 'h.id').on('o.reference_id', '=', slot('referenceId')),
    )
    .select('h.id')
    .where('h.kind', '=', 'merchant'),
)
const ofPayouts = hot<WalletTables, { referenceId: string }>()((db, slot) =>
  db
    .selectFrom('account_holders as h')
    .innerJoin('disbursements as o', (join) =>
      join.onRef('o.merchant_id', '=', 'h.id').on('o.reference_id', '=', slot('referenceId')),
    )
    .select('h.id')
    .where('h.kind', '=', 'merchant'),
)

const queries = { 'payment-request': ofRequests, mandate: ofMandates, payout: ofPayouts }

/** All orders with this reference id, of any merchant: to explain why one merchant finds none. */
export async function referenceOwners(rx: Rx, referenceId: string): Promise<ReferenceOwner[]> {
  const found: ReferenceOwner[] = []
  for (const kind of Object.keys(queries) as ReferenceKind[]) {
    const rows = await rx.run(queries[kind], { referenceId: referenceId.toLowerCase() })
    found.push(...rows.map(({ id }) => ({ kind, merchantId: id })))
  }
  return found
}
