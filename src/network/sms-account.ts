import { hot, type Rx, type Tx } from '../kernel/index.ts'
import { pricesOf } from './accounts.ts'
import type { NetworkConfig } from './config.ts'
import { priceOf } from './sms-cost.ts'
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

const readOther = hot<SmsTables, { username: string }>()((db, slot) =>
  db.selectFrom('sms_other_accounts').select('spent').where('username', '=', slot('username')),
)
const spendOther = hot<SmsTables, { username: string; amount: number }>()((db, slot) =>
  db
    .insertInto('sms_other_accounts')
    .values({ username: slot('username'), spent: slot('amount') })
    .onConflict((conflict) =>
      conflict
        .column('username')
        .doUpdateSet((set) => ({ spent: set('sms_other_accounts.spent', '+', slot('amount')) })),
    ),
)

/** The balance in ten-thousandths of the account's currency. */
export async function balanceLeft(rx: Rx, config: NetworkConfig, username: string): Promise<number> {
  const row = username === config.username ? rx.first(read, {}) : rx.first(readOther, { username })
  const { spent } = (await row) ?? { spent: 0 }
  return pricesOf(config, username).balance.amount - spent
}

export async function charge(
  tx: Tx,
  { username: own }: NetworkConfig,
  { username, amount }: { username: string; amount: number },
): Promise<void> {
  if (username === own) await tx.change(spend, { amount })
  else await tx.change(spendOther, { username, amount })
}

/** The balance as Africa's Talking shows it, such as `USD 999999589.6168`. */
export async function balanceText(rx: Rx, config: NetworkConfig, username: string): Promise<string> {
  const { currency } = pricesOf(config, username).balance
  return priceOf({ currency, amount: Math.max(0, await balanceLeft(rx, config, username)) }, 1)
}
