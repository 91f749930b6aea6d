import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testCommand } from './test.ts'

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
})
