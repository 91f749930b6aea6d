// Bundles the compiled JavaScript, and the packages that it is made of, into a few files: Node spends most of a start on
// finding and reading files. They are CommonJS, which Node loads in less time, and each entry has a small ES module before
// it. Types come from scripts/bundle-types.mjs.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { writeLicences } from './licences.mjs'

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

/** The SDK of Africa's Talking is required by its name; here it is a file of its own, made below. */
const sdkOutside = {
  name: 'payersim-sdk-outside',
  transform: {
    filter: { id: /[\\/]src[\\/]messaging[\\/]sdk\.ts$/ },
    handler(_code, _id, { magicString }) {
      const changes = [
        ["require('africastalking'),", "require('./africastalking.cjs').africastalking,"],
        [
          "createRequire(require.resolve('africastalking'))('axios')",
          "require('./africastalking.cjs').axios",
        ],
      ]
      for (const [from, to] of changes) {
        if (!magicString.original.includes(from))
          throw new Error(`src/messaging/sdk.ts does not say ${from} any more, so its SDK is not bundled.`)
        magicString.replace(from, to)
      }
      return { code: magicString }
    },
  },
}

/**
 * Large tables of packages, such as those of Chinese encodings, stay files of JSON beside the code: most are never read,
 * and JSON is read faster than JavaScript. That of all numbering plans stands in its package as both.
 */
const tables = {
  name: 'payersim-tables',
  load: {
    filter: { id: /[\\/]node_modules[\\/].*\.json(\.js)?$/ },
    handler(module) {
      const id = module.replace(/\.js$/, '')
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

/**
 * find-my-way checks each route with `node:assert`, which takes Node 5 ms to load; here it is loaded by the first check that
 * fails.
 */
const assertOfRoutes = '\0payersim-assert-of-routes'
const lateAssert = {
  name: 'payersim-late-assert',
  resolveId: (id, importer) =>
    id === 'node:assert' && /[\\/]find-my-way[\\/]/.test(importer ?? '') ? assertOfRoutes : null,
  load: (id) =>
    id === assertOfRoutes
      ? `module.exports = (holds, message) => { if (!holds) require('node:assert')(false, message) }`
      : null,
}

/** pg can speak through a package of its own in C, which nobody has asked for: it looks for that when `pg.native` is read. */
const noNativePg = {
  name: 'payersim-no-native-pg',
  resolveId: (id) => (id === 'pg-native' ? '\0payersim-no-pg-native' : null),
  load: (id) => (id === '\0payersim-no-pg-native' ? 'module.exports = undefined' : null),
}

/** commander starts a program for a subcommand that is a file of its own, and payersim has none of those. */
const lateSpawn = {
  name: 'payersim-late-spawn',
  transform: {
    filter: { id: /[\\/]commander[\\/]lib[\\/]command\.js$/ },
    handler(_code, _id, { magicString }) {
      const loading = "const childProcess = require('node:child_process');"
      if (!magicString.original.includes(loading))
        throw new Error(`commander does not say ${loading} any more, so it loads what no run needs.`)
      magicString.replace(loading, '').replaceAll('childProcess.', "require('node:child_process').")
      return { code: magicString }
    },
  },
}

/** Modules of Node that many runs never call. Together they take it some 15 ms. */
const lateModules = [
  'child_process',
  'dns/promises',
  'fs/promises',
  'http',
  'https',
  'net',
  'stream',
  'tls',
  'util',
  'worker_threads',
  'zlib',
]

/** Has such a module of Node loaded at its first use, and not with the file that imports it. */
const loadLate = {
  name: 'payersim-load-late',
  renderChunk(code, _chunk, _options, { magicString }) {
    for (const id of lateModules) {
      const name = `node_${id.replace('/', '_')}`
      const loading = `let ${name} = require("node:${id}");\n`
      const start = code.indexOf(loading)
      if (start < 0) continue
      const again = `${name} = require_rolldown_runtime.__toESM(${name}, 1);\n`
      const from = start + loading.length
      const end = code.startsWith(again, from) ? from + again.length : from
      magicString.overwrite(
        start,
        end,
        `let loaded_${name};\nconst ${name} = () => loaded_${name} ??= require("node:${id}");\n`,
      )
      // Of a module of Node the default export is the module.
      for (const { index, 0: use } of code.matchAll(new RegExp(`\\b${name}\\b(?:\\.default\\b)?`, 'g')))
        if (index >= end) magicString.overwrite(index, index + use.length, `(${name}())`)
    }
    return { code: magicString }
  },
}

/** Node takes 3 ms to load `performance`; how long the process has run is the same clock. */
const lateClock = {
  name: 'payersim-late-clock',
  transform: {
    filter: { id: /[\\/]src[\\/].*\.ts$/, code: 'performance.now()' },
    handler: (_code, _id, { magicString }) => ({
      code: magicString.replaceAll('performance.now()', '(process.uptime() * 1000)'),
    }),
  },
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
  plugins: [sdkOutside, ownUrls, tables, lateAssert, lateSpawn, noNativePg, lateClock, loadLate],
  // What is left of `import.meta` runs from the sources alone.
  checks: { emptyImportMeta: false },
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

// The SDK with its own copy of axios, which other packages may have in another version. Few runs load it.
const sdkEntry = '\0payersim-sdk'
const axios = createRequire(createRequire(import.meta.url).resolve('africastalking')).resolve('axios')
const sdk = await rolldown({
  cwd: root,
  input: { 'messaging/africastalking': sdkEntry },
  platform: 'node',
  // google-libphonenumber has some, as Closure wrote it.
  checks: { eval: false },
  plugins: [
    {
      name: 'payersim-sdk-entry',
      resolveId: (id) => (id === sdkEntry ? id : null),
      load: (id) =>
        id === sdkEntry
          ? `exports.africastalking = require('africastalking')\nexports.axios = require(${JSON.stringify(axios)})`
          : null,
    },
    ownUrls,
    tables,
  ],
  experimental: { nativeMagicString: true },
})
const { output: sdkFiles } = await sdk.write({
  ...output,
  format: 'cjs',
  minify: true,
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/sdk-[name].cjs',
})
await sdk.close()
const inside = [...chunks, ...sdkFiles].flatMap(({ moduleIds }) => moduleIds ?? [])

// The ES module of each entry. A class is the same for those who import it and those who require it.
for (const { name, isEntry, exports } of chunks) {
  if (!isEntry) continue
  const from = `process.getBuiltinModule('node:module').createRequire(import.meta.url)('./${basename(name)}.cjs')`
  const names = exports.length === 0 ? '' : `export const { ${exports.join(', ')} } = `
  const program = name === 'main' ? '#!/usr/bin/env node\n' : ''
  writeFileSync(join(dist, `${name}.js`), `${program}${names}${from}\n`)
}

// Loaded with --require, each by itself. Python reads the file beside the second.
for (const name of ['redirect/preload', 'redirect/clock/preload']) {
  const preload = await rolldown({
    cwd: root,
    input: { [name]: join(src, `${name}.cts`) },
    platform: 'node',
  })
  const { output: preloadFiles } = await preload.write({
    ...output,
    format: 'cjs',
    entryFileNames: '[name].cjs',
  })
  await preload.close()
  inside.push(...preloadFiles.flatMap(({ moduleIds }) => moduleIds ?? []))
}
copyFileSync(join(src, 'redirect/clock/sitecustomize.py'), join(dist, 'redirect/clock/sitecustomize.py'))
writeLicences('The JavaScript and the types of payersim have these packages in them.', inside)
