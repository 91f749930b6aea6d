import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '../make-folder.ts'

export interface SavedRecording {
  outcome: 'new' | 'same' | 'replaced' | 'differs'
  /** The path of the written file. */
  file: string
  /** A unified diff from the existing script to the recorded one. */
  diff: string
}

/**
 * Writes a recording. If the existing script differs, it is kept and the recording is written to `FILE.new`, unless
 * it may be replaced.
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
  // Loaded here, since a run of scripts has no use for it.
  const { unifiedDiff } = await import('./diff.ts')
  const diff = before === undefined ? '' : unifiedDiff(before, text, { before: file, after: beside })
  const outcome =
    before === undefined ? 'new' : diff === '' ? 'same' : force ? 'replaced' : ('differs' as const)
  const written = outcome === 'differs' ? beside : file
  await makeFolder(dirname(file))
  // It contains what people typed. An existing script keeps its mode.
  if (outcome !== 'same') await writeFile(written, text, { mode: 0o600 })
  // An older `.new` file is out of date.
  if (outcome !== 'differs') await rm(beside, { force: true })
  return { outcome, file: written, diff }
}
