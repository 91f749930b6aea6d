import type { Generated } from 'kysely'
import { hot, type Migration } from '../kernel/index.ts'
import type { Product } from './config.ts'

export interface MomoTables {
  /** `product` is the one whose key created the API user; null where that is not known. */
  momo_api_users: {
    id: string
    merchant_id: number
    provider_callback_host: string
    target_environment: string
    product: Product | null
    api_key: string | null
    created_at: number
  }
  /** Access tokens as keyed hashes. */
  momo_tokens: {
    id: Generated<number>
    hash: string
    api_user_id: string
    product: Product
    expires_at: number
  }
  /** Where the final state of a request to pay is told. */
  momo_callbacks: { merchant_id: number; reference_id: string; url: string }
}

export type ApiUserRow = MomoTables['momo_api_users']

export const momoMigrations: readonly Migration[] = [
  {
    name: 'momo: API users, tokens, callbacks',
    sql: `
      CREATE TABLE momo_api_users (
        id TEXT PRIMARY KEY,
        merchant_id INTEGER NOT NULL UNIQUE,
        provider_callback_host TEXT NOT NULL,
        target_environment TEXT NOT NULL,
        product TEXT CHECK (product IN ('collection', 'disbursement', 'remittance')),
        api_key TEXT,
        created_at INTEGER NOT NULL
      );
      CREATE TABLE momo_tokens (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        hash TEXT NOT NULL UNIQUE,
        api_user_id TEXT NOT NULL REFERENCES momo_api_users (id),
        product TEXT NOT NULL CHECK (product IN ('collection', 'disbursement', 'remittance')),
        expires_at INTEGER NOT NULL
      );
      CREATE TABLE momo_callbacks (
        merchant_id INTEGER NOT NULL,
        reference_id TEXT NOT NULL,
        url TEXT NOT NULL,
        PRIMARY KEY (merchant_id, reference_id)
      );
    `,
  },
]

export const apiUserById = hot<MomoTables, { id: string }>()((db, slot) =>
  db.selectFrom('momo_api_users').selectAll().where('id', '=', slot('id')),
)
export const insertToken = hot<
  MomoTables,
  { hash: string; apiUserId: string; product: Product; expiresAt: number }
>()((db, slot) =>
  db
    .insertInto('momo_tokens')
    .values({
      hash: slot('hash'),
      api_user_id: slot('apiUserId'),
      product: slot('product'),
      expires_at: slot('expiresAt'),
    })
    .returning('id'),
)
export const bearerByHash = hot<MomoTables, { hash: string }>()((db, slot) =>
  db
    .selectFrom('momo_tokens')
    .innerJoin('momo_api_users', 'momo_api_users.id', 'momo_tokens.api_user_id')
    .selectAll('momo_api_users')
    .select(['momo_tokens.expires_at', 'momo_tokens.product as token_product'])
    .where('momo_tokens.hash', '=', slot('hash')),
)
export const deleteToken = hot<MomoTables, { id: number; now: number }>()((db, slot) =>
  db.deleteFrom('momo_tokens').where('id', '=', slot('id')).where('expires_at', '<=', slot('now')),
)
/** Of a duplicate reference id the first URL stays; the unit is undone anyway. */
export const insertCallback = hot<MomoTables, { merchantId: number; referenceId: string; url: string }>()(
  (db, slot) =>
    db
      .insertInto('momo_callbacks')
      .values({ merchant_id: slot('merchantId'), reference_id: slot('referenceId'), url: slot('url') })
      .onConflict((conflict) => conflict.doNothing()),
)
export const callbackUrlOf = hot<MomoTables, { merchantId: number; referenceId: string }>()((db, slot) =>
  db
    .selectFrom('momo_callbacks')
    .select('url')
    .where('merchant_id', '=', slot('merchantId'))
    .where('reference_id', '=', slot('referenceId')),
)
