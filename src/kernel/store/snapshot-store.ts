import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { ConflictError, InputError, messageOf, PayersimError } from '../errors.ts'
import { whatIsDamaged } from './damage.ts'
import { type DbSchema, schemaVersion } from './db-schema.ts'
import { troubleOf } from './disk-trouble.ts'
import { applicationId } from './file-header.ts'
import { makePrivateFile, makePrivateFolder, tighten } from './file-modes.ts'
import { migrate } from './migrate.ts'
import { snapshotOfAnother, snapshotUnusable, unknownSnapshot } from './refusals.ts'
import { openSqlite } from './sqlite.ts'
import type { OpenSnapshot, Snapshots, SnapshotView } from './store.ts'

const fileEnding = '.db'
const validName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** @throws InputError */
export function mustBeSnapshotName(name: string): void {
  if (validName.test(name)) return
  throw new InputError(
    `${JSON.stringify(name)} is no name for a snapshot. Use 1 to 64 letters, digits, points, hyphens and underscores, beginning with a letter or a digit.`,
    {},
    { problem: 'not-a-snapshot-name' },
  )
}

/** Where the bytes are stored: in memory, or in files next to the data file. */
interface SnapshotStorage {
  names(): string[]
  put(name: string): void
  open(name: string, options: { readonly: boolean }): Database
  bytes(name: string): number
  remove(name: string): void
}

function inMemory(capture: () => Buffer): SnapshotStorage {
  const kept = new Map<string, Buffer>()
  return {
    names: () => [...kept.keys()],
    put: (name) => void kept.set(name, capture()),
    open: (name) => openSqlite(kept.get(name) ?? Buffer.alloc(0)),
    bytes: (name) => kept.get(name)?.length ?? 0,
    remove: (name) => void kept.delete(name),
  }
}

function inFolder(dataFile: string): SnapshotStorage {
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
      // Written under a name that no snapshot can have, so that an unfinished file never counts as a snapshot.
      const partial = join(folder, `.${name}.${process.pid}`)
      rmSync(partial, { force: true })
      // VACUUM INTO accepts an empty file, and keeps its mode.
      makePrivateFile(partial)
      // Needs a separate connection: it sees only committed data, and VACUUM cannot run inside a transaction.
      const database = openSqlite(dataFile, { readonly: true })
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
      const database = openSqlite(path(name), { ...options, fileMustExist: true })
      try {
        if (database.pragma('application_id', { simple: true }) === applicationId) return database
        throw snapshotUnusable(name, 'it is no file of payersim')
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

/** @throws ConflictError for a folder or other object at this path: payersim did not make it, so it does not remove it */
function mustBeFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
    throw new ConflictError(`${path} is no file. Move it away.`, { path }, { problem: 'snapshot-unusable' })
}

/** Removes the partial snapshots of killed processes: they may hold data that was erased since. */
function removeUnfinished(folder: string): void {
  if (!existsSync(folder)) return
  for (const file of readdirSync(folder)) {
    const [, pid] = /^\..+\.(\d+)(?:-journal)?$/.exec(file) ?? []
    // In containers a killed process may have had the id of this one, which has written no snapshot yet.
    const isLeft = pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid)))
    if (isLeft) rmSync(join(folder, file), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // The process exists, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A snapshot as a database of this version's schema. */
export class SqliteSnapshot implements OpenSnapshot {
  constructor(readonly database: Database) {}
  close(): void {
    this.database.close()
  }
}

/** Runs `work` between two batches of units. */
type Quietly = <Result>(work: () => Result) => Promise<Result>

/**
 * Named copies of the whole store. For an in-memory store they are in memory too; for a data file they are files in
 * `<data file>.snapshots`, and stay there after the process ends.
 */
export class SnapshotStore implements Snapshots {
  readonly #storage: SnapshotStorage
  readonly #schema: Required<DbSchema>
  readonly #quietly: Quietly

  /** @param of the data file, or a function that copies the in-memory store */
  constructor(
    of: string | (() => Buffer),
    { schema, quietly }: { schema: Required<DbSchema>; quietly: Quietly },
  ) {
    this.#storage = typeof of === 'string' ? inFolder(of) : inMemory(of)
    this.#schema = schema
    this.#quietly = quietly
  }

  async put(name: string): Promise<SnapshotView> {
    mustBeSnapshotName(name)
    await this.#quietly(() => this.#storage.put(name))
    return this.#view(name)
  }

  async list(): Promise<SnapshotView[]> {
    return this.#storage
      .names()
      .sort()
      .map((name) => this.#view(name))
  }

  async remove(name: string): Promise<void> {
    this.#mustHave(name)
    this.#storage.remove(name)
  }

  async open(name: string, key: string): Promise<SqliteSnapshot> {
    this.#mustHave(name)
    this.#mustBeWhole(name, key)
    const database = this.#storage.open(name, { readonly: false })
    try {
      migrate(database, this.#schema)
      return new SqliteSnapshot(database)
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** Checks the snapshot before anything is written to it. */
  #mustBeWhole(name: string, key: string): void {
    const database = this.#opened(name)
    try {
      const wrong = whatIsDamaged(database)
      if (wrong !== undefined) throw snapshotUnusable(name, `it is damaged (${wrong})`)
      takenAt(database)
      if ((database.pragma('user_version', { simple: true }) as number) > schemaVersion(this.#schema))
        throw snapshotUnusable(name, 'it was taken by a newer payersim')
      const meta = database.prepare(`SELECT value FROM meta WHERE key = 'key'`).get() as { value: string }
      if (meta.value === key) return
      throw snapshotOfAnother(name)
    } catch (error) {
      throw error instanceof PayersimError ? error : snapshotUnusable(name, messageOf(error))
    } finally {
      database.close()
    }
  }

  #opened(name: string): Database {
    try {
      return this.#storage.open(name, { readonly: true })
    } catch (error) {
      throw error instanceof PayersimError ? error : snapshotUnusable(name, messageOf(error))
    }
  }

  /** Unreadable snapshots are listed too, so that the user can repair or delete them. */
  #view(name: string): SnapshotView {
    const bytes = this.#storage.bytes(name)
    let database: Database | undefined
    try {
      database = this.#opened(name)
      return { name, takenAt: takenAt(database), bytes }
    } catch (error) {
      const problem = error instanceof PayersimError ? error : snapshotUnusable(name, messageOf(error))
      return { name, takenAt: null, bytes, problem: problem.message }
    } finally {
      database?.close()
    }
  }

  #mustHave(name: string): void {
    const names = this.#storage.names()
    if (names.includes(name)) return
    throw unknownSnapshot(name, names)
  }
}

/** Business time, epoch milliseconds. */
function takenAt(database: Database): number {
  const clock = database.prepare('SELECT frozen_at AS at FROM clock').get() as { at: number } | undefined
  return clock?.at ?? 0
}
