import type { ExpressionBuilder } from 'kysely'
import type { Rx } from '../kernel/index.ts'
import type { PaymentState } from '../terms/sim/payment.ts'
import type { MandateKind, PaymentRequestKind, PayoutKind } from '../terms/sim/statuses.ts'
import type { Party } from './account-holder.ts'
import type { FailureReason, PartyType, WalletTables } from './tables.ts'

/** Each has ids of its own, which grow. */
export const orderSources = ['request', 'payout', 'mandate'] as const
export type OrderSource = (typeof orderSources)[number]

/** What a merchant sent, of any kind, for those who look on. Amounts in minor units, times in epoch milliseconds. */
export interface Order {
  source: OrderSource
  id: number
  kind: PaymentRequestKind | PayoutKind | MandateKind
  merchantId: number
  merchantName: string
  /** Empty for a mandate. */
  product: string
  referenceId: string
  environment: string
  party: Party
  /** The name of who pays or is paid; null where nobody was found. */
  person: string | null
  /** `+` and digits; also of a number that nobody has. */
  phone: string | null
  amount: number | null
  /** Null for a consent. */
  currency: string | null
  message: string | null
  state: PaymentState
  reason: FailureReason | null
  /** The world answered for the person, as for MTN's test numbers. */
  scripted: boolean
  /** It was debited under a pre-approval. */
  automatic: boolean
  createdAt: number
  expiresAt: number | null
  settledAt: number | null
  /** Of a mandate: until when it is in force; null: without an end. */
  validUntil: number | null
  trace: string | null
}

/** Newest first. */
export interface OrdersWanted {
  /** Only those whose id is less. */
  before: number
  limit: number
  state?: PaymentState | undefined
}

/** The orders of one source, newest first, by its primary key. */
export async function readOrders(
  rx: Rx,
  source: OrderSource,
  { before, limit, state }: OrdersWanted,
): Promise<Order[]> {
  switch (source) {
    case 'request': {
      const status = state && moneyStatuses[state]
      if (state && !status) return []
      let query = requests(rx).where('o.id', '<', before)
      if (status) query = query.where('o.status', '=', status)
      return (await query.orderBy('o.id', 'desc').limit(limit).execute()).map(orderOfRequest)
    }
    case 'payout': {
      const status = state && moneyStatuses[state]
      if (state && !status) return []
      let query = payouts(rx).where('o.id', '<', before)
      if (status) query = query.where('o.status', '=', status)
      return (await query.orderBy('o.id', 'desc').limit(limit).execute()).map(orderOfPayout)
    }
    case 'mandate': {
      let query = mandates(rx).where('o.id', '<', before)
      if (state) query = query.where((where) => mandateIs(where, state))
      return (await query.orderBy('o.id', 'desc').limit(limit).execute()).map(orderOfMandate)
    }
  }
}

export async function findOrder(rx: Rx, source: OrderSource, id: number): Promise<Order | undefined> {
  const [found] = await readOrders(rx, source, { before: id + 1, limit: 1 })
  return found?.id === id ? found : undefined
}

const moneyStatuses = {
  pending: 'PENDING',
  successful: 'SUCCESSFUL',
  failed: 'FAILED',
  ended: undefined,
} as const

type OfMandates = ExpressionBuilder<{ o: WalletTables['pre_approval_items'] }, 'o'>

/** One that expired with a reason was never accepted; without one its validity is over. */
function mandateIs(where: OfMandates, state: PaymentState) {
  const over = where.or([where('o.status', '=', 'CANCELLED'), where('o.status', '=', 'EXPIRED')])
  switch (state) {
    case 'pending':
      return where('o.status', '=', 'PENDING')
    case 'successful':
      return where('o.status', '=', 'APPROVED')
    case 'ended':
      return where.and([over, where('o.reason', 'is', null)])
    case 'failed':
      return where.or([
        where('o.status', 'in', ['REJECTED', 'FAILED']),
        where.and([over, where('o.reason', 'is not', null)]),
      ])
  }
}

const requests = (rx: Rx) =>
  rx
    .db<WalletTables>()
    .selectFrom('requests_to_pay as o')
    .innerJoin('account_holders as m', 'm.id', 'o.merchant_id')
    .leftJoin('account_holders as p', 'p.id', 'o.payer_id')
    .leftJoin('aliases as a', (join) => join.onRef('a.holder_id', '=', 'p.id').on('a.type', '=', 'MSISDN'))
    .selectAll('o')
    .select(['m.name as merchant_name', 'p.name as person', 'a.value as phone'])
