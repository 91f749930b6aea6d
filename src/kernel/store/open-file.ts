import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { messageOf, StoreError } from '../errors.ts'
import { takeBlank } from './blank-memory.ts'
import { Connection } from './connection.ts'
import { damaged } from './disk-trouble.ts'
import { applicationId, isWritable, readHeader, versionInWal } from './file-header.ts'
import { makePrivateFile, tighten } from './file-modes.ts'
import { type Migration, migrate, newerVersion, schemaVersion } from './migrate.ts'
import { isDamage, whatIsDamaged } from './whole.ts'

/** How long the opening of a file waits for a lock, in real milliseconds. */
const openMs = 10_000
/** To look through as much takes some tens of milliseconds. */
const smallBytes = 8 * 1024 * 1024

export interface OpenOptions {
  /** A path, `:memory:`, or the bytes of a serialized store. */
  file: string | Buffer
  migrations: readonly Migration[]
}

interface Opened {
  writer: Connection
  reader: Connection
  /** Undefined in memory. */
  file: string | undefined
  /** Whether all that happens lies in one transaction, which is never committed. */
  enclosed: boolean
  /** Paths that others may read, since another user owns them. */
  exposed: readonly string[]
  close(): void
}

/**
 * Opens or creates the data file.
 *
 * @throws StoreError for a file of another program, of a newer payersim, or that cannot be written; it is left untouched
 */
export function openDatabases({ file, migrations }: OpenOptions): Opened {
  if (file === ':memory:') {
    const { connection, giveBack } = takeBlank(migrations, (empty) => layOut(empty, migrations))
    return {
      writer: connection,
      reader: connection,
      file: undefined,
      enclosed: true,
      exposed: [],
      close: giveBack,
    }
  }
  if (Buffer.isBuffer(file)) {
    const database = new Sqlite(file)
    layOut(database, migrations)
    const connection = new Connection(database)
    const close = () => void database.close()
    return { writer: connection, reader: connection, file: undefined, enclosed: false, exposed: [], close }
  }
  const path = resolve(file)
  inspect(path, migrations)
  mustBeWhole(path)
  const writer = opened(path)
  let exposed: readonly string[]
  try {
    // Before the log of a process that was killed is read, and the new one made in its image.
    exposed = tighten([path, `${path}-wal`, `${path}-shm`, `${path}-journal`])
    prepareFile(writer, migrations)
  } catch (error) {
    writer.close()
    if (error instanceof StoreError) throw error
    if (isDamage(error)) throw damaged(path, messageOf(error), error)
    throw new StoreError(
      'unreadable',
      `The data file ${path} cannot be used: ${messageOf(error)}. Name another with --data.`,
      { path },
      { cause: error },
    )
  }
  const reader = new Sqlite(path, { readonly: true, timeout: 0 })
  const close = () => {
    reader.close()
    writer.close()
  }
  const connections = { writer: new Connection(writer), reader: new Connection(reader) }
  return { ...connections, file: path, enclosed: false, exposed, close }
}

/** What stands in the way is found by SQLite only where the place itself refuses files, such as `/proc`. */
function opened(path: string): Database {
  try {
    makePrivateFile(path)
    return new Sqlite(path, { timeout: 0 })
  } catch (error) {
    const what = existsSync(path) ? 'opened' : 'made'
    throw new StoreError(
      'unreadable',
      `The data file ${path} cannot be ${what}: ${messageOf(error)}. Name a place where files can be written, with --data.`,
      { path },
      { cause: error },
    )
  }
}

/** Looks at the file without touching it, so that a refusal leaves every byte as it was. */
function inspect(path: string, migrations: readonly Migration[]): void {
  if (!existsSync(path)) {
    if (!isWritable(dirname(path))) {
      throw new StoreError(
        'read-only',
        `No data file can be made at ${path}: its folder is missing or not writable.`,
        { path },
      )
    }
    return
  }
  if (!statSync(path).isFile())
    throw new StoreError('not-ours', `${path} is not a file. Name a data file with --data.`, { path })
  const { header, size } = readHeader(path)
  if (size === 0) return
  const ours =
    header.toString('latin1', 0, 16) === 'SQLite format 3\0' && header.readUInt32BE(68) === applicationId
  if (!ours) {
    throw new StoreError(
      'not-ours',
      `${path} is not a payersim data file; it was left as it is. Name another with --data.`,
      { path },
    )
  }
  const version = Math.max(header.readUInt32BE(60), versionInWal(path))
  if (version > schemaVersion(migrations)) throw newerVersion(path, version, migrations)
  // The mode as well: the superuser may write what is meant to be read only.
  if ((statSync(path).mode & 0o222) === 0 || !isWritable(path)) {
    throw new StoreError(
      'read-only',
      `${path} is read-only. Make it writable, or name another file with --data.`,
      { path },
    )
  }
}

/**
 * Refuses a damaged file, which would answer some requests and fail at others. Looked for where the last process did not
 * end by itself, or is running still, since then there is a log; and in a small file always, since that takes no time.
 */
function mustBeWhole(path: string): void {
  const size = existsSync(path) ? statSync(path).size : 0
  if (size === 0 || (size > smallBytes && !existsSync(`${path}-wal`))) return
  // This connection may not write, so that what is refused is left as it was, its log included.
  const database = new Sqlite(path, { readonly: true, timeout: openMs })
  try {
    const wrong = whatIsDamaged(database)
    if (wrong !== undefined) throw damaged(path, wrong)
  } finally {
    database.close()
  }
}

function prepareFile(writer: Database, migrations: readonly Migration[]): void {
  // Two processes may open a new file at the same instant: only here may SQLite itself wait for the lock.
  writer.pragma(`busy_timeout = ${openMs}`)
  // Before the file turns to WAL, so that the mark stands in the file itself even after a crash.
  if (writer.pragma('application_id', { simple: true }) !== applicationId)
    writer.pragma(`application_id = ${applicationId}`)
  writer.pragma('journal_mode = WAL')
  layOut(writer, migrations)
  writer.pragma('busy_timeout = 0')
}

function layOut(database: Database, migrations: readonly Migration[]): void {
  // better-sqlite3 is compiled with synchronous NORMAL for WAL; a commit that was acknowledged must survive a crash.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('secure_delete = ON')
  database.pragma('recursive_triggers = ON')
  // Savepoints keep what they may have to undo: in memory, or a batch of units spills it into a file of its own.
  database.pragma('temp_store = MEMORY')
  // In pages: 16 MB. A checkpoint writes and syncs the file itself, and each hot page once however often it changed.
  database.pragma('wal_autocheckpoint = 4000')
  migrate(database, migrations)
}
