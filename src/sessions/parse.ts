import { readFile } from 'node:fs/promises'
import { problemsOf } from './issues.ts'
import { nameProblems } from './names.ts'
import { type Position, ScriptError, type ScriptProblem } from './problems.ts'
import { type StepWords, scriptSchema } from './schema.ts'
import { YamlFile } from './yaml-file.ts'

export interface Step {
  words: StepWords
  /** Where the value of a word stands, or a value inside it; the step itself where no word is given. */
  at(...path: string[]): Position
}

/** A session script that can be run. */
export interface Script {
  file: string
  /** The `session:` line. */
  name: string
  steps: Step[]
  /** A line of the file, counted from 1. */
  line(number: number): string
}

/**
 * Reads a script from its text.
 *
 * @param file the name that problems carry
 * @throws ScriptError with every problem found, each with its place
 */
export function parseScript(file: string, text: string): Script {
  const yaml = new YamlFile(file, text)
  const refuseWhereAny = (problems: ScriptProblem[]): void => {
    if (problems.length > 0) throw new ScriptError(inOrder(problems))
  }
  refuseWhereAny(yaml.faults())
  if (yaml.empty) {
    const message = 'The file is empty. A script has "session", its name, and "steps", a list.'
    throw new ScriptError([yaml.problem({ line: 1, column: 1 }, message)])
  }
  const result = scriptSchema.safeParse(yaml.value())
  if (!result.success) {
    throw new ScriptError(inOrder(result.error.issues.flatMap((issue) => problemsOf(yaml, issue))))
  }
  refuseWhereAny(nameProblems(yaml, result.data))
  const lines = text.split(/\r?\n/)
  return {
    file,
    name: result.data.session.trim(),
    line: (number) => lines[number - 1] ?? '',
    steps: result.data.steps.map((words, index) => ({
      words,
      at: (...path) => yaml.valueAt(['steps', index, ...path]),
    })),
  }
}

/**
 * Reads a script from its file.
 *
 * @throws ScriptError also where the file cannot be read or is not UTF-8
 */
export async function readScript(file: string): Promise<Script> {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const message =
      code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
        ? 'The file is not UTF-8 text.'
        : code === 'ENOENT'
          ? 'There is no such file.'
          : `The file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`
    throw new ScriptError([{ file, line: 1, column: 1, message, source: '' }])
  }
  return parseScript(file, text)
}

function inOrder(problems: ScriptProblem[]): ScriptProblem[] {
  return problems.sort((one, other) => one.line - other.line || one.column - other.column)
}
