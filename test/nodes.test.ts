import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A folder with an npm that can reach no registry, and where Nodes would be put. */
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-nodes-'))
  writeFileSync(join(folder, 'npm'), '#!/bin/sh\necho "npm error code ENOTFOUND" >&2\nexit 1\n')
  chmodSync(join(folder, 'npm'), 0o755)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function testNodes(flags: string[], env: Record<string, string> = {}) {
  const { CI: _, ...rest } = process.env
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'test/nodes/main.ts', '--folder', join(folder, 'nodes'), ...flags],
    {
      cwd: root,
      env: { ...rest, ...env, PATH: `${folder}${delimiter}${process.env.PATH}` },
      encoding: 'utf8',
    },
  )
  return { status, stdout, stderr }
}

describe('npm run test:nodes', () => {
  it('says in one line that nothing was tried where the Nodes cannot be had', () => {
    const { status, stderr } = testNodes(['--only', 'approval'])
    expect(stderr).toMatch(/^Skipped: [^\n]* npm error code ENOTFOUND\n$/)
    expect(status).toBe(0)
    expect(existsSync(join(folder, 'nodes/20'))).toBe(false)
  })

  it('fails there in CI', () => {
    const { status, stderr } = testNodes(['--only', 'approval'], { CI: 'true' })
    expect(stderr).toContain('npm error code ENOTFOUND')
    expect(status).toBe(1)
  })

  it.each([
    [['--node', '18'], 'There is no Node 18, only 20, 22, 24, 26'],
    [['--only', 'bench'], 'There is no step bench, only approval, scripts, unit'],
  ])('names what there is when asked for %j', (flags, message) => {
    const { status, stderr } = testNodes(flags)
    expect(stderr).toContain(message)
    expect(status).toBe(2)
  })
})
