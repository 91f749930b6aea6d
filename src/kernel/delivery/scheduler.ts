import { randomUUID } from 'node:crypto'
import { ConflictError, messageOf } from '../errors.ts'
import type { Holds } from '../holds.ts'
import type { Logger } from '../logger.ts'
import { isTrouble, type Store, type Unit } from '../store/index.ts'
import type { ClockReading, Deadlines, WaitLimit } from '../time/index.ts'
import type { Read, Rx, Transact, Tx, WaitFor } from '../tx.ts'
import type { Deliveries } from './deliveries.ts'
import { describeInFlight } from './describe-in-flight.ts'
import type { Due } from './due.ts'
import type { DueWork } from './due-work.ts'
import type { Claimed } from './in-flight.ts'
import { Leadership } from './leadership.ts'
import { leadership } from './lease.ts'
import { DeliveryPause } from './pause.ts'
import { DeliveryResults } from './results.ts'
import { type Settled, settle } from './settling.ts'

/** How long a stop waits for deliveries in flight, in real milliseconds. */
const stopMilliseconds = 3_000
/** The time before writing a delivery's result is tried again, in real milliseconds. */
const recordAgainMilliseconds = 500

/** What the scheduler needs of the kernel. */
export interface SchedulerNeeds {
  due: Due
  work: DueWork
  store: Pick<Store, 'private' | 'transact' | 'onCommit' | 'trouble'>
  read: Read
  transact: Transact
  waitFor: WaitFor
  /** Stores, in this unit, how far the clock has come. */
  keepTime(unit: Unit): Promise<void>
  /** Runs in the unit in which this process begins to lead. */
  begin(tx: Tx): Promise<void>
  holds: Pick<Holds, 'any' | 'during' | 'deliveries' | 'onHeld'>
  logger: Logger
}

/** No work to come falls due before this, infinity if there is none; and the clock at that reading. */
interface ToCome {
  next: number
  clock: ClockReading
}

/** Fires deadlines in order and attempts deliveries, in the process that holds the lease. */
export class Scheduler {
  readonly #needs: SchedulerNeeds
  readonly #holder = randomUUID()
  readonly #leadership: Leadership
  readonly #pause: DeliveryPause
  /** With the ids of their deliveries. */
  readonly #attempts = new Map<Promise<void>, number>()
  readonly #results: DeliveryResults
  #stopped = true
  #running: Promise<void> | undefined
  /** The current pass over due work. {@link #running} may go on for long, while callers add more. */
  #pass: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #stopListening = () => {}
  /** The turn in which the callers of the units that have just committed go on. */
  #turn: Promise<void> | undefined

