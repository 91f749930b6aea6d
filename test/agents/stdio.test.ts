import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type Agent, agentOn } from './agent.fixture.ts'
import { alike, session } from './session.fixture.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const main = `${root}dist/main.js`
const ama = '+46733000001'

describe('payersim mcp, on stdin and stdout', { timeout: 60_000 }, () => {
  let sim: Simulator | undefined
  let agent: Agent | undefined
  afterEach(async () => {
    await agent?.close()
    await sim?.close()
    agent = undefined
    sim = undefined
  })

  const started = (args: string[], env: Record<string, string> = {}, modern = true) =>
    agentOn(
      new StdioClientTransport({
        command: process.execPath,
        args: [main, 'mcp', ...args],
        cwd: root,
        env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
      }),
      { modern },
    )

  it('has a simulator of its own, which programs reach', async () => {
    agent = await started([], {}, false)
    const { baseUrl } = JSON.parse(await agent.read('payersim://world')) as { baseUrl: string }
    expect((await fetch(`${baseUrl}/_sim/health`)).status).toBe(200)
    await agent.call('place_order', { phone: ama, amount: '12.50' })
    expect(await agent.call('wait_for_prompt', { phone: ama, wait_seconds: 20 })).toContain('| 1 Approve')
    await agent.close()
    await expect(fetch(`${baseUrl}/_sim/health`)).rejects.toThrow('fetch failed')
  })

  it('does a whole task at a server that runs, whose token it bears', async () => {
    sim = await startSimulator({ port: 0, clock: 'frozen', behindProxy: true, adminToken: 'open sesame' })
    agent = await started(['--url', sim.url ?? ''], { PAYERSIM_ADMIN_TOKEN: 'open sesame' })
    expect(readFileSync(`${root}docs/agents.md`, 'utf8')).toContain(alike(await session(agent)))
  })

  it('works in a world by name, and beside it', async () => {
    sim = await startSimulator({ port: 0, clock: 'frozen' })
    await sim.worlds.open('own')
    agent = await started(['--world', 'own'], { PAYERSIM_URL: sim.url ?? '' })
    await agent.call('place_order', { phone: ama, amount: '12.50' })
    expect(await agent.read('payersim://world')).toContain(`"baseUrl": "${sim.url}/w/own"`)
    expect(await agent.call('list_payments')).toContain('12.50 EUR')
    expect(await agent.call('list_payments', { world: 'default' })).toBe('There is no payment.')
    expect(await agent.call('open_world', { name: 'other' })).toContain('/w/other')
    expect(await agent.call('list_payments', { world: 'other' })).toBe('There is no payment.')
  })

  it('says where nothing answers', async () => {
    agent = await started(['--url', 'http://127.0.0.1:1'])
    expect(await agent.refused('list_phones')).toContain(
      'Start a simulator there with "payersim serve", or name another URL.',
    )
  })

  it('says whose token is wrong', async () => {
    sim = await startSimulator({ port: 0, clock: 'frozen', behindProxy: true, adminToken: 'open sesame' })
    agent = await started(['--url', sim.url ?? '', '--admin-token', 'shut'])
    expect(await agent.refused('list_phones')).toContain('send its admin token')
  })

  it('ends with its input, and writes nothing but the protocol', async () => {
    const child = spawn(process.execPath, [main, 'mcp'], { stdio: ['pipe', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
    await expect.poll(() => out, { timeout: 30_000 }).toContain('"id":1')
    child.stdin.end()
    expect(await ended).toBe(0)
    expect(out.trim().split('\n')).toHaveLength(1)
    expect(err).toBe('')
  })

  it.each([
    [['--world', 'own'], 'Give its --url too.'],
    [['--url', 'http://127.0.0.1:1', '--port', '4000'], 'Leave --url out.'],
    [['--url', 'http://127.0.0.1:1/w/a', '--world', 'b'], 'Name one of them.'],
  ])('refuses the flags %j', (flags, words) => {
    const { status, stderr } = spawnSync(process.execPath, [main, 'mcp', ...flags], {
      encoding: 'utf8',
      input: '',
    })
    expect(status).toBe(2)
    expect(stderr).toContain(words)
    expect(stderr).toContain('See: payersim help mcp')
  })
})

describe('the SDK', { timeout: 60_000 }, () => {
  /** The files of dist that a process has loaded which have the words of the SDK in them. */
  const loadedBy = `
    process.on('exit', () => {
      const { readFileSync } = require('node:fs')
      const own = Object.keys(require.cache).filter((file) => file.startsWith(${JSON.stringify(`${root}dist`)}))
      const found = own.filter((file) => readFileSync(file, 'utf8').includes('notifications/resources/list_changed'))
      console.error('loaded', own.length, JSON.stringify(found))
    })`
  const preload = `data:text/javascript,${encodeURIComponent(
    `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(main)}); ${loadedBy}`,
  )}`

  it('is not loaded by serve, nor by test', async () => {
    const played = spawnSync(process.execPath, ['--import', preload, main, 'test', 'sessions/approve.yaml'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(played.stderr).toMatch(/loaded [1-9]\d* \[\]/)
    const served = spawn(
      process.execPath,
      ['--import', preload, main, 'serve', '--port', '0', '--data', ':memory:', '--json'],
      { cwd: root },
    )
    let said = ''
    let err = ''
    served.stdout.on('data', (chunk) => {
      said += chunk
    })
    served.stderr.on('data', (chunk) => {
      err += chunk
    })
    const ended = new Promise((resolve) => served.once('exit', resolve))
    await expect.poll(() => said, { timeout: 30_000 }).toContain('\n')
    const { url } = JSON.parse(said) as { url: string }
    expect((await fetch(`${url}/_sim/world`)).status).toBe(200)
    served.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(err).toMatch(/loaded [1-9]\d* \[\]/)
  })

  it('is loaded by mcp, so that the test above can fail', () => {
    const { stderr } = spawnSync(process.execPath, ['--import', preload, main, 'mcp'], {
      encoding: 'utf8',
      input: '',
    })
    expect(stderr).toMatch(/loaded \d+ \[".*mcp.*"\]/)
  })
})
