import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf, StoreError, type StoreErrorReason } from '../errors.ts'
import { isDamage } from './damage.ts'

/** The reasons for which a data file cannot be used now. */
const troubles: readonly StoreErrorReason[] = [
  'disk-full',
  'disk-failed',
  'read-only',
  'locked',
  'damaged',
  'file-gone',
  'unreachable',
]

/** Whether the disk or the data file caused the error, not the request. */
export function isTrouble(error: unknown): error is StoreError {
  return error instanceof StoreError && troubles.includes(error.reason)
}

/** An SQLite error caused by the disk or the file at `path`, as a message that says what to do; undefined for others. */
export function troubleOf(error: unknown, path: string): StoreError | undefined {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') return undefined
  const is = (...codes: string[]) => codes.some((one) => code === one || code.startsWith(`${one}_`))
  const trouble = (reason: StoreErrorReason, message: string) =>
    new StoreError(reason, message, { path, code }, { cause: error })
  const why = `${code}: ${messageOf(error)}`
  // On a full disk, extending a file may also fail with SQLITE_IOERR.
  if (is('SQLITE_FULL') || (is('SQLITE_IOERR') && isFull(path))) {
    return trouble(
      'disk-full',
      `The disk of ${path} is full: nothing was written. Free some space on it; payersim then goes on by itself.`,
    )
  }
  if (is('SQLITE_IOERR', 'SQLITE_CANTOPEN')) {
    return trouble(
      'disk-failed',
      `The disk of ${path} fails (${why}): nothing was written. Look at that disk, or stop payersim and name a file on another with --data.`,
    )
  }
  if (is('SQLITE_READONLY', 'SQLITE_PERM')) {
    return trouble(
      'read-only',
      `${path} can no longer be written (${why}). Make it, its folder and its disk writable; payersim then goes on by itself.`,
    )
  }
  if (isDamage(error)) return damaged(path, why, error)
  return undefined
}

/** @param how one line that says what is damaged */
export function damaged(path: string, how: string, cause?: unknown): StoreError {
  return new StoreError(
    'damaged',
    `The data file ${path} is damaged (${how}). Put a copy in its place while payersim is stopped${ofSnapshots(path)}, or name another with --data.`,
    { path },
    { cause },
  )
}

/** A snapshot is a whole data file, so it can replace a damaged one. */
function ofSnapshots(path: string): string {
  const folder = `${path}.snapshots`
  return existsSync(folder) ? `, such as a snapshot from ${folder}` : ''
}

function isFull(path: string): boolean {
  try {
    return statfsSync(dirname(path)).bavail === 0
  } catch {
    return false
  }
}
