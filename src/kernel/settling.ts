import type { KernelCore } from './core.ts'
import type { Deadlines } from './deadlines.ts'
import type { Deliveries } from './deliveries.ts'
import { describeInFlight } from './describe-in-flight.ts'
import { isIdle } from './due.ts'
import type { Mark } from './mark.ts'
import type { WaitLimit } from './wait-limit.ts'

/**
 * How often a wait follows what the work before it caused, where there is no end of it: other callers keep making more,
 * and nothing tells theirs from what this work caused. Chains of causes are short: a request's is the prompt, the SMS of it,
 * and its delivery report; an app's callback may begin another.
 */
const mostRounds = 8
/** A chain that is quick, such as one between programs of one machine, is followed for this long however long it is. */
const quickMs = 1_000
/** How long to wait for a commit before looking again, in real milliseconds. */
const lookAgainMs = 50

/** A disk that was full has room again, or is still full, by the next renewals of the lease. In real milliseconds. */
const troubleMs = 2_500

/** What a wait needs of the scheduler. */
export interface WorkSource {
  readonly deadlines: Deadlines
  readonly deliveries: Deliveries
  readonly stopped: boolean
  /** Resolves when what is due has been looked for, once more. */
  look(): Promise<void>
  /** What this process has on its way now. */
  attempts(): Array<Promise<void>>
}

/**
 * Waits until what is due has been attempted, and what that caused, in whichever process that happens. It waits by marks
 * rather than for an instant at which nothing is on its way, which may never come while others make more.
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
    // A row may be gone, by a reset, while what it told is still on its way.
    const attempts = source.attempts()
    if (!mark && attempts.length === 0) return
    if (round >= mostRounds && performance.now() - begun > quickMs) return
    if (mark) await through(kernel, source, { mark, limit })
    await limit.wait(Promise.allSettled(attempts), describeInFlight(kernel, source.deliveries, mark))
  }
}

/** Waits until all of the mark has been attempted. */
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
