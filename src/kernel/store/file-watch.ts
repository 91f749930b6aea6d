import { type Stats, statSync } from 'node:fs'

/** SQLite's files of one database: the data, the write-ahead log, and the shared-memory index. */
const endings = ['', '-wal', '-shm'] as const

/** Detects when an open file was removed, or replaced by another at its path. */
export class FileWatch {
  readonly #opened = new Map<string, Stats>()

  /** Call it after the database is open. */
  constructor(path: string) {
    for (const ending of endings) {
      const stats = statSync(path + ending, { throwIfNoEntry: false })
      if (stats) this.#opened.set(path + ending, stats)
    }
  }

  /** The path of a file that was removed or replaced. */
  missing(): string | undefined {
    for (const [path, { ino, dev }] of this.#opened) {
      const now = statSync(path, { throwIfNoEntry: false })
      if (now?.ino !== ino || now.dev !== dev) return path
    }
    return undefined
  }
}
