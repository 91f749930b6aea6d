import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadSqlite, nativePartMissing } from './sqlite.ts'

const here = createRequire(import.meta.url)
const project = mkdtempSync(join(tmpdir(), 'payersim-sqlite-'))
afterAll(() => rmSync(project, { recursive: true, force: true }))

/** A better-sqlite3 installed without its install script; with a file in the place of its native part, if any. */
function installed(modules: string, nativePart?: string): string {
  for (const name of ['better-sqlite3', 'bindings', 'file-uri-to-path']) {
    const from = dirname(here.resolve(`${name}/package.json`))
    cpSync(from, join(modules, name), {
      recursive: true,
      filter: (path) => !/[\\/](build|deps|src)$/.test(path.slice(from.length)),
    })
  }
  const build = join(modules, 'better-sqlite3/build/Release')
  if (nativePart !== undefined) {
    mkdirSync(build, { recursive: true })
    writeFileSync(join(build, 'better_sqlite3.node'), nativePart)
  }
  return join(modules, 'better-sqlite3/lib/index.js')
}

function failureOf(place: string): unknown {
  const Sqlite = here(place) as new (file: string) => unknown
  try {
    new Sqlite(':memory:')
  } catch (error) {
    return error
  }
  return expect.fail('SQLite was loaded')
}

describe('a native part that cannot be loaded is told in one sentence, with what to do', () => {
  it('after an install that ran no scripts', () => {
    const folder = join(project, 'plain')
    const place = installed(join(folder, 'node_modules'))
    expect(nativePartMissing(failureOf(place), place)).toBe(
      `The native part of payersim, better-sqlite3, was not built, because its install script did not run: in ${folder}, run "npm rebuild better-sqlite3 --ignore-scripts=false".`,
    )
  })

  it('after pnpm, which waits for an approval', () => {
    const folder = join(project, 'shop')
    const place = installed(join(folder, `node_modules/.pnpm/better-sqlite3@12.11.1/node_modules`))
    expect(nativePartMissing(failureOf(place), place)).toContain(
      `in ${folder}, run "pnpm approve-builds", choose better-sqlite3, and run "pnpm rebuild better-sqlite3".`,
    )
  })

  it('for a file of another system', () => {
    const place = installed(join(project, 'other', 'node_modules'), 'MZ')
    const message = nativePartMissing(failureOf(place), place)
    expect(message).toMatch(/cannot be loaded here \(.+\): in .+ on this machine\.$/)
    expect(message).not.toContain('\n')
  })

  it('after a change of Node', () => {
    const said =
      "The module '/shop/node_modules/better-sqlite3/build/Release/better_sqlite3.node'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 108. This version of Node.js requires\nNODE_MODULE_VERSION 115. Please try re-compiling or re-installing\nthe module (for instance, using `npm rebuild` or `npm install`)."
    const error = Object.assign(new Error(said), { code: 'ERR_DLOPEN_FAILED' })
    expect(nativePartMissing(error, ['', 'shop', 'node_modules', 'better-sqlite3'].join(sep))).toBe(
      `The native part of payersim, better-sqlite3, was built for another Node than this ${process.version} (NODE_MODULE_VERSION 108, not ${process.versions.modules}): in ${sep}shop, run "npm rebuild better-sqlite3 --ignore-scripts=false" with this Node.`,
    )
  })

  it('and no other error is taken for one', () => {
    expect(nativePartMissing(new Error('unable to open database file'))).toBeUndefined()
    expect(nativePartMissing(Object.assign(new Error('x'), { code: 'SQLITE_CANTOPEN' }))).toBeUndefined()
  })
})

it('tells the version of SQLite that it loads', () => {
  expect(loadSqlite()).toMatch(/^3\.\d+\.\d+$/)
})
