import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'
import { writeLicences } from '../../scripts/licences.mjs'

/** The limit in bytes, by gzip, for what `index.html` loads at once; what loads when it is opened does not count. */
const budgetBytes = 200_000

function budget(): Plugin {
  return {
    name: 'payersim-budget',
    generateBundle(_, bundle) {
      const loaded = new Set<string>()
      const load = (name: string) => {
        const part = bundle[name]
        if (!part || loaded.has(name)) return
        loaded.add(name)
        if (part.type === 'asset') return
        for (const each of [...part.imports, ...(part.viteMetadata?.importedCss ?? [])]) load(each)
      }
      for (const part of Object.values(bundle)) if (part.type === 'chunk' && part.isEntry) load(part.fileName)
      const sizes = [...loaded].map((name) => {
        const part = bundle[name]
        return { name, bytes: part ? gzipSync(part.type === 'asset' ? part.source : part.code).length : 0 }
      })
      const bytes = sizes.reduce((sum, each) => sum + each.bytes, 0)
      this.info(`The first load weighs ${bytes} of ${budgetBytes} bytes compressed.`)
      if (bytes <= budgetBytes) return
      const parts = sizes.map((each) => `${each.name}: ${each.bytes}`).join('\n')
      this.error(
        `The first load weighs ${bytes} bytes compressed; ${budgetBytes} are allowed. Load a part of it with lazy() where it is opened:\n${parts}`,
      )
    },
  }
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** `<html data-build>`: which build this is. It is another one with each version, and each change of a file. */
function build(): Plugin {
  return {
    name: 'payersim-build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        // The names contain a hash of the content.
        const files = [version, ...Object.keys(bundle).sort()].join('\n')
        const hash = createHash('sha256').update(files).digest('hex').slice(0, 12)
        return html.replace('<html ', `<html data-build="${hash}" `)
      },
    },
  }
}

/** What the licences of the packages inside demand, beside those of the rest. */
function licences(): Plugin {
  return {
    name: 'payersim-licences',
    writeBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
      writeLicences('The page of the phones has these packages in it.', modules)
    },
  }
}

export default defineConfig({
  // Relative: the page is below the path of each world too.
  base: './',
  build: {
    assetsDir: 'page/assets',
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // No file is inlined as a data URL, which the page's content security policy would refuse.
    assetsInlineLimit: 0,
    rollupOptions: {
      // Modules of constants and schemas have no side effects: unused ones, and zod, are left out.
      treeshake: { moduleSideEffects: (id) => !id.includes('/src/terms/') },
      onwarn(warning, warn) {
        // "use client" is for server-side rendering, which this page does not use.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
      },
    },
  },
  plugins: [build(), budget(), licences()],
})
