import { distance } from 'fastest-levenshtein'
import { optionsOf, type Screen } from '../client/index.ts'
import { asPattern, matches } from './matching.ts'
import type { StepWord, StepWords } from './schema.ts'
import { type ScreenText, says, withoutEnd } from './screen-text.ts'

/** A suggestion for a step that failed; undefined if nothing is similar. */
export function hintFor(word: StepWord, words: StepWords, screen: Screen | null): string | undefined {
  if (!screen) return undefined
  if (word === 'chooses' && words.chooses !== undefined) return forChoice(words.chooses, screen)
  if (word === 'offers' && words.offers !== undefined) return forOffers([words.offers].flat(), screen)
  if (word === 'shows' && words.shows !== undefined) return forText(words.shows, 'open', screen)
  if (word === 'ends' && words.ends !== undefined) return forText(words.ends, 'ended', screen)
  return undefined
}

function forChoice(label: string, { status, text }: Screen): string | undefined {
  if (status !== 'open') return undefined
  const labels = optionsOf(text).map((option) => option.label)
  if (labels.length === 0) return 'This screen has no options: answer it with types.'
  // If several match, the error itself lists them.
  if (labels.some((one) => matches(one, label))) return undefined
  const near = nearestTo(label, labels)
  return near === undefined ? undefined : `Did you mean chooses: ${JSON.stringify(near)}?`
}

function forOffers(labels: readonly string[], { status, text }: Screen): string | undefined {
  if (status !== 'open') return undefined
  const options = optionsOf(text).map((option) => option.label)
  const missing = labels.find((label) => !options.some((one) => matches(one, label)))
  const near = missing === undefined ? undefined : nearestTo(missing, options)
  return near === undefined ? undefined : `The nearest option is ${JSON.stringify(near)}.`
}

function forText(
  wanted: ScreenText,
  expected: 'open' | 'ended',
  { status, text }: Screen,
): string | undefined {
  if (says(text, wanted)) {
    if (status === 'open') return 'The text is there, but the session goes on: write shows.'
    if (status === 'ended') return 'The text is there, but the session is over: write ends.'
    return `The text is there, but the session broke: write breaks: ${status}.`
  }
  if (status !== expected) return undefined
  if (typeof wanted !== 'string') return firstDifference(wanted.exactly, text)
  const near = nearestTo(wanted, text.split('\n'))
  return near === undefined ? undefined : `The nearest line is ${JSON.stringify(near)}.`
}

function firstDifference(wanted: string, text: string): string | undefined {
  if (wanted.includes('{{')) return undefined
  const [expected, seen] = [withoutEnd(wanted).split('\n'), withoutEnd(text).split('\n')]
  const at = Array.from({ length: Math.max(expected.length, seen.length) }).findIndex(
    (_, index) => expected[index] !== seen[index],
  )
  const there =
    seen[at] === undefined ? 'the screen has no such line' : `the screen has ${JSON.stringify(seen[at])}`
  const here =
    expected[at] === undefined ? 'no more was expected' : `${JSON.stringify(expected[at])} was expected`
  return `Line ${at + 1} differs: ${here}, and ${there}.`
}

/** The text with the most similar part, if more than half of that part is the same. */
export function nearestTo(wanted: string, texts: readonly string[]): string | undefined {
  if (asPattern(wanted) ?? wanted.includes('{{')) return undefined
  const [best] = texts
    .map((text) => text.trim())
    .map((text) => ({ text, edits: fewestEdits(wanted.toLowerCase(), text.toLowerCase()) }))
    .filter(({ edits }) => edits <= wanted.length * 0.4)
    .sort((one, other) => one.edits - other.edits)
  return best?.text
}

/** The distance from a text to the most similar part, of its own length, of another text. */
function fewestEdits(wanted: string, text: string): number {
  const starts = Array.from({ length: Math.max(1, text.length - wanted.length + 1) }, (_, start) => start)
  return Math.min(...starts.map((start) => distance(wanted, text.slice(start, start + wanted.length))))
}
