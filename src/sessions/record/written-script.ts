import { Document, isMap, isSeq, type Node } from 'yaml'
import type { Draft } from './draft.ts'

/** The draft as a YAML file, laid out as people write scripts: one line for what a step does, one for each check. */
export function writtenScript(name: string, { steps, trailing }: Draft): string {
  const document = new Document(
    { session: titleOf(name), steps: steps.map(({ words }) => words) },
    { aliasDuplicateObjects: false },
  )
  const list = document.get('steps')
  if (isSeq(list)) {
    for (const [index, item] of list.items.entries()) {
      if (!isMap(item)) continue
      for (const { value } of item.items) if (isMap(value)) value.flow = true
      const notes = steps[index]?.notes ?? []
      if (notes.length > 0) (item as Node).commentBefore = commented(notes)
    }
  }
  if (trailing.length > 0) document.comment = commented(trailing)
  return document.toString({ lineWidth: 110 })
}

function commented(notes: readonly string[]): string {
  return notes.map((note) => ` ${note}`).join('\n')
}

/** `pay-order` is called `Pay order`. */
function titleOf(name: string): string {
  const words = name.replace(/[-_]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
