import {
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  fromTransition,
  initialTransition,
  transition,
} from 'xstate'

/** The next snapshot, and the actions to execute, in their order. */
type Transition = [snapshot: AnyMachineSnapshot, actions: Action[]]

/** An action as XState hands it to its executor. */
export interface Action {
  type: string
  params: unknown
  /** The function of an action that has one. */
  exec: unknown
}

/**
 * As XState's own `initialTransition()` and `transition()`, which make an actor at each call: that costs ten times the
 * transition itself. Here all transitions run in the one scope that XState made for a call of its own.
 */
export function initialTransitionOf(logic: AnyStateMachine, input: unknown): Transition {
  return collecting(() => logic.getInitialSnapshot(scope, input))
}

export function transitionOf(
  logic: AnyStateMachine,
  before: AnyMachineSnapshot,
  event: EventObject,
): Transition {
  return collecting(() => logic.transition(before, event, scope))
}

function collecting(run: () => AnyMachineSnapshot): Transition {
  const actions: Action[] = []
  const executor = (action: unknown) => void actions.push(action as Action)
  scope.actionExecutor = executor
  try {
    return [run(), actions]
  } finally {
    // The actions may hold a PIN: nothing refers to them once the caller is done.
    scope.actionExecutor = nothing
  }
}

const scope = scopeOfXState()

/** The scope in which XState's `transition()` runs any logic. */
function scopeOfXState(): AnyActorScope {
  const given: AnyActorScope[] = []
  const logic = fromTransition<null, EventObject, AnyActorScope['system'], undefined>((state, _, scope) => {
    given.push(scope)
    return state
  }, null)
  const [snapshot] = initialTransition(logic, undefined)
  transition(logic, snapshot, { type: 'show' })
  const [made] = given
  if (!made) throw new Error('XState ran a transition without a scope.')
  return made
}

function nothing(): void {}
