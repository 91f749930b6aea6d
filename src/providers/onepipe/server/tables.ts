import type { Generated, Selectable } from 'kysely'
import { type DbSchema, hot, type Law, type Migration } from '../../../kernel/index.ts'
import type { ChallengeState } from './otp-challenge.ts'

/** `forwarded`: the provider has not yet reported its end. */
export type TransactionStatus = 'forwarded' | 'successful' | 'failed'

/** Apps and sources are in the world file; their secrets are never stored here. Times are epoch milliseconds. */
export interface OnePipeTables {
  /** The `request_ref`s that an app has used. */
  onepipe_request_refs: { app: string; request_ref: string; at: number }
  /** The calls that the host invoices to an app. */
  onepipe_calls: {
    id: Generated<number>
    app: string
    service: string
    operation: string
    /** The status of the answer; null while there is none. */
    status: string | null
    at: number
  }
  /** A transaction as the gateway sees it. */
  onepipe_transactions: {
    id: Generated<number>
    app: string
    transaction_ref: string
    service: Generated<string>
    /** As the app spelt it. */
    provider: string
    status: TransactionStatus
    /** The code of a failure; of an open transaction, what the provider asks for, or null before its answer. */
    code: string | null
    /** The message of a failure. */
    message: string | null
    /** The provider's own trace id of a success. */
    reference: string | null
    created_at: number
    /** Of the call that began it; null in rows of older versions. */
    trace: string | null
  }
  /** A transaction as the provider sees it. At its end, everything but its outcome is erased. */
  onepipe_balance_requests: {
    id: Generated<number>
    /** The app's name, as the gateway sends it. */
    client: string
    transaction_ref: string
    state: ChallengeState | 'unreadable'
    asks: 'otp' | 'pin' | null
    /** The envelope of the challenge's snapshot. */
    snapshot: string | null
    /** Keyed hash of the code or PIN, bound to this transaction. */
    answer_hash: string | null
    /** The provider response, JSON. */
    response: string | null
    /** Keyed hash of the source. */
    source: string | null
    phone: string | null
    /** The address for the code; null where it is not sent by e-mail. */
    email: string | null
    /** Whether the code is sent by SMS. */
    by_sms: Generated<number>
    /** The provider's own trace id. */
    reference: string
    /** 1: the code is the fixed one of demonstrations. */
    demo: number
    created_at: number
    trace: string | null
  }
  /** Recent wrong answers, by the keyed hash of the source. */
  onepipe_source_failures: { source: string; failures: number; since: number }
}

export type TransactionRow = Selectable<OnePipeTables['onepipe_transactions']>
export type BalanceRequestRow = Selectable<OnePipeTables['onepipe_balance_requests']>

const migrations: readonly Migration[] = [
  {
    step: 7,
    name: 'onepipe: request refs, transactions, balance requests, failures of sources',
    sql: `
      CREATE TABLE onepipe_request_refs (
        app TEXT NOT NULL,
        request_ref TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (app, request_ref)
      ) WITHOUT ROWID;
      CREATE TABLE onepipe_transactions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        app TEXT NOT NULL,
        transaction_ref TEXT NOT NULL,
        provider TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('forwarded', 'successful', 'failed')),
        code TEXT,
        message TEXT,
        reference TEXT,
        created_at INTEGER NOT NULL,
        UNIQUE (app, transaction_ref)
      );
      CREATE INDEX onepipe_transactions_by_ref ON onepipe_transactions (transaction_ref);
      CREATE TABLE onepipe_balance_requests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        client TEXT NOT NULL,
        transaction_ref TEXT NOT NULL,
        state TEXT NOT NULL CHECK (
          state IN ('waiting', 'verified', 'expired', 'locked', 'reversed', 'undelivered', 'unreadable')
        ),
        asks TEXT CHECK (asks IN ('otp', 'pin')),
        snapshot TEXT,
        answer_hash TEXT,
        response TEXT,
        source TEXT,
        phone TEXT,
        reference TEXT NOT NULL,
        demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
        created_at INTEGER NOT NULL,
        UNIQUE (client, transaction_ref),
        CHECK (
          state = 'waiting' OR
          coalesce(snapshot, answer_hash, response, source, phone) IS NULL
        ),
        CHECK (
          state <> 'waiting' OR
          (asks IS NOT NULL AND snapshot IS NOT NULL AND response IS NOT NULL AND source IS NOT NULL AND phone IS NOT NULL)
        )
      );
      CREATE INDEX onepipe_balance_requests_by_ref ON onepipe_balance_requests (transaction_ref);
      CREATE TABLE onepipe_source_failures (
        source TEXT PRIMARY KEY,
        failures INTEGER NOT NULL CHECK (failures > 0),
        since INTEGER NOT NULL
      ) WITHOUT ROWID;
    `,
  },
  {
    step: 12,
    name: 'onepipe: codes by e-mail',
    sql: `
      ALTER TABLE onepipe_balance_requests ADD COLUMN email TEXT CHECK (state = 'waiting' OR email IS NULL);
      ALTER TABLE onepipe_balance_requests ADD COLUMN by_sms INTEGER NOT NULL DEFAULT 1 CHECK (by_sms IN (0, 1));
    `,
  },
  {
    step: 14,
    name: 'onepipe: calls of apps',
    sql: `
      CREATE TABLE onepipe_calls (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        app TEXT NOT NULL,
        service TEXT NOT NULL,
        operation TEXT NOT NULL,
        status TEXT,
        at INTEGER NOT NULL
      );
      CREATE INDEX onepipe_calls_of_app ON onepipe_calls (app, at);
      ALTER TABLE onepipe_transactions ADD COLUMN service TEXT NOT NULL DEFAULT 'get_balance';
    `,
  },
  {
    step: 24,
    name: 'onepipe: the traces of transactions',
    sql: `
      ALTER TABLE onepipe_transactions ADD COLUMN trace TEXT;
      ALTER TABLE onepipe_balance_requests ADD COLUMN trace TEXT;
    `,
  },
]

