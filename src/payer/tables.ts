import type { Generated, Selectable } from 'kysely'
import { type DbSchema, hot, type Migration } from '../kernel/index.ts'
import type { ApprovalRef } from './schema.ts'

type SessionStatus = 'open' | 'over'

/** Times are epoch milliseconds of the business clock. No column ever holds what the payer typed. */
export interface PayerTables {
  payer_sessions: {
    /** Ascending, so that replies of the open sessions are stored together: a commit then writes few pages. */
    id: Generated<number>
    session_id: string
    phone: string
    service_code: string
    /** Null where the phone has no account holder. */
    holder_id: number | null
    status: SessionStatus
    /**
     * How many segments of the cumulative text the machine has consumed, and the keyed hash of that text; the reply
     * saved under that hash is the current screen of the phone.
     */
    consumed: number
    consumed_hash: string
    /** The envelope of the machine's snapshot; null once the session is over. */
    snapshot: string | null
    seen_at: number
    /** How the session ended other than by the app: a status of Africa's Talking's event, or Idle; else null. */
    abandoned: Generated<string | null>
    /** Of its first hop: the hops of one session belong together. Null in rows of older versions. */
    trace: string | null
  }
  payer_replies: {
    session: number
    /** Keyed hash of session id and text. */
    text_hash: string
    body: string
    label: string
    at: number
  }
  payer_prompts: { kind: ApprovalRef['kind']; item_id: number; session_id: string; phone: string; at: number }
}

const migrations: readonly Migration[] = [
  {
    step: 5,
    name: 'payer: sessions, replies, prompts',
    sql: `
      CREATE TABLE payer_sessions (
        id INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL UNIQUE,
        phone TEXT NOT NULL,
        service_code TEXT NOT NULL,
        holder_id INTEGER,
        status TEXT NOT NULL CHECK (status IN ('open', 'over')),
        consumed INTEGER NOT NULL CHECK (consumed >= 0),
        consumed_hash TEXT NOT NULL,
        snapshot TEXT,
        seen_at INTEGER NOT NULL,
        abandoned TEXT,
        CHECK ((status = 'open') = (snapshot IS NOT NULL))
      );
      CREATE TABLE payer_replies (
        session INTEGER NOT NULL REFERENCES payer_sessions (id),
        text_hash TEXT NOT NULL,
        body TEXT NOT NULL,
        label TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (session, text_hash)
      ) WITHOUT ROWID;
      CREATE TABLE payer_prompts (
        kind TEXT NOT NULL CHECK (kind IN ('request-to-pay', 'pre-approval')),
        item_id INTEGER NOT NULL,
        session_id TEXT NOT NULL UNIQUE,
        phone TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (kind, item_id)
      );
    `,
  },
  {
    step: 23,
    name: 'payer: the traces of sessions',
    sql: 'ALTER TABLE payer_sessions ADD COLUMN trace TEXT',
  },
  {
    step: 28,
    name: 'payer: prompts for approvals of every kind',
    sql: `
      ALTER TABLE payer_prompts RENAME TO payer_prompts_before;
      CREATE TABLE payer_prompts (
        kind TEXT NOT NULL,
        item_id INTEGER NOT NULL,
        session_id TEXT NOT NULL UNIQUE,
        phone TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (kind, item_id)
      );
      INSERT INTO payer_prompts SELECT kind, item_id, session_id, phone, at FROM payer_prompts_before;
      DROP TABLE payer_prompts_before;
    `,
  },
]

type Session = Omit<Selectable<PayerTables['payer_sessions']>, 'id' | 'abandoned'>
/** The columns of its session that a hop changes. */
export type SessionChange = Pick<Session, 'status' | 'consumed' | 'consumed_hash' | 'snapshot' | 'seen_at'>

