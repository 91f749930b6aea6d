import type { Store, Unit } from '../store/index.ts'
import { releaseLease, renewMilliseconds, takeLease } from './lease.ts'

/** What leading needs of the kernel. */
export interface LeadershipNeeds {
  store: Pick<Store, 'private' | 'transact'>
  /** Stores, in this unit, how far the clock has come. */
  keepTime(unit: Unit): Promise<void>
  /** This process leads from now on. If it rejects, the process does not lead, and tries again. */
  begin(): Promise<void>
  failed(error: unknown, what: string): void
}

/** Of the processes on one file, one leads: it holds a lease, and renews it. */
export class Leadership {
  readonly #name: string
  readonly #holder: string
  readonly #needs: LeadershipNeeds
  #leading = false
  #renewal: NodeJS.Timeout | undefined
  #ending = false

  constructor(name: string, holder: string, needs: LeadershipNeeds) {
    this.#name = name
    this.#holder = holder
    this.#needs = needs
  }

  get leading(): boolean {
    return this.#leading
  }

  async start(): Promise<void> {
    this.#ending = false
    await this.#lead()
    if (this.#needs.store.private) return
    this.#renewal = setInterval(() => void this.#lead(), renewMilliseconds).unref()
  }

  /** Does not renew any more. The lease is still held. */
  stopRenewing(): void {
    this.#ending = true
    clearInterval(this.#renewal)
  }

  async giveBack(): Promise<void> {
    const { store, keepTime, failed } = this.#needs
    if (this.#leading && !store.private) {
      await store
        .transact(async (unit) => {
          await keepTime(unit)
          await releaseLease(unit, this.#name, this.#holder)
        })
        // The lease expires by itself.
        .catch((error) => failed(error, 'the lease was not given back'))
    }
    this.#leading = false
  }

  async #lead(): Promise<void> {
    const { store, begin, failed } = this.#needs
    const led = this.#leading
    try {
      this.#leading = store.private || (await store.transact((unit) => this.#renew(unit)))
      if (this.#leading && !led) await begin()
    } catch (error) {
      this.#leading = false
      if (!this.#ending) failed(error, 'the lease could not be renewed')
    }
  }

  async #renew(unit: Unit): Promise<boolean> {
    const mine = await takeLease(unit, this.#name, this.#holder)
    if (mine) await this.#needs.keepTime(unit)
    return mine
  }
}
