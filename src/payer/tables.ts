import { hot, type Migration } from '../kernel/index.ts'

export type SessionStatus = 'open' | 'over'

/** Times are epoch milliseconds of the business clock. No column ever holds what the payer typed. */
export interface PayerTables {
  payer_sessions: {
    session_id: string
    phone: string
    service_code: string
    /** Null where the phone has no account holder. */
    holder_id: number | null
    status: SessionStatus
    /** How many segments of the cumulative text have been fed to the machine, and their keyed hash. */
    consumed: number
    consumed_hash: string
    /** The envelope of the machine's snapshot; null once the session is over. */
    snapshot: string | null
    /** The screen that stands on the phone. */
    body: string
    label: string
    seen_at: number
  }
  payer_replies: {
    /** Keyed hash of session id and text. */
    reply_key: string
    session_id: string
    body: string
    label: string
    at: number
  }
  payer_prompts: { request_id: number; session_id: string; phone: string; at: number }
}

export const payerMigrations: readonly Migration[] = [
  {
    name: 'payer: sessions, replies, prompts',
    sql: `
      CREATE TABLE payer_sessions (
        session_id TEXT PRIMARY KEY,
        phone TEXT NOT NULL,
        service_code TEXT NOT NULL,
        holder_id INTEGER,
        status TEXT NOT NULL CHECK (status IN ('open', 'over')),
        consumed INTEGER NOT NULL CHECK (consumed >= 0),
        consumed_hash TEXT NOT NULL,
        snapshot TEXT,
        body TEXT NOT NULL,
        label TEXT NOT NULL,
        seen_at INTEGER NOT NULL,
        CHECK ((status = 'open') = (snapshot IS NOT NULL))
      );
      CREATE TABLE payer_replies (
        reply_key TEXT PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES payer_sessions (session_id),
        body TEXT NOT NULL,
        label TEXT NOT NULL,
        at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE payer_prompts (
        request_id INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL UNIQUE,
        phone TEXT NOT NULL,
        at INTEGER NOT NULL
      );
    `,
  },
]

type Session = PayerTables['payer_sessions']

/** A session and, where this very hop was answered before, the saved reply. */
export const loadHop = hot<PayerTables, { sessionId: string; key: string }>()((db, slot) =>
  db
    .selectFrom('payer_sessions as s')
    .leftJoin('payer_replies as r', (join) => join.on('r.reply_key', '=', slot('key')))
    .select([
      's.phone',
      's.service_code',
      's.holder_id',
      's.status',
      's.consumed',
      's.consumed_hash',
      's.snapshot',
      's.body',
      's.label',
      's.seen_at',
      'r.body as reply_body',
      'r.label as reply_label',
    ])
    .where('s.session_id', '=', slot('sessionId')),
)

export const insertSession = hot<PayerTables, Session>()((db, slot) =>
  db.insertInto('payer_sessions').values({
    session_id: slot('session_id'),
    phone: slot('phone'),
    service_code: slot('service_code'),
    holder_id: slot('holder_id'),
    status: slot('status'),
    consumed: slot('consumed'),
    consumed_hash: slot('consumed_hash'),
    snapshot: slot('snapshot'),
    body: slot('body'),
    label: slot('label'),
    seen_at: slot('seen_at'),
  }),
)

export const updateSession = hot<PayerTables, Omit<Session, 'phone' | 'service_code' | 'holder_id'>>()(
  (db, slot) =>
    db
      .updateTable('payer_sessions')
      .set({
        status: slot('status'),
        consumed: slot('consumed'),
        consumed_hash: slot('consumed_hash'),
        snapshot: slot('snapshot'),
        body: slot('body'),
        label: slot('label'),
        seen_at: slot('seen_at'),
      })
      .where('session_id', '=', slot('session_id')),
)

export const endSession = hot<PayerTables, { sessionId: string }>()((db, slot) =>
  db
    .updateTable('payer_sessions')
    .set({ status: 'over', snapshot: null })
    .where('session_id', '=', slot('sessionId')),
)

export const insertReply = hot<PayerTables, PayerTables['payer_replies']>()((db, slot) =>
  db.insertInto('payer_replies').values({
    reply_key: slot('reply_key'),
    session_id: slot('session_id'),
    body: slot('body'),
    label: slot('label'),
    at: slot('at'),
  }),
)

export const promptBySession = hot<PayerTables, { sessionId: string }>()((db, slot) =>
  db.selectFrom('payer_prompts').selectAll().where('session_id', '=', slot('sessionId')),
)

export const promptByRequest = hot<PayerTables, { requestId: number }>()((db, slot) =>
  db.selectFrom('payer_prompts').selectAll().where('request_id', '=', slot('requestId')),
)

export const insertPrompt = hot<PayerTables, PayerTables['payer_prompts']>()((db, slot) =>
  db.insertInto('payer_prompts').values({
    request_id: slot('request_id'),
    session_id: slot('session_id'),
    phone: slot('phone'),
    at: slot('at'),
  }),
)
