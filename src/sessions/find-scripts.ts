import { type Stats, stat as statAsked, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { ScriptError } from './problems.ts'

/**
 * The script files that arguments name: files directly, folders with all `.yaml` and `.yml` files below them,
 * and patterns with `*`, `?` and `**`. Each file once; those of a folder or pattern are sorted by name.
 *
 * @throws ScriptError if an argument matches no file
 */
export async function findScripts(wanted: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  for (const one of wanted) {
    const files = await filesOf(one)
    if (files.length === 0) {
      const message = 'No session script is here. Name a .yaml file, a folder or a pattern.'
      throw new ScriptError([{ file: one, line: 0, column: 0, message, source: '' }])
    }
    for (const file of files) found.add(file)
  }
  return [...found]
}

async function filesOf(wanted: string): Promise<string[]> {
  const kind = kindOf(wanted)
  if (kind === 'file') return [wanted]
  if (kind === 'folder') return (await below(wanted, '**')).filter((file) => /\.ya?ml$/i.test(file))
  const { folder, pattern } = splitPattern(wanted)
  return pattern === '' ? [] : below(folder, pattern)
}

/** Splits a pattern into its folder and the rest; undefined if it is no pattern. */
export function splitPattern(wanted: string): { folder: string; pattern: string } {
  const parts = wanted.split('/')
  const wild = parts.findIndex((part) => /[*?]/.test(part))
  if (wild < 0) return { folder: wanted, pattern: '' }
  const folder = parts.slice(0, wild).join('/') || (wanted.startsWith('/') ? '/' : '.')
  return { folder, pattern: parts.slice(wild).join('/') }
}

/** Waits for the disk: `node:fs/promises` takes Node 4 ms to load. */
function kindOf(path: string): 'file' | 'folder' | 'none' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'none'
  }
}

async function below(folder: string, pattern: string): Promise<string[]> {
  const { glob } = await import('tinyglobby')
  // Brackets and the like are literal, since people have folders such as "app (1)".
  const plain = pattern.replace(/[[\]{}()!+@|\\]/g, '\\$&')
  const files = await glob(plain, {
    cwd: folder,
    expandDirectories: false,
    ignore: '**/node_modules/**',
    fs: { stat: statOfLinked as typeof statAsked },
  })
  return files.map((file) => join(folder, file).split(sep).join('/')).sort()
}

/** Follows a link to a file, but not to a folder, since links to folders may form a cycle. */
function statOfLinked(path: string, done: (error: Error | null, found?: Stats) => void): void {
  statAsked(path, (error, found) =>
    error || found.isDirectory() ? done(error ?? new Error(`${path} is a folder.`)) : done(null, found),
  )
}
