import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Deadlines } from './deadlines.ts'
import type { Deliveries } from './deliveries.ts'
import { DeliveryPause } from './delivery-pause.ts'
import { DeliveryResults } from './delivery-results.ts'
import { describeInFlight } from './describe-in-flight.ts'
import type { DueWork } from './due-work.ts'
import { messageOf } from './errors.ts'
import { Leadership } from './leadership.ts'
import { type Settled, settle } from './settling.ts'
import { isTrouble } from './store/disk-trouble.ts'
import type { Store, Unit } from './store/store.ts'
import type { Read, Rx, Transact, Tx, WaitFor } from './tx.ts'
import type { WaitLimit } from './wait-limit.ts'

const leaseName = 'scheduler'
/** The longest timer: the clock may jump, and other processes may write. */
const longestTimer = 1_000
/** How long a stop waits for deliveries in flight, in real milliseconds. */
const stopMilliseconds = 3_000
/** The time before writing a delivery's result is tried again, in real milliseconds. */
const recordAgainMilliseconds = 500

/** What the scheduler needs of the kernel. */
export interface SchedulerNeeds {
  work: DueWork
  store: Pick<Store, 'private' | 'transact' | 'onCommit' | 'trouble'>
  read: Read
  transact: Transact
  waitFor: WaitFor
  /** Stores, in this unit, how far the clock has come. */
  keepTime(unit: Unit): Promise<void>
  /** Runs in the unit in which this process begins to lead. */
  begin(tx: Tx): Promise<void>
  logger: Logger
}

/** Fires deadlines in order and attempts deliveries, in the process that holds the lease. */
export class Scheduler {
  readonly #needs: SchedulerNeeds
  readonly #holder = randomUUID()
  readonly #leadership: Leadership
  readonly #pause: DeliveryPause
  readonly #attempts = new Set<Promise<void>>()
  readonly #results: DeliveryResults
  #stopped = true
  #expecting = false
  #paused = false
  #wanted = false
  #running: Promise<void> | undefined
  /** The current pass over due work. {@link #running} may go on for long, while callers add more. */
  #pass: Promise<void> | undefined
  /** The earliest future work that the timer is set for. */
  #nextDue = Number.POSITIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #stopListening = () => {}

  constructor(needs: SchedulerNeeds) {
    this.#needs = needs
    this.#results = new DeliveryResults(needs.transact, () => this.#attempts.size)
    this.#pause = new DeliveryPause(needs, this.#holder)
    this.#leadership = new Leadership(leaseName, this.#holder, {
      store: needs.store,
      keepTime: needs.keepTime,
      begin: () => this.#beginToLead(),
      failed: (error, what) => this.#log(error, what),
    })
  }

  async start(): Promise<void> {
    this.#stopped = false
    this.#stopListening = this.#needs.store.onCommit(({ own }) => {
      // Work of this process calls expect(); a commit of another process may contain any work.
      if (own && !this.#expecting) return
      this.#expecting = false
      this.kick()
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
    // The next process marks what hangs longer as lost, or attempts it again.
    const limit = new Promise((resolve) => setTimeout(resolve, stopMilliseconds).unref())
    await Promise.race([Promise.allSettled([...this.#attempts]), limit])
    await this.#leadership.giveBack()
  }

  /** The current unit writes work that is due at `at`. */
  expect(at: number): void {
    if (at < this.#nextDue) this.#expecting = true
  }

  /** Looks for due work now. */
  kick(): void {
    if (this.#stopped || !this.#leadership.leading) return
    this.#wanted = true
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      if (this.#wanted) this.kick()
    })
  }

  async #run(): Promise<void> {
    while (this.#wanted && !this.#stopped) {
      this.#wanted = false
      this.#pass = this.#lookOnce()
      await this.#pass
    }
  }

  async #lookOnce(): Promise<void> {
    // Until the timer is set again, any new work must start a pass.
    this.#nextDue = Number.POSITIVE_INFINITY
    try {
      await this.fireDue()
      await this.#deliverDue()
      await this.#arm()
    } catch (error) {
      if (this.#stopped) return
      this.#log(error, 'the scheduler failed; it tries again')
      this.#sleep(longestTimer)
    }
  }

  async #arm(): Promise<void> {
    const { next, now, mode } = await this.#needs.read(async (rx) => ({
      next: await this.#needs.work.next(rx),
      now: rx.now,
      mode: rx.clock.mode,
    }))
    this.#nextDue = next
    this.#sleep(mode === 'frozen' ? longestTimer : Math.min(next - now, longestTimer))
  }

  #sleep(milliseconds: number): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    // Work may be due already, and Node warns of a negative timer.
    this.#timer = setTimeout(() => this.kick(), Math.max(0, milliseconds)).unref()
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
    if (this.#paused) return
    if (!this.#deliveries.likelyDue && !(await this.#needs.read((rx) => this.#deliveries.anyDue(rx)))) return
    const claimed = await this.#needs.transact(async (tx) =>
      (await this.#pause.isHeldElsewhere(tx)) ? [] : this.#deliveries.claim(tx, this.#holder),
    )
    for (const row of claimed) {
      const attempt = this.#deliveries
        .attempt(row, this.#holder, (work) => this.#recorded(work))
        .catch((error) =>
          this.#needs.logger.error({ error: messageOf(error) }, 'a delivery could not be recorded'),
        )
        .finally(() => {
          this.#attempts.delete(attempt)
          this.#retrySkipped()
        })
      this.#attempts.add(attempt)
    }
  }

  /** Tries deliveries again that were skipped because no slot or lane was free. */
  #retrySkipped(): void {
    if (this.#deliveries.skippedDue) this.kick()
  }

  /**
   * Writes the result of a delivery, and retries while the store fails: without the result the delivery stays in flight,
   * and callers that wait for it wait for ever.
   */
  async #recorded(work: (tx: Tx) => Promise<void>): Promise<void> {
    this.#retrySkipped()
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
    this.#paused = true
    try {
      // After this pass, all claimed deliveries are in #attempts.
      await this.#pass
      await limit.wait(Promise.allSettled([...this.#attempts]), whatFor)
      limit.throwIfAborted()
      if (this.#stopped) return await work()
      const anyAttempting = (rx: Rx) => this.#deliveries.anyAttempting(rx)
      await this.#pause.run(work, { anyAttempting, limit, whatFor })
    } finally {
      this.#paused = false
      this.kick()
    }
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
      attempts: () => [...this.#attempts],
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
