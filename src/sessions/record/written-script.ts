import { Document, isMap, isSeq, type Node } from 'yaml'
import type { StepWords } from '../schema.ts'
import type { ScriptDraft } from './draft.ts'

/**
 * The draft as a YAML file, formatted as people write scripts: one line for an action, one for each check.
 *
 * @param about `head` is the comment at the top, about the whole recording; `allow` lists its screens' warnings
 */
export function writtenScript(
  name: string,
  draft: ScriptDraft<StepWords>,
  about: { head: readonly string[]; allow: readonly string[] },
): string {
  const { head, allow } = about
  const steps = draft.written()
  const allowed = allow.length === 0 ? {} : { allow }
  const document = new Document(
    { session: titleOf(name), ...allowed, steps: steps.map(({ words }) => words) },
    { aliasDuplicateObjects: false },
  )
  const list = document.get('steps')
  const permits = document.get('allow')
  if (isSeq(permits)) permits.flow = true
  if (isSeq(list)) {
    for (const [index, item] of list.items.entries()) {
      if (!isMap(item)) continue
      for (const { value } of item.items) {
        if (isMap(value)) value.flow = true
        if (isSeq(value)) for (const one of value.items) if (isMap(one)) one.flow = true
      }
      const notes = steps[index]?.notes ?? []
      if (notes.length > 0) (item as Node).commentBefore = commented(notes)
    }
  }
  if (head.length > 0) document.commentBefore = commented(head)
  if (draft.trailing.length > 0) document.comment = commented(draft.trailing)
  return document.toString({ lineWidth: 110 })
}

function commented(notes: readonly string[]): string {
  return notes.map((note) => ` ${note}`).join('\n')
}

/** `pay-order` becomes `Pay order`. */
function titleOf(name: string): string {
  const words = name.replace(/[-_]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
