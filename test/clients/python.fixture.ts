import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const source = join(root, 'clients/python')
const parts = ['pyproject.toml', 'README.md', 'LICENSE', 'conftest.py', 'src', 'tests', 'examples']
const buildsAndTests = 'import pytest, setuptools, wheel, venv, ensurepip'

/** Whether Python can do it. */
function can(python: string, code: string): boolean {
  return spawnSync(python, ['-c', code], { stdio: 'ignore' }).status === 0
}

/** The Python with what building and testing need, one with pytest-xdist before others; Debian's own is not always the first. */
export function findPython(): string | undefined {
  const able = ['/usr/bin/python3', 'python3'].filter((python) => can(python, buildsAndTests))
  return able.find((python) => can(python, 'import xdist')) ?? able[0]
}

export const comesWith =
  'not on this machine; it comes with python3-pytest, python3-pytest-xdist, python3-setuptools, python3-wheel and python3-venv'

/** What Python is run with: the built program, and none of what the machine's user has set. */
export function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { PYTHONPATH, PAYERSIM_URL, PAYERSIM_ADMIN_TOKEN, PAYERSIM_ADMIN_TOKEN_FILE, ...rest } = process.env
  const own = {
    PAYERSIM_BIN: join(root, 'dist/main.js'),
    PYTHONDONTWRITEBYTECODE: '1',
    // The folder of the user's packages, and what pip would ask.
    PYTHONNOUSERSITE: '1',
    PIP_NO_INDEX: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  }
  return { ...rest, ...own, ...more }
}

/** Runs a command to its end, and returns what it printed. */
export function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: environment(), encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}

export interface Installed {
  folder: string
  /** The files of the wheel. */
  files: string[]
  /** The Python of an environment that has the wheel, and the machine's pytest. */
  python: string
  /** Tests and examples, without the source: they import what is installed. */
  tests: string
  remove(): void
}

/** Builds the sdist, of the sdist the wheel, and installs that, without any registry. */
export function install(python: string): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'payersim python '))
  const copy = join(folder, 'source')
  for (const part of parts)
    cpSync(join(source, part), join(copy, part), {
      recursive: true,
      filter: (path) => !/__pycache__|\.egg-info|_cache$/.test(path),
    })
  const built = join(folder, 'built')
  mkdirSync(built)
  const hook = (name: string) =>
    `import sys; from setuptools import build_meta; build_meta.build_${name}(sys.argv[1])`
  run(python, ['-c', hook('sdist'), built], copy)
  run(python, ['-m', 'tarfile', '-e', join(built, packed(built, '.tar.gz')), folder], folder)
  const [unpacked = ''] = readdirSync(folder).filter((name) => name.startsWith('payersim-'))
  run(python, ['-c', hook('wheel'), built], join(folder, unpacked))
  const wheel = join(built, packed(built, '.whl'))

  run(python, ['-m', 'venv', '--system-site-packages', join(folder, 'venv')], folder)
  const own = join(folder, 'venv/bin/python')
  run(own, ['-m', 'pip', 'install', '--no-index', '--no-deps', '--quiet', wheel], folder)
  const tests = join(folder, 'tests')
  for (const part of parts.filter((name) => name !== 'src'))
    cpSync(join(copy, part), join(tests, part), { recursive: true })
  const files = run(python, ['-m', 'zipfile', '-l', wheel], folder)
    .split('\n')
    .slice(1)
    .map((line) => line.split(' ')[0] ?? '')
  return { folder, files, python: own, tests, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function packed(folder: string, ending: string): string {
  const [name] = readdirSync(folder).filter((file) => file.endsWith(ending))
  if (name === undefined) throw new Error(`No ${ending} was built in ${folder}.`)
  return name
}
