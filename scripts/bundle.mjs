// Bundles the compiled JavaScript, and the packages that it is made of, into a few files: Node spends most of a start on
// finding and reading files. They are CommonJS, which Node loads in less time, and each entry has a small ES module before
// it. Types come from tsc. What each package's licence demands is written beside the code.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const src = join(root, 'src')
const dist = join(root, 'dist')

// Files that are started or imported by their name. All share what they have in common, so each class is there once.
const entries = [
  'main',
  'index',
  'matchers/index',
  'provider',
  // The entry of a thread, and of a process.
  'commands/test-thread',
  'redirect/sealed/inside',
  // For test/bench.
  'commands/script-simulator',
  'commands/script-world',
  'commands/test-threads',
  'sessions/index',
]

/** The path in `dist` that a module would have if each had its own file. */
const ownPlace = (id) => relative(src, id).split(sep).join('/').replace(/\.ts$/, '.js')

/**
 * Modules find the files beside them by `import.meta.url`. CommonJS has none, and in a bundle it would be the URL of a
 * chunk, so each gets the URL of its own place in `dist` instead.
 */
const ownUrls = {
  name: 'payersim-own-urls',
  transform: {
    filter: { id: /[\\/]src[\\/].*\.ts$/, code: 'import.meta.url' },
    handler: (_code, id, { magicString }) => ({
      code: magicString.replaceAll('import.meta.url', `__ownUrl(${JSON.stringify(ownPlace(id))})`),
    }),
  },
  renderChunk(code, chunk, _options, { magicString }) {
    if (!code.includes('__ownUrl(')) return null
    for (const [call, place] of new Map(code.matchAll(/__ownUrl\("([^"]+)"\)/g))) {
      const from = relative(dirname(chunk.fileName), place).split(sep).join('/')
      magicString.replaceAll(
        call,
        `require('node:url').pathToFileURL(__dirname + ${JSON.stringify(`/${from}`)}).href`,
      )
    }
    return { code: magicString }
  },
}

/**
 * Large tables of packages, such as those of Chinese encodings, stay files of JSON beside the code: most are never read,
 * and JSON is read faster than JavaScript.
 */
const tables = {
  name: 'payersim-tables',
  load: {
    filter: { id: /[\\/]node_modules[\\/].*\.json$/ },
    handler(id) {
      const source = readFileSync(id, 'utf8')
      if (source.length < 10_000) return null
      const fileName = `tables/${relative(join(root, 'node_modules'), id).split(sep).join('-')}`
      this.emitFile({ type: 'asset', fileName, source })
      const path = `require('node:url').fileURLToPath(__ownUrl(${JSON.stringify(fileName)}))`
      const code = `module.exports = JSON.parse(require('node:fs').readFileSync(${path}, 'utf8'))`
      return { code, moduleType: 'js' }
    },
  },
}

/** The folder of the package that a module is of: the nearest with a name and a version. */
function packageOf(id) {
  for (let folder = dirname(id); folder.includes('node_modules'); folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (!existsSync(file)) continue
    const { name, version } = JSON.parse(readFileSync(file, 'utf8'))
    if (name && version) return folder
  }
  throw new Error(`${id} is in the bundle and of no package, so its licence is not known.`)
}

/** The name, version, licence and licence text of a package. */
function licenceOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (typeof license !== 'string')
    throw new Error(`${name} ${version} names no licence. Do not bundle it, or see what it allows.`)
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim())
  const by = typeof author === 'object' ? author.name : author
  if (texts.length === 0)
    texts.push(`The package has no file of its licence. Its author: ${by ?? 'not named'}.`)
  return `${name} ${version}\nLicence: ${license}\n\n${texts.join('\n\n').replaceAll('\r\n', '\n')}\n`
}

function writeLicences(chunks) {
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds)
  const folders = modules.filter((id) => id.includes('node_modules')).map(packageOf)
  // The helpers between the modules are of the bundler.
  if (modules.some((id) => id.startsWith('\0rolldown'))) folders.push(join(root, 'node_modules/rolldown'))
  const licences = [...new Set(folders)].map(licenceOf).sort()
  const head = 'The JavaScript of payersim has these packages in it.\n'
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), [head, ...licences].join(`\n${'-'.repeat(80)}\n\n`))
}

// One letter beyond Latin 1 makes Node keep a whole file in twice the memory, and read it at half the speed.
const output = {
  dir: dist,
  charset: 'ascii',
  sourcemap: true,
  comments: { legal: true, annotation: false, jsdoc: false },
}

const bundle = await rolldown({
  cwd: root,
  input: Object.fromEntries(entries.map((name) => [name, join(src, `${name}.ts`)])),
  platform: 'node',
  // Has a native part.
  external: ['better-sqlite3'],
  plugins: [ownUrls, tables],
  experimental: { nativeMagicString: true },
})
const { output: files } = await bundle.write({
  ...output,
  format: 'cjs',
  cleanDir: true,
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name].cjs',
})
await bundle.close()
const chunks = files.filter(({ type }) => type === 'chunk')
writeLicences(chunks)

// The ES module of each entry. A class is the same for those who import it and those who require it.
for (const { name, isEntry, exports } of chunks) {
  if (!isEntry) continue
  const from = `process.getBuiltinModule('node:module').createRequire(import.meta.url)('./${basename(name)}.cjs')`
  const names = exports.length === 0 ? '' : `export const { ${exports.join(', ')} } = `
  const program = name === 'main' ? '#!/usr/bin/env node\n' : ''
  writeFileSync(join(dist, `${name}.js`), `${program}${names}${from}\n`)
}

// Loaded with --require.
const preload = await rolldown({
  cwd: root,
  input: { 'redirect/preload': join(src, 'redirect/preload.cts') },
  platform: 'node',
})
await preload.write({ ...output, format: 'cjs', entryFileNames: '[name].cjs' })
await preload.close()
