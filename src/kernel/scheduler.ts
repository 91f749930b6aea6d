import { randomUUID } from 'node:crypto'
import type { KernelCore } from './core.ts'
import type { Deadlines } from './deadlines.ts'
import type { Deliveries } from './deliveries.ts'
import { DeliveryPause } from './delivery-pause.ts'
import { DeliveryResults } from './delivery-results.ts'
import { describeInFlight } from './describe-in-flight.ts'
import { nextDue } from './due.ts'
import { messageOf } from './errors.ts'
import { releaseLease, renewMilliseconds, takeLease } from './lease.ts'
import { settle, type WorkSource } from './settling.ts'
import { isTrouble } from './store/disk-trouble.ts'
import type { Unit } from './store/store.ts'
import type { Rx, Tx } from './tx.ts'
import type { WaitLimit } from './wait-limit.ts'

const leaseName = 'scheduler'
/** The longest timer: the clock may jump, and other processes may write. */
const longestTimer = 1_000
/** How long a stop waits for deliveries in flight, in real milliseconds. */
const stopMilliseconds = 3_000
/** The time before writing a delivery's result is tried again, in real milliseconds. */
const recordAgainMilliseconds = 500

/** Fires deadlines in order and attempts deliveries, in the process that holds the lease. */
export class Scheduler implements WorkSource {
  readonly #holder = randomUUID()
  readonly #pause: DeliveryPause
  readonly #attempts = new Set<Promise<void>>()
  readonly #results: DeliveryResults
  #leading = false
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
  #renewal: NodeJS.Timeout | undefined
  #stopListening = () => {}

  constructor(
    readonly kernel: KernelCore,
    readonly deadlines: Deadlines,
    readonly deliveries: Deliveries,
  ) {
    this.#results = new DeliveryResults(kernel, () => this.#attempts.size)
    this.#pause = new DeliveryPause(kernel, this.#holder)
  }

  async start(): Promise<void> {
    this.#stopped = false
    this.#stopListening = this.kernel.store.onCommit(({ own }) => {
      // Work of this process calls expect(); a commit of another process may contain any work.
      if (own && !this.#expecting) return
      this.#expecting = false
      this.kick()
    })
    await this.#lead()
    if (!this.kernel.store.private) {
      this.#renewal = setInterval(() => void this.#lead(), renewMilliseconds).unref()
    }
  }

  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#stopped = true
    clearTimeout(this.#timer)
    clearInterval(this.#renewal)
    this.#stopListening()
    await this.#running
    // The next process marks what hangs longer as lost, or attempts it again.
    const limit = new Promise((resolve) => setTimeout(resolve, stopMilliseconds).unref())
    await Promise.race([Promise.allSettled([...this.#attempts]), limit])
    if (this.#leading && !this.kernel.store.private) {
      await this.kernel.store
        .transact(async (unit) => {
          await this.kernel.keepTime(unit)
          await releaseLease(unit, leaseName, this.#holder)
        })
        // The lease expires by itself.
        .catch((error) => this.#log(error, 'the lease was not given back'))
    }
    this.#leading = false
  }

  /** The current unit writes work that is due at `at`. */
  expect(at: number): void {
    if (at < this.#nextDue) this.#expecting = true
  }

  /** Looks for due work now. */
  kick(): void {
    if (this.#stopped || !this.#leading) return
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
    const { next, now, mode } = await this.kernel.read(async (rx) => ({
      next: await nextDue(rx, this),
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
      const due = await this.kernel.read((rx) => this.deadlines.due(rx))
      if (due.length === 0) return
      for (const deadline of due) {
        try {
          await this.kernel.transact((tx) => this.deadlines.fire(tx, deadline))
        } catch (error) {
          if (this.#stopped) return
          // The store failed, not the deadline: it stays due.
          if (isTrouble(error)) throw error
          this.kernel.logger.error(
            { deadline, error: messageOf(error) },
            'a deadline failed; it is tried again',
          )
          await this.kernel.transact((tx) => this.deadlines.postpone(tx, deadline.id))
        }
      }
    }
  }

  async #deliverDue(): Promise<void> {
    if (this.#paused) return
    if (!this.deliveries.likelyDue && !(await this.kernel.read((rx) => this.deliveries.anyDue(rx)))) return
    const claimed = await this.kernel.transact(async (tx) =>
      (await this.#pause.isHeldElsewhere(tx)) ? [] : this.deliveries.claim(tx, this.#holder),
    )
    for (const row of claimed) {
      const attempt = this.deliveries
        .attempt(row, this.#holder, (work) => this.#recorded(work))
        .catch((error) =>
          this.kernel.logger.error({ error: messageOf(error) }, 'a delivery could not be recorded'),
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
    if (this.deliveries.skippedDue) this.kick()
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
        return await this.kernel.transact(work)
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
    const whatFor = describeInFlight(this.kernel, this.deliveries)
    this.#paused = true
    try {
      // After this pass, all claimed deliveries are in #attempts.
      await this.#pass
      await limit.wait(Promise.allSettled([...this.#attempts]), whatFor)
      limit.throwIfAborted()
      if (this.#stopped) return await work()
      const anyAttempting = (rx: Rx) => this.deliveries.anyAttempting(rx)
      await this.#pause.run(work, { anyAttempting, limit, whatFor })
    } finally {
      this.#paused = false
      this.kick()
    }
  }

  get stopped(): boolean {
    return this.#stopped
  }

  async look(): Promise<void> {
    this.kick()
    await this.#pass
  }

  attempts(): Array<Promise<void>> {
    return [...this.#attempts]
  }

  /** Waits until what is due has been attempted, and what that caused: see {@link settle}. */
  settle(limit: WaitLimit): Promise<void> {
    return settle(this.kernel, this, limit)
  }

  /** Trouble with the data file is not logged here, because the kernel logs it once. */
  #log(error: unknown, what: string): void {
    if (!isTrouble(error)) this.kernel.logger.error({ error: messageOf(error) }, what)
  }

  async #renew(unit: Unit): Promise<boolean> {
    const mine = await takeLease(unit, leaseName, this.#holder)
    if (mine) await this.kernel.keepTime(unit)
    return mine
  }

  async #lead(): Promise<void> {
    const led = this.#leading
    try {
      this.#leading =
        this.kernel.store.private || (await this.kernel.store.transact((unit) => this.#renew(unit)))
      if (this.#leading && !led) {
        await this.kernel.transact(async (tx) => {
          await this.deliveries.recover(tx, this.#holder)
          await this.kernel.retention.begin(tx)
        })
        this.kick()
      }
    } catch (error) {
      this.#leading = false
      if (!this.#stopped) this.#log(error, 'the lease could not be renewed')
    }
  }
}
