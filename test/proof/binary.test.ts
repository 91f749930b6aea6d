import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findLibfaketime } from '../../src/redirect/clock/libfaketime.ts'

// The first evening with the binary where there is nothing else: no Node, no compiler, no shell. The root has the binary
// and the C library that it asks for; with BINARY_ROOT=debootstrap it is a Debian, made anew.
const project = join(import.meta.dirname, '../..')
const name = `payersim-${process.platform}-${process.arch}`
const { BINARY_ROOT: kind = 'libraries', BINARY_NODE: node = 'running', CI } = process.env
const run = promisify(execFile)

/** How a program gets another root: by `chroot`, or by a namespace in which this user may call it. */
const otherRoot = process.getuid?.() === 0 ? ['chroot'] : ['unshare', '--user', '--map-root-user', 'chroot']

function whyNotHere(): string | undefined {
  if (process.platform !== 'linux') return 'another root needs Linux'
  if (spawnSync(otherRoot[0] ?? '', [...otherRoot.slice(1), '/', '/bin/true']).status !== 0)
    return 'this user may not change the root'
  if (kind === 'debootstrap' && spawnSync('debootstrap', ['--version']).status !== 0)
    return 'debootstrap is missing (apt-get install debootstrap)'
  return undefined
}

const here = whyNotHere()
const title = 'the binary in an empty root'

let scratch: string
let root: string
let binary: string

/** Puts what the binary loads at its start into the root, with Debian's paths. */
function copyLibraries(): void {
  const listed = spawnSync('ldd', [binary], { encoding: 'utf8' }).stdout
  const libraries = [...listed.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path)
  expect(libraries.length).toBeGreaterThan(3)
  for (const path of libraries) {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    copyFileSync(realpathSync(path), join(root, path))
  }
  mkdirSync(join(root, 'tmp'))
  chmodSync(join(root, 'tmp'), 0o1777)
}

beforeAll(async () => {
  if (here && CI !== 'true') return
  if (here) throw new Error(`${title} cannot be tried: ${here}.`)
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-binary-test-')))
  root = join(scratch, 'root')
  // Without --node running this would ask npm for another Node, and may compile.
  const flags = ['--out', scratch, '--node', node]
  await run(process.execPath, ['scripts/build-binary.mjs', ...flags], { cwd: project })
  binary = join(scratch, name)
  mkdirSync(root)
  if (kind === 'debootstrap') await run('debootstrap', ['--variant=minbase', 'stable', root])
  else copyLibraries()
  copyFileSync(binary, join(root, name))
  for (const folder of ['home', 'work']) mkdirSync(join(root, folder), { recursive: true })
}, 1_200_000)
afterAll(() => {
  if (scratch) rmSync(scratch, { recursive: true, force: true })
}, 120_000)

const env = { HOME: '/home', TZ: 'UTC' }
const started: ChildProcess[] = []
afterAll(() => {
  for (const program of started) program.kill('SIGKILL')
})

/** Starts the binary in the root; what it says is collected. */
function start(args: readonly string[], more: NodeJS.ProcessEnv = env) {
  const [command = '', ...flags] = otherRoot
  const path = `${process.env.PATH}:/usr/sbin:/sbin`
  const program = spawn(command, [...flags, root, `/${name}`, ...args], { env: { PATH: path, ...more } })
  started.push(program)
  let said = ''
  let told = () => {}
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk)
      told()
    })
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    program.on('close', (code) => resolve({ code, said })),
  )
  const says = (words: RegExp) =>
    new Promise<string>((resolve, reject) => {
      told = () => words.test(said) && resolve(said)
      told()
      void ended.then(() => reject(new Error(`It ended, and had said: ${said}`)))
    })
  return { program, ended, says }
}

const document = (path: string) => readFileSync(join(project, path), 'utf8')

