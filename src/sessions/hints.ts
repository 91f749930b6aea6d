import { distance } from 'fastest-levenshtein'
import { optionsOf, type Screen } from '../client/index.ts'
import { asPattern, matches } from './matching.ts'
import type { StepWord, StepWords } from './schema.ts'

/** What the writer of a step that failed may have meant; undefined where nothing comes near. */
export function hintFor(word: StepWord, words: StepWords, screen: Screen | null): string | undefined {
  if (!screen) return undefined
  if (word === 'chooses' && words.chooses !== undefined) return forChoice(words.chooses, screen)
  if (word === 'shows' && words.shows !== undefined) return forText(words.shows, 'open', screen)
  if (word === 'ends' && words.ends !== undefined) return forText(words.ends, 'ended', screen)
  return undefined
}

function forChoice(label: string, { status, text }: Screen): string | undefined {
  if (status !== 'open') return undefined
  const labels = optionsOf(text).map((option) => option.label)
  if (labels.length === 0) return 'This screen has no options: answer it with types.'
  // Several that match are told by the error itself.
  if (labels.some((one) => matches(one, label))) return undefined
  const near = nearestTo(label, labels)
  return near === undefined ? undefined : `Did you mean chooses: ${JSON.stringify(near)}?`
}

function forText(wanted: string, expected: 'open' | 'ended', { status, text }: Screen): string | undefined {
  if (matches(text, wanted)) {
    if (status === 'open') return 'The text is there, but the session goes on: write shows.'
    if (status === 'ended') return 'The text is there, but the session is over: write ends.'
    return `The text is there, but the session broke: write breaks: ${status}.`
  }
  if (status !== expected) return undefined
  const near = nearestTo(wanted, text.split('\n'))
  return near === undefined ? undefined : `The nearest line is ${JSON.stringify(near)}.`
}

/** Of texts, the one with a part most like it, where the greater part of that is the same. */
export function nearestTo(wanted: string, texts: readonly string[]): string | undefined {
  if (asPattern(wanted) ?? wanted.includes('{{')) return undefined
  const [best] = texts
    .map((text) => text.trim())
    .map((text) => ({ text, edits: fewestEdits(wanted.toLowerCase(), text.toLowerCase()) }))
    .filter(({ edits }) => edits <= wanted.length * 0.4)
    .sort((one, other) => one.edits - other.edits)
  return best?.text
}

/** From a text to the part of another, as long as itself, that is most like it. */
function fewestEdits(wanted: string, text: string): number {
  const starts = Array.from({ length: Math.max(1, text.length - wanted.length + 1) }, (_, start) => start)
  return Math.min(...starts.map((start) => distance(wanted, text.slice(start, start + wanted.length))))
}
