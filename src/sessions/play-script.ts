import type { SimulatorClient, TimelineEvent } from '../client/index.ts'
import { maskData } from '../safe-text/index.ts'
import type { Said } from './conversation.ts'
import { type Failure, failureOf } from './failure.ts'
import { hintFor } from './hints.ts'
import type { Script } from './parse.ts'
import { Scene } from './scene.ts'
import { screenFaults } from './screen-text.ts'
import { perform } from './steps/index.ts'
import { assertGoesOn, screenAction } from './unsaid-end.ts'
import { type Update, updateFor, writeUpdates } from './update.ts'
import { OverdueError, within } from './within.ts'

const eventsTold = 5
/** In real time: far more than a session takes, since it waits only for an app's answers. */
const longestStep = 60

/** A simulator for one script. */
export interface ScriptSimulator {
  client: SimulatorClient
  close(): Promise<void>
}

export interface PlayOptions {
  /** Starts a fresh simulator whose clock is frozen. */
  newSimulator(): Promise<ScriptSimulator>
  /** Replaces an expected text that is not on the screen by what is, and goes on. */
  update?: boolean
  /** Fails a step that takes longer than this many seconds of real time; 60 by default. */
  stepSeconds?: number
}

/** The result of a script; `seconds` are real time. */
export interface Outcome {
  failure?: Failure
  seconds: number
}

/** Plays a script on its own simulator. Every error becomes its failure, and is not thrown. */
export async function playScript(
  script: Script,
  say: (said: Said) => void,
  options: PlayOptions,
): Promise<Outcome> {
  const start = performance.now()
  let over = false
  // A step that took too long may still report events when its script is over; those are dropped.
  const sayInTime = (said: Said) => {
    if (!over) say(said)
  }
  const failure = await playOnFreshSimulator(script, sayInTime, options)
  over = true
  const seconds = (performance.now() - start) / 1000
  return { seconds, ...(failure ? { failure } : {}) }
}

async function playOnFreshSimulator(
  script: Script,
  say: (said: Said) => void,
  { newSimulator, update = false, stepSeconds = longestStep }: PlayOptions,
): Promise<Failure | undefined> {
  try {
    const simulator = await newSimulator()
    const updates: Update[] = []
    let failure: Failure | undefined
    try {
      const refused = screenFaults.filter((fault) => !script.allow.includes(fault))
      const scene = new Scene(simulator.client, say, { refused })
      failure = await playSteps(script, scene, { stepSeconds, updates: update ? updates : undefined })
    } finally {
      await closed(simulator, stepSeconds)
    }
    // A script that stops half-way is not rewritten, since its end was not seen.
    if (!failure && updates.length > 0) await writeUpdates(script.file, updates)
    return failure
  } catch (error) {
    return failureOf(error, { script })
  }
}

/** Closes the simulator, but does not let one that is still busy delay the next scripts. */
async function closed({ client, close }: ScriptSimulator, seconds: number): Promise<void> {
  try {
    await within(seconds, client.close())
    await within(seconds, close())
  } catch (error) {
    if (!(error instanceof OverdueError)) throw error
  }
}

/** Plays a script to its end, or to the first word that fails and is not added to `updates`. */
async function playSteps(
  script: Script,
  scene: Scene,
  { stepSeconds, updates }: { stepSeconds: number; updates: Update[] | undefined },
): Promise<Failure | undefined> {
  for (const [index, step] of script.steps.entries()) {
    scene.freshScreen = false
    const action = screenAction(step.words)
    for (const word of script.grammar.order) {
      if (step.words[word] === undefined) continue
      try {
        await within(stepSeconds, perform(scene, word, step.words, script.grammar))
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
        const failure = failureOf(error, {
          script,
          step,
          word,
          options: heldPhone?.options() ?? [],
          hint: hintFor(word, step.words, screen),
          timeline: await lastEvents(scene, stepSeconds),
        })
        return maskData(failure, scene)
      }
    }
  }
  return undefined
}

/** The last events; none if the simulator cannot list them, since the script's own failure must still be shown. */
async function lastEvents({ client }: Scene, seconds: number): Promise<TimelineEvent[]> {
  try {
    return (await within(seconds, client.timeline())).slice(-eventsTold)
  } catch {
    return []
  }
}
