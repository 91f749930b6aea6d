import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startSimulator } from '../src/simulator/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const document = readFileSync(join(root, 'docs/control.md'), 'utf8')
const run = promisify(execFile)

/** The one block of shell lines below a heading. */
function linesBelow(heading: string): string {
  const [, section = ''] = document.split(`\n## ${heading}\n`)
  const [, lines] = /^```sh\n([\s\S]*?)^```$/m.exec(section) ?? []
  if (lines === undefined) throw new Error(`There are no shell lines below ${heading} in docs/control.md.`)
  return lines
}

it('the shell lines for any language work: dial, choose, reply and settle', async () => {
  const sim = await startSimulator({ port: 0, clock: 'frozen' })
  try {
    const lines = linesBelow('From any language').replaceAll('localhost:4000', new URL(sim.url ?? '').host)
    const { stdout } = await run('sh', ['-ec', lines])
    expect(stdout).toContain('{"key":"2","label":"Balance"}')
    expect(stdout).toContain('500.00 EUR')
    expect(stdout).toMatch(/\{"mode":"frozen","now":"2026-01-05T09:00:00\.000Z"\}$/)
  } finally {
    await sim.close()
  }
})

it('the shell lines of a start that a program reads work, and leave nothing running', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'payersim-control-doc-'))
  try {
    const own = `"${process.execPath}" "${join(root, 'dist/main.js')}"`
    const lines = linesBelow('A start that a program reads').replace('npx payersim', own)
    const { stdout } = await run('sh', ['-c', lines], { cwd: folder })
    const [ready = '', health = ''] = stdout.split('\n')
    expect(JSON.parse(ready)).toMatchObject({ url: expect.stringMatching(/:\d+$/), store: ':memory:' })
    expect(JSON.parse(health)).toMatchObject({ status: 'ok' })
    expect(readdirSync(folder)).toEqual(['serve.log'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
