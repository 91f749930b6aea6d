import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

/** The file in a folder that says whose it is. */
const ownerFile = 'owner.json'

/** A folder is nobody's after this, where nothing tells whether its process lives. No certificate in one lasts as long. */
const longestMs = 24 * 60 * 60 * 1_000

interface Owner {
  pid: number
  /** {@link beginOf} the process. */
  began: string
  /** {@link placeOf} the process. */
  place: string
}

export interface TemporaryFolder {
  path: string
  remove(): void
}

/**
 * A folder for the life of this process, which only its user can enter. Those of processes that were killed, and could
 * not remove theirs, are removed at the same time.
 */
export function temporaryFolder(prefix: string): TemporaryFolder {
  removeStale(prefix)
  // Mode 0700, by mkdtemp itself.
  const path = mkdtempSync(join(tmpdir(), prefix))
  writeFileSync(join(path, ownerFile), JSON.stringify(ownerOf(process.pid)), { mode: 0o600, flag: 'wx' })
  const remove = () => {
    process.off('exit', remove)
    rmSync(path, { recursive: true, force: true })
  }
  process.on('exit', remove)
  return { path, remove }
}

function removeStale(prefix: string): void {
  for (const name of readdirSync(tmpdir())) {
    const path = join(tmpdir(), name)
    try {
      if (name.startsWith(prefix) && isStale(path)) rmSync(path, { recursive: true, force: true })
    } catch {
      // Another process removes it at the same time; or it cannot be removed, which stops nobody.
    }
  }
}

function isStale(path: string): boolean {
  const entry = lstatSync(path)
  const isOwn = process.getuid === undefined || entry.uid === process.getuid()
  if (!isOwn || !entry.isDirectory()) return false
  const owner = readOwner(path)
  // Of another container that shares the folder, whose processes have numbers of their own, or of an older version.
  if (owner?.place !== placeOf()) return Date.now() - entry.mtimeMs > longestMs
  return !isAlive(owner)
}

function readOwner(path: string): Owner | undefined {
  try {
    const { pid, began, place } = JSON.parse(readFileSync(join(path, ownerFile), 'utf8')) as Partial<Owner>
    const isWhole = Number.isInteger(pid) && typeof began === 'string' && typeof place === 'string'
    return isWhole ? { pid: Number(pid), began, place } : undefined
  } catch {
    // None, or half of one.
    return undefined
  }
}

function ownerOf(pid: number): Owner {
  return { pid, began: beginOf(pid), place: placeOf() }
}

/** Among which processes a number means one: those of a container, until the machine starts anew. */
function placeOf(): string {
  if (process.platform !== 'linux') return hostname()
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

/** When a process began, as Linux counts: its number may be another's later. Empty where the system does not tell. */
function beginOf(pid: number): string {
  try {
    // The name in the second field may hold anything, but no parenthesis comes after it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[19] ?? ''
  } catch {
    return ''
  }
}

function isAlive({ pid, began }: Owner): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Another user's process is no run of this one's, but that is for the time that it began to tell.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return beginOf(pid) === began
}