/** The one block of shell lines of a document that has these words. */
function lines(path: string, words: string): string {
  const found = [...document(path).matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .map(([, text = '']) => text)
    .filter((text) => text.includes(words))
  expect(found).toHaveLength(1)
  return found[0] ?? ''
}

describe.skipIf(here && CI !== 'true')(here ? `${title} [skipped: ${here}]` : title, () => {
  it('finds neither Node nor a compiler there', () => {
    const programs = ['bin', 'usr/bin', 'usr/local/bin', 'usr/sbin']
      .map((folder) => join(root, folder))
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder))
    expect(
      programs.filter((program) => /^(node|nodejs|npm|cc|gcc.*|g\+\+.*|clang.*|make)$/.test(program)),
    ).toEqual([])
  })

  it('unpacks once, also when two first starts come at once, to a folder of the user alone', async () => {
    const { version } = JSON.parse(document('package.json'))
    const both = await Promise.all([start(['--version']).ended, start(['--version']).ended])
    expect(both).toEqual([
      { code: 0, said: `${version}\n` },
      { code: 0, said: `${version}\n` },
    ])
    const place = join(root, 'home/.cache/payersim')
    // Beside it stands what V8 compiled.
    const [folder = '', ...others] = readdirSync(place).filter(
      (entry) => !/^compile-cache$|\.code$/.test(entry),
    )
    expect(others).toEqual([])
    expect(folder).toMatch(/^\d+\.\d+\.\d+-[0-9a-f]{16}$/)
    for (const path of [place, join(place, folder)]) expect(statSync(path).mode & 0o777).toBe(0o700)
    const files = readdirSync(join(place, folder), { recursive: true, encoding: 'utf8' })
    const [addon = '', ...more] = files
      .filter((file) => file.endsWith('.node'))
      .map((file) => join(place, folder, file))
    expect(more).toEqual([])
    expect(readFileSync(addon).subarray(1, 4).toString()).toBe('ELF')
    // A changed addon is never loaded.
    writeFileSync(addon, 'planted')
    expect(await start(['world']).ended).toMatchObject({ code: 0 })
    expect(readFileSync(addon).subarray(1, 4).toString()).toBe('ELF')
  })

  it('does the first evening: a page, a request to pay, a person who approves it, and a script', async () => {
    const data = '/work/payersim.db'
    const server = start(['serve', '--port', '0', '--data', data])
    const said = await server.says(/^Phones[\s\S]*\n$/m)
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
    expect(said).toContain(`in a second terminal:  /${name} dial +46733000001`)

    const page = await (await fetch(url)).text()
    const [asset = ''] = /\/page\/assets\/[^"]+\.js/.exec(page) ?? []
    expect((await fetch(url + asset)).headers.get('content-type')).toContain('javascript')
    expect(await (await fetch(`${url}/docs/`)).text()).toContain('swagger')

    const phone = start(['dial', '+46733000001', '--url', url])
    await phone.says(/The phone is on/)
    // Without Node there is another way to a new id.
    const [reference = ''] = /^REFERENCE=.*$/m.exec(document('docs/install.md')) ?? []
    const asked = lines('README.md', 'TOKEN=')
      .replace(/^REFERENCE=.*$/m, () => reference)
      .replaceAll('localhost:4000', new URL(url).host)
    expect(asked).not.toContain('node ')
    const { stdout } = await run('sh', [
      '-c',
      `${asked}\necho; echo "REFERENCE=$REFERENCE TOKEN=$TOKEN KEY=$KEY"`,
    ])
    expect(stdout).toMatch(/^HTTP\/1\.1 202 Accepted/)
    await phone.says(/Pay 12\.50 EUR to Kiosk 24\?[\s\S]*Answer: $/)
    phone.program.stdin?.write('1\n')
    await phone.says(/Enter your PIN[\s\S]*Answer: $/)
    phone.program.stdin?.end('1234\n')
    expect(await phone.ended).toMatchObject({
      code: 0,
      said: expect.stringContaining('New balance 487.50 EUR'),
    })

    const known = /^REFERENCE=.*$/m.exec(stdout)?.[0].replaceAll(' ', '\n') ?? ''
    const status = lines('README.md', '/_sim/callbacks').replaceAll('localhost:4000', new URL(url).host)
    expect((await run('sh', ['-c', `${known}\n${status}`])).stdout).toContain('"status":"SUCCESSFUL"}')

    server.program.kill('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 0 })
    expect(existsSync(join(root, data))).toBe(true)

    // Side by side, in threads.
    const { said: told } = await start(['test']).ended
    const [, shipped = ''] = /payersim test (\S+\/sessions)/.exec(told) ?? []
    const played = await start(['test', `/${shipped}`]).ended
    expect(played, played.said).toMatchObject({ code: 0, said: expect.stringMatching(/0 failed|passed/) })
  })

  it('says what to do where it finds no place that is its own', async () => {
    const planted = join(root, `tmp/payersim-0`)
    mkdirSync(planted, { mode: 0o700 })
    if (process.getuid?.() === 0) chownSync(planted, 1234, 1234)
    else chmodSync(planted, 0o755)
    const { code, said } = await start(['--version'], { HOME: `/${name}` }).ended
    rmSync(planted, { recursive: true })
    expect(code).toBe(2)
    expect(said).toContain('payersim: This binary carries files that must lie on a disk')
    expect(said).toMatch(/\/tmp\/payersim-0: (it belongs to another user|other users may enter it)/)
    expect(said).toContain('Set XDG_CACHE_HOME')
  })

  it('says what to do where programs may not run on the disk of the user', async () => {
    mkdirSync(join(root, 'noexec'))
    const [, ...asRoot] = otherRoot[0] === 'chroot' ? [] : otherRoot.slice(0, -1)
    const mounted = 'mount -t tmpfs -o noexec none "$1/noexec" && exec chroot "$@"'
    const serve = [`/${name}`, 'serve', '--port', '0', '--data', ':memory:']
    const args = [...asRoot, '--mount', 'sh', '-c', mounted, 'sh', root, ...serve]
    const path = `${process.env.PATH}:/usr/sbin:/sbin`
    const served = spawnSync('unshare', args, { env: { PATH: path, HOME: '/noexec' }, encoding: 'utf8' })
    expect(served.stderr).toMatch(/cannot be loaded here \(.*\): set XDG_CACHE_HOME to a folder of yours/)
    expect(served.status).toBe(2)
  })

  it('has the licences of all that is inside', async () => {
    const { code, said } = await start(['--licenses']).ended
    expect(code).toBe(0)
    expect(said).toContain(document('LICENSE').trim())
    expect(said).toMatch(/^express \d/m)
    expect(said).toMatch(/^node_modules\/better-sqlite3\/LICENSE\n\nThe MIT License/m)
    expect(said).toMatch(/^NODE-LICENSE\n\n(Node\.js is licensed|The licence of Node was not found)/m)
  })
})

describe.skipIf(here)('the binary beside Node', () => {
  const cache = () => ({ ...process.env, XDG_CACHE_HOME: join(scratch, 'cache') })

  /** Starts a server of the binary, and resolves with its URL. */
  function serve(...flags: string[]): Promise<string> {
    const server = spawn(binary, ['serve', '--port', '0', '--data', ':memory:', ...flags], { env: cache() })
    started.push(server)
    return new Promise((resolve) =>
      server.stdout.on('data', (chunk) => {
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))
        if (found) resolve(found[0])
      }),
    )
  }

  it.each<[string, string[]]>([
    ['the preload of payersim run', []],
    ['the program inside a sealed run', ['--sealed']],
  ])('has %s as a file', async (_, flags) => {
    const url = await serve()
    const host = 'sandbox.momodeveloper.mtn.com'
    const call = `fetch('https://${host}/collection/v1_0/account/balance').then((r) => console.log(r.status))`
    const args = ['run', ...flags, '--url', url, '--', process.execPath, '-e', call]
    const { stdout, stderr } = await run(binary, args, { env: cache() })
    expect(stdout).toBe('401\n')
    expect(stderr).toMatch(/Taken over:\n.*sandbox\.momodeveloper\.mtn\.com +1 call/)
  })

  const faked = spawnSync('python3', ['--version']).status === 0 && findLibfaketime() !== undefined
  it.for<[string, string[], string[], boolean]>([
    ['Node', [], [process.execPath, '-p', 'new Date().toISOString().slice(0, 16)'], true],
    ['Node, sealed', ['--sealed'], [process.execPath, '-p', 'new Date().toISOString().slice(0, 16)'], true],
    [
      'Python',
      [],
      ['python3', '-c', 'import time; print(time.strftime("%Y-%m-%dT%H:%M", time.gmtime()))'],
      faked,
    ],
  ])('shows %s the clock of the simulator', async ([, flags, command, runs], { skip }) => {
    skip(!runs, 'python3 or faketime is not on this machine')
    const url = await serve('--frozen-clock', '2026-03-02T09:00:00Z')
    const args = ['run', ...flags, '--clock', '--quiet', '--url', url, '--', ...command]
    const { stdout } = await run(binary, args, { env: cache() })
    expect(stdout).toBe('2026-03-02T09:00\n')
  })
})
