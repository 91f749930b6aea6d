import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Database } from 'better-sqlite3'
import { messageOf, StoreError } from '../errors.ts'
import { Connection } from './connection.ts'
import { isDamage, whatIsDamaged } from './damage.ts'
import { type DbSchema, schemaVersion } from './db-schema.ts'
import { damaged } from './disk-trouble.ts'
import { applicationId, isWritable, readHeader, versionInWal } from './file-header.ts'
import { makePrivateFile, tighten } from './file-modes.ts'
import { acquireMemoryDatabase } from './memory-pool.ts'
import { migrate, newerVersion } from './migrate.ts'
import { bytesOf } from './snapshot-copy.ts'
import { loadSqlite, openSqlite } from './sqlite.ts'

/** How long opening a file waits for a lock, in real milliseconds. */
const openMs = 10_000
/** Checking a file of this size takes some tens of milliseconds. */
const smallBytes = 8 * 1024 * 1024

export interface OpenOptions {
  /** A path, `:memory:`, a connection string of PostgreSQL, or the bytes of a serialized store. */
  file: string | Buffer
  schema: Required<DbSchema>
}

interface Opened {
  writer: Connection
  reader: Connection
  /** Undefined in memory. */
  file: string | undefined
  /** Whether all work happens in one transaction that is never committed. */
  enclosed: boolean
  /** Paths that other users can read, because another user owns them. */
  exposed: readonly string[]
  /** All committed data, while no batch is at work. */
  bytes(): Buffer
  close(): void
}

/**
 * Opens or creates the data file.
 *
 * @throws StoreError for a file of another program, of a newer payersim, or that cannot be written; it is left untouched
 */
export function openDatabases({ file, schema }: OpenOptions): Opened {
  if (file === ':memory:' || Buffer.isBuffer(file)) {
    const of = { schema, bytes: Buffer.isBuffer(file) ? file : undefined }
    const { connection, bytes, release } = acquireMemoryDatabase(of, (database) => layOut(database, schema))
    return {
      writer: connection,
      reader: connection,
      file: undefined,
      enclosed: true,
      exposed: [],
      bytes,
      close: release,
    }
  }
  const path = resolve(file)
  // First, so that no empty file is left where it fails.
  loadSqlite()
  inspect(path, schema)
  mustBeWhole(path)
  const writer = opened(path)
  let exposed: readonly string[]
  try {
    // Before SQLite reads the log that a killed process left, and makes a new one with the same mode.
    exposed = tighten([path, `${path}-wal`, `${path}-shm`, `${path}-journal`])
    prepareFile(writer, schema)
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
  const reader = openSqlite(path, { readonly: true, timeout: 0 })
  const close = () => {
    reader.close()
    writer.close()
  }
  const connections = { writer: new Connection(writer), reader: new Connection(reader) }
  return { ...connections, file: path, enclosed: false, exposed, bytes: () => bytesOf(writer), close }
}

/** {@link inspect} finds most obstacles; SQLite fails here only in folders that refuse new files, such as `/proc`. */
function opened(path: string): Database {
  try {
    makePrivateFile(path)
    return openSqlite(path, { timeout: 0 })
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

/**
 * Checks the file without writing to it, so that a refused file is not changed.
 *
 * @returns the version of its schema; undefined where there is no file yet
 * @throws StoreError for a file that cannot be used
 */
export function inspect(path: string, schema: Required<DbSchema>): number | undefined {
  if (!existsSync(path)) {
    if (!isWritable(dirname(path))) {
      throw new StoreError(
        'read-only',
        `No data file can be made at ${path}: its folder is missing or not writable.`,
        { path },
      )
    }
    return undefined
  }
  if (!statSync(path).isFile())
    throw new StoreError('not-ours', `${path} is not a file. Name a data file with --data.`, { path })
  const { header, size } = readHeader(path)
  if (size === 0) return undefined
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
  if (version > schemaVersion(schema)) throw newerVersion(path, version, schema)
  // Checks the mode as well, because root can write read-only files.
  if ((statSync(path).mode & 0o222) === 0 || !isWritable(path)) {
    throw new StoreError(
      'read-only',
      `${path} is read-only. Make it writable, or name another file with --data.`,
      { path },
    )
  }
  return version
}

/**
 * Refuses a damaged file, because it would answer some requests and fail on others. A large file is checked only if it has
 * a log: then the last process crashed, or is still running. A small file is always checked, because that is quick.
 */
function mustBeWhole(path: string): void {
  const size = existsSync(path) ? statSync(path).size : 0
  if (size === 0 || (size > smallBytes && !existsSync(`${path}-wal`))) return
  // Opened read-only, so that a refused file and its log are not changed.
  const database = openSqlite(path, { readonly: true, timeout: openMs })
  try {
    const wrong = whatIsDamaged(database)
    if (wrong !== undefined) throw damaged(path, wrong)
  } finally {
    database.close()
  }
}

function prepareFile(writer: Database, schema: Required<DbSchema>): void {
  // Two processes may open a new file at the same time. Only here SQLite itself waits for the lock.
  writer.pragma(`busy_timeout = ${openMs}`)
  // Before the change to WAL, so that the application id is in the file itself even after a crash.
  if (writer.pragma('application_id', { simple: true }) !== applicationId)
    writer.pragma(`application_id = ${applicationId}`)
  writer.pragma('journal_mode = WAL')
  layOut(writer, schema)
  writer.pragma('busy_timeout = 0')
}

function layOut(database: Database, schema: Required<DbSchema>): void {
  // better-sqlite3 is compiled with synchronous NORMAL for WAL; an acknowledged commit must survive a crash.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('secure_delete = ON')
  database.pragma('recursive_triggers = ON')
  // Keeps the undo data of savepoints in memory; otherwise a batch of units writes it to a temporary file.
  database.pragma('temp_store = MEMORY')
  // In pages: 16 MB. A checkpoint writes and syncs the file, and writes each changed page once however often it changed.
  database.pragma('wal_autocheckpoint = 4000')
  migrate(database, schema)
}