/** A session and, where this hop was already answered, the saved reply. */
export const loadHop = hot<PayerTables, { sessionId: string; hash: string }>()((db, slot) =>
  db
    .selectFrom('payer_sessions as s')
    .leftJoin('payer_replies as r', (join) =>
      join.onRef('r.session', '=', 's.id').on('r.text_hash', '=', slot('hash')),
    )
    .select([
      's.id',
      's.phone',
      's.service_code',
      's.holder_id',
      's.consumed',
      's.consumed_hash',
      's.snapshot',
      's.seen_at',
      's.trace',
      'r.body as reply_body',
      'r.label as reply_label',
    ])
    .where('s.session_id', '=', slot('sessionId')),
)

export const snapshotOf = hot<PayerTables, { sessionId: string }>()((db, slot) =>
  db.selectFrom('payer_sessions').select('snapshot').where('session_id', '=', slot('sessionId')),
)

export const machineOfSession = hot<PayerTables, { sessionId: string }>()((db, slot) =>
  db
    .selectFrom('payer_sessions as s')
    .leftJoin('payer_prompts as p', 'p.session_id', 's.session_id')
    .select(['s.holder_id', 'p.session_id as prompt'])
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
    seen_at: slot('seen_at'),
    trace: slot('trace'),
  }),
)

export const updateSession = hot<PayerTables, SessionChange & { id: number }>()((db, slot) =>
  db
    .updateTable('payer_sessions')
    .set({
      status: slot('status'),
      consumed: slot('consumed'),
      consumed_hash: slot('consumed_hash'),
      snapshot: slot('snapshot'),
      seen_at: slot('seen_at'),
    })
    .where('id', '=', slot('id')),
)

export const endSession = hot<PayerTables, { id: number }>()((db, slot) =>
  db.updateTable('payer_sessions').set({ status: 'over', snapshot: null }).where('id', '=', slot('id')),
)

/** Only for this phone, and once; its saved replies stay. */
export const abandonSession = hot<PayerTables, { sessionId: string; phone: string; abandoned: string }>()(
  (db, slot) =>
    db
      .updateTable('payer_sessions')
      .set({ status: 'over', snapshot: null, abandoned: slot('abandoned') })
      .where('session_id', '=', slot('sessionId'))
      .where('phone', '=', slot('phone'))
      .where('abandoned', 'is', null),
)

export const traceOfSession = hot<PayerTables, { sessionId: string }>()((db, slot) =>
  db.selectFrom('payer_sessions').select('trace').where('session_id', '=', slot('sessionId')),
)

/** An open session without a hop since `before`. */
export const idleSession = hot<PayerTables, { sessionId: string; before: number }>()((db, slot) =>
  db
    .selectFrom('payer_sessions')
    .select('phone')
    .where('session_id', '=', slot('sessionId'))
    .where('status', '=', 'open')
    .where('seen_at', '<=', slot('before')),
)

export const insertReply = hot<PayerTables, PayerTables['payer_replies']>()((db, slot) =>
  db.insertInto('payer_replies').values({
    session: slot('session'),
    text_hash: slot('text_hash'),
    body: slot('body'),
    label: slot('label'),
    at: slot('at'),
  }),
)

export const savedReply = hot<PayerTables, { session: number; hash: string }>()((db, slot) =>
  db
    .selectFrom('payer_replies')
    .select(['body', 'label'])
    .where('session', '=', slot('session'))
    .where('text_hash', '=', slot('hash')),
)

export const promptBySession = hot<PayerTables, { sessionId: string }>()((db, slot) =>
  db.selectFrom('payer_prompts').selectAll().where('session_id', '=', slot('sessionId')),
)

export const promptByApproval = hot<PayerTables, ApprovalRef>()((db, slot) =>
  db
    .selectFrom('payer_prompts')
    .selectAll()
    .where('kind', '=', slot('kind'))
    .where('item_id', '=', slot('id')),
)

export const insertPrompt = hot<PayerTables, PayerTables['payer_prompts']>()((db, slot) =>
  db.insertInto('payer_prompts').values({
    kind: slot('kind'),
    item_id: slot('item_id'),
    session_id: slot('session_id'),
    phone: slot('phone'),
    at: slot('at'),
  }),
)

export const payerDbSchema: DbSchema = { migrations, numbered: ['payer_prompts'] }
