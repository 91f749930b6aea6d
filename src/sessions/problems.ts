import { visible } from '../safe-text/index.ts'
import { nearest } from '../terms/index.ts'
import type { FileProblem } from '../yaml/index.ts'

/** Why a script cannot be run. */
export type ScriptProblem = FileProblem

/** A script with problems is refused before anything runs; all problems are reported. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError' as const
  readonly problems: readonly ScriptProblem[]

  constructor(problems: readonly ScriptProblem[]) {
    super(problems.map(problemLine).join('\n'))
    this.problems = problems
  }
}

/** `file:line:column message`, which editors can open; `file: message` if it has no position. */
export function problemLine({ file, line, column, message }: ScriptProblem): string {
  if (line === 0) return `${file}: ${message}`
  return `${file}:${line}:${column} ${message}`
}

/** `; the nearest known word is "chooses"`, or nothing if there are no known words. */
export function nearestKnown(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near === undefined ? '' : `; the nearest known word is "${near}"`
}

/** The line itself and a caret under the column. */
export function excerpt({
  line,
  column,
  source,
}: Pick<ScriptProblem, 'line' | 'column' | 'source'>): string[] {
  const number = String(line)
  // Tabs stay tabs, so that the caret is below the character in every terminal.
  const indent = visible(source.slice(0, column - 1)).replace(/[^\t]/g, ' ')
  return [`${number} | ${visible(source)}`, `${' '.repeat(number.length)} | ${indent}^`]
}
