import { readdir, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { ScriptError } from './problems.ts'

/**
 * The script files that arguments name: files as they are, folders with all `.yaml` and `.yml` files below them,
 * and patterns with `*`, `?` and `**`. Each file once, a pattern's and a folder's in the order of their names.
 *
 * @throws ScriptError where an argument names none
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
  const kind = await kindOf(wanted)
  if (kind === 'file') return [wanted]
  if (kind === 'folder') return (await below(wanted)).filter((file) => /\.ya?ml$/i.test(file))
  if (!/[*?]/.test(wanted)) return []
  const parts = wanted.split('/')
  const fixed = parts.slice(
    0,
    parts.findIndex((part) => /[*?]/.test(part)),
  )
  const base = fixed.join('/') || (wanted.startsWith('/') ? '/' : '.')
  if ((await kindOf(base)) !== 'folder') return []
  const pattern = patternOf(base === '.' ? wanted.replace(/^(\.\/)+/, '') : wanted)
  return (await below(base)).filter((file) => pattern.test(file))
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'none'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'none'
  }
}

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const lists = await Promise.all(
    entries
      .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
      .map(async (entry) => {
        const path = join(folder, entry.name).split(sep).join('/')
        return entry.isDirectory() ? below(path) : [path]
      }),
  )
  return lists.flat().sort()
}

function patternOf(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (wild) =>
      wild === '**/' ? '(?:.*/)?' : wild === '**' ? '.*' : wild === '*' ? '[^/]*' : '[^/]',
    )
  return new RegExp(`^${source}$`)
}
