import type { Generated } from 'kysely'
import type { ClockMode, DeliveryStatus } from '../terms/sim/statuses.ts'
import type { DbSchema, Migration } from './store/index.ts'

export type DeliveryMode = 'at-most-once' | 'at-least-once'

/** Times are epoch milliseconds of the business clock, except `leases.until`, which is the store's `sharedTime`. */
export interface KernelTables {
  meta: { key: string; value: string }
  clock: { id: number; mode: ClockMode; offset_ms: number; frozen_at: number }
  events: {
    id: Generated<number>
    kind: string
    phone: string | null
    at: number
    data: string
    /** Null for events of older versions. */
    trace: string | null
  }
  /** All of a trace belongs to another one too. */
  trace_links: { id: Generated<number>; trace: string; belongs_to: string; at: number }
  deadlines: {
    id: Generated<number>
    kind: string
    ref: string
    due_at: number
    attempts: Generated<number>
  }
  deliveries: {
    id: Generated<number>
    event_id: number
    subscriber: string
    lane: string | null
    mode: DeliveryMode
    due_at: number
    status: DeliveryStatus
    attempts: Generated<number>
    holder: string | null
    /** The fault that has postponed it; null after the attempt. */
    fault: string | null
    data: string
    result: string | null
    created_at: number
    attempted_at: number | null
  }
  /** Deliveries to the simulator itself that it has received, with its answer as JSON. */
  deliveries_taken: { delivery: number; answer: string; taken_at: number }
  /** One row: the first and the last id of the events that retention has deleted. */
  events_gone: { id: number; first: number; last: number }
  /** What providers from outside keep; `place` is the order of their making, `value` JSON. */
  records: { place: Generated<number>; room: string; id: string; value: string }
  leases: { name: string; holder: string; until: number }
  /** `plan` is JSON; `met` counts its matches, `injected` its injected faults. */
  faults: {
    position: number
    point: string
    plan: string
    met: Generated<number>
    injected: Generated<number>
  }
}

/** What the index `events_of_traces` has; a query must repeat it word for word to be answered by the index. */
export const ofPayments = "trace IS NOT NULL AND kind NOT LIKE 'ussd.%' AND kind NOT LIKE 'sms.%'"

const migrations: readonly Migration[] = [
  {
    step: 1,
    name: 'kernel: first tables',
    sql: `
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
      CREATE TABLE clock (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        mode TEXT NOT NULL CHECK (mode IN ('running', 'frozen')),
        offset_ms INTEGER NOT NULL,
        frozen_at INTEGER NOT NULL
      );
      CREATE TABLE events (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        phone TEXT,
        at INTEGER NOT NULL,
        data TEXT NOT NULL
      );
      CREATE TABLE deadlines (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        ref TEXT NOT NULL,
        due_at INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        UNIQUE (kind, ref)
      );
      CREATE INDEX deadlines_by_due ON deadlines (due_at, id);
      CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        event_id INTEGER NOT NULL REFERENCES events (id),
        subscriber TEXT NOT NULL,
        lane TEXT,
        mode TEXT NOT NULL CHECK (mode IN ('at-most-once', 'at-least-once')),
        due_at INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('waiting', 'pending', 'attempting', 'done', 'failed', 'lost')),
        attempts INTEGER NOT NULL DEFAULT 0,
        holder TEXT,
        fault TEXT,
        data TEXT NOT NULL,
        result TEXT,
        created_at INTEGER NOT NULL,
        attempted_at INTEGER
      );
      CREATE INDEX deliveries_due ON deliveries (due_at, id, subscriber) WHERE status = 'pending';
      CREATE INDEX deliveries_pending ON deliveries (subscriber, due_at, id) WHERE status = 'pending';
      CREATE INDEX deliveries_of_lane ON deliveries (lane, status, id) WHERE status IN ('waiting', 'pending', 'attempting');
      CREATE INDEX deliveries_attempting ON deliveries (id) WHERE status = 'attempting';
      CREATE INDEX deliveries_postponed ON deliveries (fault) WHERE fault IS NOT NULL;
      CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL);
      CREATE TABLE faults (
        position INTEGER PRIMARY KEY,
        point TEXT NOT NULL,
        plan TEXT NOT NULL,
        met INTEGER NOT NULL DEFAULT 0,
        injected INTEGER NOT NULL DEFAULT 0
      );
    `,
  },
  {
    step: 15,
    name: 'kernel: deliveries to ourselves that were taken',
    sql: `
      CREATE TABLE deliveries_taken (
        delivery INTEGER PRIMARY KEY,
        answer TEXT NOT NULL,
        taken_at INTEGER NOT NULL
      );
    `,
  },
  {
    step: 17,
    name: 'kernel: events and deliveries that are let go',
    sql: `
      -- A foreign key is looked up from its other end too, when an event goes.
      CREATE INDEX deliveries_by_event ON deliveries (event_id);
      CREATE TABLE events_gone (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        first INTEGER NOT NULL,
        last INTEGER NOT NULL
      );
    `,
  },
  {
    step: 19,
    name: 'kernel: records of providers from outside',
    sql: `
      CREATE TABLE records (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        room TEXT NOT NULL,
        id TEXT NOT NULL,
        value TEXT NOT NULL,
        UNIQUE (room, id)
      );
    `,
  },
  {
    step: 20,
    name: 'kernel: the traces of events',
    sql: `
      ALTER TABLE events ADD COLUMN trace TEXT;
      CREATE TABLE trace_links (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        trace TEXT NOT NULL,
        belongs_to TEXT NOT NULL,
        at INTEGER NOT NULL,
        UNIQUE (belongs_to, trace)
      );
    `,
  },
  {
    step: 30,
    name: 'kernel: an index of lanes for deliveries that have one',
    sql: `
      DROP INDEX deliveries_of_lane;
      CREATE INDEX deliveries_of_lane ON deliveries (lane, status, id)
        WHERE status IN ('waiting', 'pending', 'attempting') AND lane IS NOT NULL;
    `,
  },
  {
    step: 31,
    name: 'kernel: an index of traces for what is told of a payment',
    // Hops and SMS are most of the events, and a payment is told of without them.
    sql: `CREATE INDEX events_of_traces ON events (trace) WHERE ${ofPayments}`,
  },
]

/**
 * SQL that sets a deadline due at once, for a room's view that other programs insert into.
 *
 * @param ref an SQL expression
 */
export function deadlineInSql(kind: string, ref: string): string {
  return `INSERT INTO deadlines (kind, ref, due_at)
        VALUES ('${kind}', ${ref}, 0)`
}

export const kernelDbSchema: DbSchema = { migrations }
