import { type ChildProcess, execFile, spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { createRequire, isBuiltin } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// The package as a registry would have it, in an empty project elsewhere, with the README's examples as they are printed.

const root = fileURLToPath(new URL('../..', import.meta.url))
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const project = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-package-')))
const run = promisify(execFile)
const environment = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' }
const here = { cwd: project, env: environment, maxBuffer: 10_000_000 }
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

function blockWith(language: string, words: string): string {
  const found = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, of, text]) => of === language && text?.includes(words))
    .map(([, , text = '']) => text)
  expect(found).toHaveLength(1)
  return found[0] ?? ''
}
const example = () => blockWith('ts', "test('a payer approves'")
/** The example with what the README says to write in place of its imports. */
function exampleWith(start: RegExp): string {
  const [, imports = ''] = start.exec(readme) ?? []
  const rest = example().split('\n').slice(2)
  return [imports, ...rest].join('\n')
}

interface Packed {
  filename: string
  files: Array<{ path: string }>
}
let packed: Packed

/** What the lock file of the repository says of the packages that users get, and this package beside them. */
function lockOfProject(): string {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const users = Object.entries<{ dev?: boolean; devOptional?: boolean }>(packages).filter(
    ([place, { dev, devOptional }]) => place !== '' && !dev && !devOptional,
  )
  const file = `file:${packed.filename}`
  const { version, dependencies, bin, engines } = own
  return JSON.stringify({
    name: 'shop',
    lockfileVersion: 3,
    packages: {
      '': { name: 'shop', dependencies: { payersim: file } },
      'node_modules/payersim': { version, resolved: file, dependencies, bin, engines },
      ...Object.fromEntries(users),
    },
  })
}

beforeAll(async () => {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', project]
  const { stdout } = await run(npm, pack, { ...here, cwd: root })
  // An array, or an object by name in newer versions of npm.
  const [first] = Object.values<Packed>(JSON.parse(stdout))
  if (first === undefined) throw new Error(`npm pack said ${stdout}`)
  packed = first
  const shop = { name: 'shop', dependencies: { payersim: `file:${packed.filename}` } }
  writeFileSync(join(project, 'package.json'), JSON.stringify(shop))
  writeFileSync(join(project, 'package-lock.json'), lockOfProject())
  // From npm's cache, where npm ci of the repository left them. The native part is taken from there too, compiled.
  await run(npm, ['ci', '--prefer-offline', '--ignore-scripts'], here)
  const release = 'node_modules/better-sqlite3/build/Release'
  mkdirSync(join(project, release), { recursive: true })
  const native = join(release, 'better_sqlite3.node')
  copyFileSync(join(root, native), join(project, native))
}, 120_000)
afterAll(() => rmSync(project, { recursive: true, force: true }))

