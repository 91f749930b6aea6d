import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  comesWith,
  composerComesWith,
  environment,
  hasComposer,
  hasPhpunit,
  type Installed,
  install,
  run,
  source,
} from './php.fixture.ts'

const start = promisify(execFile)
const read = (path: string) => readFileSync(join(source, path), 'utf8')
const whole = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const { version } = JSON.parse(whole('package.json')) as { version: string }
const phpunit = hasPhpunit()
const composer = phpunit && hasComposer()

describe('the PHP package', () => {
  let installed: Installed | undefined
  beforeAll(() => {
    installed = phpunit ? install(composer) : undefined
  }, 600_000)
  afterAll(() => installed?.remove())

  it('has the version of payersim, its licence, and nothing that it needs but PHP', () => {
    const described = JSON.parse(read('composer.json'))
    expect(described).toMatchObject({ name: 'payersim/payersim', type: 'library', version, license: 'MIT' })
    expect(described.autoload).toEqual({ 'psr-4': { 'Payersim\\': 'src/' } })
    expect(Object.keys(described.require)).toEqual(['php', 'ext-curl', 'ext-json'])
    expect(read('src/Server.php')).toContain(`public const VERSION = '${version}';`)
    expect(read('LICENSE')).toBe(whole('LICENSE'))
  })

  it('has each class where PSR-4 looks for it, with strict types', () => {
    const files = readdirSync(join(source, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.php'),
    )
    expect(files.length).toBeGreaterThan(30)
    for (const file of files) {
      const [, folder = '', name] = /^(?:(.*)\/)?(\w+)\.php$/.exec(file) ?? []
      const text = read(`src/${file}`)
      expect(text).toMatch(/^<\?php\n\ndeclare\(strict_types=1\);\n/)
      expect(text).toContain(
        `\nnamespace ${['Payersim', ...folder.split('/')].filter(Boolean).join('\\')};\n`,
      )
      expect(
        [...text.matchAll(/^(?:final |readonly |abstract )*(?:class|trait) (\w+)/gm)].map(([, is]) => is),
      ).toEqual([name])
    }
  })

  it('is packed by Composer, and installed from the archive without a registry', ({ skip }) => {
    if (!installed || !composer) return skip(composerComesWith)
    run('composer', ['validate', '--no-check-version', '--strict'], join(installed.folder, 'source'))
    expect(installed.files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'composer.json',
        'programs/keeper.php',
        'src/Server.php',
      ]),
    )
    expect(installed.files.filter((file) => /^(tests|examples|vendor|autoload|phpunit)/.test(file))).toEqual(
      [],
    )
    const code =
      'require "vendor/autoload.php"; echo (new ReflectionClass(Payersim\\World::class))->getFileName(), " ", Composer\\InstalledVersions::getPrettyVersion("payersim/payersim");'
    const printed = run('php', ['-r', code], installed.project)
    expect(printed).toBe(`${join(installed.project, 'vendor/payersim/payersim/src/World.php')} ${version}`)
  })

  it('passes its own tests, and those of the shop, as it is installed', { timeout: 900_000 }, async ({
    skip,
  }) => {
    if (!installed) return skip(comesWith)
    const ended = await start('phpunit', ['--colors=never'], {
      cwd: installed.project,
      env: environment(),
    }).catch((error) => error)
    expect(ended.stdout).toMatch(/^OK \(\d{2,} tests, |^Tests: \d{2,}, Assertions: \d+, Skipped: 1\.$/m)
  })
})