/** Changes no row where the app has used it already. */
export const insertRequestRef = hot<OnePipeTables, { app: string; requestRef: string; now: number }>()(
  (db, slot) =>
    db
      .insertInto('onepipe_request_refs')
      .values({ app: slot('app'), request_ref: slot('requestRef'), at: slot('now') })
      .onConflict((conflict) => conflict.doNothing()),
)
export const transactionByRef = hot<OnePipeTables, { app: string; ref: string }>()((db, slot) =>
  db
    .selectFrom('onepipe_transactions')
    .selectAll()
    .where('app', '=', slot('app'))
    .where('transaction_ref', '=', slot('ref')),
)
export const anyTransaction = hot<OnePipeTables, { ref: string }>()((db, slot) =>
  db.selectFrom('onepipe_transactions').select('app').where('transaction_ref', '=', slot('ref')).limit(1),
)
export const insertTransaction = hot<
  OnePipeTables,
  { app: string; ref: string; service: string; provider: string; now: number; trace: string }
>()((db, slot) =>
  db.insertInto('onepipe_transactions').values({
    app: slot('app'),
    transaction_ref: slot('ref'),
    service: slot('service'),
    provider: slot('provider'),
    status: 'forwarded',
    created_at: slot('now'),
    trace: slot('trace'),
  }),
)
/** Changes no row where the transaction is over. */
export const keepTransaction = hot<
  OnePipeTables,
  {
    id: number
    status: TransactionStatus
    code: string | null
    message: string | null
    reference: string | null
  }
>()((db, slot) =>
  db
    .updateTable('onepipe_transactions')
    .set({
      status: slot('status'),
      code: slot('code'),
      message: slot('message'),
      reference: slot('reference'),
    })
    .where('id', '=', slot('id'))
    .where('status', '=', 'forwarded'),
)

export const balanceRequestById = hot<OnePipeTables, { id: number }>()((db, slot) =>
  db.selectFrom('onepipe_balance_requests').selectAll().where('id', '=', slot('id')),
)
export const balanceRequestByRef = hot<OnePipeTables, { client: string; ref: string }>()((db, slot) =>
  db
    .selectFrom('onepipe_balance_requests')
    .selectAll()
    .where('client', '=', slot('client'))
    .where('transaction_ref', '=', slot('ref')),
)
export const balanceRequestsByRef = hot<OnePipeTables, { ref: string }>()((db, slot) =>
  db.selectFrom('onepipe_balance_requests').selectAll().where('transaction_ref', '=', slot('ref')).limit(2),
)
export const standBalanceRequest = hot<
  OnePipeTables,
  { id: number; snapshot: string | null; answerHash: string | null }
>()((db, slot) =>
  db
    .updateTable('onepipe_balance_requests')
    .set({ snapshot: slot('snapshot'), answer_hash: slot('answerHash') })
    .where('id', '=', slot('id')),
)
export const eraseBalanceRequest = hot<OnePipeTables, { id: number; state: BalanceRequestRow['state'] }>()(
  (db, slot) =>
    db
      .updateTable('onepipe_balance_requests')
      .set({
        state: slot('state'),
        snapshot: null,
        answer_hash: null,
        response: null,
        source: null,
        phone: null,
        email: null,
      })
      .where('id', '=', slot('id')),
)

export const failuresOf = hot<OnePipeTables, { source: string; after: number }>()((db, slot) =>
  db
    .selectFrom('onepipe_source_failures')
    .select('failures')
    .where('source', '=', slot('source'))
    .where('since', '>', slot('after')),
)
export const countFailure = hot<OnePipeTables, { source: string; now: number }>()((db, slot) =>
  db
    .insertInto('onepipe_source_failures')
    .values({ source: slot('source'), failures: 1, since: slot('now') })
    .onConflict((conflict) =>
      conflict
        .column('source')
        .doUpdateSet((set) => ({ failures: set('onepipe_source_failures.failures', '+', 1) })),
    ),
)
export const forgetFailures = hot<OnePipeTables, { source: string }>()((db, slot) =>
  db.deleteFrom('onepipe_source_failures').where('source', '=', slot('source')),
)

const laws: readonly Law[] = [
  {
    name: 'onepipe_transaction_stays_over',
    table: 'onepipe_transactions',
    on: 'update',
    where: `OLD.status <> 'forwarded' AND NEW.status <> OLD.status`,
    refuse: 'a transaction that is over stays as it is',
  },
  {
    name: 'onepipe_balance_request_stays_over',
    table: 'onepipe_balance_requests',
    on: 'update',
    where: `OLD.state <> 'waiting'`,
    refuse: 'a balance request that is over stays as it is',
  },
]

export const onepipeDbSchema: DbSchema = { migrations, laws }
