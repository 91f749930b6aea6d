import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

/** The code of a language in the page. */
function printed(language: string): string {
  const fence = `\`\`\`${language}\n`
  const from = page.indexOf(fence) + fence.length
  return page.slice(from, page.indexOf('```', from))
}

const works = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** Runs a command beside the code, with the simulator's URL, to its end. */
const run = (command: string, args: readonly string[]) =>
  new Promise<{ code: unknown; out: string }>((resolve) => {
    const env = { ...process.env, PAYERSIM_URL: sim.url, GOFLAGS: '-mod=mod', GOPROXY: 'off' }
    execFile(command, args, { cwd: folder, env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out: out + err }),
    )
  })

describe('the test that docs/other-languages.md has', { timeout: 300_000 }, () => {
  it('for Ruby passes', async ({ skip }) => {
    skip(
      !works('ruby', '-e', 'require "minitest"'),
      'not on this machine; it comes with ruby and ruby-minitest',
    )
    writeFileSync(join(folder, 'payment_test.rb'), printed('ruby'))
    const { code, out } = await run('ruby', ['-w', 'payment_test.rb'])
    expect(out).toMatch(/1 runs, \d+ assertions, 0 failures, 0 errors, 0 skips/)
    expect(out).not.toMatch(/payment_test\.rb:\d+: warning/)
    expect(code).toBe(0)
    expect(await sim.worlds.list()).toEqual([])
  })

  it('for Go passes', async ({ skip }) => {
    skip(!works('go', 'version'), 'not on this machine; it comes with golang-go')
    writeFileSync(join(folder, 'payment_test.go'), printed('go'))
    writeFileSync(join(folder, 'go.mod'), 'module shop\n\ngo 1.19\n')
    const { code, out } = await run('go', ['test', '-count=1', './...'])
    expect(out).toMatch(/^ok\s+shop\s/m)
    expect(code).toBe(0)
    expect(await sim.worlds.list()).toEqual([])
  })
})
