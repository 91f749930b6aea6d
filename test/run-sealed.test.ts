import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { findLibfaketime } from '../src/redirect/clock/libfaketime.ts'
import { findWay } from '../src/redirect/sealed/ways.ts'
import { has, program, runSealed, startSealed } from './run/payersim-run.fixture.ts'

/** Why nothing can be sealed on this machine, undefined where it can. */
function whyNotHere(): string | undefined {
  try {
    findWay()
    return undefined
  } catch (error) {
    return (error as Error).message.split('\n')[0]
  }
}

const here = whyNotHere()
const titled = (title: string) => (here ? `${title} [skipped: ${here}]` : title)
const main = join(import.meta.dirname, '../dist/main.js')
const nobody = 65_534
/** Whether another user may read what was built, and seal. */
const othersCan =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, [main, '--version'], { uid: nobody, gid: nobody, cwd: '/' }).status === 0 &&
  spawnSync('unshare', ['-U', '-r', '-n', '-m', 'true'], { uid: nobody, gid: nobody, cwd: '/' }).status === 0

let sim: Simulator
let url: string
const folder = mkdtempSync(join(tmpdir(), 'payersim test '))
beforeAll(async () => {
  sim = await startSimulator({ port: 0 })
  url = sim.url ?? ''
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await sim.close()
})

const node = (script: string, ...args: string[]) => ['node', '-e', script, ...args]
const json = (expression: string) =>
  node(`Promise.resolve(${expression}).then((seen) => console.log(JSON.stringify(seen)))`)
const reach = (host: string, port: number) =>
  json(`new Promise((resolve) => require('node:net').connect(${port}, ${JSON.stringify(host)})
    .on('data', (text) => { resolve(String(text)); process.exitCode = 0; setImmediate(() => process.exit()) })
    .on('error', ({ code }) => resolve(code)))`)

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return (server.address() as AddressInfo).port
}
const greeting = () => createServer((socket) => socket.end('hello'))

