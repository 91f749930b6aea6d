import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testCommand } from './test.ts'

/** Each thread loads the sources again. */
const threadTime = 120_000

describe('payersim test', () => {
  let folder: string
  let output: string
  let errors: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scripts-'))
    output = ''
    errors = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      output += String(text)
      return true
    })
    vi.spyOn(console, 'error').mockImplementation((text) => {
      errors += String(text)
    })
    for (const [name, end] of [
      ['hangs up', 'cancelled'],
      ['waits', 'timed-out'],
    ]) {
      const step = `- { phone: "+46733000001", dials: "*165#" }\n  - { cancels: true, breaks: ${end} }`
      await writeFile(join(folder, `${name}.yaml`), `session: Ama ${name}\nsteps:\n  ${step}\n`)
    }
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await rm(folder, { recursive: true })
  })

  /** Its exit code. */
  async function run(...args: string[]) {
    const before = process.exitCode
    process.exitCode = undefined
    await testCommand().parseAsync(args, { from: 'user' })
    const code = process.exitCode ?? 0
    process.exitCode = before
    return code
  }

  it('plays what matches --grep, whatever its case', async () => {
    expect(await run('--grep', 'AMA HANGS', folder)).toBe(0)
    expect(output).toContain('Ama hangs up')
    expect(output).toMatch(/\n1 passed, 0 failed\n$/)
  })

  it('refuses a --grep that nothing matches, and one that is no pattern', async () => {
    expect(await run('--grep', 'nobody', folder)).toBe(2)
    expect(errors).toBe('payersim: --grep nobody: no script has such a name.')
    expect(await run('--grep', '(', folder)).toBe(2)
    expect(errors).toContain('--grep (: this is no regular expression.')
  })

  it('ends at the first failure with --bail', async () => {
    const [good, bad] = ['hangs up', 'waits'].map((name) => join(folder, `${name}.yaml`)) as [string, string]
    expect(await run('--bail', bad, good)).toBe(1)
    expect(output).toMatch(/\n0 passed, 1 failed, 1 not run\n$/)
  })

  it('tells with several jobs what it tells with one', { timeout: threadTime }, async () => {
    const files = ['hangs up', 'waits', 'hangs up', 'waits'].map((name) => join(folder, `${name}.yaml`))
    for (const more of [[], ['--reporter', 'junit']]) {
      output = ''
      const code = await run('--jobs', '1', ...more, ...files)
      const alone = output.replace(/time="[\d.]+"/g, 'time')
      output = ''
      expect(await run('--jobs', '2', ...more, ...files)).toBe(code)
      expect(output.replace(/time="[\d.]+"/g, 'time')).toBe(alone)
    }
  })

  it('plays the world of its options in each of its threads', { timeout: threadTime }, async () => {
    const world = join(folder, 'world.yml.txt')
    await writeFile(world, 'people: [{ phone: "+46733000009", name: Bo, pin: "9876", environment: sandbox }]')
    const script = join(folder, 'bo.yaml')
    const steps = [
      '{ phone: "+46733000009", dials: "*165#" }',
      'chooses: Balance',
      '{ types: "9876", ends: You have no accounts }',
    ]
    await writeFile(script, `session: Bo\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`)
    expect(await run('--jobs', '2', '--world', world, script), output).toBe(0)
  })

  it('rewrites with --update one script at a time, whatever --jobs says', async () => {
    const start = join(folder, 'start.yaml')
    const dial = '- { phone: "+46733000001", dials: "*165#", shows: Momo nu }'
    await writeFile(start, `session: Start\nsteps:\n  ${dial}\n`)
    const after = join(folder, 'user.yaml')
    await writeFile(after, 'session: After it\nuse: start.yaml\nsteps:\n  - cancels: true\n')
    expect(await run('--jobs', '2', '--update', start, after)).toBe(1)
    expect(output).toMatch(/\n1 passed, 1 failed\n$/)
    expect(await readFile(start, 'utf8')).not.toContain('Momo nu')
    expect(await run('--jobs', '2', '--update', start, after)).toBe(0)
  })

  it.each(['0', '-1', 'two', '2.5', '100'])('refuses --jobs %s', async (jobs) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const command = testCommand().exitOverride()
    await expect(command.parseAsync(['--jobs', jobs, folder], { from: 'user' })).rejects.toThrow(
      'Jobs are a number from 1 to 99.',
    )
    expect(output).toBe('')
  })

  it('tells what is wrong with the world file before any script, once, and plays none', async () => {
    const world = join(folder, 'world.yml.txt')
    await writeFile(world, 'payer: approve\n')
    await expect(run('--world', world, folder)).rejects.toThrow(`${world}:1:1: There is no "payer".`)
    await expect(run('--world', folder, folder)).rejects.toThrow('cannot be read: it is a folder.')
    expect(output).toBe('')
  })

  it('dials an app at --app, whatever the world file says', async () => {
    const server = createServer((_request, response) => response.end('END Hello from the app'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = server.address() as AddressInfo
      const world = join(folder, 'world.yml.txt')
      await writeFile(
        world,
        'network: { serviceCodes: [{ code: "*384*7#", callbackUrl: "http://127.0.0.1:1" }] }',
      )
      const script = join(folder, 'app.yaml')
      const steps = '- { phone: "+46733000001", dials: "*384*7#", ends: Hello from the app }'
      await writeFile(script, `session: An app\nsteps:\n  ${steps}\n`)
      const app = `*384*7#=http://127.0.0.1:${port}/ussd`
      expect(await run('--world', world, '--app', app, script)).toBe(0)
      expect(output).toMatch(/\n1 passed, 0 failed\n$/)
      expect(await run('--world', world, script)).toBe(1)
    } finally {
      server.close()
    }
  })

  it('watches until it is told to end', async () => {
    const watching = run('--watch', folder)
    await vi.waitUntil(() => output.includes('Watching 2 scripts.'), { timeout: 15_000 })
    process.emit('SIGINT')
    expect(await watching).toBe(0)
    expect(output).toContain('1 passed, 1 failed')
  })

  it('refuses to watch for a program', async () => {
    expect(await run('--watch', '--reporter', 'junit', folder)).toBe(2)
    expect(errors).toContain('Leave --reporter junit out.')
  })

  it('prints the JSON Schema of scripts, and plays none', async () => {
    expect(await run('--schema')).toBe(0)
    expect(JSON.parse(output)).toMatchObject({
      title: 'payersim session script',
      required: ['session', 'steps'],
    })
  })

  describe('with a provider from outside', () => {
    let provider: string
    beforeEach(async () => {
      provider = join(folder, 'coupons.mjs')
      const zod = import.meta.resolve('zod')
      const part = `{ provider: 'coupons', actions: { 'sell-coupon': {
        schema: z.string(),
        perform: (scene, code) => scene.say({ kind: 'did', text: code + ' is sold' }),
      } } }`
      await writeFile(
        provider,
        `import { z } from '${zod}'\nexport default { name: 'coupons', title: 'Coupons', steps: async () => (${part}) }\n`,
      )
      for (const code of ['4711', '4712'])
        await writeFile(
          join(folder, `sells ${code}.yaml`),
          `session: Sells ${code}\nsteps:\n  - sell-coupon: "${code}"\n`,
        )
    })

    it.each(['1', '2'])('plays its words, %s at once', { timeout: threadTime }, async (jobs) => {
      expect(await run('--provider', provider, '--jobs', jobs, '--grep', 'sells', folder)).toBe(0)
      expect(output).toContain('4711 is sold')
      expect(output).toMatch(/\n2 passed, 0 failed\n$/)
    })

    it('prints the JSON Schema with its words', async () => {
      expect(await run('--provider', provider, '--schema')).toBe(0)
      expect(output).toContain('"sell-coupon"')
    })

    it('refuses a file that is none', async () => {
      await expect(run('--provider', join(folder, 'none.mjs'), folder)).rejects.toThrow(
        /there is no such file/,
      )
    })
  })
})
