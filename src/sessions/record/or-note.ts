import { z } from 'zod'
import { ClientError } from '../../client/index.ts'
import type { ScriptDraft } from './draft.ts'

/**
 * Runs `write`; if it fails, adds a note instead: one event that cannot be written must not stop the rest of
 * the recording.
 *
 * @throws ClientError if nothing at all can be written
 */
export function orNote(draft: Pick<ScriptDraft, 'note'>, what: string, write: () => unknown): void {
  try {
    write()
  } catch (error) {
    if (error instanceof ClientError) throw error
    draft.note(leftOut(what, error))
  }
}

/** The note in the place of a step. */
export function leftOut(what: string, why: unknown): string {
  const reason =
    why instanceof z.ZodError
      ? why.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')
      : why instanceof Error
        ? why.message
        : String(why)
  return `Left out, since a script cannot hold it: ${what}: ${reason}`.replace(/\s+/g, ' ').slice(0, 400)
}
