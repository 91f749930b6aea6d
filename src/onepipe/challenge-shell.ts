import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate'
import { z } from 'zod'
import { PayersimError } from '../kernel/index.ts'
import {
  type ChallengeContext,
  type ChallengeEffect,
  type ChallengeEvent,
  type ChallengeInput,
  type ChallengeState,
  otpChallenge,
} from './otp-challenge.ts'

const machine = 'otp-challenge'
/** Changes with any state or context that older snapshots lack. */
const version = 1

/** The allowed actions: any other name is refused. */
const effectNames: ReadonlySet<string> = new Set<ChallengeEffect>(['sendCode', 'erase'])

/** The state of a challenge, and the effects to perform in the same unit. */
export interface ChallengeStep {
  state: ChallengeState
  context: ChallengeContext
  effects: ChallengeEffect[]
}

/** The machine asks for something that cannot commit with its step. */
class ChallengeError extends PayersimError {
  override readonly name = 'ChallengeError' as const
}

const milliseconds = z.int().nonnegative()
const envelopeSchema = z.strictObject({
  machine: z.literal(machine),
  version: z.literal(version),
  snapshot: z.strictObject({
    status: z.literal('active'),
    value: z.literal('waiting'),
    context: z.strictObject({
      triesLeft: z.int().positive(),
      issuesLeft: z.int().nonnegative(),
      expiresAt: milliseconds,
      nextIssueAt: milliseconds,
      lifeMs: milliseconds,
      cooldownMs: milliseconds,
    }),
  }),
})

export function begin(input: ChallengeInput): ChallengeStep {
  const [snapshot, actions] = initialTransition(otpChallenge, input)
  return stepOf(snapshot, actions)
}

export function advance(
  { state, context }: Pick<ChallengeStep, 'state' | 'context'>,
  event: ChallengeEvent,
): ChallengeStep {
  const [snapshot, actions] = transition(
    otpChallenge,
    otpChallenge.resolveState({ value: state, context }),
    event,
  )
  return stepOf(snapshot, actions)
}

function stepOf(snapshot: AnyMachineSnapshot, actions: readonly unknown[]): ChallengeStep {
  return {
    state: snapshot.value as ChallengeState,
    context: snapshot.context as ChallengeContext,
    effects: actions.map(effectOf),
  }
}

function effectOf(action: unknown): ChallengeEffect {
  const { type, exec } = action as { type: string; exec: unknown }
  const own = (otpChallenge.implementations.actions as Record<string, unknown>)[type]
  // An inline function may bear the name of an effect by chance.
  if (!effectNames.has(type) || exec !== own) {
    throw new ChallengeError(
      `The action ${type} is no effect of a challenge. Use one of the named effects.`,
      { type },
    )
  }
  return type as ChallengeEffect
}

/** The stored form of an open challenge; null for one that is over. */
export function pack({ state, context }: ChallengeStep): string | null {
  if (state !== 'waiting') return null
  return JSON.stringify({ machine, version, snapshot: { status: 'active', value: state, context } })
}

/** A stored challenge; undefined where another version wrote its envelope. */
export function unpack(stored: string): Pick<ChallengeStep, 'state' | 'context'> | undefined {
  let json: unknown
  try {
    json = JSON.parse(stored)
  } catch {
    return undefined
  }
  const parsed = envelopeSchema.safeParse(json)
  if (!parsed.success) return undefined
  const { value, context } = parsed.data.snapshot
  return { state: value, context }
}
