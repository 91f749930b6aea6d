import type { Generated, Selectable } from 'kysely'
import type { Migration } from '../kernel/index.ts'

/** Times are epoch milliseconds of the business clock. */
export interface SmsTables {
  /** SMS that arrived on a handset. */
  sms_inbox: {
    id: Generated<number>
    msisdn: string
    sender: string
    text: string
    message_id: string
    accepted_at: number
    received_at: number
  }
  /** Accepted SMS that have not arrived: `held` while the handset is off, `delayed` by a fault. */
  sms_underway: {
    id: Generated<number>
    message_id: string
    msisdn: string
    sender: string
    text: string
    premium: number
    state: 'held' | 'delayed'
    accepted_at: number
    /** At this time it expires, and is not delivered any more. */
    expires_at: number
    trace: string | null
  }
  /** SMS from handsets to short codes. */
  sms_outbox: {
    id: Generated<number>
    msisdn: string
    short_code: string
    text: string
    /** A UUID; a premium SMS that replies to this message repeats it. */
    link_id: string
    sent_at: number
  }
  /** Handsets that opted out of a sender. */
  sms_opt_outs: { sender: string; msisdn: string; opted_out_at: number }
  sms_subscriptions: {
    id: Generated<number>
    short_code: string
    keyword: string
    msisdn: string
    subscribed_at: number
  }
  /** One row: ten-thousandths of the account's currency that were spent. */
  sms_account: { id: number; spent: number }
  /** The same for the other accounts. */
  sms_other_accounts: { username: string; spent: number }
  /** The callback URLs for a short code or sender id; `*` for all others. */
  short_codes: {
    code: string
    callback_url: string | null
    delivery_report_url: string | null
    opt_out_url: string | null
  }
}

export type InboxRow = Selectable<SmsTables['sms_inbox']>
export type OutboxRow = Selectable<SmsTables['sms_outbox']>
export type UnderwayRow = Selectable<SmsTables['sms_underway']>

export const smsMigration: Migration = {
  step: 4,
  name: 'network: SMS to and from handsets, short codes, opt-outs, subscriptions',
  sql: `
    CREATE TABLE sms_inbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      msisdn TEXT NOT NULL REFERENCES handsets (msisdn),
      sender TEXT NOT NULL,
      text TEXT NOT NULL,
      message_id TEXT NOT NULL,
      accepted_at INTEGER NOT NULL,
      received_at INTEGER NOT NULL
    );
    CREATE INDEX sms_inbox_by_handset ON sms_inbox (msisdn, id);
    CREATE TABLE sms_underway (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      message_id TEXT NOT NULL UNIQUE,
      msisdn TEXT NOT NULL REFERENCES handsets (msisdn),
      sender TEXT NOT NULL,
      text TEXT NOT NULL,
      premium INTEGER NOT NULL CHECK (premium IN (0, 1)),
      state TEXT NOT NULL CHECK (state IN ('held', 'delayed')),
      accepted_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    );
    CREATE INDEX sms_underway_by_handset ON sms_underway (msisdn, id);
    CREATE TABLE sms_outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      msisdn TEXT NOT NULL REFERENCES handsets (msisdn),
      short_code TEXT NOT NULL,
      text TEXT NOT NULL,
      link_id TEXT NOT NULL,
      sent_at INTEGER NOT NULL
    );
    CREATE INDEX sms_outbox_by_handset ON sms_outbox (msisdn, id);
    CREATE TABLE sms_opt_outs (
      sender TEXT NOT NULL,
      msisdn TEXT NOT NULL,
      opted_out_at INTEGER NOT NULL,
      PRIMARY KEY (sender, msisdn)
    );
    CREATE TABLE sms_subscriptions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      short_code TEXT NOT NULL,
      keyword TEXT NOT NULL,
      msisdn TEXT NOT NULL,
      subscribed_at INTEGER NOT NULL,
      UNIQUE (short_code, keyword, msisdn)
    );
    CREATE TABLE sms_account (id INTEGER PRIMARY KEY CHECK (id = 1), spent INTEGER NOT NULL CHECK (spent >= 0));
    INSERT INTO sms_account (id, spent) VALUES (1, 0);
    CREATE TABLE short_codes (
      code TEXT PRIMARY KEY,
      callback_url TEXT,
      delivery_report_url TEXT,
      opt_out_url TEXT
    );
  `,
}

export const otherAccountsMigration: Migration = {
  step: 10,
  name: 'network: what accounts beside the own have spent on SMS',
  sql: `
    CREATE TABLE sms_other_accounts (
      username TEXT PRIMARY KEY,
      spent INTEGER NOT NULL CHECK (spent >= 0)
    );
  `,
}
