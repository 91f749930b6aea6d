import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

/** What the first load may weigh, compressed; parts that open later do not count. */
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

export default defineConfig({
  base: '/page/',
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // No file of it is put into another as a data URL, which the page's policy would refuse.
    assetsInlineLimit: 0,
    rollupOptions: {
      // A module of constants and schemas does nothing by itself: what the page does not use, zod too, stays out.
      treeshake: { moduleSideEffects: (id) => !id.includes('/src/terms/') },
      onwarn(warning, warn) {
        // "use client" is for frameworks that draw on the server; here everything is the client.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
      },
    },
  },
  plugins: [budget()],
})
