import { type ClockReading, freezeClock, moveClock, readClock, runClock } from './clock.ts'
import { nextDue } from './due.ts'
import type { Kernel } from './kernel.ts'
import type { Scheduler } from './scheduler.ts'
import type { Units } from './units.ts'

/** Moves the clock, one move after the other; what falls due on the way is attempted in its order. */
export class ClockMoves {
  #told = false
  #moving: Promise<unknown> = Promise.resolve()

  constructor(
    readonly kernel: Kernel,
    readonly units: Units,
    readonly scheduler: Scheduler,
  ) {}

  /** From now on moves are events; where a clock is set before is no move. */
  tellFromNow(): void {
    this.#told = true
  }

  freeze(at?: number): Promise<ClockReading> {
    return this.inTurn(async () => {
      const before = await this.kernel.clock()
      await this.units.clockUnit(async (unit) => freezeClock(unit, (await readClock(unit)).now))
      const { now } = await this.kernel.clock()
      await this.#tell(before, { mode: 'frozen', now: at ?? now })
      if (at !== undefined && at > now) await this.#stepTo(at)
      if (at !== undefined && at < now) {
        // What is due now must not wait for the same time to come round again.
        await this.scheduler.settle()
        await this.units.clockUnit((unit) => freezeClock(unit, at))
      }
      this.scheduler.kick()
    })
  }

  run(): Promise<ClockReading> {
    return this.inTurn(async () => {
      const before = await this.kernel.clock()
      await this.units.clockUnit(async (unit) => runClock(unit, (await readClock(unit)).now))
      await this.#tell(before, { mode: 'running', now: before.now })
      this.scheduler.kick()
    })
  }

  advance(milliseconds: number): Promise<ClockReading> {
    return this.inTurn(async () => {
      const before = await this.kernel.clock()
      // So many settle by this that what the steps below cost, writing the same time, would be felt.
      if (milliseconds === 0) return this.scheduler.settle()
      const target = before.now + milliseconds
      await this.#tell(before, { mode: before.mode, now: target })
      await this.#stepTo(target)
    })
  }

  /** Does something between two moves, and answers the time afterwards. */
  inTurn(work: () => Promise<void>): Promise<ClockReading> {
    const moved = this.#moving.then(work).then(() => this.kernel.clock())
    this.#moving = moved.catch(() => {})
    return moved
  }

  /** Said before what falls due on the way, as its cause. */
  async #tell(from: ClockReading, to: ClockReading): Promise<void> {
    if (!this.#told || (from.mode === to.mode && from.now === to.now)) return
    const iso = (time: number) => new Date(time).toISOString()
    const data = { mode: to.mode, from: iso(from.now), to: iso(to.now) }
    await this.units.transact((tx) => tx.emit({ kind: 'clock.moved', data }))
  }

  async #stepTo(target: number): Promise<void> {
    for (;;) {
      await this.scheduler.settle()
      const next = await this.kernel.read((rx) => nextDue(rx, this.scheduler))
      if (next > target) break
      await this.#moveTo(next)
      await this.scheduler.fireDue()
    }
    await this.#moveTo(target)
    await this.scheduler.settle()
  }

  /** Never back: a clock that runs may be past it. */
  #moveTo(at: number): Promise<void> {
    return this.units.clockUnit(async (unit) => moveClock(unit, Math.max(at, (await readClock(unit)).now)))
  }
}
