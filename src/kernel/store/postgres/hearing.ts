import type { PostgresDatabase } from './database.ts'

/** How often a connection that was lost is tried again, in real milliseconds. */
const againMs = 500

/** Hears of the commits of all processes to one world. After an interruption it says that something may have happened. */
export class Hearing {
  readonly #database: PostgresDatabase
  readonly #channel: string
  readonly #hear: (node: string) => void
  #listening: { end(): void } | undefined
  #ended = false

  constructor(database: PostgresDatabase, channel: string, hear: (node: string) => void) {
    this.#database = database
    this.#channel = channel
    this.#hear = hear
  }

  /** @throws StoreError if the database cannot be reached */
  async begin(): Promise<void> {
    const listening = await this.#database.listen(this.#channel, this.#hear)
    this.#listening = listening
    if (this.#ended) return listening.end()
    void listening.lost.then(() => this.#again())
  }

  #again(): void {
    if (this.#ended) return
    setTimeout(() => {
      if (this.#ended) return
      this.begin().then(
        () => this.#hear(''),
        () => this.#again(),
      )
    }, againMs).unref()
  }

  end(): void {
    this.#ended = true
    this.#listening?.end()
  }
}
