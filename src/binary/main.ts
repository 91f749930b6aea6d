// The binary's own main script: all of payersim is in files, which Node, its addons and its threads read from a disk.
// They are unpacked once, and from then on run as they do where Node runs them.
import * as nodeModule from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { getAsset, getRawAsset } from 'node:sea'
import { pathToFileURL } from 'node:url'
import { type Carried, isWhole, sha256, UnpackError, unpack } from './unpack.ts'

const sums = getAsset('SHA256SUMS', 'utf8')
const { version } = JSON.parse(getAsset('package.json', 'utf8')) as { version: string }
const carried: Carried = {
  name: `${version}-${sha256(Buffer.from(sums)).slice(0, 16)}`,
  hashes: new Map(
    sums
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  ),
  read: (path) => new Uint8Array(getRawAsset(path) as ArrayBuffer),
}

/** Where a user's own files of this kind lie; first the place that the environment names. */
function places(): string[] {
  const user = process.getuid?.() ?? 'user'
  const temporary = join(tmpdir(), `payersim-${user}`)
  try {
    return [join(cacheFolder(), 'payersim'), temporary]
  } catch {
    // A user without a home, as in an empty root.
    return [temporary]
  }
}

function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  if (XDG_CACHE_HOME) return resolve(XDG_CACHE_HOME)
  if (process.platform === 'win32' && LOCALAPPDATA) return LOCALAPPDATA
  return join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache')
}

/**
 * The program to run, and its folder. `payersim run --sealed` starts a program of ours with `process.execPath`, as if that
 * were Node, and in an environment that may name another place. So a path into an unpacked folder is that program.
 */
function chosen(): { folder: string; program: string; args: string[] } {
  const [, , first = '', ...rest] = process.argv
  const [before = ''] = first.split(`${sep}${carried.name}${sep}dist${sep}`)
  const folder = join(before, carried.name)
  if (before !== first && first === resolve(first) && isWhole(folder, carried))
    return { folder, program: first, args: rest }
  const own = unpack(carried, places())
  return { folder: own, program: join(own, 'dist/main.js'), args: process.argv.slice(2) }
}

function start(): void {
  const { folder, program, args } = chosen()
  // Node 22 and newer keep what they compiled.
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown }
  enableCompileCache?.(join(dirname(folder), 'compile-cache'))
  process.argv = [process.execPath, program, ...args]
  // The `import()` of a binary's main script knows Node's own modules alone, that of a file any other file.
  const load: (url: string) => Promise<unknown> = nodeModule.createRequire(join(folder, 'main.cjs'))(
    './load.cjs',
  )
  void load(pathToFileURL(program).href)
}

if (process.argv[2] === '--licenses') {
  for (const path of carried.hashes.keys())
    if (/licen[cs]e|copying|notice/i.test(basename(path)))
      process.stdout.write(`${path}\n\n${getAsset(path, 'utf8')}\n${'-'.repeat(80)}\n\n`)
} else {
  try {
    start()
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error
    console.error(`payersim: ${error.message}`)
    process.exitCode = 2
  }
}
