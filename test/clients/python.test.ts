import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { comesWith, environment, findPython, type Installed, install, run, source } from './python.fixture.ts'

const start = promisify(execFile)
const read = (path: string) => readFileSync(join(source, path), 'utf8')
const python = findPython()
const whole = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const { version } = JSON.parse(whole('package.json')) as { version: string }

describe('the Python package', () => {
  let installed: Installed | undefined
  beforeAll(() => {
    installed = python === undefined ? undefined : install(python)
  }, 600_000)
  afterAll(() => installed?.remove())

  it('has the version of payersim and its licence', () => {
    expect(read('pyproject.toml')).toContain(`\nversion = "${version}"\n`)
    expect(read('src/payersim/__init__.py')).toContain(`\n__version__ = "${version}"\n`)
    expect(read('LICENSE')).toBe(whole('LICENSE'))
  })

  it('is built of its sdist and installed without a registry, types and licence with it', ({ skip }) => {
    if (!installed) return skip(comesWith)
    expect(installed.files).toEqual(
      expect.arrayContaining([
        'payersim/__init__.py',
        'payersim/_keeper.py',
        'payersim/py.typed',
        'payersim/pytest_plugin.py',
        // Below licenses/ as newer builds have it.
        expect.stringMatching(/\.dist-info\/(licenses\/)?LICENSE$/),
        `payersim-${version}.dist-info/entry_points.txt`,
      ]),
    )
    const code = 'import payersim, importlib.metadata as m; print(payersim.__file__, m.version("payersim"))'
    const printed = run(installed.python, ['-c', code], installed.tests)
    expect(printed.startsWith(installed.folder)).toBe(true)
    expect(printed.trim().endsWith(` ${version}`)).toBe(true)
    expect(run(installed.python, ['-m', 'pip', 'show', 'payersim'], installed.tests)).toMatch(
      /^Requires: *$/m,
    )
  })

  it('passes its own tests, and those of the shop, as it is installed', { timeout: 900_000 }, async ({
    skip,
  }) => {
    if (!installed) return skip(comesWith)
    const args = ['-m', 'pytest', '-p', 'no:cacheprovider', '-q', '-rs', '--tb=short', '--color=no']
    const ended = await start(installed.python, args, { cwd: installed.tests, env: environment() }).catch(
      (error) => error,
    )
    expect(ended.stdout).toMatch(/^\d{2,} passed(, \d skipped)? in /m)
  })

  it('has types that mypy believes', { timeout: 600_000 }, ({ skip }) => {
    const mypy = (...args: string[]) =>
      spawnSync('mypy', args, { cwd: source, encoding: 'utf8', env: environment() })
    if (python === undefined) return skip(comesWith)
    skip(mypy('--version').status !== 0, 'not on this machine; it comes with mypy')
    const { stdout } = mypy('--cache-dir=/dev/null', `--python-executable=${python}`, 'src')
    expect(stdout).toMatch(/^Success: no issues found in \d+ source files\n$/)
  })
})
