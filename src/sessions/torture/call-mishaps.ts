import { ClientError, type FaultPlan } from '../../client/index.ts'
import type { Operation } from '../../terms/sim/operation.ts'
import type { Scene } from '../scene.ts'
import type { Grammar, StepWords } from '../schema.ts'
import type { StepsPart } from '../steps-part.ts'
import type { Mishap } from './mishaps.ts'

const actions = {
  'lost-answer': { what: 'its answer is lost', delay: undefined },
  'answers-503': { what: 'the gateway answers 503', delay: undefined },
  'no-answer': { what: 'it is never answered', delay: undefined },
  'late-answer': { what: 'its answer is late', delay: 'PT1S' },
  'token-dies': { what: 'the token dies', delay: undefined },
} as const
type Action = keyof typeof actions

/**
 * What may go wrong with the calls that a step made when nothing went wrong.
 *
 * @param provider whose API the step itself calls
 */
export function callMishaps(operations: readonly Operation[], provider: string | undefined): Mishap[] {
  return operations.flatMap((operation) =>
    (Object.keys(actions) as Action[])
      .filter((action) => action !== 'token-dies' || (operation.hasTokens && operation.api === provider))
      .map((action) => ({
        name: `${operation.name}: ${actions[action].what}`,
        harm: harmOf(operation, { action, provider }),
        at: () => true,
        befall: (scene) => plan(scene, operation.name, action),
      })),
  )
}

function harmOf(
  { api, once, byServers }: Operation,
  { action, provider }: { action: Action; provider: string | undefined },
): Mishap['harm'] {
  // The simulator's own call, such as of a receipt: nobody asks again by hand.
  if (api !== provider || byServers) return 'may-stop'
  // A second more may be one too many for a script of exact times.
  if (action === 'late-answer') return 'may-stop'
  // Asked again it is refused. Its caller would ask how it stands, which a script does not.
  return action === 'lost-answer' && once ? 'may-stop' : 'call'
}

/** The provider whose API a step calls by itself, by what it does or what it expects; undefined if it calls none. */
export function calledBy({ expect = {}, ...words }: StepWords, { parts }: Grammar): string | undefined {
  const calls = (part: StepsPart) =>
    Object.entries(part.actions).some(([word, action]) => word in words && action.calls) ||
    Object.keys(part.expectations ?? {}).some((subject) => subject in expect)
  return parts.find(calls)?.provider
}

async function plan(scene: Scene, operation: string, action: Action): Promise<void> {
  const { delay } = actions[action]
  const args = delay === undefined ? {} : { args: { delay } }
  const planned = { point: 'operation', do: action, match: { operation }, when: { first: 1 }, ...args }
  await scene.client.faults.set([planned as FaultPlan])
  scene.holdsAnswers ||= action === 'no-answer' || action === 'late-answer'
}

/** Counts the calls of each operation from now on: plans that match and never strike. */
export async function countCalls(scene: Scene): Promise<void> {
  const plans = (await scene.client.operations()).map(
    ({ name: operation }): FaultPlan => ({
      id: operation,
      point: 'operation',
      do: 'answers-503',
      match: { operation },
      when: { probability: 0 },
    }),
  )
  await scene.client.faults.set(plans)
}

/** The operations that were called since {@link countCalls}. */
export async function calledOperations(scene: Scene): Promise<Operation[]> {
  const met = new Set((await scene.client.faults.list()).filter((plan) => plan.met > 0).map(({ id }) => id))
  return (await scene.client.operations()).filter(({ name }) => met.has(name))
}

/** Whether a caller asks again: nothing is known of the call, or it is worth another try. */
export function isWorthAsking(error: unknown): boolean {
  if (!(error instanceof ClientError)) return false
  const { failure, status = 0 } = error.data
  return failure !== undefined || status >= 500 || status === 429 || status === 401
}

/** The step for a caller who asks again: what was made is sent under the same name and id. */
export function askedAgain(words: StepWords, { actions }: Grammar): StepWords {
  for (const [word, value] of Object.entries(words)) {
    if (!actions.get(word)?.makes?.again) continue
    const { as } = value as { as: string }
    const { [word as keyof StepWords]: _, ...rest } = words
    return { ...rest, again: as }
  }
  return words
}
