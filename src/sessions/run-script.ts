import type { SimulatorClient } from '../client/index.ts'
import { type Failure, failureOf } from './failure.ts'
import { readScript, type Script } from './parse.ts'
import { ScriptError, type ScriptProblem } from './problems.ts'
import type { Reporter, RunResult } from './reporter.ts'
import { Scene } from './scene.ts'
import { perform, wordOrder } from './steps/index.ts'

/** A simulator for one script. */
export interface ScriptSimulator {
  client: SimulatorClient
  close(): Promise<void>
}

export interface RunOptions {
  /** Starts a fresh simulator whose clock is frozen. */
  newSimulator(): Promise<ScriptSimulator>
  reporter: Reporter
}

/**
 * Reads all scripts, and then runs them one after another, each against a simulator of its own. Where one cannot
 * be read, none runs: those refused count as failed.
 *
 * @param files paths, as `findScripts` gives them
 */
export async function runScripts(
  files: readonly string[],
  { newSimulator, reporter }: RunOptions,
): Promise<RunResult> {
  const result: RunResult = { passed: 0, failed: 0 }
  const { scripts, problems } = await readAll(files)
  if (problems.length > 0) {
    reporter.refused(problems)
    result.failed = new Set(problems.map(({ file }) => file)).size
  } else {
    for (const script of scripts) {
      const failure = await runOne(script, { newSimulator, reporter })
      if (failure) result.failed += 1
      else result.passed += 1
    }
  }
  reporter.finished(result)
  return result
}

async function readAll(files: readonly string[]): Promise<{ scripts: Script[]; problems: ScriptProblem[] }> {
  const scripts: Script[] = []
  const problems: ScriptProblem[] = []
  for (const file of files) {
    try {
      scripts.push(await readScript(file))
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error
      problems.push(...error.problems)
    }
  }
  return { scripts, problems }
}

async function runOne(script: Script, { newSimulator, reporter }: RunOptions): Promise<Failure | undefined> {
  const start = performance.now()
  reporter.started(script)
  const failure = await playOnFreshSimulator(script, { newSimulator, reporter })
  const seconds = (performance.now() - start) / 1000
  reporter.ended(script, { seconds, ...(failure ? { failure } : {}) })
  return failure
}

async function playOnFreshSimulator(
  script: Script,
  { newSimulator, reporter }: RunOptions,
): Promise<Failure | undefined> {
  try {
    const simulator = await newSimulator()
    let failure: Failure | undefined
    try {
      failure = await play(script, new Scene(simulator.client, (said) => reporter.said(said)))
    } finally {
      await simulator.client.close()
      await simulator.close()
    }
    return failure
  } catch (error) {
    return failureOf(error, { script })
  }
}

/** Plays a script to its end, or to the first word that does not hold. */
async function play(script: Script, scene: Scene): Promise<Failure | undefined> {
  for (const step of script.steps) {
    scene.freshScreen = false
    for (const word of wordOrder) {
      try {
        await perform(scene, word, step.words)
      } catch (error) {
        return failureOf(error, { script, step, word, options: scene.heldPhone?.options() ?? [] })
      }
    }
  }
  return undefined
}
