import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('../scripts/audit-deps.mjs', import.meta.url))

interface Locked {
  license?: string
  integrity?: string
  hasInstallScript?: true
  dev?: true
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional: boolean }>
}

const integrity = 'sha512-x'
const mit = (more: Locked = {}): Locked => ({ license: 'MIT', integrity, ...more })

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-audit-'))
  mkdirSync(join(folder, 'docs'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function lockOf(packages: Record<string, Locked>): void {
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
}
const list = () => join(folder, 'docs/dependencies.json')
const listed = () => JSON.parse(readFileSync(list(), 'utf8'))

function audited(...flags: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...flags], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { code: status, said: stdout + stderr }
}

/** A project whose only dependency brings another, and whose tools bring what no user gets. */
const project = () => ({
  '': { dependencies: { server: '^1.0.0' }, devDependencies: { tool: '^1.0.0' } },
  'node_modules/server': mit({ dependencies: { parser: '^1.0.0' } }),
  'node_modules/parser': mit(),
  'node_modules/tool': mit({ dev: true, hasInstallScript: true }),
})

/** The list as it is once somebody has read it and said why. */
function reviewed(): void {
  lockOf(project())
  expect(audited('--write').code).toBe(0)
  const now = listed()
  now.installed.server.why = 'Answers requests.'
  writeFileSync(list(), JSON.stringify(now))
  expect(audited()).toMatchObject({ code: 0, said: expect.stringContaining('2 packages') })
}

describe('the audit of the dependencies', () => {
  it('lists what an install brings, and which dependency of our own brings it', () => {
    reviewed()
    expect(listed().installed).toEqual({
      parser: { licence: 'MIT', installScripts: false, broughtBy: ['server'] },
      server: { licence: 'MIT', installScripts: false, why: 'Answers requests.' },
    })
  })

  it.each<[string, Record<string, Locked>, string]>([
    [
      'that a dependency brings',
      { 'node_modules/parser': mit({ dependencies: { miner: '1.0.0' } }), 'node_modules/miner': mit() },
      'miner, which server brings, is not in the list',
    ],
    [
      'of our own',
      { '': { dependencies: { server: '^1.0.0', another: '1.0.0' } }, 'node_modules/another': mit() },
      'another is not in the list',
    ],
    [
      'that runs scripts',
      { 'node_modules/parser': mit({ hasInstallScript: true }) },
      'parser runs scripts when it is installed now',
    ],
    [
      'under another licence',
      { 'node_modules/parser': { license: 'BUSL-1.1', integrity } },
      'parser was MIT, and is BUSL-1.1 now',
    ],
    ['without a licence', { 'node_modules/parser': { integrity } }, 'parser was MIT, and is none named now'],
    ['from no registry', { 'node_modules/parser': { license: 'MIT' } }, 'parser has no checksum'],
    [
      'in a second version under another licence',
      { 'node_modules/server/node_modules/parser': { license: 'GPL-3.0', integrity } },
      'parser was MIT, and is GPL-3.0 now',
    ],
    [
      'as a peer that npm installs',
      { 'node_modules/parser': mit({ peerDependencies: { peer: '1.0.0' } }), 'node_modules/peer': mit() },
      'peer, which server brings, is not in the list',
    ],
    ['that is gone', { 'node_modules/server': mit() }, 'parser is listed, and is not there any more'],
  ])('fails on a package %s', (_, changed, words) => {
    reviewed()
    lockOf({ ...project(), ...changed })
    const { code, said } = audited()
    expect(said).toContain(words)
    expect(said).toContain('npm run audit:deps -- --write')
    expect(code).toBe(1)
  })

  it('leaves tools and optional peers alone, which no user gets', () => {
    reviewed()
    const peer = { peerDependencies: { types: '1' }, peerDependenciesMeta: { types: { optional: true } } }
    lockOf({ ...project(), 'node_modules/parser': mit(peer), 'node_modules/types': mit() })
    expect(audited().code).toBe(0)
  })

  it('wants a reason for each dependency of our own', () => {
    lockOf(project())
    audited('--write')
    expect(audited()).toMatchObject({
      code: 1,
      said: expect.stringContaining('server is a dependency of our own, and the list does not say why'),
    })
  })

  it('keeps the reasons when the list is written anew', () => {
    reviewed()
    audited('--write')
    expect(listed().installed.server.why).toBe('Answers requests.')
  })

  it('looks at what is built into the page too', () => {
    reviewed()
    mkdirSync(join(folder, 'src/web'), { recursive: true })
    writeFileSync(join(folder, 'src/web/main.tsx'), "import { draw } from 'tool'\n")
    expect(audited()).toMatchObject({ code: 1, said: expect.stringContaining('tool is not in the list') })
  })
  it('does not look at the tests of the page, which are not built', () => {
    reviewed()
    mkdirSync(join(folder, 'src/web'), { recursive: true })
    writeFileSync(join(folder, 'src/web/main.test.ts'), "import { it } from 'tool'\n")
    expect(audited().code).toBe(0)
  })
})
