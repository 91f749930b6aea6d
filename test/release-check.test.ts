import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  changelogProblems,
  fileProblems,
  licenceProblems,
  manifestProblems,
  scriptProblems,
  workflowProblems,
} from '../scripts/release-check.mjs'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const manifest = JSON.parse(read('package.json'))

describe('the check of a release', () => {
  it.each([
    ['## 0.1.0, 2026-11-29\n\n- Runs.\n', []],
    ['## 0.1.0, unreleased\n\n- Runs.\n', ['write the day of the release, "## 0.1.0, YYYY-MM-DD"']],
    ['## 0.2.0, 2026-11-29\n\n- Runs.\n', ['package.json has version 0.1.0']],
    ['## 0.1.0, 2026-13-29\n\n- Runs.\n', ['2026-13-29 is no day']],
    ['## 0.1.0, 2026-11-29\n\n## 0.0.9, 2026-01-01\n\n- Runs.\n', ['nothing is under it']],
    ['# Changelog\n', ['make them one']],
  ])('reads the changelog %j', (text, words) => {
    expect(changelogProblems(`# Changelog\n\n${text}`, '0.1.0')).toEqual(
      words.map((word) => expect.stringContaining(word)),
    )
  })

  it('wants what package.json names to be built, and the lock file to be of the same version', () => {
    const lock = JSON.parse(read('package-lock.json'))
    expect(manifestProblems(manifest, lock, () => true)).toEqual([])
    const missing = manifestProblems(manifest, lock, (path: string) => path !== './dist/index.d.cts')
    expect(missing).toEqual([
      expect.stringContaining('./dist/index.d.cts, which is not built: run npm run build'),
    ])
    const other = { ...lock, version: '0.0.9' }
    expect(manifestProblems(manifest, other, () => true)).toEqual([
      expect.stringContaining('run npm install'),
    ])
  })

  it('wants the files of users, and none of the makers', () => {
    const files = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'docs/agents.md',
      'docs/fr/README.md',
      'llms.txt',
      'skills/payersim/SKILL.md',
      'dist/THIRD-PARTY-LICENSES.txt',
      'dist/main.js',
      'package.json',
    ]
    expect(fileProblems(files, 1_000)).toEqual([])
    expect(fileProblems(files.slice(1), 1_000)).toEqual([expect.stringContaining('lacks CHANGELOG.md')])
    for (const path of ['dist/main.cjs.map', 'src/main.ts', 'payersim.db', 'test/a.ts'])
      expect(fileProblems([...files, path], 1_000)).toEqual([expect.stringContaining(`has ${path}`)])
    expect(fileProblems(files, 20_000_000)).toEqual([expect.stringContaining('20000000 bytes')])
  })

  it('wants the licence of what is built in', () => {
    const bundled = { express: {}, zod: {} }
    expect(licenceProblems('x\nexpress 5.3.0\nzod 4.6.7\n', bundled)).toEqual([])
    expect(licenceProblems('x\nzod-openapi 5.4.6\nexpress 5.3.0\n', bundled)).toEqual([
      expect.stringContaining('of zod,'),
    ])
  })

  const workflow = (rest: string) =>
    `on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n${rest}`
  it.each([
    [
      '    container:\n      image: registry.example/owner/payersim\n',
      'registry.example/owner/payersim with its host',
    ],
    ['    container:\n      image: localhost:5000/payersim\n', 'with its host'],
    ['    env:\n      NPM_CONFIG_REGISTRY: https://npm.example/\n', 'the address of a registry'],
    ['    env: [\n', 'is no YAML'],
  ])('refuses in a workflow %j', (rest, words) => {
    expect(workflowProblems('ci.yml', workflow(rest))).toEqual([expect.stringContaining(words)])
  })
  it('takes a workflow with images that have no host, and wants its permissions said', () => {
    const text = workflow('    container:\n      image: owner/payersim:0.1.0\n')
    expect(workflowProblems('ci.yml', text)).toEqual([])
    expect(workflowProblems('ci.yml', text.replace('permissions: {}\n', ''))).toEqual([
      expect.stringContaining('says no permissions'),
    ])
  })

  const folder = new URL('.github/workflows/', root)
  it.each(readdirSync(fileURLToPath(folder)))('has nothing against the workflow %s', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    expect(workflowProblems(name, text)).toEqual([])
    // What each runs is there: scripts of package.json, and files.
    expect(scriptProblems(name, text, { ...manifest.scripts })).toEqual([])
    for (const [, file = ''] of text.matchAll(/run: (\.[\w/.-]+)/g))
      expect(existsSync(new URL(file, root))).toBe(true)
  })
  it('says which script of a workflow is not there', () => {
    expect(scriptProblems('ci.yml', 'run: npm run no-such', manifest.scripts)).toEqual([
      'ci.yml runs npm run no-such, which package.json does not have.',
    ])
  })
})
