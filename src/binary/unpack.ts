import { createHash } from 'node:crypto'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** The files that the binary carries. */
export interface Carried {
  /** The name of their folder. Another content has another name, so that binaries of two versions run side by side. */
  name: string
  /** The SHA-256 of each file in hexadecimal, by its path in the folder, with `/` between the parts. */
  hashes: ReadonlyMap<string, string>
  read(path: string): Uint8Array
}

/** No place to unpack to. The message names each that was tried and what is wrong there, and says what to do. */
export class UnpackError extends Error {
  override name = 'UnpackError' as const
}

/** How long what a killed start left behind is kept: longer than any start takes. */
const leftoverMs = 24 * 60 * 60 * 1000

/**
 * The folder of the carried files, below the first of `places` that is private to this user. They are written where they
 * are not there yet, or where one of them differs.
 *
 * @param places absolute paths of folders, which need not exist
 * @throws UnpackError if no place serves
 */
export function unpack(carried: Carried, places: readonly string[]): string {
  const refused: string[] = []
  for (const place of places) {
    try {
      return unpackIn(privateFolder(place), carried)
    } catch (error) {
      refused.push(`  ${place}: ${(error as Error).message}`)
    }
  }
  throw new UnpackError(
    'This binary carries files that must lie on a disk, and there is no place for them:\n' +
      `${refused.join('\n')}\n` +
      'Set XDG_CACHE_HOME to a folder that is yours, that nobody else may write to, and on whose disk programs may run.',
  )
}

/** Whether the folder holds every carried file unchanged, and nobody else can change it. */
export function isWhole(folder: string, { hashes }: Carried): boolean {
  try {
    if (objection(lstatSync(folder)) !== undefined) return false
    for (const [path, hash] of hashes) if (sha256(readFileSync(join(folder, path))) !== hash) return false
    return true
  } catch {
    return false
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function unpackIn(place: string, carried: Carried): string {
  const folder = join(place, carried.name)
  if (isWhole(folder, carried)) return folder
  // Complete before it has its name: another start sees all of it or nothing, also where this one is killed.
  const fresh = mkdtempSync(join(place, '.new-'))
  try {
    for (const [path, hash] of carried.hashes) {
      const bytes = carried.read(path)
      if (sha256(bytes) !== hash) throw new Error(`${path} in the binary is damaged. Fetch the binary again`)
      mkdirSync(dirname(join(fresh, path)), { recursive: true, mode: 0o700 })
      writeFileSync(join(fresh, path), bytes, { mode: 0o600 })
    }
    putInPlace(fresh, folder, carried)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  removeLeftovers(place)
  if (!isWhole(folder, carried)) throw new Error('what was written is not what is read')
  return folder
}

/** Gives the folder its name, unless another start did so just now. What is there and is not whole is moved away. */
function putInPlace(fresh: string, folder: string, carried: Carried): void {
  try {
    renameSync(fresh, folder)
    return
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    // Something is there. Windows says EPERM for it.
    if (!/^(ENOTEMPTY|EEXIST|ENOTDIR|EPERM)$/.test(code)) throw error
  }
  if (isWhole(folder, carried)) return
  const old = mkdtempSync(join(dirname(folder), '.old-'))
  try {
    renameSync(folder, join(old, basename(folder)))
    renameSync(fresh, folder)
  } catch (error) {
    // Another start was faster at the same repair.
    if (!isWhole(folder, carried)) throw error
  } finally {
    rmSync(old, { recursive: true, force: true })
  }
}

function removeLeftovers(place: string): void {
  for (const name of readdirSync(place).filter((name) => /^\.(new|old)-/.test(name))) {
    const path = join(place, name)
    try {
      if (Date.now() - lstatSync(path).mtimeMs > leftoverMs) rmSync(path, { recursive: true, force: true })
    } catch {
      // Another start removes it too.
    }
  }
}

/**
 * Makes the folder, or finds it, and returns its path without links.
 *
 * @throws Error if another user could change what is in it
 */
function privateFolder(place: string): string {
  mkdirSync(dirname(place), { recursive: true, mode: 0o700 })
  const parent = realpathSync(dirname(place))
  for (let above = parent; ; above = dirname(above)) {
    if (canBeSwappedBelow(statSync(above))) throw new Error(`other users may write to ${above}`)
    if (dirname(above) === above) break
  }
  const path = join(parent, basename(place))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const why = objection(lstatSync(path))
  if (why !== undefined) throw new Error(why)
  return path
}

/** What makes a folder unfit to load code from; undefined if nothing does. Windows keeps a user's folders private itself. */
function objection(stats: Stats): string | undefined {
  if (!stats.isDirectory()) return 'it is no folder'
  const user = process.getuid?.()
  if (user === undefined) return undefined
  if (stats.uid !== user) return `it belongs to another user (${stats.uid}, and this one is ${user})`
  return stats.mode & 0o077 ? 'other users may enter it; its mode must be 700' : undefined
}

/** The user id of what root owns outside, as a process in a user namespace sees it. */
const rootOutside = 65_534

/** Whether somebody else could put another folder in the place of one in here. In `/tmp` the sticky bit forbids it. */
function canBeSwappedBelow(stats: Stats): boolean {
  const user = process.getuid?.()
  if (user === undefined) return false
  if (![0, user, rootOutside].includes(stats.uid)) return true
  return (stats.mode & 0o022) !== 0 && (stats.mode & 0o1000) === 0
}
