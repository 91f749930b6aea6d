import type { Database } from 'better-sqlite3'
import { StoreError } from '../errors.ts'
import { troubleOf } from './disk-trouble.ts'
import { FileWatch } from './file-watch.ts'
import { lockHolders } from './lock-holders.ts'

/**
 * How long a unit waits for the lock that another process holds, in real milliseconds. A batch of units holds it for some
 * milliseconds; a process that is frozen in one, stopped or swapped out, for as long as that lasts.
 */
export const longestLockMs = 10_000

/** What keeps a data file from being used, from when it is met until a write works again. */
export class StoreHealth {
  readonly #path: string | undefined
  readonly #database: Database
  readonly #files: FileWatch | undefined
  #trouble: StoreError | undefined
  #refusal: StoreError | undefined
  #changesBefore = 0
  onChange: (trouble: StoreError | undefined) => void = () => {}

  /** @param path undefined in memory, which has no such trouble */
  constructor(path: string | undefined, database: Database) {
    this.#path = path
    this.#database = database
    this.#files = path === undefined ? undefined : new FileWatch(path)
  }

  get trouble(): StoreError | undefined {
    return this.#trouble
  }

  /** Why nothing is written any more, whatever works: until a new start. */
  get refusal(): StoreError | undefined {
    return this.#refusal
  }

  /** What was thrown, or the trouble of which it tells. */
  told(error: unknown): unknown {
    const trouble = this.#path === undefined ? undefined : troubleOf(error, this.#path)
    if (!trouble) return error
    this.#meet(trouble)
    return trouble
  }

  locked(error: unknown): StoreError {
    const path = this.#path ?? ''
    const holders = lockHolders(path)
    const who = holders.length > 0 ? `the process ${holders.join(', ')} holds` : 'another process holds'
    const trouble = new StoreError(
      'locked',
      `${path} was locked for ${longestLockMs / 1000} s: ${who} its lock for writing, and may be stopped or frozen. Nothing was written. Let that process go on or end it; payersim then goes on by itself.`,
      { path, holders },
      { cause: error },
    )
    this.#meet(trouble)
    return trouble
  }

  /** A transaction has begun. */
  began(): void {
    if (this.#trouble) this.#changesBefore = this.#changes()
  }

  /** A transaction was committed; one that has written something is the end of what kept it from that. */
  committed(): void {
    if (!this.#trouble || this.#refusal || this.#trouble.reason === 'damaged') return
    if (this.#changes() === this.#changesBefore) return
    this.#trouble = undefined
    this.onChange(undefined)
  }

  /** Finds out where the files at the paths are no longer those that are open. */
  checkFiles(): void {
    if (this.#refusal || this.#path === undefined) return
    const missing = this.#files?.missing()
    if (missing === undefined) return
    this.#refusal = new StoreError('file-gone', this.#wordsOf(missing, this.#path), { path: missing })
    this.#meet(this.#refusal)
  }

  #wordsOf(missing: string, path: string): string {
    const what = `${missing} was removed or replaced while payersim has it open: nothing is written any more.`
    if (missing === path)
      return `${what} Stop payersim, put the file back or name another with --data, and start it again.`
    return this.#saveLog()
      ? `${what} What was acknowledged is in ${path}. Start payersim again.`
      : `${what} What was acknowledged last may be in this process alone: do not kill it, stop it with SIGTERM. Then start it again.`
  }

  /** Writes what only the log has into the data file itself, while the log is open still. */
  #saveLog(): boolean {
    try {
      const [result] = this.#database.pragma('wal_checkpoint(TRUNCATE)') as Array<{ busy: number }>
      return result?.busy === 0
    } catch {
      // The words say so.
      return false
    }
  }

  #changes(): number {
    return this.#database.prepare('SELECT total_changes()').pluck().get() as number
  }

  #meet(trouble: StoreError): void {
    if (this.#refusal && trouble !== this.#refusal) return
    const isNew = this.#trouble?.reason !== trouble.reason
    this.#trouble = trouble
    if (isNew) this.onChange(trouble)
  }
}
