import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run.ts'

/** A Node as npm has it: its program, and the headers that native parts are compiled with. */
export interface Node {
  /** Such as `24`. */
  major: string
  /** Such as `24.22.3`. */
  version: string
  /** Holds `bin/node` and `include/node`. */
  folder: string
}

const here = fileURLToPath(new URL('.', import.meta.url))
const { dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}

/** All Nodes of `package.json` here, as they lie in `folder` once they are installed. */
export function nodesIn(folder: string): Node[] {
  const named = Object.entries(dependencies).filter(([name]) => name.startsWith('node'))
  return named.map(([name, source]) => ({
    major: name.slice('node'.length),
    version: source.slice(source.lastIndexOf('@') + 1),
    folder: join(folder, 'node_modules', name),
  }))
}

/**
 * Installs the Nodes of the lock file in `folder`, unless they are there.
 *
 * @throws Error where npm cannot have them, or where this is not Linux on x64
 */
export async function installNodes(folder: string): Promise<void> {
  const lock = join(folder, 'package-lock.json')
  const installed = join(folder, 'node_modules/.package-lock.json')
  const wanted = readFileSync(join(here, 'package-lock.json'), 'utf8')
  // npm writes the second file when all is in its place.
  if (existsSync(installed) && existsSync(lock) && readFileSync(lock, 'utf8') === wanted) return
  mkdirSync(folder, { recursive: true })
  cpSync(join(here, 'package.json'), join(folder, 'package.json'))
  cpSync(join(here, 'package-lock.json'), lock)
  // Each has a program called node, and none may come before the user's own.
  await run('npm', ['ci', '--ignore-scripts', '--no-bin-links', '--no-audit', '--no-fund'], { cwd: folder })
}
