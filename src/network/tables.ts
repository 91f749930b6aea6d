import type { Generated, Selectable } from 'kysely'
import type { Migration } from '../kernel/index.ts'

/** How a USSD session stands; every status but `open` is final. */
export type ScreenStatus = 'open' | 'ended' | 'cancelled' | 'timed-out' | 'failed'

/** Times are epoch milliseconds of the business clock. */
export interface NetworkTables {
  handsets: {
    /** `+` and 5 to 15 digits. */
    msisdn: string
    name: string | null
    online: number
    /** The session that the handset shows, or showed last. */
    session_id: string | null
    /** What it shows where no session was opened: the landing text of an unknown code. */
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
    /** How many answers `text` holds: an empty first answer leaves it as it was. */
    answers: number
    /** Callbacks that were answered or failed. */
    hops: number
    /** Null until the first callback is over. */
    screen: string | null
    /** The hop label of the last answer, and all of them joined by `|`. */
    label: string | null
    labels: string
    last_response: string | null
    error: string | null
    /** JSON: what the screen lint found on this screen. */
    warnings: string
    started_at: number
    ended_at: number | null
    idle_due: number
    session_due: number
  }
  service_codes: { code: string; callback_url: string; events_url: string | null }
  sms_inbox: {
    id: Generated<number>
    msisdn: string
    sender: string
    text: string
    message_id: string
    accepted_at: number
    /** Null while the message is held for a handset that is off. */
    received_at: number | null
  }
}

export type HandsetRow = NetworkTables['handsets']
export type SessionRow = NetworkTables['ussd_sessions']
export type InboxRow = Selectable<NetworkTables['sms_inbox']>

export const networkMigrations: readonly Migration[] = [
  {
    name: 'network: handsets, USSD sessions, service codes, inboxes',
    sql: `
      CREATE TABLE handsets (
        msisdn TEXT PRIMARY KEY CHECK (msisdn LIKE '+%' AND length(msisdn) BETWEEN 6 AND 16),
        name TEXT,
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
      CREATE TABLE sms_inbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        msisdn TEXT NOT NULL REFERENCES handsets (msisdn),
        sender TEXT NOT NULL,
        text TEXT NOT NULL,
        message_id TEXT NOT NULL UNIQUE,
        accepted_at INTEGER NOT NULL,
        received_at INTEGER
      );
      CREATE INDEX sms_inbox_by_handset ON sms_inbox (msisdn, id);
    `,
  },
]
