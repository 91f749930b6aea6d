import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { NewFile } from './templates.ts'

/**
 * Writes the files, all or none: a file that is there with another text is somebody's work.
 *
 * @returns what was written, and what was there with the same text
 * @throws InputError for files that are there, without `force`
 */
export async function writeNew(
  folder: string,
  files: readonly NewFile[],
  { force }: { force: boolean },
): Promise<{ written: string[]; same: string[] }> {
  const there = files.filter(({ path }) => existsSync(join(folder, path)))
  const same = there.filter(({ path, text }) => readFileSync(join(folder, path), 'utf8') === text)
  const others = there.filter((file) => !same.includes(file)).map(({ path }) => path)
  if (others.length > 0 && !force) {
    const { InputError } = await import('../../kernel/index.ts')
    const [subject, them] = others.length === 1 ? ['is', 'it'] : ['are', 'them']
    throw new InputError(
      `${others.join(', ')} ${subject} there already, so nothing was written. Move ${them} away, or write over ${them} with --force.`,
    )
  }
  const left = files.filter((file) => !same.includes(file))
  for (const { path, text } of left) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    // Without --force a file that came meanwhile stays.
    writeFileSync(join(folder, path), text, { flag: force ? 'w' : 'wx' })
  }
  return { written: left.map(({ path }) => path), same: same.map(({ path }) => path) }
}
