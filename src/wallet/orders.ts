import { type ExpressionBuilder, sql } from 'kysely'
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
  /** Each in a name, a number, the reference, the external id, the amount or the message. */
  words?: readonly string[] | undefined
  /** Only those whose id is greater. */
  after?: number | undefined
}

/** The orders of one source, newest first, by its primary key. */
export async function readOrders(
  rx: Rx,
  source: OrderSource,
  { before, after = 0, limit, state, words = [] }: OrdersWanted,
): Promise<Order[]> {
  switch (source) {
    case 'request': {
      const status = state && moneyStatuses[state]
      if (state && !status) return []
      let query = requests(rx).where('o.id', '<', before).where('o.id', '>', after)
      for (const word of words) query = query.where(hasWord(word, ofRequest))
      if (status) query = query.where('o.status', '=', status)
      return (await query.orderBy('o.id', 'desc').limit(limit).execute()).map(orderOfRequest)
    }
    case 'payout': {
      const status = state && moneyStatuses[state]
      if (state && !status) return []
      let query = payouts(rx).where('o.id', '<', before).where('o.id', '>', after)
      for (const word of words) query = query.where(hasWord(word, ofPayout))
      if (status) query = query.where('o.status', '=', status)
      return (await query.orderBy('o.id', 'desc').limit(limit).execute()).map(orderOfPayout)
    }
    case 'mandate': {
      let query = mandates(rx).where('o.id', '<', before).where('o.id', '>', after)
      for (const word of words) query = query.where(hasWord(word, ofMandate))
      if (state) query = query.where((where) => mandateIs(where, state))
      return (await query.orderBy('o.id', 'desc').limit(limit).execute()).map(orderOfMandate)
    }
  }
}

/** The greatest id of a source; 0 where it has none. */
export async function newestOrder(rx: Rx, source: OrderSource): Promise<number> {
  const table = (
    { request: 'requests_to_pay', payout: 'disbursements', mandate: 'pre_approval_items' } as const
  )[source]
  const found = await rx
    .db<WalletTables>()
    .selectFrom(table)
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.id ?? 0
}

/** The columns that are searched for words. */
interface Searched {
  source: OrderSource
  party: string
  holder: string
  texts: readonly string[]
  amount?: string
}

const ofRequest: Searched = {
  source: 'request',
  party: 'o.payer_value',
  holder: 'o.payer_id',
  texts: ['o.reference_id', 'o.external_id', 'o.payer_message', 'o.number', 'o.kind'],
  amount: 'o.amount',
}
const ofPayout: Searched = {
  source: 'payout',
  party: 'o.payee_value',
  holder: 'o.payee_id',
  texts: ['o.reference_id', 'o.external_id', 'o.payer_message', 'o.kind'],
  amount: 'o.amount',
}
const ofMandate: Searched = {
  source: 'mandate',
  party: 'o.payer_value',
  holder: 'o.payer_id',
  texts: ['o.reference_id', 'o.message', 'o.kind'],
}

/** The holders are found once for a query, and each row is then compared by their ids. */
function hasWord(word: string, { source, party, holder, texts, amount }: Searched) {
  const escaped = word.replace(/[\\%_]/g, '\\$&')
  const part = `%${escaped}%`
  const like = (column: string, pattern = part) =>
    sql`lower(${sql.ref(column)}) LIKE lower(${pattern}) ESCAPE '\\'`
  const holders = sql`(SELECT id FROM account_holders WHERE ${like('name')} UNION SELECT holder_id FROM aliases WHERE ${like('value')})`
  const either = [
    ...texts.map((column) => like(column)),
    like(party, `%${escaped.replace(/^\+/, '')}%`),
    sql`o.merchant_id IN ${holders}`,
    sql`${sql.ref(holder)} IN ${holders}`,
  ]
  const [, id] = /^([a-z]+)-\d{1,15}$/.exec(word) ?? []
  if (id === source) either.push(sql`o.id = ${Number(word.slice(source.length + 1))}`)
  const amounts = minorUnitsOf(word)
  if (amount !== undefined && amounts.length > 0)
    either.push(sql`${sql.ref(amount)} IN (${sql.join(amounts)})`)
  return sql<boolean>`(${sql.join(either, sql` OR `)})`
}

/** What a decimal number may be in the currencies that there are: with no, two and three decimals. */
function minorUnitsOf(word: string): number[] {
  const [, whole, decimals = ''] = /^(\d{1,12})(?:[.,](\d{1,3}))?$/.exec(word) ?? []
  if (whole === undefined) return []
  return (
    [0, 2, 3]
      // A zero at the end says nothing: 12.50 is 12.5.
      .filter((places) => places >= String(Number(`0.${decimals}`)).length - 2)
      .map((places) => Number(whole + decimals.padEnd(places, '0').slice(0, places)))
  )
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
