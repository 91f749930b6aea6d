import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const source = join(root, 'clients/php')
const tests = ['autoload.php', 'phpunit.xml', 'README.md', 'tests', 'examples']
const testsOfIt = 'exit(PHP_VERSION_ID >= 80200 && extension_loaded("curl") ? 0 : 1);'

const can = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore', env: environment() }).status === 0

/** Whether PHP 8.2 or newer with curl is here, and PHPUnit. */
export const hasPhpunit = () => can('php', '-r', testsOfIt) && can('phpunit', '--version')
export const hasComposer = () => can('composer', '--version')
export const comesWith = 'not on this machine; it comes with php-cli, php-curl and phpunit'
export const composerComesWith = `${comesWith}, and composer`

/** What PHP is run with: the built program, and none of what the machine's user has set. */
export function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const {
    PAYERSIM_URL,
    PAYERSIM_ADMIN_TOKEN,
    PAYERSIM_ADMIN_TOKEN_FILE,
    PAYERSIM_WORLD,
    PAYERSIM_CLOCK,
    TEST_TOKEN,
    ...rest
  } = process.env
  const own = {
    PAYERSIM_BIN: join(root, 'dist/main.js'),
    COMPOSER_ALLOW_SUPERUSER: '1',
    COMPOSER_DISABLE_NETWORK: '1',
    COMPOSER_NO_INTERACTION: '1',
  }
  return { ...rest, ...own, ...more }
}

/** Runs a command to its end, and returns what it printed. */
export function run(command: string, args: readonly string[], cwd: string): string {
  const env = environment({ COMPOSER_HOME: join(cwd, '.composer') })
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}

export interface Installed {
  folder: string
  /** The files of the archive. */
  files: string[]
  /** A project that has the package in vendor/, with the tests and examples beside it, or those beside a copy of the source. */
  project: string
  remove(): void
}

/** Packs the archive, and installs it into a project without any registry; without Composer a copy of the source is the project. */
export function install(withComposer: boolean): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'payersim php '))
  const project = join(folder, 'project')
  const remove = () => rmSync(folder, { recursive: true, force: true })
  cpSync(source, join(folder, 'source'), {
    recursive: true,
    filter: (path) => !/[\\/](vendor|\.composer|composer\.lock|\.phpunit\.[^\\/]*)$/.test(path),
  })
  if (!withComposer) {
    cpSync(join(folder, 'source'), project, { recursive: true })
    return { folder, files: [], project, remove }
  }
  run('composer', ['archive', '--format=tar', '--dir=..', '--file=packed', '--quiet'], join(folder, 'source'))
  const packed = join(folder, 'packed')
  mkdirSync(packed)
  run('tar', ['-xf', join(folder, 'packed.tar'), '-C', packed], folder)
  const files = readdirSync(packed, { recursive: true, encoding: 'utf8' }).sort()

  mkdirSync(project)
  const wanted = {
    require: { 'payersim/payersim': '*' },
    repositories: [
      { type: 'path', url: '../packed', options: { symlink: false } },
      { 'packagist.org': false },
    ],
    autoload: { 'psr-4': { 'Payersim\\Tests\\': 'tests/', 'Shop\\': 'examples/shop/src/' } },
  }
  writeFileSync(join(project, 'composer.json'), JSON.stringify(wanted))
  run('composer', ['install', '--quiet'], project)
  for (const part of tests) cpSync(join(folder, 'source', part), join(project, part), { recursive: true })
  return { folder, files, project, remove }
}
