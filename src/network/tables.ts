import type { DbSchema, Migration } from '../kernel/index.ts'
import type { ScreenStatus } from '../terms/sim/statuses.ts'
import { otherAccountsMigration, type SmsTables, smsMigration } from './sms-tables.ts'

/** Times are epoch milliseconds of the business clock. */
export interface NetworkTables extends SmsTables {
  handsets: {
    /** `+` and 5 to 15 digits. */
    msisdn: string
    name: string | null
    /** Null for the world's default network. */
    network_code: string | null
    online: number
    /** The session that the handset shows or showed last. */
    session_id: string | null
    /** The text that it shows without a session: the landing text after an unknown code. */
    notice: string | null
  }
  ussd_sessions: {
    id: string
    msisdn: string
    service_code: string
    callback_url: string
    events_url: string | null
    network_code: string
    status: ScreenStatus
    /** All answers so far, joined by `*`: as sent to the app, and with secrets hidden. */
    text: string
    masked_text: string
    /** The number of answers in `text`. Stored, because an empty first answer does not change `text`. */
    answers: number
    /** The number of callbacks that were answered or failed. */
    hops: number
    /** The shown text; null until the first callback is answered or failed. */
    screen: string | null
    /** JSON: the pages of a long screen, and the index of the shown one. */
    pages: string | null
    page: number
    /** JSON: a late answer of the app, held until its deadline. */
    held: string | null
    /** The hop label of the last answer, and all of them joined by `|`. */
    label: string | null
    labels: string
    last_response: string | null
    error: string | null
    /** JSON: a refused answer of the app, and its diagnosis. */
    refused: string | null
    /** JSON: the warnings of the screen lint. */
    warnings: string
    started_at: number
    ended_at: number | null
    idle_due: number
    session_due: number
    /** Of the dial or the push. Null in rows of older versions. */
    trace: string | null
  }
  service_codes: { code: string; callback_url: string; events_url: string | null }
}

export type HandsetRow = NetworkTables['handsets']
export type SessionRow = NetworkTables['ussd_sessions']

const migrations: readonly Migration[] = [
  {
    step: 3,
    name: 'network: handsets, USSD sessions, service codes',
    sql: `
      CREATE TABLE handsets (
        msisdn TEXT PRIMARY KEY CHECK (msisdn LIKE '+%' AND length(msisdn) BETWEEN 6 AND 16),
        name TEXT,
        network_code TEXT,
        online INTEGER NOT NULL DEFAULT 1 CHECK (online IN (0, 1)),
        session_id TEXT,
        notice TEXT
      );
      CREATE TABLE ussd_sessions (
        id TEXT PRIMARY KEY,
        msisdn TEXT NOT NULL REFERENCES handsets (msisdn),
        service_code TEXT NOT NULL,
        callback_url TEXT NOT NULL,
        events_url TEXT,
        network_code TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('open', 'ended', 'cancelled', 'timed-out', 'failed')),
        text TEXT NOT NULL,
        masked_text TEXT NOT NULL,
        answers INTEGER NOT NULL CHECK (answers >= 0),
        hops INTEGER NOT NULL CHECK (hops >= 0),
        screen TEXT,
        pages TEXT,
        page INTEGER NOT NULL,
        held TEXT,
        label TEXT,
        labels TEXT NOT NULL,
        last_response TEXT,
        error TEXT,
        warnings TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        idle_due INTEGER NOT NULL,
        session_due INTEGER NOT NULL,
        CHECK ((status = 'open') = (ended_at IS NULL))
      );
      CREATE UNIQUE INDEX ussd_sessions_one_open ON ussd_sessions (msisdn) WHERE status = 'open';
      CREATE TABLE service_codes (
        code TEXT PRIMARY KEY CHECK (code LIKE '*%#'),
        callback_url TEXT NOT NULL,
        events_url TEXT
      );
    `,
  },
  smsMigration,
  {
    step: 9,
    name: 'network: what a refused answer was',
    sql: 'ALTER TABLE ussd_sessions ADD COLUMN refused TEXT',
  },
  otherAccountsMigration,
  {
    step: 22,
    name: 'network: the traces of sessions, and of SMS that have not arrived',
    sql: `
      ALTER TABLE ussd_sessions ADD COLUMN trace TEXT;
      ALTER TABLE sms_underway ADD COLUMN trace TEXT;
    `,
  },
]

export const networkDbSchema: DbSchema = { migrations, numbered: ['ussd_sessions'] }
