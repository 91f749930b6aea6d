import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SqliteStore } from '../../src/kernel/store/sqlite-store.ts'
import type { Engine } from './conformance.ts'

/** SQLite in memory. */
export const inMemory = (): Engine => ({
  open: (schema) => SqliteStore.open({ file: ':memory:', schema }),
})

/** SQLite on a file of its own. Call `remove` at the end. */
export function onFile(): Engine & { remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'payersim-store-'))
  const file = join(folder, 'data.db')
  let cuts = 0
  return {
    open: (schema) => SqliteStore.open({ file, schema }),
    again: (schema) => SqliteStore.open({ file, schema }),
    afterPowerCut(schema) {
      const left = join(folder, `cut-${++cuts}.db`)
      for (const end of ['', '-wal']) if (existsSync(file + end)) copyFileSync(file + end, left + end)
      return SqliteStore.open({ file: left, schema })
    },
    traces: (secret) =>
      readdirSync(folder).some((name) => {
        const path = join(folder, name)
        return statSync(path).isFile() && readFileSync(path).includes(secret)
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
