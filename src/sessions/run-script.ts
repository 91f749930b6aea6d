import type { SimulatorClient, TimelineEvent } from '../client/index.ts'
import { type Failure, failureOf } from './failure.ts'
import { hintFor } from './hints.ts'
import { readScript, type Script } from './parse.ts'
import { ScriptError, type ScriptProblem } from './problems.ts'
import type { Reporter, RunResult } from './reporter.ts'
import { Scene } from './scene.ts'
import { screenFaults } from './screen-text.ts'
import { perform, wordOrder } from './steps/index.ts'
import { assertGoesOn, screenAction } from './unsaid-end.ts'
import { type Update, updateFor, writeUpdates } from './update.ts'
import { OverdueError, within } from './within.ts'

const eventsTold = 5
/** Of real time: far more than a session takes, since all it waits for is an app's answer. */
const longestStep = 60

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
  /** Ends the run after the script that is playing. */
  signal?: AbortSignal
  /** Fails a step that takes longer, in seconds of real time; 60 by default. */
  stepSeconds?: number
}

/**
 * Reads all scripts, and then runs them one after another, each against a simulator of its own. Where one cannot
 * be read, none runs: those refused count as failed.
 *
 * @param files paths, as `findScripts` gives them
 */
export async function runScripts(files: readonly string[], options: RunOptions): Promise<RunResult> {
  const { reporter, grep, bail = false, signal } = options
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
      if (left === 0 || !(signal?.aborted || (failure && bail))) continue
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

async function playOnFreshSimulator(script: Script, options: RunOptions): Promise<Failure | undefined> {
  const { newSimulator, reporter, update = false, stepSeconds = longestStep } = options
  try {
    const simulator = await newSimulator()
    const updates: Update[] = []
    let failure: Failure | undefined
    try {
      const refused = screenFaults.filter((fault) => !script.allow.includes(fault))
      const scene = new Scene(simulator.client, (said) => reporter.said(said), { refused })
      failure = await play(script, scene, { stepSeconds, updates: update ? updates : undefined })
    } finally {
      await closed(simulator, stepSeconds)
    }
    // A script that stops half-way is not rewritten: its end was not seen.
    if (!failure && updates.length > 0) await writeUpdates(script.file, updates)
    return failure
  } catch (error) {
    return failureOf(error, { script })
  }
}

/** One that is still busy with what a step began must not hold up the scripts after it. */
async function closed({ client, close }: ScriptSimulator, seconds: number): Promise<void> {
  try {
    await within(seconds, client.close())
    await within(seconds, close())
  } catch (error) {
    if (!(error instanceof OverdueError)) throw error
  }
}

/** Plays a script to its end, or to the first word that does not hold and is not put down among `updates`. */
async function play(
  script: Script,
  scene: Scene,
  { stepSeconds, updates }: { stepSeconds: number; updates: Update[] | undefined },
): Promise<Failure | undefined> {
  for (const [index, step] of script.steps.entries()) {
    scene.freshScreen = false
    const action = screenAction(step.words)
    for (const word of wordOrder) {
      if (step.words[word] === undefined) continue
      try {
        await within(stepSeconds, perform(scene, word, step.words))
        if (word === action) assertGoesOn(script.steps, index, scene.phone.screen)
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
          timeline: await lastEvents(scene, stepSeconds),
        })
      }
    }
  }
  return undefined
}

/** None where the simulator cannot tell them: that must not hide why the script failed. */
async function lastEvents({ client }: Scene, seconds: number): Promise<TimelineEvent[]> {
  try {
    return (await within(seconds, client.timeline())).slice(-eventsTold)
  } catch {
    return []
  }
}
