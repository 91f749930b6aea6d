import type { Said } from './conversation.ts'
import type { Failure } from './failure.ts'
import type { Script } from './parse.ts'
import type { ScriptProblem } from './problems.ts'

export interface RunResult {
  passed: number
  /** Scripts that failed, or that have problems. */
  failed: number
  /** Scripts not run, if the first failure ended the run. */
  notRun?: number
}

/** Gets every event of a run, in order. */
export interface Reporter {
  /** Some scripts have problems, so none was run. */
  refused(problems: readonly ScriptProblem[]): void
  /** `number` counts from 1. */
  started(script: Script, place: { number: number; of: number }): void
  said(said: Said): void
  /** `seconds` are real time. */
  ended(script: Script, outcome: { failure?: Failure; seconds: number }): void
  finished(result: RunResult): void
}
