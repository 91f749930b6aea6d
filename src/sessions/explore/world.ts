import type { Screen, SimulatorClient } from '../../client/index.ts'
import { Scene } from '../scene.ts'
import { builtInGrammar as grammar, type StepWords } from '../schema.ts'
import { perform } from '../steps/index.ts'

/** A simulator with a frozen clock that can be copied at any moment. */
export interface ForkableWorld {
  client: SimulatorClient
  fork(): Promise<ForkableWorld>
  close(): Promise<void>
}

/** The start of a walk: whose phone, which code, and what happened before. */
export interface Situation {
  name: string
  msisdn: string
  code: string
  steps: readonly StepWords[]
  /** How long a payer hesitates at a screen, ISO 8601. */
  hesitation: string
  /** Whether the steps before the walk already put a screen onto the phone. */
  prompted: boolean
}

/** Puts a fresh world into a situation. */
export async function arrange(world: ForkableWorld, { steps }: Situation): Promise<void> {
  const scene = new Scene(world.client, () => {})
  for (const step of steps) for (const word of grammar.order) await perform(scene, word, step, grammar)
}

/** Does one step of a path on a phone; returns the screen it shows then. */
export async function act(
  world: ForkableWorld,
  { msisdn }: Situation,
  { dials, chooses, types, cancels, wait }: StepWords,
): Promise<Screen | null> {
  const phone = world.client.phone(msisdn)
  if (dials !== undefined) return phone.dial(dials)
  if (chooses !== undefined) return phone.choose(chooses)
  if (cancels) return phone.cancel()
  if (wait !== undefined) {
    await world.client.clock.advance(wait)
    return (await phone.look()).screen
  }
  if (types === '{{pin}}') await phone.look()
  return phone.reply(types === '{{pin}}' ? phone.pin : (types ?? ''))
}
