import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { otherTests } from './other-tests.ts'

export const testRunners = ['vitest', 'jest', 'pytest', 'phpunit', 'junit', 'none'] as const
export type TestRunner = (typeof testRunners)[number]
export const ciSystems = ['github', 'gitlab', 'none'] as const
export type CiSystem = (typeof ciSystems)[number]

/** How a package manager installs what is locked, installs payersim, and runs a program of a package. */
interface PackageManager {
  install: readonly string[]
  add: string
  exec: string
}

/** What `payersim init` finds in a folder. */
export interface Found {
  folder: string
  /** Where `.git` is, and so where CI looks for its files: this folder or one above. */
  root: string
  hasManifest: boolean
  hasPayersim: boolean
  tests: TestRunner
  typescript: boolean
  /** Whether `.js` files are ES modules here. */
  modules: boolean
  /** Where tests are, such as `test`. */
  testFolder: string
  /** Whether Gradle builds here, and not Maven. */
  gradle: boolean
  ci: CiSystem
  packages: PackageManager
}

/** @throws InputError for a package.json that is no JSON */
export async function lookAround(folder: string): Promise<Found> {
  const here = (name: string) => existsSync(join(folder, name))
  const manifest = await manifestOf(folder)
  const names = Object.keys({ ...manifest?.dependencies, ...manifest?.devDependencies })
  const root = rootOf(folder)
  const tests = names.includes('vitest') ? 'vitest' : names.includes('jest') ? 'jest' : otherRunner(folder)
  // pytest and PHPUnit look in `tests` where nothing else is said.
  const usualFolder = tests === 'pytest' || tests === 'phpunit' ? 'tests' : 'test'
  return {
    folder,
    root,
    hasManifest: manifest !== undefined,
    hasPayersim: names.includes('payersim') || manifest?.name === 'payersim',
    tests,
    typescript: here('tsconfig.json'),
    modules: manifest?.type === 'module',
    testFolder: [usualFolder, 'test', 'tests', '__tests__'].find(here) ?? usualFolder,
    gradle: !here('pom.xml') && gradleFiles.some(here),
    ci: ciOf(root),
    packages: packagesOf(folder, root, manifest !== undefined),
  }
}

const gradleFiles = ['build.gradle', 'build.gradle.kts']

/** What runs the tests of a project that is in Python, PHP or Java. */
function otherRunner(folder: string): TestRunner {
  const names = readdirSync(folder)
  const has = (...wanted: string[]) => wanted.some((name) => names.includes(name))
  const says = (word: string, ...files: string[]) =>
    files.some((file) => names.includes(file) && readFileSync(join(folder, file), 'utf8').includes(word))
  const requirements = names.filter((name) => name.startsWith('requirements') && name.endsWith('.txt'))
  if (
    has('pytest.ini', 'conftest.py') ||
    has('pyproject.toml', 'setup.py', 'Pipfile') ||
    requirements.length > 0
  )
    return 'pytest'
  if (says('pytest', 'setup.cfg', 'tox.ini')) return 'pytest'
  if (has('phpunit.xml', 'phpunit.xml.dist', 'phpunit.dist.xml', 'composer.json')) return 'phpunit'
  return has('pom.xml', ...gradleFiles) ? 'junit' : 'none'
}

interface Manifest {
  name?: string
  type?: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

async function manifestOf(folder: string): Promise<Manifest | undefined> {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest
  } catch (error) {
    const { InputError, messageOf } = await import('../../kernel/index.ts')
    throw new InputError(`${relative(folder, file)} is no JSON: ${messageOf(error)}. Mend it first.`)
  }
}

function rootOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return folder
  }
}

function ciOf(root: string): CiSystem {
  if (existsSync(join(root, '.github'))) return 'github'
  if (existsSync(join(root, '.gitlab-ci.yml'))) return 'gitlab'
  const config = join(root, '.git/config')
  const lines = existsSync(config) ? readFileSync(config, 'utf8').split('\n') : []
  const remotes = lines.filter((line) => line.trimStart().startsWith('url'))
  return (['github', 'gitlab'] as const).find((ci) => remotes.some((line) => line.includes(ci))) ?? 'none'
}

function packagesOf(folder: string, root: string, hasManifest: boolean): PackageManager {
  const locked = (name: string) => existsSync(join(folder, name)) || existsSync(join(root, name))
  if (locked('pnpm-lock.yaml'))
    return {
      install: ['corepack enable', 'pnpm install --frozen-lockfile'],
      add: 'pnpm add --save-dev payersim',
      exec: 'pnpm exec',
    }
  if (locked('yarn.lock'))
    return {
      install: ['corepack enable', 'yarn install --frozen-lockfile'],
      add: 'yarn add --dev payersim',
      exec: 'yarn',
    }
  const install = locked('package-lock.json')
    ? 'npm ci'
    : hasManifest
      ? 'npm install'
      : 'npm install --no-save payersim'
  return { install: [install], add: 'npm install --save-dev payersim', exec: 'npx' }
}

/** The line by which a test runner is started, before the names of files where it is of JavaScript; undefined for none. */
export function runLine(found: Found, runner: TestRunner): string | undefined {
  if (isOther(runner)) return otherTests[runner].run(found)
  const { packages, modules } = found
  const flag = modules ? 'NODE_OPTIONS=--experimental-vm-modules ' : ''
  const lines = {
    vitest: `${packages.exec} vitest run`,
    jest: `${flag}${packages.exec} jest`,
    none: undefined,
  }
  return lines[runner]
}

export const isOther = (runner: TestRunner): runner is keyof typeof otherTests => runner in otherTests
