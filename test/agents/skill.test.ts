import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { startSimulator } from '../../src/simulator/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const run = promisify(execFile)
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string>; files: string[] }

describe('the skill', { timeout: 60_000 }, () => {
  const skill = read('skills/payersim/SKILL.md')
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(skill) ?? []
  const recipes = [...body.matchAll(/^## (\d\. .+)\n[\s\S]*?^```(ts|yaml|sh)\n([\s\S]*?)^```$/gm)].map(
    ([, title = '', language = '', text = '']) => ({ title, language, text }),
  )
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-skill-')))
  // A project elsewhere that has payersim and nothing else.
  beforeAll(() => {
    mkdirSync(join(project, 'node_modules'))
    symlinkSync(root, join(project, 'node_modules/payersim'))
  })
  afterAll(() => rmSync(project, { recursive: true, force: true }))

  it('says its name, that of its folder, and when to use it', () => {
    const { name, description } = parse(front) as Record<string, string>
    expect(name).toBe('payersim')
    expect(description).toContain('Use when')
    expect(description?.length).toBeLessThan(1_024)
    expect(recipes.map(({ language }) => language)).toEqual(['ts', 'yaml', 'ts', 'ts', 'sh'])
  })

  it.each(recipes.filter(({ language }) => language === 'ts'))(
    'has a recipe that runs: $title',
    async ({ text }) => {
      const file = join(project, 'recipe.mjs')
      writeFileSync(file, text)
      const { stderr } = await run(process.execPath, [file], { cwd: project })
      expect(stderr).toBe('')
      // It would notice: without an assertion nothing is shown.
      expect(text).toMatch(/assert\.equal/)
    },
  )

  it.each(recipes.filter(({ language }) => language === 'yaml'))(
    'has a script that passes: $title',
    async ({ text }) => {
      const file = join(project, 'recipe.yaml')
      writeFileSync(file, text)
      const { stdout } = await run(process.execPath, [join(root, 'dist/main.js'), 'test', file], {
        cwd: project,
      })
      expect(stdout).toContain('1 passed, 0 failed')
    },
  )

  it.each(recipes.filter(({ language }) => language === 'sh'))(
    'has shell lines that work: $title',
    async ({ text }) => {
      const sim = await startSimulator({ port: 0, clock: 'frozen' })
      try {
        const { stdout } = await run('sh', ['-ec', text], { env: { ...process.env, PAYERSIM_URL: sim.url } })
        expect(stdout).toContain('"url":')
        expect(stdout).toContain('{"key":"2","label":"Balance"}')
        expect(stdout).toContain('"payments":[]')
      } finally {
        await sim.close()
      }
    },
  )
})

describe('what agents read', () => {
  it.each(['llms.txt', 'skills/payersim/SKILL.md', 'AGENTS.md', 'docs/agents.md'])(
    '%s leads to files that are there',
    (path) => {
      const base = new URL(path, `file://${root}`)
      const links = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link)
      expect(links.filter((link) => !existsSync(new URL(link, base)))).toEqual([])
      expect(links.length).toBeGreaterThan(path.startsWith('skills') ? -1 : 1)
    },
  )

  it('is in the package', () => {
    expect(manifest.files).toEqual(expect.arrayContaining(['llms.txt', 'skills', 'docs/*.md']))
    const links = [...read('llms.txt').matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link)
    const inPackage = /^(?:README\.md|docs\/[a-z-]+\.md|skills\/.+)$/
    expect(links.filter((link) => !inPackage.test(link))).toEqual([])
    expect(read('llms.txt')).toContain('# payersim\n\n> ')
  })

  it('AGENTS.md names scripts that there are', () => {
    const named = [...read('AGENTS.md').matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => manifest.scripts[name] === undefined)).toEqual([])
  })
})
