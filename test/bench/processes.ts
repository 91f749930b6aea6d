import { spawnSync } from 'node:child_process'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Bound } from './row.ts'
import { median } from './side-by-side.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** How long Node takes for this from start to exit, in milliseconds. */
export function processTime(...args: string[]): number {
  const started = performance.now()
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const time = performance.now() - started
  if (status !== 0)
    throw new Error(`node ${args.join(' ')} ended with ${status ?? signal}: ${stdout}${stderr}`)
  return time
}

/** The unit of cold work; three, since one is so short that it varies. */
export const nodeDoingNothing = () => median([1, 2, 3].map(() => processTime('-e', '0')))

/** Node 22 and newer keep compiled code between processes, so there what is wanted is what is asked. */
export function coldBound({ atMost, wanted }: { atMost: number; wanted: number }): Bound {
  return 'enableCompileCache' in nodeModule ? { atMost: wanted } : { atMost, wanted }
}
