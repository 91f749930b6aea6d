import type { Generated } from 'kysely'
import { type DbSchema, hot, type Migration } from '../../../kernel/index.ts'
import type { Product } from './config.ts'

export interface MomoTables {
  /** `product`: the product whose key created the API user; null where unknown. */
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
    /** The wallet's consent, of a token for `userinfo`; null: for every other operation. */
    consent_id: number | null
  }
  /** What a merchant asked for by `bc-authorize`. `consent_id` is the wallet's. */
  momo_consents: {
    auth_req_id: string
    consent_id: number
    api_user_id: string
    access_type: 'online' | 'offline'
    /** Grows while the merchant polls too fast. */
    interval_seconds: number
    polled_at: number | null
    /** When the tokens were issued, which happens once. */
    token_at: number | null
    /** Keyed hash of the refresh token; null: none. */
    refresh_hash: string | null
    /** Of CIBA's ping mode; null: the merchant polls. */
    notify_url: string | null
    notify_token: string | null
  }
  /**
   * The callback URL of each order. `method`: that of the version of the API by which it was made; null: as its kind has it.
   */
  momo_callbacks: {
    merchant_id: number
    kind: OrderName
    reference_id: string
    url: string
    method: 'POST' | 'PUT' | null
  }
  /** The requests to pay whose payer was notified, once per product. */
  momo_notifications: { request_id: number; product: Product; sent_at: number }
}

/** What merchants POST under a reference id of their own; each kind has its own reference ids. */
export type OrderName =
  | 'request-to-pay'
  | 'withdrawal'
  | 'invoice'
  | 'pre-approval'
  | 'transfer'
  | 'deposit'
  | 'refund'
  | 'cash-transfer'
  | 'payment'

export type ApiUserRow = MomoTables['momo_api_users']