describe('the package', () => {
  it('has what is started or imported, and its licences, and nothing that only its makers need', () => {
    const files = packed.files.map(({ path }) => path)
    for (const file of ['dist/main.js', 'dist/THIRD-PARTY-LICENSES.txt', 'sessions/approve.yaml', 'LICENSE'])
      expect(files).toContain(file)
    expect(files.filter((file) => /\.map$|\.test\.|\.fixture\.|^(src|test|scripts)\//.test(file))).toEqual([])
    expect(files.filter((file) => /\.d\.c?ts$/.test(file)).sort()).toEqual(
      ['index', 'matchers/index', 'provider', 'types'].flatMap((name) => [
        `dist/${name}.d.cts`,
        `dist/${name}.d.ts`,
      ]),
    )
  })

  it('has the pictures of its README', () => {
    const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path]) => path)
    expect(pictures.length).toBeGreaterThan(0)
    expect(packed.files.map(({ path }) => path)).toEqual(expect.arrayContaining(pictures))
  })

  it('asks for no package that it does not install', () => {
    const own = join(project, 'node_modules/payersim/dist')
    const code = readdirSync(own, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^(?!docs|web).*\.c?js$/.test(name),
    )
    const asked = code.flatMap((name) =>
      [
        ...readFileSync(join(own, name), 'utf8').matchAll(/\b(?:require\w*|import)\(["'`]([^"'`]+)["'`]\)/g),
      ].map(([, id = '']) => id),
    )
    // payersim itself is named in what payersim init writes; ajv, which checks what agents send, names its own parts in code
    // that it would write as a file, and is never asked to.
    const packages = asked.filter((id) => !/^(\.|ajv\b)/.test(id) && !isBuiltin(id) && id !== 'payersim')
    expect([...new Set(packages)]).toEqual(['better-sqlite3'])
  })

  it('has the SDK of Africa’s Talking inside, with the copy of axios that it uses', async () => {
    const sdk = createRequire(join(project, 'x.js'))(
      './node_modules/payersim/dist/messaging/africastalking.cjs',
    )
    const urls: string[] = []
    sdk.axios.defaults.adapter = async (config: { url: string }) => {
      urls.push(config.url)
      return { data: 'sent', status: 201, statusText: 'Created', headers: {}, config }
    }
    const { SMS } = sdk.africastalking({ username: 'sandbox', apiKey: 'key' })
    expect(await SMS.send({ to: ['+254711000001'], message: 'Hello' })).toBe('sent')
    expect(urls).toEqual(['https://api.sandbox.africastalking.com/version1/messaging'])
  })

  it('installs fewer than 60 packages, and less than 45 MB', () => {
    const modules = join(project, 'node_modules')
    const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'))
    expect(Object.keys(lock.packages).length).toBeLessThan(60)
    const bytes = readdirSync(modules, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(join(modules, name)))
      .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)
    expect(bytes).toBeLessThan(45_000_000)
  })
})

describe('the examples of the README, as they are printed,', () => {
  it('pass in vitest', async () => {
    const folder = join(project, 'with-vitest')
    mkdirSync(join(folder, 'node_modules'), { recursive: true })
    symlinkSync(join(root, 'node_modules/vitest'), join(folder, 'node_modules/vitest'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'first.test.ts'), example())
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const { stdout } = await run(process.execPath, [vitest, 'run', '--root', folder], {
      ...here,
      cwd: folder,
    })
    expect(stdout).toMatch(/Tests\s+1 passed \(1\)/)
  })

  it('pass in Jest, without a flag and as ES modules', async ({ skip }) => {
    const folder = join(project, 'with-jest')
    mkdirSync(folder)
    writeFileSync(
      join(folder, 'package.json'),
      '{ "name": "with-jest", "jest": { "testEnvironment": "node" } }',
    )
    const install = ['install', '--prefer-offline', '--ignore-scripts', '--no-save', 'jest@30.5.2']
    try {
      await run(npm, install, { ...here, cwd: folder })
    } catch (error) {
      if (process.env.CI === 'true') throw error
      skip('Jest is not in the cache of npm, and no registry is reached.')
    }
    writeFileSync(
      join(folder, 'first.test.cjs'),
      exampleWith(/In Jest the first two lines are\s`(const [^`]+)`/),
    )
    writeFileSync(
      join(folder, 'first.test.mjs'),
      `${exampleWith(/As ES modules, they are\s`(import [^`]+)`/)}`.replace(
        /\n/,
        "\nimport { startSimulator } from 'payersim'\n",
      ),
    )
    const jest = [join(folder, 'node_modules/jest/bin/jest.js'), '--testMatch', '**/first.test.cjs']
    const asked = { ...here, cwd: folder }
    expect((await run(process.execPath, jest, asked)).stderr).toContain('Tests:       1 passed, 1 total')
    const modules = ['--experimental-vm-modules', ...jest.slice(0, -1), '**/first.test.mjs']
    modules.push('--moduleFileExtensions', 'mjs', 'js', 'cjs', 'json', 'node')
    expect((await run(process.execPath, modules, asked)).stderr).toContain('Tests:       1 passed, 1 total')
  }, 120_000)

  it('and what payersim init writes passes in Jest, in packages of both types', async ({ skip }) => {
    const folder = join(project, 'with-jest')
    const jest = join(folder, 'node_modules/jest/bin/jest.js')
    if (!existsSync(jest)) skip('Jest is not installed: see the test before.')
    const main = join(project, 'node_modules/payersim/dist/main.js')
    for (const [type, flags] of [
      ['commonjs', []],
      ['module', ['--experimental-vm-modules']],
    ] as const) {
      const manifest = { name: 'with-jest', type, jest: { testEnvironment: 'node' } }
      writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
      const asked = { ...here, cwd: folder }
      const init = ['init', '--environment', 'sandbox', '--tests', 'jest', '--ci', 'none', '--force']
      const { stdout } = await run(process.execPath, [main, ...init], asked)
      expect(stdout.includes('NODE_OPTIONS=--experimental-vm-modules npx jest')).toBe(type === 'module')
      const ran = await run(process.execPath, [...flags, jest, 'test/approve.test.js'], asked)
      expect(ran.stderr).toContain('Tests:       1 passed, 1 total')
    }
  }, 60_000)

  it('pass in node:test, by require and by import', async () => {
    const lines = (start: string) => `${start}
      test('a phone shows the menu', async () => {
        const sim = await startSimulator({ clock: 'frozen' })
        const screen = await sim.phone('+46733000001').dial('*165#')
        await sim.close()
        assert.match(screen.text, /Approvals/)
      })`
    writeFileSync(
      join(project, 'first.cjs'),
      lines(`const { startSimulator } = require('payersim')
        const { test } = require('node:test')
        const assert = require('node:assert')
        test('both have the same classes', async () =>
          assert.strictEqual((await import('payersim')).ClientError, require('payersim').ClientError))
        for (const name of ['payersim/matchers', 'payersim/provider']) assert.ok(require(name))`),
    )
    writeFileSync(
      join(project, 'first.mjs'),
      lines(`import assert from 'node:assert'
        import { test } from 'node:test'
        import { startSimulator } from 'payersim'`),
    )
    const { stdout } = await run(process.execPath, ['--test', 'first.cjs', 'first.mjs'], here)
    expect(stdout).toMatch(/^\S+ pass 3$/m)
    expect(stdout).toMatch(/^\S+ fail 0$/m)
  })

  it('pass as a script by npx payersim test', async () => {
    writeFileSync(join(project, 'approves.yaml'), blockWith('yaml', 'session: A payer approves'))
    const { stdout } = await run('npx', ['payersim', 'test', 'approves.yaml'], here)
    expect(stdout).toContain('1 passed, 0 failed')
  })

  it('ask a server for money with curl, and tell the status and the callback', async () => {
    const paid: string[] = []
    const shop = createServer((request, response) => {
      request.on('data', (chunk) => paid.push(String(chunk)))
      request.on('end', () => response.end())
    }).listen(0, '127.0.0.1')
    const bin = join(project, 'node_modules/payersim/dist/main.js')
    const server = spawn(process.execPath, [bin, 'serve', '--port', '0', '--data', ':memory:'], here)
    try {
      const url = await said(server, /listening on (http:\S+)/)
      // The ports of the README are taken by whatever else runs here.
      const lines = (text: string) =>
        text
          .replaceAll('localhost:4000', new URL(url).host)
          .replaceAll('localhost:4001', `localhost:${(shop.address() as AddressInfo).port}`)
      const variables = 'echo; echo "REFERENCE=$REFERENCE TOKEN=$TOKEN KEY=$KEY"'
      const asked = await run('sh', ['-c', `${lines(blockWith('sh', 'TOKEN='))}\n${variables}`], here)
      expect(asked.stdout).toMatch(/^HTTP\/1\.1 202 Accepted/)
      const approve = `import { httpPort, SimulatorClient } from 'payersim'
        const sim = new SimulatorClient(httpPort('${url}'))
        const ama = sim.phone('+46733000001')
        await ama.prompted()
        await ama.choose('Approve')
        await ama.reply('1234')
        while (!(await sim.callbacks()).some(({ status }) => status === 'done')) await sim.timeline()`
      writeFileSync(join(project, 'approve.mjs'), approve)
      await run(process.execPath, ['approve.mjs'], here)
      const known = /^REFERENCE=.*$/m.exec(asked.stdout)?.[0].replaceAll(' ', '\n') ?? ''
      const told = await run('sh', ['-c', `${known}\n${lines(blockWith('sh', '/_sim/callbacks'))}`], here)
      expect(told.stdout).toContain('"status":"SUCCESSFUL"}')
      expect(told.stdout).toContain('/paid","')
      expect(paid.join('')).toContain('"status":"SUCCESSFUL"')
    } finally {
      server.kill()
      shop.close()
    }
  })
})

/** What a program prints that matches, once it does. */
function said(program: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    program.stdout?.on('data', (chunk) => {
      text += String(chunk)
      const found = pattern.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
    program.on('exit', (code) => reject(new Error(`It ended with ${code}, and said: ${text}`)))
  })
}
