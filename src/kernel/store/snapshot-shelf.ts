import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { ConflictError, InputError, NotFoundError } from '../errors.ts'
import { troubleOf } from './disk-trouble.ts'
import { makePrivateFile, makePrivateFolder, tighten } from './file-modes.ts'
import { type Migration, migrate } from './migrate.ts'

export interface SnapshotView {
  name: string
  /** Business time at which it was taken, epoch milliseconds. */
  takenAt: number
  bytes: number
}

const fileEnding = '.db'
const validName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Where the bytes are: in memory, or in files beside the data file. */
interface Shelf {
  names(): string[]
  put(name: string): void
  open(name: string): { database: Database; bytes: number }
  remove(name: string): void
}

function inMemory(capture: () => Buffer): Shelf {
  const kept = new Map<string, Buffer>()
  return {
    names: () => [...kept.keys()],
    put: (name) => void kept.set(name, capture()),
    open(name) {
      const bytes = kept.get(name) ?? Buffer.alloc(0)
      return { database: new Sqlite(bytes), bytes: bytes.length }
    },
    remove: (name) => void kept.delete(name),
  }
}

function inFolder(dataFile: string): Shelf {
  const folder = `${dataFile}.snapshots`
  const path = (name: string) => join(folder, name + fileEnding)
  removeUnfinished(folder)
  if (existsSync(folder)) tighten([folder, ...readdirSync(folder).map((file) => join(folder, file))])
  return {
    names: () =>
      existsSync(folder)
        ? readdirSync(folder)
            .filter((file) => file.endsWith(fileEnding) && validName.test(file.slice(0, -fileEnding.length)))
            .map((file) => file.slice(0, -fileEnding.length))
        : [],
    put(name) {
      makePrivateFolder(folder)
      // Under a name that no snapshot can have, so that one half written is never taken for a whole one.
      const partial = join(folder, `.${name}.${process.pid}`)
      rmSync(partial, { force: true })
      // SQLite takes an empty file for the copy, and leaves its mode.
      makePrivateFile(partial)
      // A connection of its own sees what is committed, and VACUUM may not run inside a transaction.
      const database = new Sqlite(dataFile, { readonly: true })
      try {
        database.prepare('VACUUM INTO ?').run(partial)
        renameSync(partial, path(name))
      } catch (error) {
        for (const end of ['', '-journal']) rmSync(partial + end, { force: true })
        throw troubleOf(error, partial) ?? error
      } finally {
        database.close()
      }
    },
    open: (name) => ({ database: new Sqlite(path(name)), bytes: statSync(path(name)).size }),
    remove: (name) => rmSync(path(name), { force: true }),
  }
}

/** What a process that was killed had begun to capture: a whole world, with balances that are erased since. */
function removeUnfinished(folder: string): void {
  if (!existsSync(folder)) return
  for (const file of readdirSync(folder)) {
    const [, pid] = /^\..+\.(\d+)(?:-journal)?$/.exec(file) ?? []
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, file), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Of another user: it may not be asked, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Whole worlds under names, kept outside what they capture: in memory for a store in memory, else as files in the
 * folder `<data file>.snapshots`, where they outlive the process.
 */
export class SnapshotShelf {
  readonly #shelf: Shelf
  readonly #migrations: readonly Migration[]

  /** @param of the data file, or how a store in memory is copied */
  constructor(of: string | (() => Buffer), migrations: readonly Migration[]) {
    this.#shelf = typeof of === 'string' ? inFolder(of) : inMemory(of)
    this.#migrations = migrations
  }

  /** Captures what is committed; one of the same name is replaced. */
  put(name: string): SnapshotView {
    if (!validName.test(name)) {
      throw new InputError(
        `${JSON.stringify(name)} is no name for a snapshot. Use 1 to 64 letters, digits, points, hyphens and underscores, beginning with a letter or a digit.`,
      )
    }
    this.#shelf.put(name)
    return this.#view(name)
  }

  /** Oldest name first, by the alphabet. */
  list(): SnapshotView[] {
    return this.#shelf
      .names()
      .sort()
      .map((name) => this.#view(name))
  }

  /** @throws NotFoundError */
  remove(name: string): void {
    this.#mustHave(name)
    this.#shelf.remove(name)
  }

  /**
   * A database with what was captured, brought up to this version's schema; the caller closes it.
   *
   * @param key of the store that is to take it: the PINs in it are hashed with that
   * @throws NotFoundError
   * @throws StoreError `newer-version`
   * @throws ConflictError for one of another data file
   */
  open(name: string, key: string): Database {
    this.#mustHave(name)
    const { database } = this.#shelf.open(name)
    try {
      migrate(database, this.#migrations)
      const meta = database.prepare(`SELECT value FROM meta WHERE key = 'key'`).get() as { value: string }
      if (meta.value === key) return database
      throw new ConflictError(
        `The snapshot "${name}" was taken of another data file. Delete it, or start with that file.`,
        { name },
      )
    } catch (error) {
      database.close()
      throw error
    }
  }

  #view(name: string): SnapshotView {
    const { database, bytes } = this.#shelf.open(name)
    try {
      const clock = database.prepare('SELECT frozen_at AS at FROM clock').get() as { at: number } | undefined
      return { name, takenAt: clock?.at ?? 0, bytes }
    } finally {
      database.close()
    }
  }

  #mustHave(name: string): void {
    const names = this.#shelf.names()
    if (names.includes(name)) return
    const known = names.length > 0 ? `There is: ${names.sort().join(', ')}.` : 'None has been taken.'
    throw new NotFoundError(`No snapshot ${JSON.stringify(name)}. ${known}`, { name })
  }
}
