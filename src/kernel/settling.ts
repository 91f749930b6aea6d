import type { KernelCore } from './core.ts'
import type { Deadlines } from './deadlines.ts'
import type { Deliveries } from './deliveries.ts'
import { isQuiet } from './due.ts'
import type { Mark } from './mark.ts'
import type { Patience } from './patience.ts'
import { whatIsUnderWay } from './under-way-words.ts'

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
export interface Pace {
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
  pace: Pace,
  patience: Patience,
): Promise<void> {
  const begun = performance.now()
  for (let round = 0; !pace.stopped; round++) {
    await pace.look()
    const mark = await kernel.read(async (rx) => {
      if (await isQuiet(rx, pace)) return undefined
      const [delivery, deadline] = [await pace.deliveries.lastId(rx), await pace.deadlines.lastId(rx)]
      return { now: rx.now, delivery, deadline }
    })
    // A row may be gone, by a reset, while what it told is still on its way.
    const attempts = pace.attempts()
    if (!mark && attempts.length === 0) return
    if (round >= mostRounds && performance.now() - begun > quickMs) return
    if (mark) await through(kernel, pace, { mark, patience })
    await patience.of(Promise.allSettled(attempts), whatIsUnderWay(kernel, pace.deliveries, mark))
  }
}

/** Waits until all of the mark has been attempted. */
async function through(
  kernel: Pick<KernelCore, 'read' | 'waitFor' | 'store'>,
  pace: Pace,
  { mark, patience }: { mark: Mark; patience: Patience },
): Promise<void> {
  const begun = performance.now()
  while (!pace.stopped) {
    const done = await kernel.waitFor(
      async (rx) => {
        if (await pace.deliveries.anyOf(rx, mark)) return undefined
        return (await pace.deadlines.anyOf(rx, mark)) ? undefined : true
      },
      lookAgainMs,
      patience.signal,
    )
    if (done) return
    const { trouble } = kernel.store
    if (trouble && performance.now() - begun > troubleMs) throw trouble
    await patience.check(whatIsUnderWay(kernel, pace.deliveries, mark))
    await pace.look()
  }
}
