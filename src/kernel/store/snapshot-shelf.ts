import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { ConflictError, InputError, messageOf, NotFoundError, PayersimError } from '../errors.ts'
import { troubleOf } from './disk-trouble.ts'
import { applicationId } from './file-header.ts'
import { makePrivateFile, makePrivateFolder, tighten } from './file-modes.ts'
import { type Migration, migrate, schemaVersion } from './migrate.ts'
import { whatIsDamaged } from './whole.ts'

export interface SnapshotView {
  name: string
  /** Business time at which it was taken, epoch milliseconds; null where it cannot be read. */
  takenAt: number | null
  bytes: number
  /** Why it cannot be restored, where that is seen at once. */
  problem?: string
}

const fileEnding = '.db'
const validName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Where the bytes are: in memory, or in files beside the data file. */
interface Shelf {
  names(): string[]
  put(name: string): void
  open(name: string, options: { readonly: boolean }): Database
  bytes(name: string): number
  remove(name: string): void
}

function inMemory(capture: () => Buffer): Shelf {
  const kept = new Map<string, Buffer>()
  return {
    names: () => [...kept.keys()],
    put: (name) => void kept.set(name, capture()),
    open: (name) => new Sqlite(kept.get(name) ?? Buffer.alloc(0)),
    bytes: (name) => kept.get(name)?.length ?? 0,
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
      if (existsSync(path(name))) mustBeFile(path(name))
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
    open(name, options) {
      mustBeFile(path(name))
      const database = new Sqlite(path(name), { ...options, fileMustExist: true })
      try {
        if (database.pragma('application_id', { simple: true }) === applicationId) return database
        throw unusable(name, 'it is no file of payersim')
      } catch (error) {
        database.close()
        throw error
      }
    },
    bytes: (name) => statSync(path(name), { throwIfNoEntry: false })?.size ?? 0,
    remove(name) {
      mustBeFile(path(name))
      rmSync(path(name), { force: true })
    },
  }
}

/** @throws ConflictError for what somebody else has put there, which is not removed with what may be in it */
function mustBeFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
    throw new ConflictError(`${path} is no file. Move it away.`, { path })
}

/** What a process that was killed had begun to capture: a whole world, with balances that are erased since. */
function removeUnfinished(folder: string): void {
  if (!existsSync(folder)) return
  for (const file of readdirSync(folder)) {
    const [, pid] = /^\..+\.(\d+)(?:-journal)?$/.exec(file) ?? []
    // In a container every process may have the same id, which this one has not used yet.
    const isLeft = pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid)))
    if (isLeft) rmSync(join(folder, file), { force: true })
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
   * @throws ConflictError for one of another data file, of a newer version, or that cannot be read
   */
  open(name: string, key: string): Database {
    this.#mustHave(name)
    this.#mustBeWhole(name, key)
    const database = this.#shelf.open(name, { readonly: false })
    try {
      migrate(database, this.#migrations)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** Before it is touched. */
  #mustBeWhole(name: string, key: string): void {
    const database = this.#opened(name)
    try {
      const wrong = whatIsDamaged(database)
      if (wrong !== undefined) throw unusable(name, `it is damaged (${wrong})`)
      takenAt(database)
      if ((database.pragma('user_version', { simple: true }) as number) > schemaVersion(this.#migrations))
        throw unusable(name, 'it was taken by a newer payersim')
      const meta = database.prepare(`SELECT value FROM meta WHERE key = 'key'`).get() as { value: string }
      if (meta.value === key) return
      throw new ConflictError(
        `The snapshot "${name}" was taken of another data file. Delete it, or start with that file.`,
        { name },
      )
    } catch (error) {
      throw error instanceof PayersimError ? error : unusable(name, messageOf(error))
    } finally {
      database.close()
    }
  }

  #opened(name: string): Database {
    try {
      return this.#shelf.open(name, { readonly: true })
    } catch (error) {
      throw error instanceof PayersimError ? error : unusable(name, messageOf(error))
    }
  }

  /** One that cannot be read is named with the others: it is to be mended or deleted. */
  #view(name: string): SnapshotView {
    const bytes = this.#shelf.bytes(name)
    let database: Database | undefined
    try {
      database = this.#opened(name)
      return { name, takenAt: takenAt(database), bytes }
    } catch (error) {
      const problem = error instanceof PayersimError ? error : unusable(name, messageOf(error))
      return { name, takenAt: null, bytes, problem: problem.message }
    } finally {
      database?.close()
    }
  }

  #mustHave(name: string): void {
    const names = this.#shelf.names()
    if (names.includes(name)) return
    const known = names.length > 0 ? `There is: ${names.sort().join(', ')}.` : 'None has been taken.'
    throw new NotFoundError(`No snapshot ${JSON.stringify(name)}. ${known}`, { name })
  }
}

function unusable(name: string, why: string): ConflictError {
  return new ConflictError(`The snapshot "${name}" cannot be used: ${why}. Delete it, or take it anew.`, {
    name,
  })
}

/** Business time. */
function takenAt(database: Database): number {
  const clock = database.prepare('SELECT frozen_at AS at FROM clock').get() as { at: number } | undefined
  return clock?.at ?? 0
}
