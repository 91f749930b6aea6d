import type { KernelCore } from './core.ts'
import type { Deadlines } from './deadlines.ts'
import type { Deliveries } from './deliveries.ts'
import { describeInFlight } from './describe-in-flight.ts'
import { isIdle } from './due.ts'
import type { Mark } from './mark.ts'
import type { WaitLimit } from './wait-limit.ts'

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

/** The part of the scheduler that a wait uses. */
export interface WorkSource {
  readonly deadlines: Deadlines
  readonly deliveries: Deliveries
  readonly stopped: boolean
  /** Runs another pass over due work. */
  look(): Promise<void>
  /** The deliveries that this process has in flight. */
  attempts(): Array<Promise<void>>
}

/**
 * Waits until what is due, and what that caused, has been attempted, in any process. It waits up to a mark, not for a
 * moment with nothing in flight: that may never come while callers add more.
 */
export async function settle(
  kernel: Pick<KernelCore, 'read' | 'waitFor' | 'store'>,
  source: WorkSource,
  limit: WaitLimit,
): Promise<void> {
  const begun = performance.now()
  for (let round = 0; !source.stopped; round++) {
    await source.look()
    const mark = await kernel.read(async (rx) => {
      if (await isIdle(rx, source)) return undefined
      const [delivery, deadline] = [await source.deliveries.lastId(rx), await source.deadlines.lastId(rx)]
      return { now: rx.now, delivery, deadline }
    })
    // A reset may have deleted the row of a delivery that is still in flight.
    const attempts = source.attempts()
    if (!mark && attempts.length === 0) return
    if (round >= mostRounds && performance.now() - begun > quickMs) return
    if (mark) await through(kernel, source, { mark, limit })
    await limit.wait(Promise.allSettled(attempts), describeInFlight(kernel, source.deliveries, mark))
  }
}

/** Waits until everything up to the mark has been attempted. */
async function through(
  kernel: Pick<KernelCore, 'read' | 'waitFor' | 'store'>,
  source: WorkSource,
  { mark, limit }: { mark: Mark; limit: WaitLimit },
): Promise<void> {
  const begun = performance.now()
  while (!source.stopped) {
    const done = await kernel.waitFor(
      async (rx) => {
        if (await source.deliveries.anyOf(rx, mark)) return undefined
        return (await source.deadlines.anyOf(rx, mark)) ? undefined : true
      },
      lookAgainMs,
      limit.signal,
    )
    if (done) return
    const { trouble } = kernel.store
    if (trouble && performance.now() - begun > troubleMs) throw trouble
    await limit.check(describeInFlight(kernel, source.deliveries, mark))
    await source.look()
  }
}