type RequestRow = Awaited<ReturnType<ReturnType<typeof requests>['execute']>>[number]

const payouts = (rx: Rx) =>
  rx
    .db<WalletTables>()
    .selectFrom('disbursements as o')
    .innerJoin('account_holders as m', 'm.id', 'o.merchant_id')
    .leftJoin('account_holders as p', 'p.id', 'o.payee_id')
    .leftJoin('aliases as a', (join) => join.onRef('a.holder_id', '=', 'p.id').on('a.type', '=', 'MSISDN'))
    .selectAll('o')
    .select(['m.name as merchant_name', 'p.name as person', 'a.value as phone'])
type PayoutRow = Awaited<ReturnType<ReturnType<typeof payouts>['execute']>>[number]

const mandates = (rx: Rx) =>
  rx
    .db<WalletTables>()
    .selectFrom('pre_approval_items as o')
    .innerJoin('account_holders as m', 'm.id', 'o.merchant_id')
    .leftJoin('account_holders as p', 'p.id', 'o.payer_id')
    .leftJoin('aliases as a', (join) => join.onRef('a.holder_id', '=', 'p.id').on('a.type', '=', 'MSISDN'))
    .selectAll('o')
    .select(['m.name as merchant_name', 'p.name as person', 'a.value as phone'])
type MandateRow = Awaited<ReturnType<ReturnType<typeof mandates>['execute']>>[number]

const phoneOf = (alias: string | null, { type, id }: Party) =>
  alias ?? (type === 'MSISDN' ? `+${id.replace(/^\+/, '')}` : null)

const stateOfMoney = { PENDING: 'pending', SUCCESSFUL: 'successful', FAILED: 'failed' } as const

const common = (row: RequestRow | PayoutRow | MandateRow) => ({
  id: row.id,
  merchantId: row.merchant_id,
  merchantName: row.merchant_name,
  referenceId: row.reference_id,
  environment: row.environment,
  person: row.person,
  reason: row.reason,
  scripted: row.script !== null,
  createdAt: row.created_at,
  settledAt: row.settled_at,
  trace: row.trace,
})

function orderOfRequest(row: RequestRow): Order {
  const party = { type: row.payer_type as PartyType, id: row.payer_value }
  return {
    ...common(row),
    source: 'request',
    kind: row.kind,
    product: row.product,
    party,
    phone: phoneOf(row.phone, party),
    amount: row.amount,
    currency: row.currency,
    message: row.payer_message,
    state: stateOfMoney[row.status],
    automatic: row.pre_approval_id !== null,
    expiresAt: row.expires_at,
    validUntil: null,
  }
}

/** The bill of a customer is paid to a service provider, which has no phone: `details` has that of the customer. */
function orderOfPayout(row: PayoutRow): Order {
  const party = { type: row.payee_type as PartyType, id: row.payee_value }
  const details = row.details === null ? {} : (JSON.parse(row.details) as { phone?: string })
  return {
    ...common(row),
    source: 'payout',
    kind: row.kind,
    product: row.product,
    party,
    phone: details.phone ?? phoneOf(row.phone, party),
    amount: row.amount,
    currency: row.currency,
    message: row.payer_message,
    state: stateOfMoney[row.status],
    automatic: false,
    expiresAt: null,
    validUntil: null,
  }
}

function orderOfMandate(row: MandateRow): Order {
  const party = { type: row.payer_type as PartyType, id: row.payer_value }
  return {
    ...common(row),
    source: 'mandate',
    kind: row.kind,
    product: '',
    party,
    phone: phoneOf(row.phone, party),
    amount: null,
    currency: row.currency === '' ? null : row.currency,
    message: row.message,
    state: stateOfMandate(row),
    automatic: false,
    expiresAt: row.expires_at,
    validUntil: row.valid_until,
  }
}

function stateOfMandate({ status, reason }: Pick<MandateRow, 'status' | 'reason'>): PaymentState {
  if (status === 'PENDING') return 'pending'
  if (status === 'APPROVED') return 'successful'
  return reason === null && (status === 'CANCELLED' || status === 'EXPIRED') ? 'ended' : 'failed'
}
