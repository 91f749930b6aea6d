import type { Reader, Unit } from '../store/index.ts'
import { type ClockReading, type ClockRow, loadClock, noteReached, putClock } from './clock.ts'

/** Time synchronisation moves the machine's clock by less than this; more means that it was set back. In real milliseconds. */
const setBackMs = 100
/** The largest difference between the clock readings of two processes. */
const apartMs = 1_000
/** A read that began before the row was replaced has ended by then. */
const staleMs = 1_000
/** Added when the row is written again, so that rounding cannot put it behind a time that another process has read. */
const aheadMs = 2

/** The last reading: the row's offset, the business time, and the monotonic time. */
interface Seen {
  offset: number
  /** Not rounded, so that rounding errors do not add up. */
  now: number
  monotonic: number
}

/**
 * The business time of one store. It goes back only when a caller sets it. When the machine's clock is set back, business
 * time continues by the monotonic clock, and the row is soon written again for other processes and the next start.
 */
export class BusinessClock {
  #seen: Seen | undefined
  /** The offset before the last change: reads that began before it still see it. */
  #replaced: { offset: number; until: number } | undefined

  reading(row: ClockRow): ClockReading {
    const { mode } = row
    return { mode, now: mode === 'frozen' ? row.frozen_at : this.#running(row) }
  }

  async read(reader: Reader): Promise<ClockReading> {
    return this.reading(await loadClock(reader))
  }

  #running({ offset_ms: offset, frozen_at: reached }: ClockRow): number {
    const monotonic = performance.now()
    const wall = Math.max(Date.now() + offset, reached)
    const seen = this.#seen
    let now = wall
    if (seen) {
      const expected = seen.now + (monotonic - seen.monotonic)
      if (offset === seen.offset) {
        now = wall < expected - setBackMs ? expected : Math.max(wall, seen.now)
      } else if (this.#replaced?.offset === offset && monotonic < this.#replaced.until) {
        return Math.floor(expected)
      } else {
        this.#replaced = { offset: seen.offset, until: monotonic + staleMs }
        // Another process set the clock, perhaps back. A small step back is only a different reading of the same time.
        if (wall < seen.now && seen.now - wall < apartMs) now = seen.now
      }
    }
    this.#seen = { offset, now, monotonic }
    return Math.floor(now)
  }

  /** Call it when the clock is set on purpose: earlier readings no longer count. */
  forget(): void {
    this.#seen = undefined
    this.#replaced = undefined
  }

  /** Whether the machine's clock was set back since the row was written, so that a running clock ignores it. */
  wasSetBack(row: ClockRow): boolean {
    return row.mode === 'running' && this.#running(row) - (Date.now() + row.offset_ms) > setBackMs
  }

  /**
   * Stores the time that a running clock has reached, so that the next start does not begin earlier. If the machine's clock
   * was set back, it stores the new offset too.
   */
  async keep(unit: Unit): Promise<void> {
    const row = await loadClock(unit)
    const { mode, now } = this.reading(row)
    if (mode === 'frozen') return
    if (this.wasSetBack(row)) await putClock(unit, mode, now + aheadMs)
    else await noteReached(unit, now)
  }

  /** Moves a running clock forward to the time of an event, if it is behind. */
  async reach(unit: Unit, at: number): Promise<void> {
    const { mode, now } = await this.read(unit)
    if (mode === 'running' && at > now) await putClock(unit, 'running', at)
  }
}
