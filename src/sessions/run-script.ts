import type { SimulatorClient, TimelineEvent } from '../client/index.ts'
import { type Failure, failureOf } from './failure.ts'
import { hintFor } from './hints.ts'
import { readScript, type Script } from './parse.ts'
import { ScriptError, type ScriptProblem } from './problems.ts'
import type { Reporter, RunResult } from './reporter.ts'
import { Scene } from './scene.ts'
import { perform, wordOrder } from './steps/index.ts'
import { type Update, updateFor, writeUpdates } from './update.ts'

const eventsTold = 5

/** A simulator for one script. */
export interface ScriptSimulator {
  client: SimulatorClient
  close(): Promise<void>
}

export interface RunOptions {
  /** Starts a fresh simulator whose clock is frozen. */
  newSimulator(): Promise<ScriptSimulator>
  reporter: Reporter
  /** Plays only the scripts whose name matches. */
  grep?: RegExp
  /** Ends the run at the first failure. */
  bail?: boolean
  /** Writes what is on the screen in the place of a text expected there, and goes on. */
  update?: boolean
}

/**
 * Reads all scripts, and then runs them one after another, each against a simulator of its own. Where one cannot
 * be read, none runs: those refused count as failed.
 *
 * @param files paths, as `findScripts` gives them
 */
export async function runScripts(files: readonly string[], options: RunOptions): Promise<RunResult> {
  const { reporter, grep, bail = false } = options
  const result: RunResult = { passed: 0, failed: 0 }
  const { scripts, problems } = await readAll(files)
  if (problems.length > 0) {
    reporter.refused(problems)
    result.failed = new Set(problems.map(({ file }) => file)).size
  } else {
    const wanted = scripts.filter(({ name }) => grep === undefined || grep.test(name))
    for (const [index, script] of wanted.entries()) {
      const failure = await runOne(script, { number: index + 1, of: wanted.length }, options)
      if (failure) result.failed += 1
      else result.passed += 1
      const left = wanted.length - index - 1
      if (!failure || !bail || left === 0) continue
      result.notRun = left
      break
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

async function runOne(
  script: Script,
  place: { number: number; of: number },
  options: RunOptions,
): Promise<Failure | undefined> {
  const { reporter } = options
  const start = performance.now()
  reporter.started(script, place)
  const failure = await playOnFreshSimulator(script, options)
  const seconds = (performance.now() - start) / 1000
  reporter.ended(script, { seconds, ...(failure ? { failure } : {}) })
  return failure
}

async function playOnFreshSimulator(
  script: Script,
  { newSimulator, reporter, update = false }: RunOptions,
): Promise<Failure | undefined> {
  try {
    const simulator = await newSimulator()
    const updates: Update[] = []
    let failure: Failure | undefined
    try {
      const scene = new Scene(simulator.client, (said) => reporter.said(said))
      failure = await play(script, scene, update ? updates : undefined)
    } finally {
      await simulator.client.close()
      await simulator.close()
    }
    // A script that stops half-way is not rewritten: its end was not seen.
    if (!failure && updates.length > 0) await writeUpdates(script.file, updates)
    return failure
  } catch (error) {
    return failureOf(error, { script })
  }
}

/** Plays a script to its end, or to the first word that does not hold and is not put down among `updates`. */
async function play(
  script: Script,
  scene: Scene,
  updates: Update[] | undefined,
): Promise<Failure | undefined> {
  for (const step of script.steps) {
    scene.freshScreen = false
    for (const word of wordOrder) {
      try {
        await perform(scene, word, step.words)
      } catch (error) {
        const { heldPhone } = scene
        const screen = heldPhone?.screen ?? null
        const update = updates && updateFor(error, { script, step, word, screen })
        if (update) {
          updates.push(update)
          scene.say({ kind: 'updated', line: step.at(word).line, word, was: update.was, is: update.is })
          continue
        }
        return failureOf(error, {
          script,
          step,
          word,
          options: heldPhone?.options() ?? [],
          hint: hintFor(word, step.words, screen),
          timeline: await lastEvents(scene),
        })
      }
    }
  }
  return undefined
}

/** None where the simulator cannot tell them: that must not hide why the script failed. */
async function lastEvents({ client }: Scene): Promise<TimelineEvent[]> {
  try {
    return (await client.timeline()).slice(-eventsTold)
  } catch {
    return []
  }
}
