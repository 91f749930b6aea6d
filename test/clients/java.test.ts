import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Built,
  build,
  comesWith,
  environment,
  isHere,
  junit,
  printed,
  quick,
  source,
} from './java.fixture.ts'

const start = promisify(execFile)
const read = (path: string) => readFileSync(join(source, path), 'utf8')
const whole = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const { version } = JSON.parse(whole('package.json')) as { version: string }

describe('the Java package', () => {
  let built: Built | undefined
  beforeAll(() => {
    built = isHere() ? build() : undefined
  }, 600_000)
  afterAll(() => built?.remove())

  it('has the version of payersim and its licence', () => {
    expect(read('pom.xml')).toContain(
      `  <artifactId>payersim-junit</artifactId>\n  <version>${version}</version>\n`,
    )
    expect(read('examples/shop/pom.xml')).toContain(
      `      <artifactId>payersim-junit</artifactId>\n      <version>${version}</version>\n`,
    )
    expect(read('src/main/java/dev/payersim/Server.java')).toContain(` VERSION = "${version}";\n`)
    expect(read('LICENSE')).toBe(whole('LICENSE'))
  })

  it('shows the same first test wherever it is shown', () => {
    expect(printed(read('README.md'))).toContain('void aPayerApproves(')
    expect(printed(whole('docs/java.md'))).toBe(printed(read('README.md')))
  })

  it('is packed with its licence and the extension, and without the tests', ({ skip }) => {
    if (!built) return skip(comesWith)
    expect(built.files).toEqual(
      expect.arrayContaining([
        'META-INF/LICENSE',
        'dev/payersim/Keeper.class',
        'dev/payersim/Screen$Option.class',
        'dev/payersim/World.class',
        'dev/payersim/junit/PayersimExtension.class',
      ]),
    )
    expect(built.files.filter((file) => /Test|^shop/.test(file))).toEqual([])
  })

  it('passes its own tests, those of the shop and its README’s, as it is packed', {
    timeout: 900_000,
  }, async ({ skip }) => {
    if (!built) return skip(comesWith)
    const classes = [built.jar, built.tests, junit].join(':')
    const console = [
      'org.junit.platform.console.ConsoleLauncher',
      '--disable-banner',
      '--disable-ansi-colors',
    ]
    const what = ['--scan-classpath', built.tests, '--details=summary', '--include-engine=junit-jupiter']
    const ended = await start('java', [...quick, '-cp', classes, ...console, ...what], {
      // Where pom.xml is, as Maven runs tests.
      cwd: source,
      env: environment(),
    }).catch((error) => error)
    // The whole of it: what a phone showed is far below.
    expect(ended.stdout, ended.stdout).toMatch(/^\[ +0 tests failed +\]$/m)
    expect(ended.stdout, ended.stdout).toMatch(/^\[ +0 containers failed +\]$/m)
    const [, passed] = /^\[ +(\d+) tests successful +\]$/m.exec(ended.stdout) ?? []
    expect(Number(passed)).toBeGreaterThan(85)
  })
})
