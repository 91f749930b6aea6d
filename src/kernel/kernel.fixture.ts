import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
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

/** A folder for data files, gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'payersim-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A kernel that is closed after the test. */
export async function openKernel(options: KernelOptions): Promise<Kernel> {
  const kernel = await Kernel.open(options)
  onTestFinished(() => kernel.close())
  return kernel
}
