import { visible } from '../safe-text/index.ts'
import { nearest } from '../terms/index.ts'
import type { FileProblem } from '../yaml/index.ts'

/** Why a script cannot be run. */
export type ScriptProblem = FileProblem

/** Scripts are refused before anything runs; every problem found is told. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError' as const
  readonly problems: readonly ScriptProblem[]

  constructor(problems: readonly ScriptProblem[]) {
    super(problems.map(problemLine).join('\n'))
    this.problems = problems
  }
}

/** `file:line:column message`, which editors can follow; `file: message` where it has no place in the file. */
export function problemLine({ file, line, column, message }: ScriptProblem): string {
  if (line === 0) return `${file}: ${message}`
  return `${file}:${line}:${column} ${message}`
}

/** `; the nearest known word is "chooses"`, or nothing where no word is known. */
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
  // Tabs stay tabs, so that the caret stands where the terminal puts the character.
  const indent = visible(source.slice(0, column - 1)).replace(/[^\t]/g, ' ')
  return [`${number} | ${visible(source)}`, `${' '.repeat(number.length)} | ${indent}^`]
}
