import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

type Environment = Record<string, string | undefined>

/** Where programs of this user keep what they can make anew; undefined if that is nowhere. */
export function cacheFolder(env: Environment, platform: NodeJS.Platform, home: string): string | undefined {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'payersim')
  if (platform === 'win32') return env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'payersim', 'Cache')
  if (home === '' || home === '/') return undefined
  return join(home, platform === 'darwin' ? 'Library/Caches' : '.cache', 'payersim')
}

/**
 * Lets Node keep what V8 compiles of our code, from 22.1 on, so that the next start compiles nothing. In a folder of the
 * user's own: Node's default is one that all users of the machine may write to. Node does nothing where it cannot be written, or
 * where NODE_DISABLE_COMPILE_CACHE is set.
 */
export function keepCompiledCode(): void {
  const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown }
  if (!enableCompileCache) return
  const folder = cacheFolder(process.env, process.platform, homeOrNone())
  if (folder !== undefined) enableCompileCache(folder)
}

/** A user of a container may have no home, and no name. */
function homeOrNone(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}
