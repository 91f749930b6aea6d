import { type ChildProcess, spawn } from 'node:child_process'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  for (const name of ['a.db', 'a.db-wal', 'a.db-shm']) rmSync(join(folder, name), { force: true })
})

function start(...flags: string[]) {
  const child = spawn(process.execPath, [main, ...flags], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  })
  running.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.err += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(said.out)
        if (match) resolve(match)
      }
      child.stdout.on('data', look)
      void ended.then(() => reject(new Error(`ended without ${pattern}: ${said.out}${said.err}`)))
      look()
    })
  return { child, said, ended, says }
}

async function run(...flags: string[]) {
  const { said, ended } = start(...flags)
  return { code: await ended, ...said }
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

describe('payersim serve', () => {
  it('says where it listens, answers, and ends when told to', async () => {
    const { child, says, said, ended } = start(
      'serve',
      '--port',
      '0',
      '--data',
      join(folder, 'a.db'),
      '--frozen-clock',
      '2026-03-01T12:00:00Z',
    )
    const [, url] = await says(/^payersim listening on (http:\/\/127\.0\.0\.1:\d+)\n/)
    const health = await (await fetch(`${url}/_sim/health`)).json()
    expect(health).toMatchObject({
      status: 'ok',
      version: '0.1.0',
      now: '2026-03-01T12:00:00.000Z',
      store: join(folder, 'a.db'),
    })
    await says(/payersim dial \+46733000001 '\*165#'/)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(said.err).toBe('')
  })

  it.each([
    ['a port that is none', ['--port', 'x'], /port/],
    ['a flag that there is not', ['--prot', '4000'], /Did you mean --port/],
    ['a time that is none', ['--frozen-clock', 'noon'], /"noon" is no time/],
    ['a world file that is not there', ['--world', 'nowhere.yaml'], /nowhere\.yaml cannot be read/],
    ['a seed that is blank', ['--seed', ' '], /The seed is blank\. Give one, or leave it out\./],
    ['a number of worlds that is none', ['--worlds', 'few'], /Give a whole number, such as 8/],
    ['an idle time that is none', ['--world-idle', 'soon'], /Give a duration, such as PT5M, or forever/],
    ['a data file in a folder that is not there', ['--data', 'nowhere/a.db'], /nowhere/],
  ])('refuses %s, and says why', async (_, flags, message) => {
    const { code, err, out } = await run('serve', '--port', '0', '--data', ':memory:', ...flags)
    expect(code).toBeGreaterThan(0)
    expect(err).toMatch(message)
    expect(out).toBe('')
    expect(err).not.toMatch(/\n\s+at /)
  })

  it('opens as many worlds as --worlds says, and ends them after --world-idle', async () => {
    const { says } = start(
      'serve',
      '--port',
      '0',
      '--data',
      ':memory:',
      '--worlds',
      '1',
      '--world-idle',
      'PT5M',
    )
    const [, url = ''] = await says(/^payersim listening on (http:\/\/127\.0\.0\.1:\d+)\n/)
    expect(await run('worlds', 'open', 'suite-1', '--url', url)).toEqual({
      code: 0,
      out: `${url}/w/suite-1\n`,
      err: '',
    })
    expect(await run('worlds', 'open', 'suite-2', '--url', url)).toEqual({
      code: 2,
      out: '',
      err: 'payersim: There are 1 worlds, and no more may be open at once. End one: payersim worlds end NAME.\n',
    })
    const [world] = (await (await fetch(`${url}/_sim/worlds`)).json()) as Array<Record<string, string>>
    expect(Date.parse(world?.endsAt ?? '') - Date.parse(world?.usedAt ?? '')).toBe(5 * 60_000)
    const phone = start('dial', '+46733000001', '*165#', '--world', 'suite-1', '--url', url)
    await phone.says(/1 Approvals/)
    const screen = async (at: string) =>
      (await (await fetch(`${url}${at}/_sim/phones/+46733000001`)).json()) as { screen: unknown }
    expect(await screen('/w/suite-1')).toMatchObject({ screen: { status: 'open' } })
    expect(await screen('')).toMatchObject({ screen: null })
  })

  it('answers under a name that --allow-host gives, and tells of the flag under another', async () => {
    const { says } = start('serve', '--port', '0', '--data', ':memory:', '--allow-host', 'payersim')
    const [, port] = await says(/^payersim listening on http:\/\/127\.0\.0\.1:(\d+)\n/)
    const ask = (host: string) =>
      new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
        const headers = { Host: `${host}:${port}` }
        request(
          { host: '127.0.0.1', port, path: '/collection/token/', method: 'POST', headers },
          (answer) => {
            let text = ''
            answer.on('data', (chunk) => {
              text += chunk
            })
            answer.on('end', () => resolve({ status: answer.statusCode, text }))
          },
        )
          .on('error', reject)
          .end()
      })
    expect(await ask('payersim')).toMatchObject({ status: 401 })
    expect(await ask('shop')).toEqual({ status: 403, text: expect.stringContaining('--allow-host shop') })
  })

  const ready = join(folder, 'ready.json')
  const atReady = ['serve', '--port', '0', '--data', ':memory:', '--ready-file', ready]

  it('tells a program by a file where it listens, and removes the file when it ends', async () => {
    const { says, child, ended } = start(...atReady)
    await says(/^payersim listening on /)
    const told = JSON.parse(readFileSync(ready, 'utf8'))
    expect(told).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/),
      pid: child.pid,
      version: '0.1.0',
      store: ':memory:',
    })
    expect(statSync(ready).mode & 0o777).toBe(0o600)
    expect((await fetch(`${told.url}/_sim/health`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(readdirSync(folder).filter((name) => name.startsWith('ready'))).toEqual([])
  })

  it('tells a program by one line of JSON where it listens, with a token that it made, and TLS', async () => {
    const [token, ca] = [join(folder, 'token'), join(folder, 'ca.pem')]
    const serve = ['serve', '--json', '--port', '0', '--data', join(folder, 'a.db')]
    const flags = ['--admin-token-file', token, '--tls-port', '0', '--tls-ca', ca]
    try {
      const first = start(...serve, ...flags)
      const [line = ''] = await first.says(/^.*\n/)
      const told = JSON.parse(line)
      expect(told).toEqual({
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/),
        pid: first.child.pid,
        version: '0.1.0',
        store: join(folder, 'a.db'),
        tlsUrl: expect.stringMatching(/^https:\/\/localhost:[1-9]\d*$/),
        tlsAuthorityFile: ca,
        adminToken: readFileSync(token, 'utf8').trim(),
      })
      first.child.kill('SIGTERM')
      expect(await first.ended).toBe(0)
      expect(first.said.out).toBe(line)
      const second = start(...serve, '--admin-token-file', token)
      const [again = ''] = await second.says(/^.*\n/)
      // Whoever starts it with this file has the token.
      expect(Object.keys(JSON.parse(again))).toEqual(['url', 'pid', 'version', 'store'])
    } finally {
      for (const name of [token, ca, `${ca}.key`]) rmSync(name, { force: true })
    }
  })

  it('leaves no ready file where it cannot start', async () => {
    const { code, err } = await run(...atReady, '--host', 'nowhere.invalid')
    expect([code, err]).toEqual([2, expect.stringContaining('Cannot listen on nowhere.invalid')])
    expect(readdirSync(folder).filter((name) => name.startsWith('ready'))).toEqual([])
  })

  it('says that it made its data file, and puts it into a .gitignore', async () => {
    const ignore = file('.gitignore', 'node_modules/\n')
    const serve = ['serve', '--port', '0']
    try {
      const first = start(...serve)
      await first.says(/\nData +payersim\.db, made just now, and added to \.gitignore\n/)
      first.child.kill('SIGTERM')
      await first.ended
      expect(readFileSync(ignore, 'utf8')).toBe('node_modules/\npayersim.db*\n')
      await start(...serve).says(/\nData +payersim\.db\n/)
      const named = join(folder, 'a.db')
      writeFileSync(ignore, '')
      await start(...serve, '--data', named).says(/\nData +\S+a\.db, made just now\n/)
      expect(readFileSync(ignore, 'utf8')).toBe('')
    } finally {
      for (const child of running.splice(0)) child.kill('SIGKILL')
      for (const name of ['.gitignore', 'payersim.db', 'payersim.db-wal', 'payersim.db-shm'])
        rmSync(join(folder, name), { force: true })
    }
  })

  it('refuses a data file of another program, and leaves it as it was', async () => {
    const diary = file('diary.txt', 'dear diary')
    const { code, err } = await run('serve', '--port', '0', '--data', diary)
    expect(code).toBe(2)
    expect(err).toContain('is not a payersim data file')
    expect(readFileSync(diary, 'utf8')).toBe('dear diary')
  })

  it('refuses a bad world file with its line', async () => {
    const world = file('world.yaml', 'people:\n  - phone: "+46733000001"\n    nam: Ama\n')
    const { code, err } = await run('serve', '--port', '0', '--data', ':memory:', '--world', world)
    expect(code).toBe(2)
    expect(err).toMatch(/world\.yaml:3:5: There is no "nam" in people\.0\. Did you mean name\?/)
  })
})

