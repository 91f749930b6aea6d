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

/** The file in a folder that names its process. */
const ownerFile = 'owner.json'

/** A folder is stale after this if its process cannot be checked. Its certificates expire sooner. */
const longestMs = 24 * 60 * 60 * 1_000

interface Owner {
  pid: number
  /** {@link startTimeOf} the process. */
  began: string
  /** {@link pidScopeOf} the process. */
  place: string
}

export interface TemporaryFolder {
  path: string
  remove(): void
}

/**
 * A folder for the life of this process, which only its user can enter. Also removes the folders of processes that were
 * killed and so could not remove them.
 */
export function temporaryFolder(prefix: string): TemporaryFolder {
  removeStale(prefix)
  // mkdtemp sets mode 0700.
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
      // Another process is removing it, or it cannot be removed, which does no harm.
    }
  }
}

function isStale(path: string): boolean {
  const entry = lstatSync(path)
  const isOwn = process.getuid === undefined || entry.uid === process.getuid()
  if (!isOwn || !entry.isDirectory()) return false
  const owner = readOwner(path)
  // From another container that shares the folder and has its own process ids, or from an older version.
  if (owner?.place !== pidScopeOf()) return Date.now() - entry.mtimeMs > longestMs
  return !isAlive(owner)
}

function readOwner(path: string): Owner | undefined {
  try {
    const { pid, began, place } = JSON.parse(readFileSync(join(path, ownerFile), 'utf8')) as Partial<Owner>
    const isWhole = Number.isInteger(pid) && typeof began === 'string' && typeof place === 'string'
    return isWhole ? { pid: Number(pid), began, place } : undefined
  } catch {
    // Missing or incomplete.
    return undefined
  }
}

function ownerOf(pid: number): Owner {
  return { pid, began: startTimeOf(pid), place: pidScopeOf() }
}

/** Where a process id is unique: in one container, until the machine restarts. */
function pidScopeOf(): string {
  if (process.platform !== 'linux') return hostname()
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

/** When a process began, in Linux's count, because process ids are reused. Empty if the system does not tell. */
function startTimeOf(pid: number): string {
  try {
    // The name in the second field may contain anything; after its last parenthesis come only numbers and one letter.
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
    // A process of another user exists too; the time at which it began decides below.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return startTimeOf(pid) === began
}
