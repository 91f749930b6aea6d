import { sql } from 'kysely'
import type { EventKind } from '../events/index.ts'
import type { Deadlines } from './deadlines.ts'
import {
  boundaryOf,
  oldestYoung,
  readPosition,
  type SweepPosition,
  windowOf,
  writePosition,
} from './retention-window.ts'
import { hot } from './store/hot.ts'
import type { KernelTables } from './tables.ts'
import type { KernelEvent, Rx, Tx } from './tx.ts'

/** As many rows as one unit looks at: it is over within a few milliseconds, and hops go on between two of them. */
const batch = 200
/** Between two units, in milliseconds of the business clock. */
const pause = 50
/** After a start: nobody waits for it. */
const firstAfter = 60_000
const shortestPeriod = 60_000
const longestPeriod = 24 * 3_600_000
const deadlineKind = 'kernel.retention'

const lastEvent = hot<KernelTables, Record<never, never>>()((db) =>
  db.selectFrom('events').select('at').orderBy('id', 'desc').limit(1),
)

/** Rows that are old enough: those with a rowid above `after`, up to `through`. */
export interface OldRows {
  after: number
  through: number
  /** What happened before this time is old, in epoch milliseconds of the business clock. */
  before: number
}

/** A table whose rows are kept for a time only. Its rowids count up in the order in which things happened. */
export interface ExpiringTable {
  table: string
  /** The column that says when, in epoch milliseconds of the business clock. */
  at: string
  /** Deletes those of the rows that nothing refers to any more. */
  prune(tx: Tx, rows: OldRows): Promise<void>
}

/** What of an event tells whether it is still referred to. */
export type PastEvent = { [Kind in EventKind]: Pick<KernelEvent<Kind>, 'id' | 'kind' | 'data'> }[EventKind]

/**
 * Lets go of what happened longer ago than `keep`: table after table, a few rows in each unit, by a deadline of its own,
 * so that a restart goes on with it and one process of several does it. The ledger and its requests are in no such table.
 */
export class Retention {
  readonly #keep: number | undefined
  readonly #rooms = new Map<string, ExpiringTable>()
  readonly #own: readonly ExpiringTable[]
  readonly #guards: Array<(tx: Tx, events: readonly PastEvent[]) => Promise<Iterable<number>>> = []
  readonly #holds = new Set<{ since: number }>()

  /** @param keep in milliseconds; undefined keeps all */
  constructor(
    keep: number | undefined,
    deadlines: Deadlines,
    own: (
      referred: (tx: Tx, events: readonly PastEvent[]) => Promise<Set<number>>,
    ) => readonly ExpiringTable[],
  ) {
    this.#keep = keep
    this.#own = own((tx, events) => this.#referred(tx, events))
    deadlines.on(deadlineKind, (tx, ref) => this.#prune(tx, ref))
  }

  /** A table of a room above. */
  add(table: ExpiringTable): void {
    this.#rooms.set(table.table, table)
  }

  /** Says which of some old events something refers to, by their ids: these and their deliveries stay. */
  guard(referred: (tx: Tx, events: readonly PastEvent[]) => Promise<Iterable<number>>): void {
    this.#guards.push(referred)
  }

  /**
   * Keeps the last event that there is, and what happens from it on, until it is let go: a recording is under way, and
   * knows its world by that event. Returns how to let go.
   */
  async hold(rx: Rx): Promise<() => void> {
    const held = { since: (await rx.first(lastEvent, {}))?.at ?? rx.now }
    this.#holds.add(held)
    return () => void this.#holds.delete(held)
  }

  /** Begins anew: at a start, and where the data became others. A process that keeps all takes the deadline away. */
  async begin(tx: Tx): Promise<void> {
    await sql`DELETE FROM deadlines WHERE kind = ${deadlineKind}`.execute(tx.db())
    if (this.#keep !== undefined) await tx.setDeadline(deadlineKind, '', tx.now + firstAfter)
  }

  get #tables(): ExpiringTable[] {
    // Deliveries and events come last: rows of rooms refer to them.
    return [...this.#rooms.values(), ...this.#own]
  }

  async #referred(tx: Tx, events: readonly PastEvent[]): Promise<Set<number>> {
    const found = new Set<number>()
    if (events.length === 0) return found
    for (const guard of this.#guards) for (const id of await guard(tx, events)) found.add(id)
    return found
  }

  async #prune(tx: Tx, ref: string): Promise<void> {
    if (this.#keep === undefined) return
    const from = readPosition(ref)
    const old = from?.before ?? tx.now - this.#keep
    const before = Math.min(old, ...[...this.#holds].map(({ since }) => since))
    const next = await this.#batch(tx, from, before)
    if (next) return tx.setDeadline(deadlineKind, writePosition({ ...next, before: old }), tx.now + pause)
    await tx.setDeadline(deadlineKind, '', await this.#nextSweep(tx, this.#keep, before))
  }

  /** Looks at the next few old rows. Undefined where there are no more. */
  async #batch(tx: Tx, from: SweepPosition | undefined, before: number): Promise<SweepPosition | undefined> {
    const tables = this.#tables
    const first = tables.findIndex(({ table }) => table === from?.table)
    for (const table of tables.slice(Math.max(0, first))) {
      const begun = table.table === from?.table ? from : undefined
      const boundary = begun?.boundary ?? (await boundaryOf(tx, table, before))
      const window = await windowOf(tx, table, { after: begun?.after ?? 0, boundary, size: batch })
      if (!window) continue
      await table.prune(tx, { ...window, before })
      return { table: table.table, after: window.through, boundary, before }
    }
    return undefined
  }

  /** When the first row is old that is not yet. What something referred to is looked at again after as long as it is kept. */
  async #nextSweep(tx: Tx, keep: number, before: number): Promise<number> {
    const period = Math.min(longestPeriod, Math.max(shortestPeriod, Math.ceil(keep / 30)))
    let oldest = tx.now
    for (const table of this.#tables)
      oldest = Math.min(oldest, (await oldestYoung(tx, table, before)) ?? oldest)
    return Math.max(tx.now + period, oldest + keep + 1)
  }
}
