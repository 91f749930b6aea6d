import { hot, parseAmount, type Rx, type Tx } from '../kernel/index.ts'
import { writeLimits } from './charges.ts'
import { environmentOf, type Limit, type WalletConfig } from './config.ts'
import { type Account, type AccountKey, findAccount, openAccount, openFunded } from './ledger.ts'
import type { WalletTables } from './tables.ts'

interface NewMerchant {
  name: string
  environment: string
  products: readonly string[]
  mayReceive?: boolean
  /** The merchant's own limits on what it pays out; none where left out. */
  limits?: readonly Limit[] | undefined
}

interface MerchantAccount {
  merchantId: number
  environment: string
  product: string
  currency: string
}

const keyOf = ({ merchantId, environment, product, currency }: MerchantAccount): AccountKey => ({
  holderId: merchantId,
  environment,
  currency,
  product,
})

const opening = ({ merchantBalance }: WalletConfig, currency: string) =>
  parseAmount(merchantBalance, currency)

const insertMerchant = hot<
  WalletTables,
  { name: string; mayReceive: number; limits: string | null; at: number }
>()((db, slot) =>
  db.insertInto('account_holders').values({
    kind: 'merchant',
    name: slot('name'),
    language: 'en',
    pin_hash: null,
    may_receive: slot('mayReceive'),
    limits: slot('limits'),
    created_at: slot('at'),
  }),
)

const byId = hot<WalletTables, { id: number }>()((db, slot) =>
  db.selectFrom('account_holders').select('name').where('id', '=', slot('id')),
)
const byName = hot<WalletTables, { name: string }>()((db, slot) =>
  db
    .selectFrom('account_holders')
    .select('id')
    .where('kind', '=', 'merchant')
    .where('name', '=', slot('name'))
    .orderBy('id')
    .limit(1),
)

export class Merchants {
  constructor(readonly config: WalletConfig) {}

  /** Opens a merchant's account holder, with a funded account for each product, and returns its id. */
  async open(
    tx: Tx,
    { name, environment, products, mayReceive = true, limits }: NewMerchant,
  ): Promise<number> {
    const id = await tx.insert(insertMerchant, {
      name,
      mayReceive: Number(mayReceive),
      limits: writeLimits(limits),
      at: tx.now,
    })
    const currency = environmentOf(this.config, environment)?.currencies[0]
    if (currency === undefined) return id
    const amount = opening(this.config, currency)
    for (const product of products)
      await openFunded(tx, keyOf({ merchantId: id, environment, product, currency }), amount)
    return id
  }

  /** The name that payers see. */
  async name(rx: Rx, id: number): Promise<string | undefined> {
    return (await rx.first(byId, { id }))?.name
  }

  /** The id of the first merchant of this name. */
  async byName(rx: Rx, name: string): Promise<number | undefined> {
    return (await rx.first(byName, { name }))?.id
  }

  /**
   * The balance of {@link merchantAccount}, or its opening balance where it is not open yet: minor units. Undefined
   * where the environment does not have the currency.
   */
  async balance(
    rx: Rx,
    of: Omit<MerchantAccount, 'currency'> & { currency?: string },
  ): Promise<{ currency: string; amount: number } | undefined> {
    const currencies = environmentOf(this.config, of.environment)?.currencies ?? []
    const currency = of.currency ?? currencies[0]
    if (currency === undefined || !currencies.includes(currency)) return undefined
    const account = await findAccount(rx, keyOf({ ...of, currency }))
    return { currency, amount: account?.balance ?? opening(this.config, currency) }
  }
}

/** A merchant's account; a new one is opened with the opening balance. */
export async function merchantAccount(tx: Tx, of: MerchantAccount, config: WalletConfig): Promise<Account> {
  const key = keyOf(of)
  const found = await findAccount(tx, key)
  if (found) return found
  await openFunded(tx, key, opening(config, of.currency))
  return openAccount(tx, key)
}
