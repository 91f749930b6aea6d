import { ClientError, type FaultPlan } from '../../client/index.ts'
import type { Scene } from '../scene.ts'
import type { Grammar, StepWords } from '../schema.ts'
import type { Mishap } from './mishaps.ts'

/**
 * Where an operation is performed again although its answer was lost, it is refused: what it is about is over. Its caller asks
 * how it stands, which a script does not.
 */
const once = /^(?:onepipe\.|momo\.(?:notifyPayer|cancelPreApproval)$)/
/** Operations that the simulator calls itself: nobody asks again by hand. */
const ownCalls = /^(?:africastalking\.|onepipe\.provideBalance$)/

const actions = {
  'lost-answer': { what: 'its answer is lost', delay: undefined },
  'answers-503': { what: 'the gateway answers 503', delay: undefined },
  'no-answer': { what: 'it is never answered', delay: undefined },
  'late-answer': { what: 'its answer is late', delay: 'PT1S' },
  'token-dies': { what: 'the token dies', delay: undefined },
} as const
type Action = keyof typeof actions

/** What may go wrong with the calls that a step made when nothing went wrong. */
export function callMishaps(operations: readonly string[]): Mishap[] {
  return operations.flatMap((operation) =>
    (Object.keys(actions) as Action[])
      .filter((action) => action !== 'token-dies' || operation.startsWith('momo.'))
      .map((action) => ({
        name: `${operation}: ${actions[action].what}`,
        harm: harmOf(operation, action),
        at: () => true,
        befall: (scene) => plan(scene, operation, action),
      })),
  )
}

function harmOf(operation: string, action: Action): Mishap['harm'] {
  if (ownCalls.test(operation)) return 'may-stop'
  // A second more may be one too many for a script of exact times.
  if (action === 'late-answer') return 'may-stop'
  return action === 'lost-answer' && once.test(operation) ? 'may-stop' : 'call'
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
export async function calledOperations(scene: Scene): Promise<string[]> {
  return (await scene.client.faults.list()).filter(({ met }) => met > 0).map(({ id }) => id)
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
