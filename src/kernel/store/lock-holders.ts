import { readFileSync, statSync } from 'node:fs'

/**
 * The ids of other processes that hold the write lock on the data file, on systems that list locks, as Linux does
 * (proc_locks(5)). In WAL mode the locks are on the `-shm` file, and the write lock is its byte 120
 * (https://www.sqlite.org/walformat.html#wal_locks).
 */
export function lockHolders(path: string): number[] {
  try {
    const { ino } = statSync(`${path}-shm`)
    const found = readFileSync('/proc/locks', 'utf8').matchAll(
      /^\d+: \w+ +\w+ +WRITE (\d+) [0-9a-f]+:[0-9a-f]+:(\d+) (\d+) (\d+)$/gm,
    )
    return [...found]
      .filter(([, pid, inode, from, to]) => {
        const isOfWrites = Number(from) <= writeLockByte && Number(to) >= writeLockByte
        // A process in another container has no id in this one.
        const isKnown = Number(pid) > 0 && Number(pid) !== process.pid
        return Number(inode) === ino && isOfWrites && isKnown
      })
      .map(([, pid]) => Number(pid))
  } catch {
    // This system has no /proc/locks, or the file is gone.
    return []
  }
}

const writeLockByte = 120
