import type { StoreError } from '../errors.ts'
import type { Mark, WaitLimit } from '../time/index.ts'
import type { Read, WaitFor } from '../tx.ts'
import { describeInFlight } from './describe-in-flight.ts'
import type { DueWork } from './due-work.ts'

/**
 * The most rounds in which a wait follows what earlier work caused. Other callers may add work without end, and their work
 * looks the same. Chains of causes are short: a request to pay causes the prompt, its SMS and the delivery report; an
 * app's callback may start another chain.
 */
const mostRounds = 8
/** A quick chain, such as one between programs on one machine, may have more rounds within this time. */
const quickMs = 1_000
/** How long to wait for a commit before checking again, in real milliseconds. */
const lookAgainMs = 50

/** How long trouble with the disk may last before the wait fails: some renewals of the lease. In real milliseconds. */
const troubleMs = 2_500

/** What a wait watches, and has done. */
export interface Settled {
  read: Read
  waitFor: WaitFor
  work: DueWork
  /** Why the store cannot be used now. */
  trouble(): StoreError | undefined
  stopped(): boolean
  /** Runs another pass over due work. */
  look(): Promise<void>
  /** The deliveries that this process has in flight. */
  attempts(): Array<Promise<void>>
  /** Deliveries that wait in a held call: nobody waits for them. */
  held(): ReadonlySet<number>
}

/**
 * Waits until what is due, and what that caused, has been attempted, in any process. It waits up to a mark, not for a
 * moment with nothing in flight: that may never come while callers add more.
 */
export async function settle(settled: Settled, limit: WaitLimit): Promise<void> {
  const { read, work } = settled
  const begun = performance.now()
  for (let round = 0; !settled.stopped(); round++) {
    await settled.look()
    const mark = await read((rx) => work.mark(rx, settled.held()))
    // A reset may have deleted the row of a delivery that is still in flight.
    const attempts = settled.attempts()
    if (!mark && attempts.length === 0) return
    if (round >= mostRounds && performance.now() - begun > quickMs) return
    if (mark) await through(settled, mark, limit)
    await limit.wait(Promise.allSettled(attempts), describeInFlight(read, work.deliveries, mark))
  }
}

/** Waits until everything up to the mark has been attempted. */
async function through(settled: Settled, mark: Mark, limit: WaitLimit): Promise<void> {
  const { read, waitFor, work } = settled
  const begun = performance.now()
  while (!settled.stopped()) {
    const done = await waitFor(
      async (rx) => ((await work.anyOf(rx, mark, settled.held())) ? undefined : true),
      lookAgainMs,
      limit.signal,
    )
    if (done) return
    const trouble = settled.trouble()
    if (trouble && performance.now() - begun > troubleMs) throw trouble
    await limit.check(describeInFlight(read, work.deliveries, mark))
    await settled.look()
  }
}
