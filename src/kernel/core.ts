import type { Logger } from 'pino'
import type { ClockReading } from './clock.ts'
import type { Retention } from './retention.ts'
import type { Store, Unit } from './store/store.ts'
import type { Rx, Tx } from './tx.ts'

/** The part of the kernel that its own parts use, so that they need not import `Kernel`. */
export interface KernelCore {
  readonly store: Store
  readonly logger: Logger
  readonly retention: Retention
  transact<Result>(work: (tx: Tx) => Promise<Result> | Result): Promise<Result>
  read<Result>(work: (rx: Rx) => Promise<Result> | Result): Promise<Result>
  /** Waits, in real time, until `look` finds something in the committed state; undefined after `waitMs`. */
  waitFor<Found>(
    look: (rx: Rx) => Promise<Found | undefined>,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<Found | undefined>
  /** Stores, in this unit, how far the clock has come. */
  keepTime(unit: Unit): Promise<void>
  clock(): Promise<ClockReading>
}
