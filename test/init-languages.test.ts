import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as java from './clients/java.fixture.ts'
import * as php from './clients/php.fixture.ts'
import * as python from './clients/python.fixture.ts'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
let project: string
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'payersim init ')))
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

/** Runs a command in the project, to its end. */
const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    execFile(command, args, { cwd: project, env: { ...env, NO_COLOR: '1' } }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    )
  })
const init = (...args: string[]) => run(process.execPath, [main, 'init', '--yes', ...args])

describe('payersim init where tests are in another language', { timeout: 120_000 }, () => {
  it('writes a test for pytest, which passes', async ({ skip }) => {
    const program = python.findPython()
    if (program === undefined) return skip(python.comesWith)
    writeFileSync(join(project, 'pyproject.toml'), '[project]\nname = "shop"\nversion = "1"\n')
    const { out } = await init('--environment', 'mtnghana')
    expect(out).toBe(`Wrote  payersim.world.yaml
Wrote  sessions/approve.yaml
Wrote  tests/test_approve.py

Next:  npm install --save-dev payersim
       pip install payersim
       npx payersim test
       python -m pytest tests/test_approve.py
`)
    const env = python.environment({ PYTHONPATH: join(python.source, 'src') })
    const options = ['-p', 'payersim.pytest_plugin', '-p', 'no:cacheprovider', '--color=no']
    const ended = await run(program, ['-m', 'pytest', ...options, 'tests/test_approve.py'], env)
    expect(ended.out + ended.err).toMatch(/\b1 passed in /)
  })

  it('writes a test for PHPUnit, which passes', async ({ skip }) => {
    skip(!php.hasPhpunit(), php.comesWith)
    writeFileSync(join(project, 'composer.json'), '{}')
    const { out } = await init()
    expect(out).toContain('Wrote  tests/ApproveTest.php\n')
    expect(out).toMatch(
      / {7}composer require --dev payersim\/payersim\n {7}npx payersim test\n {7}vendor\/bin\/phpunit tests\/ApproveTest\.php\n$/,
    )
    const options = ['--no-configuration', '--bootstrap', join(php.source, 'autoload.php')]
    const ended = await run('phpunit', [...options, 'tests/ApproveTest.php'], php.environment())
    expect(ended.out + ended.err).toMatch(/^OK \(1 test, 3 assertions\)$/m)
  })

  it('writes a test for JUnit, which passes', async ({ skip }) => {
    skip(!java.isHere(), java.comesWith)
    writeFileSync(join(project, 'pom.xml'), '<project/>')
    const { out } = await init('--ci', 'github')
    expect(out).toContain('Wrote  src/test/java/ApproveTest.java\nWrote  .github/workflows/payersim.yml\n')
    expect(out).toContain('\nAdd to pom.xml:  <dependency><groupId>dev.payersim</groupId>')
    expect(out).toContain(
      '\nIn CI the scripts are played; the test is for the pipeline in which your tests run',
    )
    expect(out).toMatch(/ {7}npx payersim test\n {7}mvn test -Dtest=ApproveTest\n$/)
    const classes = join(project, 'classes')
    mkdirSync(classes)
    const below = join(java.source, 'src/main/java')
    const sources = readdirSync(below, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.java'),
    )
    const compiled = await run('javac', [
      ...java.quick.map((flag) => `-J${flag}`),
      ...['-proc:none', '-encoding', 'UTF-8', '-d', classes, '-cp', java.junit],
      ...sources.map((name) => join(below, name)),
      'src/test/java/ApproveTest.java',
    ])
    expect(compiled.code, compiled.err).toBe(0)
    const console_ = ['-jar', java.junit, '--class-path', classes, '--select-class', 'ApproveTest']
    const ended = await run('java', [...java.quick, ...console_, '--disable-banner'], java.environment())
    expect(ended.out + ended.err).toMatch(/\[ +1 tests successful +\]/)
  })

  it('names the file that is there already', async () => {
    mkdirSync(join(project, 'tests'))
    writeFileSync(join(project, 'composer.json'), '{}')
    writeFileSync(join(project, 'tests/ApproveTest.php'), 'mine')
    const { code, err } = await init()
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('tests/ApproveTest.php is there already'),
    })
    expect(existsSync(join(project, 'sessions'))).toBe(false)
  })
})
