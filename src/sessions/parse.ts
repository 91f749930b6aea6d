import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { untilHot } from '../terms/index.ts'
import { type Position, type Span, textOfBytes, YamlFile } from '../yaml/index.ts'
import { problemsOf } from './issues.ts'
import { labelProblems } from './labels.ts'
import { nameProblems } from './names.ts'
import { ScriptError, type ScriptProblem } from './problems.ts'
import { builtInGrammar, type Grammar, type StepWords } from './schema.ts'
import type { ScreenFault } from './screen-text.ts'

/** A file and its lines, counted from 1. */
export interface Source {
  file: string
  line(number: number): string
}

export interface Step {
  words: StepWords
  /** The position of a word's value, or of a value inside it; of the step itself if no word is given. */
  at(...path: string[]): Position
  /** The same, as an offset in its file. */
  span(...path: string[]): Span | undefined
  /** The file of the step: another than the script's if it comes from `use`. */
  source: Source
}

/** A session script that is checked and can be run. */
export interface Script extends Source {
  /** The `session:` line. */
  name: string
  /** The steps of the script that it uses, followed by its own. */
  steps: Step[]
  /** Its `allow`, and that of the script that it uses. */
  allow: ScreenFault[]
  /** The words that it is written in. */
  grammar: Grammar
}

/**
 * Reads a script from its text.
 *
 * @param file the file name for problems
 * @param grammar with the words of providers from outside: see `grammarWith`
 * @throws ScriptError with all problems and their positions; also for `use`, which needs the file
 */
export function parseScript(file: string, text: string, grammar = builtInGrammar): Script {
  const yaml = new YamlFile(file, text, { holds: 'script' })
  const used = usedBy(yaml)
  if (used === undefined) return scriptOf(yaml, text, undefined, grammar)
  const message =
    '"use" names a file beside this script, which is read from a text here. Read it from its file.'
  throw new ScriptError([yaml.problem(yaml.valueAt(['use']), message)])
}

/**
 * Reads a script from its file, and the script that it uses.
 *
 * @param grammar as for {@link parseScript}
 * @throws ScriptError also if a file cannot be read or is not UTF-8, and if a script uses itself
 */
export function readScript(file: string, grammar = builtInGrammar): Promise<Script> {
  return readWithin(file, [], grammar)
}

/** @param users the files that use it, in order */
async function readWithin(file: string, users: readonly string[], grammar: Grammar): Promise<Script> {
  const text = textOf(file)
  const yaml = new YamlFile(file, text, { holds: 'script' })
  const used = usedBy(yaml)
  if (used === undefined) return scriptOf(yaml, text, undefined, grammar)
  const path = besides(file, used)
  const chain = [...users, file]
  const again = chain.findIndex((one) => resolve(one) === resolve(path))
  const refuse = (message: string) => {
    throw new ScriptError([yaml.problem(yaml.valueAt(['use']), message)])
  }
  if (again >= 0) refuse(`use: goes in a circle: ${[...chain.slice(again), path].join(' uses ')}.`)
  let start: Script | undefined
  try {
    start = await readWithin(path, chain, grammar)
  } catch (error) {
    const [problem] = error instanceof ScriptError ? error.problems : []
    if (problem?.source !== '' || problem.file !== path) throw error
    refuse(`use: "${used}" cannot be used. ${problem.message}`)
  }
  return scriptOf(yaml, text, start, grammar)
}

/** The value of `use:`, if it can be read. */
function usedBy(yaml: YamlFile): string | undefined {
  if (yaml.faults().length > 0 || yaml.empty) return undefined
  const value = yaml.value()
  const used = typeof value === 'object' && value && 'use' in value ? value.use : undefined
  return typeof used === 'string' && used.trim() !== '' ? used : undefined
}

function scriptOf(yaml: YamlFile, text: string, start: Script | undefined, grammar: Grammar): Script {
  const refuseWhereAny = (problems: ScriptProblem[]): void => {
    if (problems.length > 0) throw new ScriptError(inOrder(problems))
  }
  refuseWhereAny(yaml.faults())
  if (yaml.empty) {
    const message = 'The file is empty. A script has "session", its name, and "steps", a list.'
    throw new ScriptError([yaml.problem({ line: 1, column: 1 }, message)])
  }
  const result = grammar.script.safeParse(yaml.value(), untilHot(grammar.script))
  if (!result.success) {
    throw new ScriptError(inOrder(result.error.issues.flatMap((issue) => problemsOf(yaml, issue, grammar))))
  }
  refuseWhereAny([
    ...nameProblems(yaml, result.data, grammar, start?.steps),
    ...labelProblems(yaml, result.data),
  ])
  const lines = text.split(/\r?\n/)
  const source: Source = { file: yaml.file, line: (number) => lines[number - 1] ?? '' }
  const steps = result.data.steps.map((words, index) => ({
    words,
    at: (...path: string[]) => yaml.valueAt(['steps', index, ...path]),
    span: (...path: string[]) => yaml.span(['steps', index, ...path]),
    source,
  }))
  return {
    ...source,
    name: result.data.session.trim(),
    steps: [...(start?.steps ?? []), ...steps],
    allow: [...(start?.allow ?? []), ...(result.data.allow ?? [])],
    grammar,
  }
}

/** Synchronous: for a small file an asynchronous read takes longer. */
function textOf(file: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const message =
      code === 'ENOENT'
        ? 'There is no such file.'
        : `The file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`
    throw new ScriptError([{ file, line: 0, column: 0, message, source: '' }])
  }
  const read = textOfBytes(bytes)
  if ('text' in read) return read.text
  throw new ScriptError([{ file, ...read.at, message: read.message, source: '' }])
}

function inOrder(problems: ScriptProblem[]): ScriptProblem[] {
  return problems.sort((one, other) => one.line - other.line || one.column - other.column)
}

/**
 * The file of a script and those that it uses, as far as they can be read: the last may be missing or invalid.
 */
export async function filesBehind(file: string): Promise<string[]> {
  const files: string[] = []
  for (let next: string | undefined = file; next !== undefined && !files.includes(next); ) {
    files.push(next)
    next = await nextBehind(next)
  }
  return files
}

async function nextBehind(file: string): Promise<string | undefined> {
  try {
    const used = usedBy(new YamlFile(file, textOf(file), { holds: 'script' }))
    return used === undefined ? undefined : besides(file, used)
  } catch (error) {
    if (error instanceof ScriptError) return undefined
    throw error
  }
}

/** A path is relative to the folder of the file that contains it. */
function besides(file: string, path: string): string {
  return resolve(path) === path ? path : join(dirname(file), path)
}
