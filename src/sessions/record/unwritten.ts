import { ClientError } from '../../client/index.ts'
import { parseScript } from '../parse.ts'
import { ScriptError } from '../problems.ts'
import type { Grammar, StepWords } from '../schema.ts'
import type { ScriptDraft } from './draft.ts'
import { leftOut } from './or-note.ts'

/**
 * The script that `write` makes of the draft, without invalid steps: comments replace them.
 *
 * @throws ScriptError if no step causes the problem
 */
export function runnable(
  file: string,
  draft: ScriptDraft<StepWords>,
  grammar: Grammar,
  write: () => string,
): string {
  for (;;) {
    const text = write()
    try {
      parseScript(file, text, grammar)
      return text
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error
      const indexes = new Set(error.problems.map(({ line }) => stepAt(text, line)))
      let removed = false
      // From the last one, so that the indexes of the others stay valid.
      for (const index of [...indexes].sort((one, other) => other - one)) {
        const why = error.problems.find(({ line }) => stepAt(text, line) === index)?.message
        removed = draft.leaveOut(index, (words) => leftOut(Object.keys(words)[0] ?? 'A step', why)) || removed
      }
      if (!removed) throw error
      if (!draft.last) throw new ClientError(draft.trailing.join(' '))
    }
  }
}

/** Steps are the items of the only list that is written in block style at the first level. */
function stepAt(text: string, line: number): number {
  return (
    text
      .split('\n')
      .slice(0, line)
      .filter((one) => one.startsWith('  - ')).length - 1
  )
}
