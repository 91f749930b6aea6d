import { hot, type Rx, type Tx } from '../kernel/index.ts'
import type { NetworkConfig } from './config.ts'
import { smsConfig } from './sms-config.ts'
import { parsePrice, priceOf } from './sms-cost.ts'
import type { SmsTables } from './sms-tables.ts'

const read = hot<SmsTables, Record<never, never>>()((db) =>
  db.selectFrom('sms_account').select('spent').where('id', '=', 1),
)
const spend = hot<SmsTables, { amount: number }>()((db, slot) =>
  db
    .updateTable('sms_account')
    .set((set) => ({ spent: set('spent', '+', slot('amount')) }))
    .where('id', '=', 1),
)

/** Ten-thousandths of the account's currency that are left to spend. */
export async function balanceLeft(rx: Rx, config: NetworkConfig): Promise<number> {
  const { spent } = (await rx.first(read, {})) ?? { spent: 0 }
  return parsePrice(smsConfig(config).balance).amount - spent
}

export async function charge(tx: Tx, amount: number): Promise<void> {
  await tx.change(spend, { amount })
}

/** The balance as Africa's Talking shows it, such as `USD 999999589.6168`. */
export async function balanceText(rx: Rx, config: NetworkConfig): Promise<string> {
  const { currency } = parsePrice(smsConfig(config).balance)
  return priceOf({ currency, amount: Math.max(0, await balanceLeft(rx, config)) }, 1)
}