describe('what a person can get wrong is told in a line, with what to do, and ends with 2', () => {
  const world = () => file('alias.yaml', 'payerApp:\n  serviceCode: *165#\n')
  const levels = [...'bcdefghi'].map(
    (name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[at]}`)}]`,
  )
  const bomb = () => file('bomb.yaml', ['a: &a [x]', ...levels].join('\n'))
  const script = () => file('script.yaml', 'session: A\nsteps:\n  - dials: "*165#"\n')
  const quotes =
    'alias.yaml:2:16: *165# means something of its own in YAML as it stands here. Write it in quotes'

  it.each<[what: string, flags: () => string[], named: string]>([
    ['a world file with an alias: world', () => ['world', world()], quotes],
    ['serve', () => ['serve', '--port', '0', '--data', ':memory:', '--world', world()], quotes],
    ['test', () => ['test', '--world', world(), script()], quotes],
    ['a bomb of aliases: world', () => ['world', bomb()], 'bomb.yaml:9:'],
    ['serve', () => ['serve', '--port', '0', '--data', ':memory:', '--world', bomb()], 'bomb.yaml:9:'],
    ['test', () => ['test', '--world', bomb(), script()], 'bomb.yaml:9:'],
    ['explore', () => ['explore', '--url', 'http://127.0.0.1:1/', '--world', world()], quotes],
    ['a data file in /proc', () => ['serve', '--port', '0', '--data', '/proc/x.db'], 'with --data'],
    [
      'a data file below a file',
      () => ['serve', '--port', '0', '--data', join(file('plain', ''), 'x.db')],
      'cannot be made',
    ],
    ['a data file that is a folder', () => ['serve', '--port', '0', '--data', folder], 'is not a file'],
    ['a blank host', () => ['serve', '--port', '0', '--data', ':memory:', '--host', ''], '--host'],
    [
      'a ready file that is a folder',
      () => ['serve', '--port', '0', '--ready-file', folder],
      'is not a file',
    ],
    [
      'a ready file in a folder that is not there',
      () => ['serve', '--port', '0', '--ready-file', join(folder, 'nowhere/ready.json')],
      'There is no folder',
    ],
    ['explore --write', () => ['explore', '--write', file('plain', '')], 'is a file'],
    ['explore --code', () => ['explore', '--code', 'x'], 'such as *165#'],
    ['torture --code', () => ['torture', script(), '--code', 'x'], 'such as "*165#"'],
    ['record --folder', () => ['record', 'x', '--folder', file('plain', '')], 'with --folder'],
  ])('%s', async (_, flags, named) => {
    const { code, err, out } = await run(...flags())
    expect(err).toContain(named)
    // A flag's own check says, in a second line, where the flags are explained.
    const [, ...more] = err.trim().split('\n')
    expect(more.length, err).toBeLessThanOrEqual(1)
    expect(more.every((line) => line.startsWith('See: payersim help '))).toBe(true)
    expect([code, out]).toEqual([2, ''])
  })
})

