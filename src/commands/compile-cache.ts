import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8'
import { crc32 } from 'node:zlib'
import { CompiledCode } from './compiled-code.ts'

type Environment = Record<string, string | undefined>

/** Where programs of this user keep what they can make anew; undefined if that is nowhere. */
export function cacheFolder(env: Environment, platform: NodeJS.Platform, home: string): string | undefined {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'payersim')
  if (platform === 'win32') return env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'payersim', 'Cache')
  if (home === '' || home === '/') return undefined
  return join(home, platform === 'darwin' ? 'Library/Caches' : '.cache', 'payersim')
}

/**
 * Keeps what V8 compiles of our code, so that the next start of the same command compiles next to nothing: in a folder of the
 * user's own, where no other user may put code for us to run. Nothing is kept where it cannot be written, where
 * NODE_DISABLE_COMPILE_CACHE is set, or where coverage or source maps want to see Node compile.
 *
 * @param main the `import.meta.url` of the entry
 * @param keeps whether this process, or thread, writes what it compiled
 */
export function keepCompiledCode(main: string, command = '', { keeps = true } = {}): void {
  const { NODE_DISABLE_COMPILE_CACHE, NODE_V8_COVERAGE } = process.env
  if (NODE_DISABLE_COMPILE_CACHE || NODE_V8_COVERAGE || process.sourceMapsEnabled) return
  const folder = cacheFolder(process.env, process.platform, homeOrNone())
  // The sources are compiled by whoever reads TypeScript.
  if (folder === undefined || main.endsWith('.ts')) return
  // V8 throws away the code of functions that were not called for a while, such as those of the start.
  setFlagsFromString('--no-flush-bytecode')
  const root = dirname(fileURLToPath(main))
  const use = /^[a-z]{1,20}$/.test(command) ? command : 'payersim'
  // The tag tells V8's version and flags: it takes only the code of the same.
  const key = [process.version, process.arch, cachedDataVersionTag(), root].join('\n')
  const code = new CompiledCode(root, join(folder, `${use}-${crc32(key).toString(16).padStart(8, '0')}.code`))
  code.use()
  if (!keeps) return
  process.on('exit', (exitCode) => {
    // 2 and more: what was asked for was not done.
    if (exitCode < 2) code.keep()
  })
}

/** A user of a container may have no home, and no name. */
function homeOrNone(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}
