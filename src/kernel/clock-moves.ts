import type { ClockMode } from '../terms/sim/statuses.ts'
import { type ClockReading, putClock } from './clock.ts'
import type { KernelCore } from './core.ts'
import { nextDue } from './due.ts'
import { BusyError } from './errors.ts'
import { Patience, type Waiting } from './patience.ts'
import type { Scheduler } from './scheduler.ts'
import type { Units } from './units.ts'

const earlierCall = async () => ({
  sentence: 'an earlier call that moves the clock, resets, or keeps or restores a snapshot is not done yet.',
})

/** Moves the clock, one move after the other; what falls due on the way is attempted in its order. */
export class ClockMoves {
  #told = false
  #moving: Promise<unknown> = Promise.resolve()

  constructor(
    readonly kernel: Pick<KernelCore, 'clock' | 'read'>,
    readonly units: Units,
    readonly scheduler: Scheduler,
  ) {}

  /** From now on moves are events; where a clock is set before is no move. */
  tellFromNow(): void {
    this.#told = true
  }

  freeze(at?: number, waiting?: Waiting): Promise<ClockReading> {
    return this.inTurn(waiting, async (patience) => {
      const before = await this.kernel.clock()
      await this.#put('frozen')
      const { now } = await this.kernel.clock()
      await this.#tell(before, { mode: 'frozen', now: at ?? now })
      if (at !== undefined && at > now) await this.#stepTo(at, patience)
      if (at !== undefined && at < now) {
        // What is due now must not wait for the same time to come round again.
        await this.scheduler.settle(patience)
        await this.units.clockUnit((unit) => putClock(unit, 'frozen', at))
      }
      this.scheduler.kick()
    })
  }

  run(waiting?: Waiting): Promise<ClockReading> {
    return this.inTurn(waiting, async () => {
      const before = await this.kernel.clock()
      await this.#put('running')
      await this.#tell(before, { mode: 'running', now: before.now })
      this.scheduler.kick()
    })
  }

  advance(milliseconds: number, waiting?: Waiting): Promise<ClockReading> {
    return this.inTurn(waiting, async (patience) => {
      const before = await this.kernel.clock()
      // So many settle by this that what the steps below cost, writing the same time, would be felt.
      if (milliseconds === 0) return this.scheduler.settle(patience)
      const target = before.now + milliseconds
      await this.#tell(before, { mode: before.mode, now: target })
      await this.#stepTo(target, patience)
    })
  }

  /**
   * Does something between two moves, and answers the time afterwards. What nobody waits for any more when its turn comes
   * is not begun, and holds nothing up.
   *
   * @throws BusyError
   */
  inTurn(waiting: Waiting | undefined, work: (patience: Patience) => Promise<void>): Promise<ClockReading> {
    const patience = new Patience(waiting)
    const before = this.#moving
    const turn = async () => {
      await patience.of(before, earlierCall)
      patience.mustBeAwaited()
      await work(patience)
    }
    const moved = turn()
    this.#moving = Promise.allSettled([before, moved])
    return moved.then(() => this.kernel.clock())
  }

  /** Said before what falls due on the way, as its cause. */
  async #tell(from: ClockReading, to: ClockReading): Promise<void> {
    if (!this.#told || (from.mode === to.mode && from.now === to.now)) return
    const iso = (time: number) => new Date(time).toISOString()
    const data = { mode: to.mode, from: iso(from.now), to: iso(to.now) }
    await this.units.transact((tx) => tx.emit({ kind: 'clock.moved', data }))
  }

  async #stepTo(target: number, patience: Patience): Promise<void> {
    try {
      await this.#stepsTo(target, patience)
    } catch (error) {
      if (!(error instanceof BusyError) || error.reason !== 'waited-too-long') throw error
      const at = new Date((await this.kernel.clock()).now).toISOString()
      const aim = new Date(target).toISOString()
      throw BusyError.waitedTooLong(
        `${error.message} The clock stands at ${at}, on its way to ${aim}.`,
        error.data,
      )
    }
  }

  async #stepsTo(target: number, patience: Patience): Promise<void> {
    for (;;) {
      await this.scheduler.settle(patience)
      const next = await this.kernel.read((rx) => nextDue(rx, this.scheduler))
      if (next > target) break
      await this.#moveTo(next)
      await this.scheduler.fireDue()
    }
    await this.#moveTo(target)
    await this.scheduler.settle(patience)
  }

  /** Never back: a clock that runs may be past it. */
  #moveTo(at: number): Promise<void> {
    return this.units.clockUnit(async (unit) => {
      const { mode, now } = await this.units.readClock(unit)
      await putClock(unit, mode, Math.max(at, now))
    })
  }

  /** Stops it where it is, or lets it run from there. */
  #put(mode: ClockMode): Promise<void> {
    return this.units.clockUnit(async (unit) => putClock(unit, mode, (await this.units.readClock(unit)).now))
  }
}
