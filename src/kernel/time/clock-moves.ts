import type { ClockMode } from '../../terms/sim/statuses.ts'
import { BusyError } from '../errors.ts'
import type { Transact } from '../tx.ts'
import type { ClockReading } from './clock.ts'
import { WaitLimit, type WaitOptions } from './wait-limit.ts'

const earlierCall = async () => ({
  sentence: 'an earlier call that moves the clock, resets, or keeps or restores a snapshot is not done yet.',
})

/** The clock that is moved. */
export interface MovableClock {
  clock(): Promise<ClockReading>
  /** Sets the clock, in its own unit, to what `to` makes of the present reading. */
  moveClock(to: (present: ClockReading) => ClockReading): Promise<void>
  transact: Transact
}

/** The work that falls due on the way. */
export interface WorkOnTheWay {
  /** The earliest time after now at which any falls due; infinity if none does. */
  nextDue(): Promise<number>
  fireDue(): Promise<void>
  /** Waits until what is due, and what that caused, has been attempted. */
  settle(limit: WaitLimit): Promise<void>
  kick(): void
}

/** Moves the clock, one move at a time; deadlines and deliveries that fall due on the way run in order. */
export class ClockMoves {
  readonly #clock: MovableClock
  readonly #work: WorkOnTheWay
  #emits = false
  #moving: Promise<unknown> = Promise.resolve()

  constructor(clock: MovableClock, work: WorkOnTheWay) {
    this.#clock = clock
    this.#work = work
  }

  /** From now on moves are recorded as events; setting the clock before the start is not. */
  emitFromNow(): void {
    this.#emits = true
  }

  freeze(at?: number, waiting?: WaitOptions): Promise<ClockReading> {
    return this.inTurn(waiting, async (limit) => {
      const before = await this.#clock.clock()
      await this.#put('frozen')
      const { now } = await this.#clock.clock()
      await this.#emitMove(before, { mode: 'frozen', now: at ?? now })
      if (at !== undefined && at > now) await this.#stepTo(at, limit)
      if (at !== undefined && at < now) {
        // Runs what is due now, because after the move back it would be in the future again.
        await this.#work.settle(limit)
        await this.#clock.moveClock(() => ({ mode: 'frozen', now: at }))
      }
      this.#work.kick()
    })
  }

  run(waiting?: WaitOptions): Promise<ClockReading> {
    return this.inTurn(waiting, async () => {
      const before = await this.#clock.clock()
      await this.#put('running')
      await this.#emitMove(before, { mode: 'running', now: before.now })
      this.#work.kick()
    })
  }

  advance(milliseconds: number, waiting?: WaitOptions): Promise<ClockReading> {
    return this.inTurn(waiting, async (limit) => {
      const before = await this.#clock.clock()
      // Many callers advance by 0 to settle: this avoids writing the same time again.
      if (milliseconds === 0) return this.#work.settle(limit)
      const target = before.now + milliseconds
      await this.#emitMove(before, { mode: before.mode, now: target })
      await this.#stepTo(target, limit)
    })
  }

  /**
   * Runs `work` between two moves, and returns the time afterwards. If its caller has gone before its turn, it does not
   * run.
   *
   * @throws BusyError
   */
  inTurn(waiting: WaitOptions | undefined, work: (limit: WaitLimit) => Promise<void>): Promise<ClockReading> {
    const limit = new WaitLimit(waiting)
    const before = this.#moving
    const turn = async () => {
      await limit.wait(before, earlierCall)
      limit.throwIfAborted()
      await work(limit)
    }
    const moved = turn()
    this.#moving = Promise.allSettled([before, moved])
    return moved.then(() => this.#clock.clock())
  }

  /** Emitted before what falls due on the way, because it is the cause. */
  async #emitMove(from: ClockReading, to: ClockReading): Promise<void> {
    if (!this.#emits || (from.mode === to.mode && from.now === to.now)) return
    const iso = (time: number) => new Date(time).toISOString()
    const data = { mode: to.mode, from: iso(from.now), to: iso(to.now) }
    await this.#clock.transact((tx) => tx.emit({ kind: 'clock.moved', data }))
  }

  async #stepTo(target: number, limit: WaitLimit): Promise<void> {
    try {
      await this.#stepsTo(target, limit)
    } catch (error) {
      if (!(error instanceof BusyError) || error.reason !== 'waited-too-long') throw error
      const at = new Date((await this.#clock.clock()).now).toISOString()
      const aim = new Date(target).toISOString()
      throw BusyError.waitedTooLong(
        `${error.message} The clock stands at ${at}, on its way to ${aim}.`,
        error.data,
      )
    }
  }

  async #stepsTo(target: number, limit: WaitLimit): Promise<void> {
    for (;;) {
      await this.#work.settle(limit)
      const next = await this.#work.nextDue()
      if (next > target) break
      await this.#moveTo(next)
      await this.#work.fireDue()
    }
    await this.#moveTo(target)
    await this.#work.settle(limit)
  }

  /** Never moves back: a running clock may be past this time. */
  #moveTo(at: number): Promise<void> {
    return this.#clock.moveClock(({ mode, now }) => ({ mode, now: Math.max(at, now) }))
  }

  /** Sets the mode and keeps the time. */
  #put(mode: ClockMode): Promise<void> {
    return this.#clock.moveClock(({ now }) => ({ mode, now }))
  }
}
