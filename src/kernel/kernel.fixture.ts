import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { Kernel, type KernelOptions } from './index.ts'

/** The events of the kernel's own tests. */
type Note = { n?: number; note?: string; lane?: string }

declare module '../events/index.ts' {
  interface Events {
    'note.added': Note
    'note.chained': Note
    'other.added': Note
  }
}

const opened: Array<() => Promise<void> | void> = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

/** A folder for data files, gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'payersim-'))
  opened.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A kernel that is closed after the test. */
export async function openKernel(options: KernelOptions): Promise<Kernel> {
  const kernel = await Kernel.open(options)
  opened.push(() => kernel.close())
  return kernel
}
