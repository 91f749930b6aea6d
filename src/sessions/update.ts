import { readFile, writeFile } from 'node:fs/promises'
import type { Screen } from '../client/index.ts'
import { StepFailure } from './failure.ts'
import { nearestTo } from './hints.ts'
import { asPattern } from './matching.ts'
import type { Script, Step } from './parse.ts'
import type { StepWord } from './schema.ts'

/** A text of a script that is to be another. */
export interface Update {
  start: number
  end: number
  was: string
  is: string
}

const statusOf: Partial<Record<StepWord, Screen['status']>> = { shows: 'open', ends: 'ended' }

/**
 * What is to stand in the place of a text that was not on the screen: the line most like it, or else the first line.
 * Undefined where a new text does not help, and for patterns, variables and what another file says.
 */
export function updateFor(
  thrown: unknown,
  { script, step, word, screen }: { script: Script; step: Step; word: StepWord; screen: Screen | null },
): Update | undefined {
  const was = word === 'shows' || word === 'ends' ? step.words[word] : undefined
  const span = step.span(word)
  if (!(thrown instanceof StepFailure) || was === undefined || !span) return undefined
  if (screen?.status !== statusOf[word] || step.source.file !== script.file) return undefined
  if (asPattern(was) ?? was.includes('{{')) return undefined
  const lines = screen?.text.split('\n').map((line) => line.trim()) ?? []
  const is = nearestTo(was, lines) ?? lines.find((line) => line !== '')
  return is === undefined || asPattern(is) || is.includes('{{') ? undefined : { ...span, was, is }
}

/** Writes them into the file of a script; what stands around them stays as it is. */
export async function writeUpdates(file: string, updates: readonly Update[]): Promise<void> {
  const text = await readFile(file, 'utf8')
  // A mark at the beginning is no part of what was parsed.
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const updated = updates
    .toSorted((one, other) => other.start - one.start)
    .reduce(
      (all, { start, end, is }) => `${all.slice(0, start)}${JSON.stringify(is)}${all.slice(end)}`,
      text.slice(mark.length),
    )
  await writeFile(file, `${mark}${updated}`)
}
