import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { run, runAloud, runBare, startRun } from './run/payersim-run.fixture.ts'

let sim: Simulator
let url: string
const folder = mkdtempSync(join(tmpdir(), 'payersim test '))
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  url = sim.url ?? ''
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await sim.close()
})

const node = (script: string, ...args: string[]) => ['node', '-e', script, ...args]

describe('payersim run', () => {
  it.each([
    ['the command’s own', node('process.exit(7)'), 7],
    ['0 where all went well', node(''), 0],
    ['128 and the signal’s number', node('process.kill(process.pid, "SIGKILL")'), 137],
    ['127 for a command that there is not', ['no-such-command-here'], 127],
    ['126 for a file that is no program', [import.meta.dirname], 126],
  ])('ends with %s', async (_, command, expected) => {
    const { code, err } = await run(url, command)
    expect(code).toBe(expected)
    if (expected === 127)
      expect(err).toBe('payersim run: There is no command "no-such-command-here". Is it in PATH?\n')
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
    'forwards %s, and lets the command decide',
    async (signal) => {
      const script = `process.on('${signal}', () => process.exit(9)); setInterval(() => {}, 1e6); console.log('{"up":1}')`
      const { child, says, ended } = startRun(url, node(script))
      await says('up')
      child.kill(signal)
      expect(await ended).toBe(9)
    },
  )

  it('ends as its command does by a signal that the command does not handle', async () => {
    const { child, says, ended } = startRun(url, node(`setInterval(() => {}, 1e6); console.log('{"up":1}')`))
    await says('up')
    child.kill('SIGTERM')
    expect(await ended).toBe(143)
  })

  it('ends as its command does by SIGQUIT, and leaves nothing behind', async () => {
    const TMPDIR = mkdtempSync(join(folder, 'quit-'))
    const script = `setInterval(() => {}, 1e6); console.log('{"up":1}')`
    const { child, says, ended } = startRun(url, node(script), { TMPDIR })
    await says('up')
    child.kill('SIGQUIT')
    expect(await ended).toBe(131)
    expect(readdirSync(TMPDIR)).toEqual([])
  })

  it('removes what a run that was killed has left, and nothing of one that runs', async () => {
    const TMPDIR = mkdtempSync(join(folder, 'killed-'))
    const script = `console.log(JSON.stringify({ pid: process.pid })); setInterval(() => {}, 1e6)`
    const [killed, other] = [1, 2].map(() => startRun(url, node(script), { TMPDIR }))
    await Promise.all([killed?.says('pid'), other?.says('pid')])
    expect(readdirSync(TMPDIR)).toHaveLength(2)
    const gone = once(killed?.child as ChildProcess, 'exit')
    killed?.child.kill('SIGKILL')
    await gone
    expect(readdirSync(TMPDIR)).toHaveLength(2)
    const { code } = await run(url, node(''), { TMPDIR })
    expect(code).toBe(0)
    expect(readdirSync(TMPDIR)).toHaveLength(1)
    expect(readdirSync(join(TMPDIR, String(readdirSync(TMPDIR)[0])))).toContain('key.pem')
    // Nobody else ends what it was to run.
    process.kill(Number(killed?.lines()[0]?.pid), 'SIGKILL')
    other?.child.kill('SIGTERM')
    await other?.ended
  })

  it('leaves the flags of a command without dashes before it to the command', async () => {
    const script = 'console.log(JSON.stringify(process.argv.slice(1)))'
    const { out, err } = await runBare(url, node(script, '--', '--url', 'theirs', '--reporter'))
    expect({ out, err }).toEqual({ out: '["--url","theirs","--reporter"]\n', err: '' })
  })

  it('hands stdin, arguments and flags over as they are', async () => {
    const script = `process.stdin.on('data', (text) => console.log(JSON.stringify({ argv: process.argv.slice(1), text: String(text) })))`
    const { child, ended, lines } = startRun(url, node(script, '--', '--url', 'a b', '--', ''))
    child.stdin?.end('typed')
    expect(await ended).toBe(0)
    expect(lines()).toEqual([{ argv: ['--url', 'a b', '--', ''], text: 'typed' }])
  })

  it('keeps its key to its user, and leaves nothing behind', async () => {
    const script = `
      const { readdirSync, readFileSync, statSync } = require('node:fs')
      const { dirname, join } = require('node:path')
      const folder = dirname(process.env.NODE_EXTRA_CA_CERTS)
      const mode = (path) => (statSync(path).mode & 0o777).toString(8)
      const keys = readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'utf8').includes('PRIVATE KEY'))
      const modes = [folder, ...keys.map((name) => join(folder, name))].map(mode)
      console.log(JSON.stringify({ file: process.env.NODE_EXTRA_CA_CERTS, keys, modes }))`
    const { lines, err } = await run(url, node(script))
    expect(err).toBe('')
    const [seen] = lines()
    expect(seen).toMatchObject({ keys: ['key.pem'], modes: ['700', '600'] })
    expect(existsSync(dirname(String(seen?.file)))).toBe(false)
  })

  it('lets its command out by the user’s own proxy, and no other user’s program', {
    skip: process.getuid?.() !== 0,
  }, async () => {
    const seen: unknown[] = []
    const corporate = createServer((request, response) => {
      seen.push(request.headers['proxy-authorization'])
      response.end('wiki')
    })
    await new Promise<void>((resolve) => corporate.listen(0, '127.0.0.1', resolve))
    const { port } = corporate.address() as AddressInfo
    const HTTP_PROXY = `http://alice:corp-secret@127.0.0.1:${port}`
    // Without the password, as Java asks.
    const ask = `
        const { port } = new URL(process.env.HTTP_PROXY)
        require('node:http').get({ host: '127.0.0.1', port, path: 'http://wiki.corp.example/secret' }, (answer) =>
          console.log(JSON.stringify({ port, status: answer.statusCode })))`
    const { child, says, lines, said, ended } = startRun(url, node(`${ask}\nsetInterval(() => {}, 1e6)`), {
      HTTP_PROXY,
    })
    await says('status')
    const [answer] = lines()
    expect(answer).toMatchObject({ status: 200 })
    const asNobody = spawn(process.execPath, ['-e', ask], {
      uid: 65_534,
      gid: 65_534,
      cwd: '/',
      env: { HTTP_PROXY: `http://127.0.0.1:${answer?.port}` },
    })
    let other = ''
    asNobody.stdout.on('data', (chunk) => {
      other += chunk
    })
    await once(asNobody, 'close')
    expect(other).toContain('"status":407')
    expect(seen).toEqual([`Basic ${Buffer.from('alice:corp-secret').toString('base64')}`])
    child.kill('SIGTERM')
    await ended
    expect(said.err).toContain('payersim run: The call to wiki.corp.example:80 was not passed on')
    corporate.close()
  })

  it('keeps what the user trusts already', async () => {
    const { makeIdentity } = await import('../src/redirect/authority.ts')
    const own = (await makeIdentity(['bank.example'])).authority
    const path = join(folder, 'my own.pem')
    writeFileSync(path, own)
    const script = `
      const { readFileSync } = require('node:fs')
      const names = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']
      console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, readFileSync(process.env[name], 'utf8')]))))`
    const { lines } = await run(url, node(script), { NODE_EXTRA_CA_CERTS: path, SSL_CERT_FILE: path })
    const [files] = lines()
    for (const text of Object.values(files ?? {})) expect(text).toContain(own.trim())
    const count = (text: unknown) => String(text).split('BEGIN CERTIFICATE').length - 1
    expect(count(files?.NODE_EXTRA_CA_CERTS)).toBe(2)
    expect(count(files?.CURL_CA_BUNDLE)).toBeGreaterThan(100)
  })

  it('says what to do where no simulator answers, and does not run the command', async () => {
    const closed = await startSimulator({ clock: 'frozen', port: 0 })
    const nowhere = closed.url ?? ''
    await closed.close()
    const { code, out, err } = await run(nowhere, node('console.log("ran")'))
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toMatch(
      /^payersim: No simulator answers at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. .*payersim serve/,
    )
  })

  it.each([
    ['an address that is none', ['--url', 'nonsense', '--', 'true'], /"nonsense" is no simulator’s address/],
    ['an https address', ['--url', 'https://127.0.0.1:4000', '--', 'true'], /no simulator’s address/],
  ])('refuses %s', async (_, [, address = '', , command = ''], message) => {
    const { code, err } = await run(address, [command])
    expect(code).toBe(2)
    expect(err).toMatch(message)
    expect(err).not.toMatch(/\n\s+at /)
  })

  it('ends by saying on stderr what it took over and what it refused, with the command’s own exit code', async () => {
    const script = `
      const ask = (url) => fetch(url, { method: 'POST' })
      void (async () => {
        await ask('https://sandbox.momodeveloper.mtn.com/collection/token/')
        await ask('https://momoapi.momo.africa/collection/token/')
        await ask('https://momoapi.momo.africa/collection/token/')
        await ask('https://voice.africastalking.com/call')
        console.log('of the command')
        process.exit(7)
      })()`
    const { code, out, err } = await runAloud(url, node(script))
    expect({ code, out }).toEqual({ code: 7, out: 'of the command\n' })
    expect(err.split('\n').slice(1)).toEqual([
      'payersim run: Taken over:',
      '  MTN MoMo  momoapi.momo.africa            2 calls',
      '  MTN MoMo  sandbox.momodeveloper.mtn.com  1 call',
      'Refused, and not sent to the vendor:',
      '  Africa’s Talking  voice.africastalking.com  1 call',
      '',
    ])
  })

  it('says so where the command made no call to any vendor, unless it shall be quiet', async () => {
    const { code, out, err } = await runAloud(url, node('process.exit(3)'))
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toMatch(/^payersim run: The command made no call to a vendor’s host\..*--sealed.*\n$/)
    expect(err).toContain(`Give the client the base URL ${url}`)
    expect((await run(url, node(''))).err).toBe('')
  })

  it('says nothing of calls where the command could not be started', async () => {
    const { code, err } = await runAloud(url, ['no-such-command-here'])
    expect(code).toBe(127)
    expect(err).not.toContain('vendor')
  })

  it('wants a command', async () => {
    const { code, err } = await run(url, [])
    expect(code).toBe(2)
    expect(err).toMatch(/command/)
  })
})
