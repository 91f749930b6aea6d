import type { Said } from './conversation.ts'
import type { Failure } from './failure.ts'
import type { Script } from './parse.ts'
import type { ScriptProblem } from './problems.ts'

export interface RunResult {
  passed: number
  /** Scripts that failed, or that were refused. */
  failed: number
  /** Scripts left after the first failure, where that ends the run. */
  notRun?: number
}

/** Told everything as it happens, in order. */
export interface Reporter {
  /** Some scripts cannot be run, so none was. */
  refused(problems: readonly ScriptProblem[]): void
  /** `number` counts from 1. */
  started(script: Script, place: { number: number; of: number }): void
  said(said: Said): void
  /** `seconds` are real time. */
  ended(script: Script, outcome: { failure?: Failure; seconds: number }): void
  finished(result: RunResult): void
}
