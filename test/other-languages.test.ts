import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'

const page = readFileSync(fileURLToPath(new URL('../docs/other-languages.md', import.meta.url)), 'utf8')
let sim: Simulator
let folder: string
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  folder = mkdtempSync(join(tmpdir(), 'payersim languages '))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await sim.close()
})

/** The code of a language in the page: in plain HTTP, and by a generated client. */
function printed(language: string): [plain: string, generated: string] {
  const [, plain = '', generated = ''] = page.split(`\`\`\`${language}\n`)
  return [until(plain, '```'), until(generated, '```')]
}

const until = (text: string, end: string) => text.slice(0, text.indexOf(end))

/** The command of the page that makes a client for a language, for the simulator here. */
function generatorOf(language: string): string {
  const [, row = ''] = page.split(`\n| ${language} | `)
  const [, command = ''] = row.split('`')
  return command.replace('http://127.0.0.1:4000', String(sim.url))
}

const works = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** Runs a command beside the code, with the simulator's URL, to its end. */
const run = (command: string, args: readonly string[], { cwd = folder, goProxy = 'off' } = {}) =>
  new Promise<{ code: unknown; out: string }>((resolve) => {
    const env = {
      ...process.env,
      PAYERSIM_URL: sim.url,
      GOFLAGS: '-mod=mod',
      ...(goProxy && { GOPROXY: goProxy }),
    }
    execFile(command, args, { cwd, env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out: out + err }),
    )
  })

describe('the test that docs/other-languages.md has', { timeout: 300_000 }, () => {
  it('for Ruby passes', async ({ skip }) => {
    skip(
      !works('ruby', '-e', 'require "minitest"'),
      'not on this machine; it comes with ruby and ruby-minitest',
    )
    writeFileSync(join(folder, 'payment_test.rb'), printed('ruby')[0])
    const { code, out } = await run('ruby', ['-w', 'payment_test.rb'])
    expect(out).toMatch(/1 runs, \d+ assertions, 0 failures, 0 errors, 0 skips/)
    expect(out).not.toMatch(/payment_test\.rb:\d+: warning/)
    expect(code).toBe(0)
    expect(await sim.worlds.list()).toEqual([])
  })

  it('for Go passes', async ({ skip }) => {
    skip(!works('go', 'version'), 'not on this machine; it comes with golang-go')
    writeFileSync(join(folder, 'payment_test.go'), printed('go')[0])
    writeFileSync(join(folder, 'go.mod'), 'module shop\n\ngo 1.19\n')
    const { code, out } = await run('go', ['test', '-count=1', './...'])
    expect(out).toMatch(/^ok\s+shop\s/m)
    expect(code).toBe(0)
    expect(await sim.worlds.list()).toEqual([])
  })
  describe('with a generated client', () => {
    let own: { cwd: string; goProxy: string }
    beforeEach(() => {
      own = { cwd: mkdtempSync(join(folder, 'generated ')), goProxy: '' }
      mkdirSync(join(own.cwd, 'payersim'))
    })

    it('for Ruby passes', async ({ skip }) => {
      skip(!works('openapi-generator-cli', 'version'), 'openapi-generator-cli is not in PATH')
      skip(!works('ruby', '-e', 'require "minitest"; require "typhoeus"'), 'Typhoeus is not on this machine')
      const made = await run('sh', ['-c', generatorOf('Ruby')], own)
      expect(made.code, made.out).toBe(0)
      writeFileSync(join(own.cwd, 'payment_test.rb'), printed('ruby')[1])
      const { code, out } = await run('ruby', ['-I', 'payersim/lib', 'payment_test.rb'], own)
      expect(out).toMatch(/1 runs, \d+ assertions, 0 failures, 0 errors, 0 skips/)
      expect(code).toBe(0)
      expect(await sim.worlds.list()).toEqual([])
    })

    it('for Go passes', async ({ skip }) => {
      skip(!works('oapi-codegen', '--help'), 'oapi-codegen is not in PATH')
      skip(!works('go', 'version'), 'Go is not on this machine; it comes with golang-go')
      const made = await run('sh', ['-c', generatorOf('Go')], own)
      expect(made.code, made.out).toBe(0)
      writeFileSync(join(own.cwd, 'payment_test.go'), printed('go')[1])
      writeFileSync(join(own.cwd, 'go.mod'), 'module shop\n\ngo 1.19\n')
      const { code, out } = await run('go', ['test', '-count=1', './...'], own)
      expect(out).toMatch(/^ok\s+shop\s/m)
      expect(code).toBe(0)
      expect(await sim.worlds.list()).toEqual([])
    })
  })
})
