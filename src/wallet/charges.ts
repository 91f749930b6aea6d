import { parseAmount, type Rx } from '../kernel/index.ts'
import type { FeeKind } from '../terms/sim/statuses.ts'
import type { Fee, Limit } from './config.ts'
import type { WalletTables } from './tables.ts'

const day = 86_400_000

/** The fee that the payer pays on top of the amount, in minor units: that of the kind, or else that of every kind. */
export function feeOf(
  { kind, amount, currency }: { kind: FeeKind; amount: number; currency: string },
  fees: readonly Fee[],
): number {
  const ofCurrency = fees.filter((candidate) => candidate.currency === currency)
  const fee =
    ofCurrency.find((candidate) => candidate.for === kind) ??
    ofCurrency.find((candidate) => candidate.for === undefined)
  if (!fee) return 0
  const flat = fee.flat === undefined ? 0 : parseAmount(fee.flat, currency)
  return flat + Math.round((amount * (fee.percent ?? 0)) / 100)
}

/** An account holder's own limits, as stored; undefined and null: the world's limits apply. */
export const writeLimits = (limits: readonly Limit[] | undefined) => (limits ? JSON.stringify(limits) : null)
export const readLimits = (json: string | null) => (json === null ? undefined : (JSON.parse(json) as Limit[]))

/** Whether another payment of `amount`, fee included, would breach the limit of the payer's account. */
export async function breachesLimit(
  rx: Rx,
  { accountId, amount, currency }: { accountId: number; amount: number; currency: string },
  limit: Limit,
): Promise<boolean> {
  if (limit.perPayment !== undefined && amount > parseAmount(limit.perPayment, currency)) return true
  if (limit.perDay === undefined) return false
  const spent = await rx
    .db<WalletTables>()
    .selectFrom('postings')
    .innerJoin('transfers', 'transfers.id', 'postings.transfer_id')
    .select((select) => select.fn.sum<number | null>('amount').as('sum'))
    .where('debit_account_id', '=', accountId)
    .where('at', '>=', Math.floor(rx.now / day) * day)
    .executeTakeFirst()
  return (spent?.sum ?? 0) + amount > parseAmount(limit.perDay, currency)
}
