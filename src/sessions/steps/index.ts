import type { Scene } from '../scene.ts'
import { actions, checks, type StepWord, type StepWords } from '../schema.ts'
import { cancels, chooses, dials, goes, prompted, types, wait } from './actions.ts'
import { breaks, ends, offers, shows, sms } from './checks.ts'
import { email } from './email.ts'
import { expects } from './expect.ts'
import { cancelPreApproval, notify, preApproval, releasePrompt, requestToPay, transfer } from './merchant.ts'
import { getBalance, query, resendOtp, reverse, validate } from './onepipe.ts'
import { restore, snapshot } from './snapshots.ts'
import { app, faults, network, noFaults, texts } from './telco.ts'

type Values = { [Word in StepWord]-?: NonNullable<StepWords[Word]> }
type Verbs = { [Word in StepWord]: (scene: Scene, value: Values[Word]) => Promise<void> | void }

const verbs: Verbs = {
  phone: (scene, msisdn) => scene.take(msisdn),
  network,
  'request-to-pay': requestToPay,
  'pre-approval': preApproval,
  'release-prompt': releasePrompt,
  'cancel-pre-approval': cancelPreApproval,
  transfer,
  notify,
  'get-balance': getBalance,
  validate,
  query,
  reverse,
  'resend-otp': resendOtp,
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
  shows,
  offers,
  ends,
  breaks,
  sms,
  email,
  expect: expects,
}

/** The words of a step in the order of execution. */
export const wordOrder: readonly StepWord[] = ['phone', 'network', ...actions, ...checks]

/** Executes one word of a step, if the step has it. */
export async function perform<Word extends StepWord>(
  scene: Scene,
  word: Word,
  words: StepWords,
): Promise<void> {
  const value = words[word] as Values[Word] | undefined
  if (value === undefined) return
  await verbs[word](scene, value)
  // The prompts, callbacks and SMS that this caused have arrived before the next word checks for them.
  if ((actions as readonly StepWord[]).includes(word)) await scene.client.settle()
}
