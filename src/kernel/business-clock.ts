import { type ClockReading, type ClockRow, loadClock, noteReached, putClock } from './clock.ts'
import type { Reader, Unit } from './store/store.ts'

/** The machine's clock is corrected by less than this all the time; by more, it was set back. In real milliseconds. */
const setBackMs = 100
/** Two processes read their clocks this far apart at most. */
const apartMs = 1_000
/** A read that began before another row was written is over by then. */
const staleMs = 1_000
/** A clock that was set anew is not behind what another process has read meanwhile, which is rounded otherwise. */
const aheadMs = 2

/** What was read last, of which row, when by the clock that nobody sets. */
interface Seen {
  offset: number
  /** Not rounded, so that a clock that goes by itself loses nothing. */
  now: number
  monotonic: number
}

/**
 * Business time of one store, which never goes back but where it is set: where the machine's clock is set back it goes on
 * at its pace, by the clock that nobody sets, and the row is soon written anew, for other processes and the next start.
 */
export class BusinessClock {
  #seen: Seen | undefined
  /** An offset that was replaced: who began to read before sees it still. */
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
        // Set by another process, back as well; a little back is but the other's reading of the same time.
        if (wall < seen.now && seen.now - wall < apartMs) now = seen.now
      }
    }
    this.#seen = { offset, now, monotonic }
    return Math.floor(now)
  }

  /** The clock was set on purpose, back as well: what was read before is no measure of it. */
  forget(): void {
    this.#seen = undefined
    this.#replaced = undefined
  }

  /** Whether a running clock goes by itself, because the machine's was set back since the row was written. */
  wasSetBack(row: ClockRow): boolean {
    return row.mode === 'running' && this.#running(row) - (Date.now() + row.offset_ms) > setBackMs
  }

  /**
   * Writes down that a running clock has reached this time, so that a next start does not begin before; and, where the
   * machine's clock was set back, what it is ahead of that now.
   */
  async keep(unit: Unit): Promise<void> {
    const row = await loadClock(unit)
    const { mode, now } = this.reading(row)
    if (mode === 'frozen') return
    if (this.wasSetBack(row)) await putClock(unit, mode, now + aheadMs)
    else await noteReached(unit, now)
  }

  /** A running clock goes on from this time where it would be behind it: something has happened then. */
  async reach(unit: Unit, at: number): Promise<void> {
    const { mode, now } = await this.read(unit)
    if (mode === 'running' && at > now) await putClock(unit, 'running', at)
  }
}