const migrations: readonly Migration[] = [
  {
    step: 6,
    name: 'momo: API users, tokens, callbacks, notifications',
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
        kind TEXT NOT NULL CHECK (kind IN ('request-to-pay', 'pre-approval', 'transfer')),
        reference_id TEXT NOT NULL,
        url TEXT NOT NULL,
        PRIMARY KEY (merchant_id, kind, reference_id)
      );
      CREATE TABLE momo_notifications (
        request_id INTEGER PRIMARY KEY,
        sent_at INTEGER NOT NULL
      );
    `,
  },
  {
    step: 16,
    name: 'momo: notifications of each product',
    // Earlier versions refused a notification by another product.
    sql: `
      ALTER TABLE momo_notifications RENAME TO momo_notifications_before;
      CREATE TABLE momo_notifications (
        request_id INTEGER NOT NULL,
        product TEXT NOT NULL CHECK (product IN ('collection', 'disbursement', 'remittance')),
        sent_at INTEGER NOT NULL,
        PRIMARY KEY (request_id, product)
      );
      INSERT INTO momo_notifications SELECT request_id, 'collection', sent_at FROM momo_notifications_before;
      DROP TABLE momo_notifications_before;
    `,
  },
  {
    step: 26,
    name: 'momo: callbacks of every kind of order, by the method of its version',
    sql: `
      ALTER TABLE momo_callbacks RENAME TO momo_callbacks_before;
      CREATE TABLE momo_callbacks (
        merchant_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        reference_id TEXT NOT NULL,
        url TEXT NOT NULL,
        method TEXT CHECK (method IN ('POST', 'PUT')),
        PRIMARY KEY (merchant_id, kind, reference_id)
      );
      INSERT INTO momo_callbacks SELECT merchant_id, kind, reference_id, url, NULL FROM momo_callbacks_before;
      DROP TABLE momo_callbacks_before;
    `,
  },
  {
    step: 29,
    name: 'momo: consents and their tokens',
    sql: `
      CREATE TABLE momo_consents (
        auth_req_id TEXT PRIMARY KEY,
        consent_id INTEGER NOT NULL UNIQUE,
        api_user_id TEXT NOT NULL REFERENCES momo_api_users (id),
        access_type TEXT NOT NULL CHECK (access_type IN ('online', 'offline')),
        interval_seconds INTEGER NOT NULL,
        polled_at INTEGER,
        token_at INTEGER,
        refresh_hash TEXT UNIQUE,
        notify_url TEXT,
        notify_token TEXT,
        CHECK ((notify_url IS NULL) = (notify_token IS NULL)),
        CHECK (refresh_hash IS NULL OR (access_type = 'offline' AND token_at IS NOT NULL))
      );
      ALTER TABLE momo_tokens ADD COLUMN consent_id INTEGER REFERENCES momo_consents (consent_id);
    `,
  },
]

export const apiUserById = hot<MomoTables, { id: string }>()((db, slot) =>
  db.selectFrom('momo_api_users').selectAll().where('id', '=', slot('id')),
)
export const apiUserByMerchant = hot<MomoTables, { merchantId: number }>()((db, slot) =>
  db.selectFrom('momo_api_users').selectAll().where('merchant_id', '=', slot('merchantId')),
)
/** The API user of an API key; only used to explain a refusal. */
export const apiUserByKey = hot<MomoTables, { apiKey: string }>()((db, slot) =>
  db.selectFrom('momo_api_users').select('id').where('api_key', '=', slot('apiKey')).limit(1),
)
export const everyApiUser = hot<MomoTables, Record<never, never>>()((db) =>
  db.selectFrom('momo_api_users').selectAll().orderBy('merchant_id'),
)
export const insertToken = hot<
  MomoTables,
  { hash: string; apiUserId: string; product: Product; expiresAt: number }
>()((db, slot) =>
  db.insertInto('momo_tokens').values({
    hash: slot('hash'),
    api_user_id: slot('apiUserId'),
    product: slot('product'),
    expires_at: slot('expiresAt'),
  }),
)
export const bearerByHash = hot<MomoTables, { hash: string }>()((db, slot) =>
  db
    .selectFrom('momo_tokens')
    .innerJoin('momo_api_users', 'momo_api_users.id', 'momo_tokens.api_user_id')
    .selectAll('momo_api_users')
    .select(['momo_tokens.expires_at', 'momo_tokens.product as token_product'])
    .where('momo_tokens.hash', '=', slot('hash'))
    .where('momo_tokens.consent_id', 'is', null),
)
/** The token of a consent, which opens `userinfo` alone. */
export const consentBearerByHash = hot<MomoTables, { hash: string }>()((db, slot) =>
  db
    .selectFrom('momo_tokens')
    .innerJoin('momo_api_users', 'momo_api_users.id', 'momo_tokens.api_user_id')
    .selectAll('momo_api_users')
    .select(['momo_tokens.expires_at', 'momo_tokens.product as token_product', 'momo_tokens.consent_id'])
    .where('momo_tokens.hash', '=', slot('hash'))
    .where('momo_tokens.consent_id', 'is not', null),
)
/** The token is no longer good, from now on. */
export const endToken = hot<MomoTables, { hash: string; now: number }>()((db, slot) =>
  db
    .updateTable('momo_tokens')
    .set({ expires_at: slot('now') })
    .where('hash', '=', slot('hash')),
)
export const deleteToken = hot<MomoTables, { id: number; now: number }>()((db, slot) =>
  db.deleteFrom('momo_tokens').where('id', '=', slot('id')).where('expires_at', '<=', slot('now')),
)
/** Identifies an order of a merchant. */
export interface OrderKey {
  merchantId: number
  kind: OrderName
  referenceId: string
}

/** Also in the place of an earlier one; that of a duplicate reference id is rolled back with its unit. */
export const setCallback = hot<MomoTables, OrderKey & { url: string; method: 'POST' | 'PUT' | null }>()(
  (db, slot) =>
    db
      .insertInto('momo_callbacks')
      .values({
        merchant_id: slot('merchantId'),
        kind: slot('kind'),
        reference_id: slot('referenceId'),
        url: slot('url'),
        method: slot('method'),
      })
      .onConflict((conflict) =>
        conflict.columns(['merchant_id', 'kind', 'reference_id']).doUpdateSet({ url: slot('url') }),
      ),
)
export const callbackUrlOf = hot<MomoTables, OrderKey>()((db, slot) =>
  db
    .selectFrom('momo_callbacks')
    .select(['url', 'method'])
    .where('merchant_id', '=', slot('merchantId'))
    .where('kind', '=', slot('kind'))
    .where('reference_id', '=', slot('referenceId')),
)
/** Changes no row where the payer was already notified. */
export const insertNotification = hot<MomoTables, { requestId: number; product: Product; now: number }>()(
  (db, slot) =>
    db
      .insertInto('momo_notifications')
      .values({ request_id: slot('requestId'), product: slot('product'), sent_at: slot('now') })
      .onConflict((conflict) => conflict.doNothing()),
)

export const momoDbSchema: DbSchema = { migrations }
