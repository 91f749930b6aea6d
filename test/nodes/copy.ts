import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Node } from './nodes.ts'
import { run } from './run.ts'

const native = 'better-sqlite3'

/** Where a better-sqlite3 is that goes with a Node, and whether its native part must be compiled for it. */
export interface Sqlite {
  folder: string
  version: string
  compile: boolean
}

/**
 * The better-sqlite3 that npm installs beside payersim on this Node: the newest whose `engines` it satisfies. From 13 on it
 * brings one native part for all Nodes. A clone has that of the lock file, on any Node.
 */
export function sqliteFor(root: string, nodes: string, node: Node, locked: boolean): Sqlite {
  const compile = locked || Number(node.major) < 22
  const folder = join(compile ? root : nodes, 'node_modules', native)
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { folder, version, compile }
}

/**
 * Copies the project to `copy`, with `node_modules` of its own that have this better-sqlite3. What is there from an earlier run
 * is kept where it holds.
 *
 * @throws Error where the native part can neither be fetched nor compiled
 */
export async function copyProject(root: string, copy: string, node: Node, sqlite: Sqlite): Promise<void> {
  mkdirSync(copy, { recursive: true })
  const packages = join(copy, 'node_modules')
  const lock = readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')
  const key = `Node ${node.version}, ${native} ${sqlite.version}\n${lock}`
  const keyFile = join(packages, '.made-of')
  if (!existsSync(keyFile) || readFileSync(keyFile, 'utf8') !== key) {
    rmSync(packages, { recursive: true, force: true })
    await linkPackages(join(root, 'node_modules'), packages)
    if (sqlite.compile) await compileNativePart(root, copy, node, sqlite)
    else await run('cp', ['-al', sqlite.folder, packages], { cwd: root })
    writeFileSync(keyFile, key)
  }
  for (const name of readdirSync(copy))
    if (name !== 'node_modules') rmSync(join(copy, name), { recursive: true })
  for (const name of readdirSync(root))
    if (!['.git', '.nodes', 'node_modules'].includes(name))
      cpSync(join(root, name), join(copy, name), { recursive: true })
}

/** Hard links: nothing changes a package in place, and copies would take 390 MB for each Node. */
async function linkPackages(from: string, to: string): Promise<void> {
  mkdirSync(to)
  const names = readdirSync(from).filter((name) => name !== native && (name === '.bin' || name[0] !== '.'))
  await run('cp', ['-al', ...names, to], { cwd: from })
}

/**
 * SQLite itself is C that knows no Node, and most of the work of the compiler: a minute, where the part that is in C++ takes
 * seconds. So where the project's own native part was compiled, its SQLite is linked into this one too.
 */
async function compileNativePart(root: string, copy: string, node: Node, sqlite: Sqlite): Promise<void> {
  const own = sqlite.folder
  const to = join(copy, 'node_modules', native)
  cpSync(own, to, { recursive: true, filter: (path) => path !== join(own, 'build') })
  const release = join(own, 'build/Release')
  if (existsSync(join(release, 'sqlite3.a')))
    writeFileSync(join(to, 'deps/sqlite3.gyp'), compiledSqlite(release))
  cpSync(join(root, 'package.json'), join(copy, 'package.json'))
  await run('npm', ['rebuild', native, '--foreground-scripts'], {
    cwd: copy,
    env: {
      PATH: `${join(node.folder, 'bin')}${delimiter}${process.env.PATH}`,
      npm_config_nodedir: node.folder,
    },
  })
}

/** In place of the package's own instructions for SQLite. */
function compiledSqlite(release: string): string {
  const target = {
    target_name: 'sqlite3',
    type: 'none',
    direct_dependent_settings: { include_dirs: [join(release, 'obj/gen/sqlite3')] },
    link_settings: { libraries: [join(release, 'sqlite3.a')] },
  }
  return JSON.stringify({ targets: [target] })
}
