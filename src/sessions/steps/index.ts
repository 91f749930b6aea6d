import { ClientError } from '../../client/index.ts'
import type { Scene } from '../scene.ts'
import type { Grammar, StepWord, StepWords } from '../schema.ts'
import { cancels, chooses, dials, goes, prompted, types, wait } from './actions.ts'
import { breaks, ends, offers, shows, sms } from './checks.ts'
import { email } from './email.ts'
import { expects } from './expect.ts'
import { again, fails } from './failing.ts'
import { restore, snapshot } from './snapshots.ts'
import { app, faults, network, noFaults, texts } from './telco.ts'

type Verbs = {
  [Word in StepWord]?: (scene: Scene, value: NonNullable<StepWords[Word]>) => Promise<void> | void
}

/** The words of this room. */
const verbs = {
  phone: (scene, msisdn) => scene.take(msisdn),
  network,
  again,
  dials,
  prompted,
  chooses,
  types,
  cancels,
  texts,
  goes,
  wait,
  snapshot,
  restore,
  app,
  fault: (scene, plan) => faults(scene, [plan]),
  faults,
  'no-faults': noFaults,
  fails,
  shows,
  offers,
  ends,
  breaks,
  sms,
  email,
} satisfies Verbs

/** Executes one word of a step, if the step has it. */
export async function perform(
  scene: Scene,
  word: StepWord,
  words: StepWords,
  grammar: Grammar,
): Promise<void> {
  const value: unknown = words[word]
  if (value === undefined) return
  if (!grammar.actionWords.includes(word)) return performWord(scene, word, words, grammar)
  scene.failure = undefined
  try {
    await performWord(scene, word, words, grammar)
  } catch (error) {
    if (words.fails === undefined || !(error instanceof ClientError)) throw error
    scene.failure = error
  }
  // The prompts, callbacks and SMS that this caused have arrived before the next word checks for them.
  await scene.client.settle()
}

async function performWord(scene: Scene, word: StepWord, words: StepWords, grammar: Grammar): Promise<void> {
  const value: unknown = words[word]
  const own = (verbs as Record<string, (scene: Scene, value: never) => Promise<void> | void>)[word]
  if (words.expect !== undefined && word === 'expect') await expects(scene, words.expect, grammar)
  else if (own) await own(scene, value as never)
  else await grammar.actions.get(word)?.perform(scene, value)
}
