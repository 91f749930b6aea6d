import { type Stats, statSync } from 'node:fs'

/** SQLite's files of one database: the data itself, the write-ahead log, and what the processes on it share. */
const endings = ['', '-wal', '-shm'] as const

/** Knows the files that were opened, and finds out when they are no longer those at their paths. */
export class FileWatch {
  readonly #opened = new Map<string, Stats>()

  /** Call it when they are open. */
  constructor(path: string) {
    for (const ending of endings) {
      const stats = statSync(path + ending, { throwIfNoEntry: false })
      if (stats) this.#opened.set(path + ending, stats)
    }
  }

  /** The path of a file that was removed, or that another stands in the place of. */
  missing(): string | undefined {
    for (const [path, { ino, dev }] of this.#opened) {
      const now = statSync(path, { throwIfNoEntry: false })
      if (now?.ino !== ino || now.dev !== dev) return path
    }
    return undefined
  }
}
