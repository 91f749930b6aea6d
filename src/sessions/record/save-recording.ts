import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '../make-folder.ts'

export interface SavedRecording {
  outcome: 'new' | 'same' | 'replaced' | 'differs'
  /** Where it was written. */
  file: string
  /** Unified: what was there, and what was recorded. */
  diff: string
}

/**
 * Writes a recording. One that differs from the script which is there goes beside it, as `FILE.new`, unless it may
 * replace it.
 */
export async function saveRecording(
  file: string,
  text: string,
  { force = false }: { force?: boolean } = {},
): Promise<SavedRecording> {
  const beside = `${file}.new`
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  // Loaded here: who only plays scripts has no use for it.
  const { unifiedDiff } = await import('./diff.ts')
  const diff = before === undefined ? '' : unifiedDiff(before, text, { before: file, after: beside })
  const outcome =
    before === undefined ? 'new' : diff === '' ? 'same' : force ? 'replaced' : ('differs' as const)
  const written = outcome === 'differs' ? beside : file
  await makeFolder(dirname(file))
  // It has what people typed. A script that is there keeps its mode.
  if (outcome !== 'same') await writeFile(written, text, { mode: 0o600 })
  // An older one that was never taken is out of date.
  if (outcome !== 'differs') await rm(beside, { force: true })
  return { outcome, file: written, diff }
}
