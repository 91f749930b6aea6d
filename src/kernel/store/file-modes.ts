import { chmodSync, closeSync, existsSync, fchmodSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** File modes for data that holds keys, one-time codes and hashes of PINs. */
interface Modes {
  file: number
  folder: number
}

const ofOwner: Modes = { file: 0o600, folder: 0o700 }
const ofGroup: Modes = { file: 0o660, folder: 0o2770 }
const setGroupId = 0o2000
const permissions = 0o777

/**
 * The modes for new files in a folder: access for the owner only. A folder with the setgid bit is shared with a group on
 * purpose, so there the group may read and write too.
 */
function modesIn(folder: string): Modes {
  return (statSync(folder).mode & setGroupId) === 0 ? ofOwner : ofGroup
}

/** Makes an empty file, whatever the umask; an existing file is not changed. SQLite gives its log and journal the same mode. */
export function makePrivateFile(path: string): void {
  const { file } = modesIn(dirname(path))
  let descriptor: number
  try {
    descriptor = openSync(path, 'wx', file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return
    throw error
  }
  try {
    fchmodSync(descriptor, file)
  } finally {
    closeSync(descriptor)
  }
}

/** Makes a folder, whatever the umask; an existing folder is not changed. */
export function makePrivateFolder(path: string): void {
  if (existsSync(path)) return
  const { folder } = modesIn(dirname(path))
  mkdirSync(path, { recursive: true, mode: folder })
  chmodSync(path, folder)
}

/**
 * Removes the permissions of other users from existing files and folders; skips missing paths.
 *
 * @returns the paths that other users can still read, because another user owns them
 */
export function tighten(paths: readonly string[]): string[] {
  return paths.filter((path) => existsSync(path) && !tightened(path))
}

function tightened(path: string): boolean {
  const found = statSync(path)
  const modes = modesIn(dirname(path))
  const allowed = found.isDirectory() ? modes.folder : modes.file
  if ((found.mode & permissions & ~allowed) === 0) return true
  try {
    chmodSync(path, found.mode & (allowed | setGroupId))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
    return false
  }
}
