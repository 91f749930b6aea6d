import type { Logger } from 'pino'
import type { ClockReading } from './clock.ts'
import type { Retention } from './retention.ts'
import type { SqliteStore } from './store/sqlite-store.ts'
import type { Unit } from './store/store.ts'
import type { Rx, Tx } from './tx.ts'

/** What the parts of a kernel use of it: they do not know who puts them together. */
export interface KernelCore {
  readonly store: SqliteStore
  readonly logger: Logger
  readonly retention: Retention
  transact<Result>(work: (tx: Tx) => Promise<Result> | Result): Promise<Result>
  read<Result>(work: (rx: Rx) => Promise<Result> | Result): Promise<Result>
  /** Waits, in real time, until `look` finds something in committed state; undefined after `waitMs`. */
  waitFor<Found>(
    look: (rx: Rx) => Promise<Found | undefined>,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<Found | undefined>
  /** Writes down, in a unit of the store's, how far the clock has come. */
  keepTime(unit: Unit): Promise<void>
  clock(): Promise<ClockReading>
}
