import type { EventKind } from '../events/index.ts'
import {
  boundaryOf,
  oldestYoung,
  readPosition,
  type SweepPosition,
  windowOf,
  writePosition,
} from './retention-window.ts'
import { hot } from './store/index.ts'
import type { KernelTables } from './tables.ts'
import type { Deadlines } from './time/index.ts'
import type { KernelEvent, Rx, Tx } from './tx.ts'

/** How many rows one unit checks: it takes a few milliseconds, and hops run between two units. */
const batch = 200
/** The pause between two units, in business milliseconds. */
const pause = 50
/** The delay after a start, since the sweep is not urgent. */
const firstAfter = 60_000
const shortestPeriod = 60_000
const longestPeriod = 24 * 3_600_000
const deadlineKind = 'kernel.retention'

const lastEvent = hot<KernelTables, Record<never, never>>()((db) =>
  db.selectFrom('events').select('at').orderBy('id', 'desc').limit(1),
)

const noSweep = hot<KernelTables, { kind: string }>()((db, slot) =>
  db.deleteFrom('deadlines').where('kind', '=', slot('kind')),
)

/** Old rows: those with a number above `after`, up to `through`. */
export interface OldRows {
  after: number
  through: number
  /** Rows before this time are old, in epoch milliseconds of the business clock. */
  before: number
}

/** A table whose old rows are deleted. */
export interface ExpiringTable {
  table: string
  /** Its numbers that follow the order in which things happened: its key, or SQLite's own `rowid` where that is a text. */
  row: string
  /** The column that says when, in epoch milliseconds of the business clock. */
  at: string
  /** Deletes those rows that nothing refers to. */
  prune(tx: Tx, rows: OldRows): Promise<void>
}

/** The fields of an event that show whether something still refers to it. */
export type PastEvent = { [Kind in EventKind]: Pick<KernelEvent<Kind>, 'id' | 'kind' | 'data'> }[EventKind]

/**
 * Deletes what is older than `keep`: table by table, a few rows in each unit. It runs by a deadline, so that a restart
 * continues it and only one process does it. The ledger and its requests are never deleted.
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

  /** Adds a table of a room. */
  add(table: ExpiringTable): void {
    this.#rooms.set(table.table, table)
  }

  /** Adds a check that returns the ids of those old events that something refers to; they and their deliveries stay. */
  guard(referred: (tx: Tx, events: readonly PastEvent[]) => Promise<Iterable<number>>): void {
    this.#guards.push(referred)
  }

  /**
   * Keeps the present last event and everything after it, for a recording, which identifies its world by that event.
   * Returns how to release it.
   */
  async hold(rx: Rx): Promise<() => void> {
    const held = { since: (await rx.first(lastEvent, {}))?.at ?? rx.now }
    this.#holds.add(held)
    return () => void this.#holds.delete(held)
  }

  /** Restarts the sweep: at a start, and after the data was replaced. A process that keeps all removes the deadline. */
  async begin(tx: Tx): Promise<void> {
    await tx.change(noSweep, { kind: deadlineKind })
    if (this.#keep !== undefined) await tx.setDeadline(deadlineKind, '', tx.now + firstAfter)
  }

  get #tables(): ExpiringTable[] {
    // Deliveries and events come last, because rows of the rooms refer to them.
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

  /** Handles the next batch of old rows; undefined if there are no more. */
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

  /** When the next row becomes old, but at least one period from now. */
  async #nextSweep(tx: Tx, keep: number, before: number): Promise<number> {
    const period = Math.min(longestPeriod, Math.max(shortestPeriod, Math.ceil(keep / 30)))
    let oldest = tx.now
    for (const table of this.#tables)
      oldest = Math.min(oldest, (await oldestYoung(tx, table, before)) ?? oldest)
    return Math.max(tx.now + period, oldest + keep + 1)
  }
}
