import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs'
import { messageOf, StoreError } from '../errors.ts'

/** Marks a SQLite file as payersim's (`PRAGMA application_id`): the letters `pysm`. */
export const applicationId = 0x7079736d

const headerBytes = 100
/** Offset of `user_version` in the first page (https://www.sqlite.org/fileformat2.html#database_header). */
const userVersionAt = 60
const walHeaderBytes = 32
const frameHeaderBytes = 24

function withFile<Result>(
  path: string,
  look: (read: (bytes: number, position: number) => Buffer) => Result,
): Result {
  const refused = (error: unknown) =>
    new StoreError(
      'unreadable',
      `The data file ${path} cannot be read: ${messageOf(error)}. Name another with --data.`,
      { path },
      { cause: error },
    )
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch (error) {
    throw refused(error)
  }
  try {
    return look((bytes, position) => {
      const buffer = Buffer.alloc(bytes)
      try {
        return buffer.subarray(0, readSync(descriptor, buffer, 0, bytes, position))
      } catch (error) {
        throw refused(error)
      }
    })
  } finally {
    closeSync(descriptor)
  }
}

/** The first bytes of a SQLite file, read without SQLite, because opening the file with SQLite writes to it. */
export function readHeader(path: string): { header: Buffer; size: number } {
  const read = withFile(path, (bytes) => bytes(headerBytes, 0))
  return { header: Buffer.concat([read, Buffer.alloc(headerBytes - read.length)]), size: read.length }
}

/**
 * The greatest `user_version` in the file's write-ahead log, where a process that died may have left it; 0 without a
 * log, or without a first page in it (https://www.sqlite.org/fileformat2.html#walformat).
 */
export function versionInWal(path: string): number {
  const wal = `${path}-wal`
  if (!existsSync(wal)) return 0
  return withFile(wal, (read) => {
    const header = read(walHeaderBytes, 0)
    if (header.length < walHeaderBytes) return 0
    const pageBytes = header.readUInt32BE(8)
    const salts = header.subarray(16, 24)
    let version = 0
    for (let at = walHeaderBytes; ; at += frameHeaderBytes + pageBytes) {
      const frame = read(frameHeaderBytes + headerBytes, at)
      if (frame.length < frameHeaderBytes + headerBytes || !frame.subarray(8, 16).equals(salts))
        return version
      if (frame.readUInt32BE(0) === 1)
        version = Math.max(version, frame.readUInt32BE(frameHeaderBytes + userVersionAt))
    }
  })
}

export function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
