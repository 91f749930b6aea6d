import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'
import { writeLicences } from '../../scripts/licences.mjs'

/** The limit for the first load, compressed; parts that open later do not count. */
const budgetBytes = 300_000

function budget(): Plugin {
  return {
    name: 'payersim-budget',
    generateBundle(_, bundle) {
      let bytes = 0
      for (const part of Object.values(bundle)) {
        if (part.type === 'asset') bytes += gzipSync(part.source).length
        else if (!part.isDynamicEntry) bytes += gzipSync(part.code).length
      }
      if (bytes > budgetBytes)
        this.error(`The first load weighs ${bytes} bytes compressed; ${budgetBytes} are allowed.`)
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
  plugins: [budget(), licences()],
})
