// Bundles the declarations that tsc wrote to dist/declarations into one file an entry, and one that they share. The types of
// packages that are inside payersim are in them, so that its users install none of those.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const written = join(dist, 'declarations')
const entries = ['index', 'provider', 'matchers/index']
const entryFile = (name) => join(written, `${name}.d.ts`)

/**
 * How payersim keeps tables and answers HTTP is its own: what these packages call a type is unknown to users, who install none
 * of them. In place of their declarations, the names that ours ask for.
 */
const hidden = ['better-sqlite3', 'express', 'kysely']
const hiddenTypes = join(written, 'hidden.d.ts')
function namesOfHidden() {
  const imports =
    /import (?:type )?(?:\w+, )?\{([^}]*)\} from '(?:better-sqlite3|express|kysely)'|import\("(?:better-sqlite3|express|kysely)"\)\.(\w+)/g
  const files = readdirSync(written, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.d.ts'),
  )
  const names = files.flatMap((name) =>
    [...readFileSync(join(written, name), 'utf8').matchAll(imports)].flatMap(([, list, one]) =>
      one === undefined
        ? list.split(',').map((item) => item.replace(/^\s*(?:type )?(\w+).*$/s, '$1'))
        : [one],
    ),
  )
  return [...new Set(names)].filter((name) => name !== '').sort()
}
/**
 * A schema of zod, of any version 4: what a provider writes with the zod that it has installed. TypeScript takes the whole types
 * of two zods for different ones, after a long time.
 */
const schema = `export interface ZodSchema<Output = unknown, Input = unknown, Internals = unknown> {
  readonly _zod: { readonly output: Output; readonly input: Input };
}
`
const unknowns = namesOfHidden().map(
  (name) => `export type ${name}<A = unknown, B = unknown, C = unknown> = unknown;\n`,
)
writeFileSync(hiddenTypes, [...unknowns, schema].join(''))

const hiding = {
  name: 'payersim-hidden-types',
  resolveId: {
    order: 'pre',
    handler: (id) => (hidden.includes(id) || id === 'payersim-schema' ? hiddenTypes : null),
  },
  transform: {
    order: 'pre',
    handler(code, id) {
      // In terms they are parts of other schemas, which want them whole.
      if (!id.startsWith(written) || id.includes('/terms/') || !code.includes('z.ZodType')) return null
      return `import type { ZodSchema } from 'payersim-schema'\n${code.replace(/\bz\.ZodType\b/g, 'ZodSchema')}`
    },
  },
}

/**
 * Rooms add their events to an interface of another file by `declare module`. In one file with it, such a part is a
 * declaration of the interface like any other.
 */
const oneInterface = (code) =>
  code.replace(/^declare module '\.[^']*' \{\n([\s\S]*?)^\}\n/gm, (_, inside) =>
    inside.replace(/^ {4}/gm, ''),
  )

/** The modules that a module is made of, itself included. */
function reachedFrom(id, getModuleInfo, reached = new Set()) {
  if (reached.has(id)) return reached
  reached.add(id)
  for (const next of getModuleInfo(id)?.importedIds ?? []) reachedFrom(next, getModuleInfo, reached)
  return reached
}

const bundle = await rollup({
  input: Object.fromEntries(entries.map((name) => [name, entryFile(name)])),
  external: [/^node:/],
  plugins: [hiding, dts({ includeExternal: ['commander', 'xstate', 'zod'] })],
  onwarn(warning) {
    // Types that an entry uses and does not export; and the parts that become one interface below.
    if (!/private shared type exports|^\[plugin dts\] declare module/.test(warning.message))
      throw new Error(`The types cannot be bundled: ${warning.message}`)
  },
})
let ofIndex
const { output } = await bundle.write({
  dir: dist,
  format: 'es',
  entryFileNames: '[name].d.ts',
  chunkFileNames: '[name].d.ts',
  // Who imports payersim need not read what only providers need.
  manualChunks(id, { getModuleInfo }) {
    ofIndex ??= reachedFrom(entryFile('index'), getModuleInfo)
    return ofIndex.has(id) ? 'types' : undefined
  },
})
await bundle.close()
rmSync(written, { recursive: true })

// `await using` is newer than the ES2022 of many a project.
const asyncDisposal = '/// <reference lib="esnext.disposable" />\n'

for (const { fileName, code } of output) {
  const types = oneInterface(code).replace(/^(?=[\s\S]*\bSymbol\.asyncDispose\b)/, asyncDisposal)
  writeFileSync(join(dist, fileName), types)
  // The same for CommonJS, where TypeScript wants a name that says so.
  const names = types.replace(/^((?:import|export) .* from '\.[^']*)\.js'/gm, "$1.cjs'")
  writeFileSync(join(dist, fileName.replace(/\.ts$/, '.cts')), names)
}
