import { createRequire } from 'node:module'
import { isSea } from 'node:sea'
import Sqlite, { type Database, type Options } from 'better-sqlite3'
import { StoreError } from '../errors.ts'

/** Whether this better-sqlite3 was seen to go with this Node. */
let fits = false

/**
 * Opens a SQLite database, and loads SQLite at the first one.
 *
 * @throws StoreError if SQLite itself cannot be loaded; errors of the file are better-sqlite3's
 */
export function openSqlite(file: string | Buffer, options?: Options): Database {
  if (!fits) {
    const tooNew = tooNewForNode()
    if (tooNew !== undefined) throw new StoreError('no-native-part', tooNew)
    fits = true
  }
  try {
    return new Sqlite(file, options)
  } catch (error) {
    const missing = nativePartMissing(error)
    if (missing === undefined) throw error
    throw new StoreError('no-native-part', missing, {}, { cause: error })
  }
}

/**
 * Loads SQLite, so that its errors are reported before any other work begins.
 *
 * @returns the version of SQLite
 * @throws StoreError if it cannot be loaded
 */
export function loadSqlite(): string {
  const database = openSqlite(':memory:')
  try {
    const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string }
    return version
  } finally {
    database.close()
  }
}

/**
 * What to do where better-sqlite3 is too new for this Node; undefined where it is not. From 13 on it needs version 10 of
 * Node-API, which Node has from 22.14 on, and without it ends the process with a segmentation fault. npm chooses by `engines`,
 * other package managers do not.
 *
 * @param nodeApi the version of Node-API
 * @param place a file of better-sqlite3
 */
export function tooNewForNode(nodeApi = process.versions.napi, place?: string): string | undefined {
  if (Number(nodeApi) >= 10) return undefined
  const at = place ?? placeOfSqlite()
  const { version } = createRequire(at)('better-sqlite3/package.json') as { version: string }
  if (Number.parseInt(version, 10) < 13) return undefined
  return `better-sqlite3 ${version} needs Node 22.14 or newer, and this is ${process.version}: ${howToHaveOlder(at)}, or use a newer Node.`
}

/**
 * What to do where the native part of better-sqlite3 cannot be loaded; undefined for any other error.
 *
 * @param error what `new Database()` threw
 * @param place a file of better-sqlite3
 */
export function nativePartMissing(error: unknown, place = placeOfSqlite()): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException
  const part = 'The native part of payersim, better-sqlite3,'
  // What the package `bindings` says where it finds no file.
  if (/^Could not locate the bindings file/.test(String(message)))
    return `${part} was not built, because its install script did not run: ${howToBuild(place)}.`
  // The same of better-sqlite3 13, which brings what was built for the usual systems.
  if (code === 'MODULE_NOT_FOUND' && message.includes('better_sqlite3.node'))
    return `${part} is not there for ${process.platform} on ${process.arch}: ${howToHaveOlder(place)}, which is compiled as it is installed.`
  if (code !== 'ERR_DLOPEN_FAILED') return undefined
  const [, built] = /NODE_MODULE_VERSION (\d+)\. This version of Node\.js requires/.exec(message) ?? []
  const { version, versions } = process
  if (built !== undefined)
    return `${part} was built for another Node than this ${version} (NODE_MODULE_VERSION ${built}, not ${versions.modules}): ${howToBuild(place)} with this Node.`
  const unloadable = `${part} cannot be loaded here (${message.split('\n')[0]})`
  // The file without Node carries what fits its Node, so it is the disk that is wrong.
  if (isSea())
    return `${unloadable}: set XDG_CACHE_HOME to a folder of yours on a disk that is not mounted with noexec.`
  return `${unloadable}: ${howToBuild(place)} on this machine.`
}

function howToBuild(place: string): string {
  const [folder] = place.split(/[\\/]node_modules[\\/]/)
  // pnpm 10 runs the install scripts that its user has approved, and asks for that.
  if (/[\\/]\.pnpm[\\/]/.test(place))
    return `in ${folder}, run "pnpm approve-builds", choose better-sqlite3, and run "pnpm rebuild better-sqlite3"`
  // Without the flag an ignore-scripts in .npmrc stops this build too.
  return `in ${folder}, run "npm rebuild better-sqlite3 --ignore-scripts=false"`
}

function howToHaveOlder(place: string): string {
  const [folder] = place.split(/[\\/]node_modules[\\/]/)
  // There a project cannot see the packages of payersim.
  if (/[\\/]\.pnpm[\\/]/.test(place))
    return `in ${folder}, override better-sqlite3 with 12 ("overrides" in pnpm-workspace.yaml) and run "pnpm install"`
  return `in ${folder}, run "npm install better-sqlite3@12"`
}

const placeOfSqlite = () => createRequire(import.meta.url).resolve('better-sqlite3')
