import { chmodSync, closeSync, existsSync, fchmodSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Who may read what holds keys, one-time codes and hashes of PINs. */
interface Modes {
  file: number
  folder: number
}

const ofOwner: Modes = { file: 0o600, folder: 0o700 }
const ofGroup: Modes = { file: 0o660, folder: 0o2770 }
const setGroupId = 0o2000
const permissions = 0o777

/**
 * The modes of what is made in a folder: its owner's alone. A folder with its setgid bit is one that a group shares on
 * purpose, and there the group may read and write.
 */
function modesIn(folder: string): Modes {
  return (statSync(folder).mode & setGroupId) === 0 ? ofOwner : ofGroup
}

/** Makes an empty file, whatever the umask; one that is there stays as it is. SQLite gives its log and journal the same mode. */
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

/** Makes a folder, whatever the umask; one that is there stays as it is. */
export function makePrivateFolder(path: string): void {
  if (existsSync(path)) return
  const { folder } = modesIn(dirname(path))
  mkdirSync(path, { recursive: true, mode: folder })
  chmodSync(path, folder)
}

/**
 * Takes from all others what they may do with files and folders of before; what is not there is left out.
 *
 * @returns the paths that stay open to others, since another user owns them
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