  constructor(needs: SchedulerNeeds) {
    this.#needs = needs
    this.#results = new DeliveryResults(needs.transact, () => this.#attempts.size)
    this.#pause = new DeliveryPause(needs, this.#holder)
    this.#leadership = new Leadership(leadership, this.#holder, {
      store: needs.store,
      keepTime: needs.keepTime,
      begin: () => this.#beginToLead(),
      failed: (error, what) => this.#log(error, what),
    })
    needs.work.deliveries.attemptedBy({
      holder: this.#holder,
      mayClaim: (tx) => this.#mayClaim(tx),
      // An app is called after its own request, which caused the call, was answered.
      begin: (row) => this.#attempt(row, this.#afterTheirCallers()),
    })
  }

  async start(): Promise<void> {
    this.#stopped = false
    const { due, store } = this.#needs
    // By a name: V8 keeps a function literal that is assigned to a property, and all it refers to, until a full collection.
    const onWanted = () => this.#runWanted()
    due.onWanted = onWanted
    // The units of this process tell themselves what they wrote.
    this.#stopListening = store.onCommit(({ own }) => {
      if (!own) due.committedElsewhere()
    })
    await this.#leadership.start()
  }

  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#leadership.stopRenewing()
    this.#stopListening()
    await this.#running
    await this.#unitsBefore()
    if (this.#attempts.size > 0) await this.#attemptsEnd()
    await this.#leadership.giveBack()
  }

  /** The next process marks what hangs longer as lost, or attempts it again. */
  async #attemptsEnd(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise((resolve) => {
      timer = setTimeout(resolve, stopMilliseconds).unref()
    })
    await Promise.race([Promise.allSettled(this.#attempts.keys()), limit])
    clearTimeout(timer)
  }

  /** Looks for due work now. */
  kick(): void {
    this.#needs.due.want()
  }

  #runWanted(): void {
    if (this.#stopped || !this.#leadership.leading) return
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      if (this.#needs.due.wanted) this.#runWanted()
    })
  }

  async #run(): Promise<void> {
    while (this.#needs.due.wanted && !this.#stopped) {
      this.#pass = this.#passOnce()
      await this.#pass
    }
  }

  async #passOnce(): Promise<void> {
    const { due, read } = this.#needs
    due.passBegins()
    try {
      const idle = await read(async (rx) => ((await this.#isIdle(rx)) ? this.#toCome(rx) : undefined))
      const { next, clock } = idle ?? (await this.#doDue())
      this.#sleep(due.passEnds(next, clock))
    } catch (error) {
      if (this.#stopped) return
      this.#log(error, 'the scheduler failed; it tries again')
      this.#sleep(due.passFailed())
    }
  }

  /** Whether a pass has nothing to do: most have not, and then need one read. */
  async #isIdle(rx: Rx): Promise<boolean> {
    if ((await this.#deadlines.due(rx)).length > 0) return false
    const { claim } = this.#needs.due
    return claim === 'no' || (claim === 'if-any' && !(await this.#deliveries.anyDue(rx)))
  }

  async #doDue(): Promise<ToCome> {
    await this.fireDue()
    await this.#deliverDue()
    return this.#needs.read((rx) => this.#toCome(rx))
  }

  async #toCome(rx: Rx): Promise<ToCome> {
    // While the clock stands, only what is due now needs a pass: who moves the clock asks for one.
    const next = rx.clock.mode === 'frozen' ? rx.now + 1 : await this.#needs.work.next(rx)
    return { next, clock: rx.clock }
  }

  #sleep(milliseconds: number): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    this.#timer = setTimeout(() => this.kick(), milliseconds).unref()
  }

  /** Fires every due deadline, in order, each in its own unit. */
  async fireDue(): Promise<void> {
    for (;;) {
      const due = await this.#needs.read((rx) => this.#deadlines.due(rx))
      if (due.length === 0) return
      for (const deadline of due) {
        try {
          await this.#needs.transact((tx) => this.#deadlines.fire(tx, deadline))
        } catch (error) {
          if (this.#stopped) return
          // The store failed, not the deadline: it stays due.
          if (isTrouble(error)) throw error
          this.#needs.logger.error(
            { deadline, error: messageOf(error) },
            'a deadline failed; it is tried again',
          )
          await this.#needs.transact((tx) => this.#deadlines.postpone(tx, deadline.id))
        }
      }
    }
  }

  async #deliverDue(): Promise<void> {
    const { due, read, transact } = this.#needs
    if (due.claim === 'no') return
    if (due.claim === 'if-any' && !(await read((rx) => this.#deliveries.anyDue(rx)))) return
    const claimed = await transact((tx) => this.#claim(tx))
    for (const row of claimed) this.#attempt(row)
  }

  #attempt(row: Claimed, turn?: Promise<void>): void {
    const { due, logger } = this.#needs
    const settle = (work: (tx: Tx) => Promise<void>) => this.#recorded(work)
    const attempting = () => this.#deliveries.attempt(row, this.#holder, { ...(turn && { turn }), settle })
    const { holds } = this.#needs
    const attempt = (holds.any ? holds.during(row.id, attempting) : attempting())
      .catch((error) => logger.error({ error: messageOf(error) }, 'a delivery could not be recorded'))
      .finally(() => {
        this.#attempts.delete(attempt)
        due.freed()
      })
    this.#attempts.set(attempt, row.id)
  }

  async #mayClaim(tx: Tx): Promise<boolean> {
    if (this.#stopped || !this.#leadership.leading || !this.#needs.due.claimsAtOnce) return false
    return !(await this.#pause.isHeldElsewhere(tx))
  }

  #afterTheirCallers(): Promise<void> {
    this.#turn ??= new Promise((turned) =>
      setImmediate(() => {
        this.#turn = undefined
        turned()
      }),
    )
    return this.#turn
  }

  /** Waits for the units that wait by now: what they have claimed is in {@link #attempts} afterwards. */
  async #unitsBefore(): Promise<void> {
    // A store that fails commits none of them.
    await this.#needs.store.transact(() => {}).catch(() => {})
  }

  async #claim(tx: Tx): Promise<Claimed[]> {
    if (await this.#pause.isHeldElsewhere(tx)) return []
    const { due } = this.#needs
    due.claimBegins()
    const { claimed, skipped } = await this.#deliveries.claim(tx, this.#holder)
    tx.afterCommit(() => due.claimed({ skipped }))
    return claimed
  }

  /**
   * Writes the result of a delivery, and retries while the store fails: without the result the delivery stays in flight,
   * and callers that wait for it wait for ever.
   */
  async #recorded(work: (tx: Tx) => Promise<void>): Promise<void> {
    this.#needs.due.freed()
    try {
      return await this.#results.write(work)
    } catch {
      await this.#recordedLater(work)
    }
  }

  /** In its own unit, because another result of the shared unit may be what fails. */
  async #recordedLater(work: (tx: Tx) => Promise<void>): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, recordAgainMilliseconds))
      try {
        return await this.#needs.transact(work)
      } catch (error) {
        if (this.#stopped) throw error
      }
    }
  }

  /**
   * Runs `work` while no process has a delivery in flight: waits for those in flight, and sends no new ones.
   *
   * @throws BusyError
   */
  async whileNothingInFlight(work: () => Promise<void>, limit: WaitLimit): Promise<void> {
    const whatFor = describeInFlight(this.#needs.read, this.#deliveries)
    this.#needs.due.pause()
    try {
      // After these, all claimed deliveries are in #attempts.
      await this.#pass
      await this.#unitsBefore()
      if (this.#attempts.size > 0) await limit.wait(Promise.allSettled(this.#unheld()), whatFor)
      if (this.#needs.holds.deliveries().size > 0) throw callsHeld()
      limit.throwIfAborted()
      if (this.#stopped) return await work()
      const anyAttempting = (rx: Rx) => this.#deliveries.anyAttempting(rx)
      await this.#pause.run(work, { anyAttempting, limit, whatFor })
    } finally {
      this.#needs.due.resume()
    }
  }

  /** What this process has in flight and is not held; what comes to be held ends here too. */
  #unheld(): Array<Promise<void>> {
    const { holds } = this.#needs
    const held = holds.deliveries()
    const free = [...this.#attempts].filter(([, id]) => !held.has(id))
    if (!holds.any) return free.map(([attempt]) => attempt)
    return free.map(([attempt, id]) => untilHeld(holds, attempt, id))
  }

  /** The earliest time after now at which any work falls due; infinity if none does. */
  nextDue(): Promise<number> {
    return this.#needs.read((rx) => this.#needs.work.next(rx))
  }

  async #look(): Promise<void> {
    this.kick()
    await this.#pass
  }

  /** Waits until what is due has been attempted, and what that caused: see {@link settle}. */
  settle(limit: WaitLimit): Promise<void> {
    const { read, waitFor, work, store } = this.#needs
    const settled: Settled = {
      read,
      waitFor,
      work,
      trouble: () => store.trouble,
      stopped: () => this.#stopped,
      look: () => this.#look(),
      held: () => this.#needs.holds.deliveries(),
      attempts: () => this.#unheld(),
    }
    return settle(settled, limit)
  }

  /** Trouble with the data file is not logged here, because the kernel logs it once. */
  #log(error: unknown, what: string): void {
    if (!isTrouble(error)) this.#needs.logger.error({ error: messageOf(error) }, what)
  }

  async #beginToLead(): Promise<void> {
    await this.#needs.transact(async (tx) => {
      await this.#deliveries.recover(tx, this.#holder)
      await this.#needs.begin(tx)
    })
    this.kick()
  }

  get #deadlines(): Deadlines {
    return this.#needs.work.deadlines
  }

  get #deliveries(): Deliveries {
    return this.#needs.work.deliveries
  }
}

const callsHeld = () =>
  new ConflictError(
    'A callback is held. Let the held calls go first, or drop them: GET /_sim/holds lists them.',
    {},
    { problem: 'calls-held' },
  )

/** Ends when the attempt does, or when its delivery is held. */
function untilHeld(holds: Pick<Holds, 'deliveries' | 'onHeld'>, attempt: Promise<void>, id: number) {
  return new Promise<void>((resolve) => {
    const stop = holds.onHeld(() => {
      if (holds.deliveries().has(id)) end()
    })
    const end = () => {
      stop()
      resolve()
    }
    attempt.then(end, end)
  })
}
