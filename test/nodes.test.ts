import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodesIn } from './nodes/nodes.ts'

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

  it('takes the Nodes that the README and docs/install.md name, and of the floor the oldest', () => {
    const versions = nodesIn(folder).map(({ version }) => version)
    const minors = versions.map((version) => version.slice(0, version.lastIndexOf('.')))
    const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(`${engines.node}.0`).toBe(`>=${versions[0]}`)
    const last = minors.pop()
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(
      `Node ${minors[0]} or newer, tested with ${minors.join(', ')} and ${last} `,
    )
    const rows = readFileSync(join(root, 'docs/install.md'), 'utf8').matchAll(/^\| (\d+\.\d+\.\d+) \|/gm)
    expect(new Set([...rows].map(([, version]) => version))).toEqual(new Set(versions))
  })
})
