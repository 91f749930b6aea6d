import type { Said } from './conversation.ts'
import type { Failure } from './failure.ts'
import type { Script } from './parse.ts'
import type { ScriptProblem } from './problems.ts'

export interface RunResult {
  passed: number
  /** Scripts that failed, or that were refused. */
  failed: number
}

/** Told everything as it happens, in order. */
export interface Reporter {
  /** Some scripts cannot be run, so none was. */
  refused(problems: readonly ScriptProblem[]): void
  started(script: Script): void
  said(said: Said): void
  /** `seconds` are real time. */
  ended(script: Script, outcome: { failure?: Failure; seconds: number }): void
  finished(result: RunResult): void
}