describe.skipIf(here)(titled('payersim run --sealed'), () => {
  it.each(['https', 'http'])(
    'lands %s at the simulator, for a client that asks a hosts file',
    async (scheme) => {
      const { lines, err } = await runSealed(
        url,
        json(
          `fetch('${scheme}://api.onepipe.io/v2/transact').then(async (answer) => [answer.status, await answer.json()])`,
        ),
      )
      expect(err).not.toMatch(/Sealed:|rror/)
      expect(lines()).toEqual([[200, expect.objectContaining({ status: 'Failed' })]])
    },
  )

  it.skipIf(!has('curl'))('lands curl there, though a proxy of the user’s is named', async () => {
    const { out } = await runSealed(
      url,
      [
        'curl',
        '-s',
        '-o',
        '/dev/null',
        '-w',
        '%{http_code} %{remote_ip}',
        'https://sandbox.momodeveloper.mtn.com/v1_0/apiuser',
      ],
      { env: { HTTPS_PROXY: 'http://127.0.0.1:9', ALL_PROXY: 'socks5://127.0.0.1:9' } },
    )
    expect(out).toBe('404 127.77.0.1')
  })

  it('lands a client that asks a name server by itself', async () => {
    const { lines } = await runSealed(url, ['node', program('asks-by-name-server.cjs'), 'api.onepipe.io'])
    expect(lines()).toEqual([{ addresses: ['127.77.0.1'], status: 200 }])
  })

  const go = spawnSync('go', ['version']).status === 0
  it.skipIf(!go)(
    `lands a static program${go ? '' : ' [skipped: no Go here]'}`,
    { timeout: 120_000 },
    async () => {
      const built = join(folder, 'static')
      const env = { ...process.env, CGO_ENABLED: '0', GOCACHE: join(folder, 'go'), GO111MODULE: 'off' }
      expect(spawnSync('go', ['build', '-o', built, program('static.go')], { env }).status).toBe(0)
      const { lines } = await runSealed(url, [built, 'https://api.onepipe.io/v2/transact'])
      expect(lines()).toEqual([{ status: 200 }])
    },
  )

  it('reaches nothing else: neither this machine’s ports, nor its addresses, nor others', async () => {
    const server = greeting()
    const port = await listening(server, '0.0.0.0')
    const own = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
    const address = own.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '192.0.2.1'
    expect((await runSealed(url, reach('127.0.0.1', port))).lines()).toEqual(['ECONNREFUSED'])
    expect((await runSealed(url, reach(address, port))).lines()).toEqual(['ENETUNREACH'])
    expect((await runSealed(url, reach('192.0.2.1', 443))).lines()).toEqual(['ENETUNREACH'])
    server.close()
  })

  it('is no way out for what is spoken to a proxy', async () => {
    const server = greeting()
    const port = await listening(server)
    const script = `new Promise((resolve) => { const socket = require('node:net').connect(80, '127.77.0.1')
      socket.end('CONNECT 127.0.0.1:${port} HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'); socket.on('data', (text) => resolve(String(text).split('\\r\\n')[0])) })`
    expect((await runSealed(url, json(script))).lines()).toEqual(['HTTP/1.1 403 Forbidden'])
    const asked = `new Promise((resolve) => require('node:http').get({ host: '127.77.0.1', path: 'http://127.0.0.1:${port}/' }, ({ statusCode }) => resolve(statusCode)))`
    expect((await runSealed(url, json(asked))).lines()).toEqual([403])
    server.close()
  })

  it('tells at the end which names it refused, and how to let one in', async () => {
    const { lines, err } = await runSealed(url, [
      'node',
      program('asks-by-name-server.cjs'),
      'registry.example',
    ])
    expect(lines()).toEqual([{ addresses: 'ENOTFOUND' }])
    expect(err).toContain('looked for registry.example, and was told that there is no such name.')
    expect(err).toContain('--forward registry.example:443')
  })

  it('lets a port of this machine in by --forward', async () => {
    const server = greeting()
    const port = await listening(server)
    const flags = ['--forward', String(port)]
    expect((await runSealed(url, reach('127.0.0.1', port), { flags })).lines()).toEqual(['hello'])
    expect((await runSealed(url, reach('localhost', port), { flags })).lines()).toEqual(['hello'])
    server.close()
  })

  it('lets no vendor’s host in by --forward', async () => {
    const { code, err } = await runSealed(url, ['true'], { flags: ['--forward', 'api.onepipe.io:443'] })
    expect(code).toBe(2)
    expect(err).toContain('--forward api.onepipe.io:443: api.onepipe.io is a vendor’s')
  })

  it('lets another host in by --forward, through the user’s own proxy', async () => {
    const asked: unknown[] = []
    const proxy = createHttpServer().on('connect', (request, socket) => {
      asked.push(request.url)
      socket.end('HTTP/1.1 200 OK\r\n\r\nhello')
    })
    const port = await listening(proxy)
    const env = { HTTPS_PROXY: `http://127.0.0.1:${port}` }
    const { lines } = await runSealed(url, reach('db.example', 5432), {
      flags: ['--forward', 'db.example:5432'],
      env,
    })
    expect(lines()).toEqual(['hello'])
    expect(asked).toEqual(['db.example:5432'])
    proxy.close()
  })

  it('brings a callback to a server of the command on a port that it has just opened', async () => {
    const { momo } = await sim.world()
    const [user] = momo.apiUsers
    const world = { ...user, key: momo.subscriptionKeys.collection, payer: '46733123450' }
    const { code, lines } = await runSealed(url, [
      'node',
      program('pay-with-callback.cjs'),
      JSON.stringify(world),
    ])
    expect(lines()).toEqual([{ called: '/paid', status: 'FAILED' }])
    expect(code).toBe(0)
  })

  it('brings who calls from outside to a server of the command, such as a browser', async () => {
    const script = `const server = require('node:http').createServer((request, response) => response.end('inside'))
      server.listen(0, () => console.log('{"port":' + server.address().port + '}'))`
    const { child, says, ended, lines } = startSealed(url, node(script))
    await says('port')
    const page = `http://127.0.0.1:${lines()[0]?.port}/`
    // It is opened within a fifth of a second.
    await expect
      .poll(() => fetch(page).then((answer) => answer.text(), String), { timeout: 10_000 })
      .toBe('inside')
    child.kill('SIGTERM')
    expect(await ended).toBe(143)
    await expect(fetch(page)).rejects.toThrow()
  })

  it('tells of a port that is taken outside', async () => {
    const server = greeting()
    const port = await listening(server)
    const script = `require('node:net').createServer().listen(${port}, '127.0.0.1', () => fetch('http://api.onepipe.io/').then(() => process.exit(0)))`
    const { err } = await runSealed(url, node(script))
    expect(err).toContain(`The command listens on port ${port}, and so does a program outside`)
    server.close()
  })

  it('leaves the command no variable that leads to a proxy', async () => {
    const own = { HTTPS_PROXY: 'http://127.0.0.1:9', no_proxy: 'x', NODE_OPTIONS: '--no-warnings' }
    const { lines } = await runSealed(url, json('process.env'), { env: own })
    const [env = {}] = lines()
    expect(Object.keys(env).filter((name) => /_proxy$|^PAYERSIM/i.test(name))).toEqual([])
    expect(
      Object.values(env).filter((value) => /proxyHost=[^\s]|127\.0\.0\.1:9/.test(String(value))),
    ).toEqual([])
    expect(env).toMatchObject({
      NODE_OPTIONS: '--no-warnings',
      SSL_CERT_FILE: expect.stringMatching(/bundle/),
    })
  })

  it.each([
    ['the command’s own', node('process.exit(7)'), 7],
    ['128 and the signal’s number', node('process.kill(process.pid, "SIGKILL")'), 137],
    ['127 for a command that there is not', ['no-such-command-here'], 127],
    ['126 for a file that is no program', [import.meta.dirname], 126],
  ])('ends with %s', async (_, command, expected) => {
    const { code, err } = await runSealed(url, command)
    expect(code).toBe(expected)
    if (expected === 127)
      expect(err).toContain('payersim run: There is no command "no-such-command-here". Is it in PATH?\n')
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
    'forwards %s once, and lets the command decide',
    async (signal) => {
      const script = `let count = 0; process.on('${signal}', () => { count++; setTimeout(() => process.exit(8 + count), 100) }); setInterval(() => {}, 1e6); console.log('{"up":1}')`
      const { child, says, ended } = startSealed(url, node(script))
      await says('up')
      child.kill(signal)
      expect(await ended).toBe(9)
    },
  )

  it('hands stdin, arguments and flags over as they are', async () => {
    const script = `process.stdin.on('data', (text) => console.log(JSON.stringify({ argv: process.argv.slice(1), text: String(text) })))`
    const { child, ended, lines } = startSealed(url, node(script, '--', '--url', 'a b', '--', ''))
    child.stdin?.end('typed')
    expect(await ended).toBe(0)
    expect(lines()).toEqual([{ argv: ['--url', 'a b', '--', ''], text: 'typed' }])
  })

  const terminal = spawnSync('script', ['--version']).status === 0
  it.skipIf(!terminal)(
    `leaves a terminal to the command${terminal ? '' : ' [skipped: no script(1) here]'}`,
    async () => {
      const command = `"${process.execPath}" "${main}" run --url ${url} --sealed -- node -p "[0, 1, 2].map((fd) => require('tty').isatty(fd)).join()"`
      const env = { ...process.env, SHELL: '/bin/sh' }
      const { stdout } = await promisify(execFile)('script', ['-qec', command, '/dev/null'], { env })
      expect(stdout).toContain('true,true,true')
    },
  )

  it('shows the command the clock of a world with --clock, and wakes it when that moves', async () => {
    const world = await sim.worlds.open('sealed-clock', { clock: 'frozen', at: '2026-03-02T09:00:00Z' })
    const script = `const told = () => console.log(JSON.stringify(new Date())); setTimeout(told, 300_000); told()`
    const flags = ['--world', 'sealed-clock', '--clock']
    const { says, ended, lines } = startSealed(url, node(script), { flags })
    await says('09:00:00')
    await world.clock.advance('PT5M')
    expect(await ended).toBe(0)
    expect(lines()).toEqual(['2026-03-02T09:00:00.000Z', '2026-03-02T09:05:00.000Z'])
  })

  const faked = has('python3') && findLibfaketime() !== undefined
  it.skipIf(!faked)(
    `lands Python at the simulator, at the time of a world${faked ? '' : ' [skipped: no python3 or faketime here]'}`,
    async () => {
      await sim.worlds.open('sealed-python', { clock: 'frozen', at: '2026-03-02T09:00:00Z' })
      const script = `import datetime, json, urllib.request
with urllib.request.urlopen("https://api.onepipe.io/v2/transact") as answer:
    print(json.dumps([answer.status, datetime.datetime.now(datetime.timezone.utc).isoformat()[:16]]))`
      const flags = ['--world', 'sealed-python', '--clock']
      const { lines, err } = await runSealed(url, ['python3', '-c', script], { flags })
      expect(err).not.toMatch(/Sealed:|rror/)
      expect(lines()).toEqual([[200, '2026-03-02T09:00']])
    },
  )

  it('changes nothing of the machine, and leaves nothing behind', async () => {
    const hosts = readFileSync('/etc/hosts', 'utf8')
    const script = `sleep 1000 & echo "{\\"pid\\":$!,\\"file\\":\\"$NODE_EXTRA_CA_CERTS\\"}"`
    const { lines, code } = await runSealed(url, ['sh', '-c', script])
    expect(code).toBe(0)
    const [{ pid, file } = {}] = lines()
    expect(isRunning(Number(pid))).toBe(false)
    expect(existsSync(dirname(String(file)))).toBe(false)
    expect(readFileSync('/etc/hosts', 'utf8')).toBe(hosts)
  })

  it('ends the command, and removes its key, where payersim run itself is killed', async () => {
    const script = `console.log(JSON.stringify({ pid: process.pid, file: process.env.NODE_EXTRA_CA_CERTS })); setInterval(() => {}, 1e6)`
    const { child, says, lines } = startSealed(url, node(script))
    await says('pid')
    const [{ pid, file } = {}] = lines()
    child.kill('SIGKILL')
    await expect.poll(() => isRunning(Number(pid)), { timeout: 10_000 }).toBe(false)
    await expect.poll(() => existsSync(dirname(String(file))), { timeout: 10_000 }).toBe(false)
  })

  const unable = `[skipped: needs root, and another user that may make namespaces]`
  it.skipIf(!othersCan)(
    `seals for a user other than root, who stays that user ${othersCan ? '' : unable}`,
    async () => {
      const script = json(
        `fetch('https://api.onepipe.io/v2/transact').then(({ status }) => [status, process.getuid(), process.getgid()])`,
      )
      const { lines, err } = await runSealed(url, script, { uid: nobody })
      expect(err).not.toMatch(/Sealed:|rror/)
      expect(lines()).toEqual([[200, nobody, nobody]])
    },
  )
})

function isRunning(pid: number): boolean {
  try {
    // One that has ended may wait for its parent.
    return !/\nState:\tZ/.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('payersim run --sealed, where it cannot', () => {
  it('says so before the command starts, and how to go on', async () => {
    // A machine without unshare.
    const bin = mkdtempSync(join(folder, 'bin'))
    symlinkSync(process.execPath, join(bin, 'node'))
    const { code, out, err } = await runSealed(url, node('console.log("ran")'), { env: { PATH: bin } })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    const reason =
      process.platform === 'linux' ? 'there is no program "unshare"' : 'it needs the namespaces of Linux'
    expect(err).toMatch(/^payersim: The command was not started, since it cannot be sealed here: /)
    expect(err).toContain(reason)
    expect(err).toContain('would reach the real vendor')
    expect(err).toContain('payersim serve --tls')
  })

  it('says so where the user may make no namespaces', async () => {
    const bin = mkdtempSync(join(folder, 'bin'))
    symlinkSync('/bin/false', join(bin, 'unshare'))
    symlinkSync(process.execPath, join(bin, 'node'))
    const { code, err } = await runSealed(url, node(''), { env: { PATH: bin } })
    expect(code).toBe(2)
    if (process.platform === 'linux')
      expect(err).toContain('this user may not make namespaces (unshare ends with 1)')
  })

  it.each([
    ['darwin', 'this is macOS'],
    ['win32', 'this is Windows'],
    ['freebsd', 'this is freebsd'],
  ])('says so on %s', (platform, words) => {
    expect(() => findWay(platform)).toThrow(words)
  })

  it.each([
    [['--sealed', '--forward', '10.0.0.1:5432'], /10\.0\.0\.1 is an address/],
    [['--sealed', '--forward', '70000'], /that is no port/],
    [['--sealed', '--forward', 'web'], /that is no port/],
    [['--forward', '5432'], /--forward is for --sealed/],
  ])('refuses %j', (flags, words) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [main, 'run', '--url', url, ...flags, '--', 'true'],
      {
        encoding: 'utf8',
      },
    )
    expect(status).toBe(2)
    expect(stderr).toMatch(words)
  })
})
