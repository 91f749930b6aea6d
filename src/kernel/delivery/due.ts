import type { ClockReading } from '../time/index.ts'
import type { DueHint } from '../tx.ts'

/** The longest timer, in real milliseconds: the clock may jump, and other processes may write. */
const longestTimer = 1_000

/**
 * Says when a pass over the work that falls due must run, from what has committed. These are hints: the data is the truth,
 * and a pass asks it. A hint comes only from a unit that has committed, so it ends with the pass that it causes.
 */
export class Due {
  /** Called when a pass must run, also if that is known already. */
  onWanted = () => {}
  #wanted = false
  /** The first work to come, which the timer waits for. Infinity during a pass, which may have looked too early. */
  #next = Number.POSITIVE_INFINITY
  /** A unit that no claim has seen has written a delivery that can be claimed. */
  #claimable = false
  /** The last claim has left a due delivery, because no slot or lane was free. */
  #skipped = false
  /** A slot or a lane came free since that claim began. */
  #freed = false
  #paused = false

  /** Whether a pass must run now. */
  get wanted(): boolean {
    return this.#wanted
  }

  /** A pass must run: the timer has woken, the clock was moved, or somebody waits for what is due. */
  want(): void {
    this.#wanted = true
    this.onWanted()
  }

  /** A unit of this process has committed. A pass must run, unless the timer wakes in time for what the unit wrote. */
  committed({ at, claimable }: DueHint): void {
    if (claimable) this.#claimable = true
    if (at < this.#next) this.want()
  }

  /** Another process has committed: it may have written any work, or moved the clock. */
  committedElsewhere(): void {
    this.want()
  }

  passBegins(): void {
    this.#wanted = false
    this.#next = Number.POSITIVE_INFINITY
  }

  /**
   * @param next the first work to come, infinity if there is none
   * @returns in how many real milliseconds the timer must wake
   */
  passEnds(next: number, { mode, now }: ClockReading): number {
    this.#next = next
    if (mode === 'frozen') return longestTimer
    // The work may be due by now.
    return Math.max(0, Math.min(next - now, longestTimer))
  }

  /** As {@link passEnds}: what is due is not known, so any work that is committed wants a pass. */
  passFailed(): number {
    return longestTimer
  }

  /** Whether a pass must claim deliveries: no, yes, or only if a query finds a due one. */
  get claim(): 'no' | 'yes' | 'if-any' {
    if (this.#paused) return 'no'
    return this.#claimable ? 'yes' : 'if-any'
  }

  /** Whether a unit may claim what it writes: no delivery that is due is known to wait for a claim. */
  get claimsAtOnce(): boolean {
    return !(this.#paused || this.#claimable || this.#skipped)
  }

  claimBegins(): void {
    this.#freed = false
  }

  /** The unit of the claim has committed: it has seen what the units before it wrote. */
  claimed({ skipped }: { skipped: boolean }): void {
    this.#claimable = false
    this.#skipped = skipped
    if (skipped && this.#freed) this.want()
  }

  /** A slot or a lane is free again. */
  freed(): void {
    this.#freed = true
    if (this.#skipped) this.want()
  }

  /** Claims nothing until {@link resume}. */
  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.want()
  }
}
