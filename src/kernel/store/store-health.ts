import type { Database } from 'better-sqlite3'
import { StoreError } from '../errors.ts'
import { troubleOf } from './disk-trouble.ts'
import { FileWatch } from './file-watch.ts'
import { lockHolders } from './lock-holders.ts'

/**
 * How long a unit waits for a lock that another process holds, in real milliseconds. A batch holds it for some
 * milliseconds; a process that is stopped or swapped out in a batch holds it until it continues.
 */
export const longestLockMs = 10_000

/** Tracks why a data file cannot be used, from the first error until a write works again. */
export class StoreHealth {
  readonly #path: string | undefined
  readonly #database: Database
  readonly #files: FileWatch | undefined
  #trouble: StoreError | undefined
  #refusal: StoreError | undefined
  #changesBefore = 0
  onChange: (trouble: StoreError | undefined) => void = () => {}

  /** @param path undefined for an in-memory store, which has no such trouble */
  constructor(path: string | undefined, database: Database) {
    this.#path = path
    this.#database = database
    this.#files = path === undefined ? undefined : new FileWatch(path)
  }

  get trouble(): StoreError | undefined {
    return this.#trouble
  }

  /** Why nothing is written until payersim is started again, even if writes would work. */
  get refusal(): StoreError | undefined {
    return this.#refusal
  }

  /** The trouble that caused an error; the error itself if it has another cause. */
  recognise(error: unknown): unknown {
    const trouble = this.#path === undefined ? undefined : troubleOf(error, this.#path)
    if (!trouble) return error
    this.#report(trouble)
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
    this.#report(trouble)
    return trouble
  }

  /** A transaction has begun. */
  began(): void {
    if (this.#trouble) this.#changesBefore = this.#changes()
  }

  /** A transaction was committed; if it has written something, the trouble is over. */
  committed(): void {
    if (!this.#trouble || this.#refusal || this.#trouble.reason === 'damaged') return
    if (this.#changes() === this.#changesBefore) return
    this.#trouble = undefined
    this.onChange(undefined)
  }

  /** Checks that the files at the paths are still the open ones. */
  checkFiles(): void {
    if (this.#refusal || this.#path === undefined) return
    const missing = this.#files?.missing()
    if (missing === undefined) return
    this.#refusal = new StoreError('file-gone', this.#describe(missing, this.#path), { path: missing })
    this.#report(this.#refusal)
  }

  #describe(missing: string, path: string): string {
    const what = `${missing} was removed or replaced while payersim has it open: nothing is written any more.`
    if (missing === path)
      return `${what} Stop payersim, put the file back or name another with --data, and start it again.`
    return this.#saveLog()
      ? `${what} What was acknowledged is in ${path}. Start payersim again.`
      : `${what} What was acknowledged last may be in this process alone: do not kill it, stop it with SIGTERM. Then start it again.`
  }

  /** Copies what is only in the log into the data file, while the log is still open. */
  #saveLog(): boolean {
    try {
      const [result] = this.#database.pragma('wal_checkpoint(TRUNCATE)') as Array<{ busy: number }>
      return result?.busy === 0
    } catch {
      // The message says that the log could not be saved.
      return false
    }
  }

  #changes(): number {
    return this.#database.prepare('SELECT total_changes()').pluck().get() as number
  }

  #report(trouble: StoreError): void {
    if (this.#refusal && trouble !== this.#refusal) return
    const isNew = this.#trouble?.reason !== trouble.reason
    this.#trouble = trouble
    if (isNew) this.onChange(trouble)
  }
}
