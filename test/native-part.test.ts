import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const project = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-native-')))
const main = join(project, 'node_modules/payersim/dist/main.js')
/** From 13 on better-sqlite3 has no install script; here it lacks what it brings built. */
const isBuiltAtInstall =
  Number.parseInt(createRequire(import.meta.url)('better-sqlite3/package.json').version, 10) < 13

// A project with payersim, after `npm install --ignore-scripts`.
beforeAll(() => {
  const modules = join(project, 'node_modules')
  const from = join(root, 'node_modules')
  mkdirSync(join(modules, 'payersim'), { recursive: true })
  for (const name of ['package.json', 'dist', 'sessions'])
    cpSync(join(root, name), join(modules, 'payersim', name), { recursive: true })
  for (const name of ['better-sqlite3/package.json', 'better-sqlite3/lib', 'bindings']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    cpSync(join(from, name), join(modules, name), { recursive: true })
  }
  symlinkSync(join(from, 'file-uri-to-path'), join(modules, 'file-uri-to-path'))
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(project, 'library.js'),
    "import { startSimulator } from 'payersim'\nawait startSimulator().catch((error) => console.error(error.name + ': ' + error.message))\n",
  )
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

const run = (...args: string[]) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    execFile(process.execPath, args, { cwd: project }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    )
  })

describe('without its native part payersim says in one line what to do', () => {
  const script = 'node_modules/payersim/sessions/approve.yaml'
  const part = 'The native part of payersim, better-sqlite3,'
  const sentence = isBuiltAtInstall
    ? `${part} was not built, because its install script did not run: in ${project}, run "npm rebuild better-sqlite3 --ignore-scripts=false".\n`
    : `${part} is not there for ${process.platform} on ${process.arch}: in ${project}, run "npm install better-sqlite3@12", which is compiled as it is installed.\n`

  it.each<[string, string[]]>([
    ['serve', ['serve', '--port', '0']],
    ['test', ['test', script]],
    ['test, in threads', ['test', '--jobs', '2', script]],
    ['torture', ['torture', script]],
    ['explore', ['explore']],
  ])('%s', async (_, flags) => {
    expect(await run(main, ...flags)).toEqual({ code: 2, out: '', err: `payersim: ${sentence}` })
    expect(existsSync(join(project, 'payersim.db'))).toBe(false)
  })

  it('startSimulator', async () => {
    expect(await run('library.js')).toEqual({ code: 0, out: '', err: `StoreError: ${sentence}` })
  })

  it('doctor, which ends with 1', async () => {
    const { code, out } = await run(main, 'doctor')
    expect(code).toBe(1)
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`wrong ${sentence.trim()}`)
    expect(out).toMatch(
      /\n\nNo approval works here yet\. Do what stands after "wrong", and run this again\.\n$/,
    )
  })

  it('and what needs none works', async () => {
    expect(await run(main, 'world')).toMatchObject({ code: 0, err: '' })
  })
})
