import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadSqlite, nativePartMissing, tooNewForNode } from './sqlite.ts'

const here = createRequire(import.meta.url)
const project = mkdtempSync(join(tmpdir(), 'payersim-sqlite-'))
afterAll(() => rmSync(project, { recursive: true, force: true }))

/** better-sqlite3 has an install script up to 12, and brings what was built from 13 on. */
const isBuiltAtInstall = Number.parseInt(here('better-sqlite3/package.json').version, 10) < 13

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

describe('a native part that cannot be loaded is reported in one sentence, with what to do', () => {
  it.runIf(isBuiltAtInstall)('after an install that ran no scripts', () => {
    const folder = join(project, 'plain')
    const place = installed(join(folder, 'node_modules'))
    expect(nativePartMissing(failureOf(place), place)).toBe(
      `The native part of payersim, better-sqlite3, was not built, because its install script did not run: in ${folder}, run "npm rebuild better-sqlite3 --ignore-scripts=false".`,
    )
  })

  it.runIf(isBuiltAtInstall)('after pnpm, which waits for an approval', () => {
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

  it('on a system that better-sqlite3 13 brings none for', () => {
    const error = Object.assign(
      new Error("Cannot find module '/shop/node_modules/better-sqlite3/build/Release/better_sqlite3.node'"),
      { code: 'MODULE_NOT_FOUND' },
    )
    expect(nativePartMissing(error, ['', 'shop', 'node_modules', 'better-sqlite3'].join(sep))).toBe(
      `The native part of payersim, better-sqlite3, is not there for ${process.platform} on ${process.arch}: in ${sep}shop, run "npm install better-sqlite3@12", which is compiled as it is installed.`,
    )
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

describe('a better-sqlite3 that would end the process', () => {
  /** A better-sqlite3 of this version, without anything to run. */
  function versioned(version: string, modules: string): string {
    mkdirSync(join(modules, 'better-sqlite3/lib'), { recursive: true })
    writeFileSync(join(modules, 'better-sqlite3/package.json'), JSON.stringify({ version }))
    return join(modules, 'better-sqlite3/lib/index.js')
  }

  it('is refused in one sentence, with what to do', () => {
    const place = versioned('13.2.0', join(project, 'old-node', 'node_modules'))
    expect(tooNewForNode('9', place)).toBe(
      `better-sqlite3 13.2.0 needs Node 22.14 or newer, and this is ${process.version}: in ${join(project, 'old-node')}, run "npm install better-sqlite3@12", or use a newer Node.`,
    )
  })

  it('is overridden in pnpm, where the project has none of its own', () => {
    const modules = join(project, 'old-pnpm/node_modules/.pnpm/better-sqlite3@13.2.0/node_modules')
    expect(tooNewForNode('9', versioned('13.2.0', modules))).toContain(
      `in ${join(project, 'old-pnpm')}, override better-sqlite3 with 12`,
    )
  })

  it('is taken by a Node that it goes with, and an older one by each', () => {
    const place = versioned('13.2.0', join(project, 'new-node', 'node_modules'))
    expect(tooNewForNode('10', place)).toBeUndefined()
    expect(tooNewForNode('9', versioned('12.11.1', join(project, 'older', 'node_modules')))).toBeUndefined()
  })
})

it('tells the version of SQLite that it loads', () => {
  expect(loadSqlite()).toMatch(/^3\.\d+\.\d+$/)
})
