import { ClientError, type ScreenOption, type TimelineEvent } from '../client/index.ts'
import type { Script, Step } from './parse.ts'
import type { ScriptProblem } from './problems.ts'
import { StepFailure } from './step-failure.ts'

/** Why a script failed, and at which line. */
export interface Failure extends ScriptProblem {
  expected?: string
  seen?: string
  /** The options on the screen, if one was open. */
  options: readonly ScreenOption[]
  /** A suggestion. */
  hint?: string
  /** The last events of the simulator, oldest first. */
  timeline: readonly TimelineEvent[]
}

export interface FailureContext {
  script: Script
  step?: Step
  word?: string
  options?: readonly ScreenOption[]
  hint?: string | undefined
  timeline?: readonly TimelineEvent[]
}

/** Turns an error in a step into a failure at the line that caused it. */
export function failureOf(thrown: unknown, of: FailureContext): Failure {
  const { script, step, word, timeline = [] } = of
  const hint = (thrown instanceof StepFailure ? thrown.hint : undefined) ?? of.hint
  const path = [...(word === undefined ? [] : [word]), ...(thrown instanceof StepFailure ? thrown.path : [])]
  const position = step?.at(...path) ?? { line: 1, column: 1 }
  const options = (thrown instanceof ClientError ? thrown.data.options : undefined) ?? of.options ?? []
  const { file, line } = step?.source ?? script
  return {
    file,
    ...position,
    source: line(position.line),
    message: thrown instanceof Error ? thrown.message : String(thrown),
    ...(thrown instanceof StepFailure ? { expected: thrown.expected, seen: thrown.seen } : {}),
    options,
    ...(hint === undefined ? {} : { hint }),
    timeline,
  }
}
