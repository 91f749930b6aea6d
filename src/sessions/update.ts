import { readFile, writeFile } from 'node:fs/promises'
import type { Screen } from '../client/index.ts'
import type { Span } from '../yaml/index.ts'
import { nearestTo } from './hints.ts'
import { asPattern } from './matching.ts'
import type { Script, Step } from './parse.ts'
import type { StepWord } from './schema.ts'
import { textOf, withoutEnd } from './screen-text.ts'
import { ScreenMisfit, StepFailure } from './step-failure.ts'

/** A text of a script that is to be replaced. */
export interface Update extends Span {
  was: string
  is: string
}

const statusOf: Partial<Record<StepWord, Screen['status']>> = { shows: 'open', ends: 'ended' }

/**
 * The replacement for an expected text that was not on the screen: for a part, the most similar line, or else the
 * first line; for a whole screen, the screen. Undefined if a new text does not help, and for patterns, variables
 * and texts of another file.
 */
export function updateFor(
  thrown: unknown,
  { script, step, word, screen }: { script: Script; step: Step; word: StepWord; screen: Screen | null },
): Update | undefined {
  if (!(thrown instanceof StepFailure) || thrown instanceof ScreenMisfit) return undefined
  const wanted = word === 'shows' || word === 'ends' ? step.words[word] : undefined
  if (wanted === undefined || screen?.status !== statusOf[word] || step.source.file !== script.file)
    return undefined
  const was = textOf(wanted)
  if (was.includes('{{')) return undefined
  if (typeof wanted !== 'string') {
    const span = step.span(word, 'exactly')
    return span && withUpdate(span, withoutEnd(was), withoutEnd(screen?.text ?? ''))
  }
  const span = step.span(word)
  if (!span || span.block || asPattern(was)) return undefined
  const lines = screen?.text.split('\n').map((line) => line.trim()) ?? []
  const is = nearestTo(was, lines) ?? lines.find((line) => line !== '')
  return is === undefined || asPattern(is) ? undefined : withUpdate(span, was, is)
}

function withUpdate(span: Span, was: string, is: string): Update | undefined {
  return is.trim() === '' || is.includes('{{') ? undefined : { ...span, was, is }
}

/** Writes the replacements into the file of a script; the text around them does not change. */
export async function writeUpdates(file: string, updates: readonly Update[]): Promise<void> {
  const text = await readFile(file, 'utf8')
  // A byte order mark was not part of the parsed text.
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const whole = text.slice(mark.length)
  const updated = updates
    .toSorted((one, other) => other.start - one.start)
    .reduce(
      (all, update) => `${all.slice(0, update.start)}${written(update, whole)}${all.slice(update.end)}`,
      whole,
    )
  await writeFile(file, `${mark}${updated}`)
}

/** In the same style as before: a block of lines, or quoted. */
function written({ is, start, block }: Update, text: string): string {
  if (!block) return JSON.stringify(is)
  // A comment may follow the | or >; Windows line ends are kept.
  const [, comment = '', lineBreak = '\n'] = /^[|>][-+\d]{0,2}([^\r\n]*)(\r?\n)/.exec(text.slice(start)) ?? []
  // Blanks at the beginning would be read as indentation, and YAML allows no control characters.
  if (/^\s|(?!\n)\p{Cc}/u.test(is)) return `${JSON.stringify(is)}${comment}${lineBreak}`
  const lines = is.split('\n').map((line) => (line === '' ? '' : `${' '.repeat(block.indent)}${line}`))
  return [`|${comment}`, ...lines, ''].join(lineBreak)
}