describe('payersim dial', () => {
  it('is a phone in the terminal', async () => {
    const server = start('serve', '--port', '0', '--data', ':memory:')
    const [, url = ''] = await server.says(/listening on (\S+)/)
    const phone = start('dial', '+46733000001', '*165#', '--url', url)
    await phone.says(/│ 2 Balance/)
    phone.child.stdin.write('2\n')
    await phone.says(/PIN/)
    phone.child.stdin.write('1234\n')
    await phone.says(/500\.00 EUR/)
    phone.child.stdin.end()
    expect(await phone.ended).toBe(0)
  })

  it('answers what a pipe holds, and ends', async () => {
    const server = start('serve', '--port', '0', '--data', ':memory:')
    const [, url = ''] = await server.says(/listening on (\S+)/)
    const phone = start('dial', '+46733000001', '*165#', '--url', url)
    phone.child.stdin.end('2\n1234\n')
    expect(await phone.ended).toBe(0)
    expect(phone.said.out).toContain('500.00 EUR')
    expect(phone.said.err).toBe('')
  })

  it('says so where no simulator listens', async () => {
    const { code, err } = await run('dial', '+46733000001', '*165#', '--url', 'http://127.0.0.1:1')
    expect(code).toBe(2)
    expect(err).toMatch(/payersim serve/)
  })
})

