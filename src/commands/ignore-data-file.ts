import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The data file, SQLite's files beside it, and the folder of snapshots. */
const pattern = 'payersim.db*'
const files = ['payersim.db', 'payersim.db-wal', 'payersim.db-shm', 'payersim.db.snapshots']

/**
 * Keeps `payersim.db` out of the commits of a folder: where there is a `.gitignore` that lets it in, its line is added.
 *
 * @returns `none` where there is no `.gitignore`, or where it cannot be written
 */
export function ignoreDataFile(folder: string): 'added' | 'ignored' | 'none' {
  const file = join(folder, '.gitignore')
  if (!existsSync(file)) return 'none'
  const text = readFileSync(file, 'utf8')
  if (text.split(/\r?\n/).includes(pattern) || isIgnored(folder)) return 'ignored'
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  try {
    appendFileSync(file, `${text === '' || text.endsWith('\n') ? '' : end}${pattern}${end}`)
    return 'added'
  } catch {
    return 'none'
  }
}

/** By other lines, of a folder above or of the user's own file, as only git knows. Without git: not ignored. */
function isIgnored(folder: string): boolean {
  const { stdout } = spawnSync('git', ['check-ignore', ...files], { cwd: folder, encoding: 'utf8' })
  return (stdout ?? '').split('\n').filter((line) => line !== '').length === files.length
}
