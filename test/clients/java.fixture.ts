import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const source = join(root, 'clients/java')
/** Of Debian's package junit5. */
export const junit = '/usr/share/java/junit-platform-console-standalone.jar'
const annotations = '/usr/share/java/apiguardian-api.jar'

/** A virtual machine that ends soon does not repay the better compiler. */
export const quick = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']

export const comesWith = 'not on this machine; it comes with default-jdk-headless and junit5'

export const isHere = () =>
  spawnSync('javac', ['--version'], { stdio: 'ignore' }).status === 0 &&
  existsSync(junit) &&
  existsSync(annotations)

/** What Java is run with: the built program, and none of what the machine's user has set. */
export function environment(): NodeJS.ProcessEnv {
  const { PAYERSIM_URL, PAYERSIM_ADMIN_TOKEN, PAYERSIM_ADMIN_TOKEN_FILE, CLASSPATH, ...rest } = process.env
  return { ...rest, PAYERSIM_BIN: join(root, 'dist/main.js') }
}

/** The Java of a document, as it is printed. */
export function printed(markdown: string): string {
  const [, java = ''] = /^```java\n(import .*?)^```$/ms.exec(markdown) ?? []
  return java
}

export interface Built {
  folder: string
  jar: string
  /** The files of the jar. */
  files: string[]
  /** The classes of the tests, of the example and its tests. */
  tests: string
  remove(): void
}

/** Compiles all of it at once, with every warning an error, and packs the client as Maven would. */
export function build(): Built {
  const folder = mkdtempSync(join(tmpdir(), 'payersim java '))
  const readme = join(folder, 'PaymentTest.java')
  writeFileSync(readme, printed(readFileSync(join(source, 'README.md'), 'utf8')))
  const all = join(folder, 'all')
  const files = [
    ...javaBelow('src/main/java'),
    ...javaBelow('src/test/java'),
    ...javaBelow('examples/shop/src/main/java'),
    ...javaBelow('examples/shop/src/test/java'),
    readme,
  ]
  const strict = ['--release', '17', '-Xlint:all', '-Xdoclint:all,-missing', '-Werror', '-encoding', 'UTF-8']
  java('javac', [
    ...quick.map((flag) => `-J${flag}`),
    ...strict,
    '-d',
    all,
    '-cp',
    `${junit}:${annotations}`,
    ...files,
  ])

  const main = join(folder, 'main')
  for (const file of javaBelow('src/main/java')) {
    const path = dirname(file).slice(join(source, 'src/main/java').length + 1)
    const name = file.slice(dirname(file).length + 1, -'.java'.length)
    mkdirSync(join(main, path), { recursive: true })
    // Those in it, too: Screen$Option.class beside Screen.class.
    const made = existsSync(join(all, path)) ? readdirSync(join(all, path)) : []
    for (const one of made.filter((each) => each === `${name}.class` || each.startsWith(`${name}$`))) {
      copyFileSync(join(all, path, one), join(main, path, one))
      rmSync(join(all, path, one))
    }
  }
  mkdirSync(join(main, 'META-INF'), { recursive: true })
  copyFileSync(join(source, 'LICENSE'), join(main, 'META-INF/LICENSE'))
  const manifest = join(folder, 'manifest')
  writeFileSync(manifest, 'Automatic-Module-Name: dev.payersim\n')
  const jar = join(folder, 'payersim-junit.jar')
  java('jar', ['--create', '--file', jar, '--manifest', manifest, '-C', main, '.'])
  const packed = java('jar', ['--list', '--file', jar]).trim().split('\n')
  return {
    folder,
    jar,
    files: packed,
    tests: all,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function java(command: string, args: readonly string[]): string {
  return execFileSync(command, args, {
    cwd: source,
    env: environment(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function javaBelow(folder: string): string[] {
  return readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.java'))
    .map((path) => join(source, folder, path))
    .sort()
}