describe('payersim doctor', () => {
  it('ends with 0 and what to do next where an approval works, whatever is in the way', async () => {
    const server = start('serve', '--port', '0', '--data', ':memory:')
    const [, port = ''] = await server.says(/listening on http:\/\/127\.0\.0\.1:(\d+)/)
    const { code, out, err } = await run('doctor', '--port', port, '--data', file('diary.txt', 'dear diary'))
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^ok +payersim \d/)
    expect(out).toMatch(/\nok +A trial approval works/)
    expect(out).toMatch(/\nnote +payersim \S+ listens on port/)
    expect(out).toMatch(/\n\nAn approval works here\. Next: npx payersim serve --port 0 --data :memory:\n$/)
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })
})

describe('payersim world', () => {
  it('prints a world that it accepts itself', async () => {
    const { code, out } = await run('world')
    expect(code).toBe(0)
    expect((await run('world', file('printed.yaml', out))).out).toBe(out)
  })
})

describe('payersim test', () => {
  const scripts = fileURLToPath(new URL('../sessions', import.meta.url))

  it('plays the scripts that payersim comes with', async () => {
    const { code, out } = await run('test', scripts)
    expect(out).toMatch(/\n[1-9]\d* passed, 0 failed\n$/)
    expect(code).toBe(0)
  })

  it('says where they are, in a project that has none', async () => {
    const { code, err } = await run('test')
    expect(code).toBe(2)
    expect(err).toContain('sessions: No session script is here.')
    const [, command = ''] = /to copy: payersim test (.+)\n$/.exec(err) ?? []
    expect(realpathSync(join(folder, command))).toBe(realpathSync(scripts))
  })

  it('plays them in threads, and refuses a number of jobs that is none', async () => {
    const files = ['reject.yaml', 'whole-screen.yaml', 'transfer.yaml'].map((name) => join(scripts, name))
    const { code, out } = await run('test', '--jobs', '2', ...files)
    expect(out).toMatch(/\n3 passed, 0 failed\n$/)
    expect(code).toBe(0)
    const refused = await run('test', '--jobs', '0', ...files)
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toContain('Jobs are a number from 1 to 99.')
  })

  it('fails with the line of the script where the phone shows something else', async () => {
    const approve = readFileSync(join(scripts, 'approve.yaml'), 'utf8')
    const broken = file('broken.yaml', approve.replace(/ends: .*/, 'ends: received with thanks'))
    const line =
      broken &&
      readFileSync(broken, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('ends:')) + 1
    const { code, out } = await run('test', broken)
    expect(code).toBe(1)
    expect(out).toContain(`broken.yaml:${line}`)
    expect(out).toMatch(/expected .*"received with thanks"/)
    expect(out).toMatch(/seen .*"Approved\. You paid/)
    expect(out).toMatch(/\n0 passed, 1 failed\n$/)
  })

  it('refuses a word it does not know with file, line and the nearest one', async () => {
    const { code, out } = await run(
      'test',
      file('typo.yaml', 'session: A typo\nsteps:\n  - phone: "+46733000001"\n    dails: "*165#"\n'),
    )
    expect(code).toBe(1)
    expect(out).toMatch(/typo\.yaml:4:5/)
    expect(out).toContain('dials')
  })

  it('tells JUnit', async () => {
    const { code, out } = await run('test', join(scripts, 'reject.yaml'), '--reporter', 'junit')
    expect(code).toBe(0)
    expect(out).toMatch(/^<\?xml[\s\S]*<testsuites tests="1" failures="0"/)
  })
})
