import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  ContextFrom,
  EventFrom,
  InputFrom,
  SnapshotFrom,
} from 'xstate'
import { z } from 'zod'
import { untilHot } from '../../terms/index.ts'
import { PayersimError } from '../errors.ts'
import type { AnyEffects, EffectOf, GivenOf, ResultOf } from './effects.ts'
import { type MachineWatch, takenOf } from './machine-graph.ts'
import { type Action, initialTransitionOf, transitionOf } from './transition.ts'

/** The machines of a room, by name. A version changes with any state or context that older snapshots lack. */
export type Machines = Readonly<Record<string, { version: number; logic: AnyStateMachine }>>

type LogicOf<Table extends Machines> = Table[keyof Table]['logic']

/** The state of a machine, its context, and whether it is over. */
export interface MachineState<Table extends Machines> {
  machine: keyof Table & string
  value: SnapshotFrom<LogicOf<Table>>['value']
  context: ContextFrom<LogicOf<Table>>
  over: boolean
  snapshot: AnyMachineSnapshot
}

/** A state, and the effects to perform in the same unit. */
export interface MachineStep<Table extends Machines, Effects> {
  machineState: MachineState<Table>
  effects: Array<EffectOf<Effects>>
}

/** A machine does what cannot commit with its unit. */
export class MachineError extends PayersimError {
  override readonly name = 'MachineError' as const
}

const mostUnpacked = 500

/**
 * Runs the machines of a room, whose states have no states inside. A machine is pure: it returns the names of effects,
 * and the table of effects says which names there are.
 */
export class MachineShell<Table extends Machines, Effects extends AnyEffects> {
  readonly #machines: Table
  readonly #effects: Effects
  readonly #watch: MachineWatch | undefined
  readonly #accepts: (state: MachineState<Table>) => boolean
  readonly #envelope
  /** A cache: many machines are in the same state, so their snapshot is checked only once. */
  readonly #unpacked = new Map<string, MachineState<Table>>()

  constructor({
    machines,
    effects,
    context,
    accepts = () => true,
    watch,
  }: {
    machines: Table
    effects: Effects
    /** Checks a stored context. */
    context: z.ZodType<ContextFrom<LogicOf<Table>>>
    /** Whether a stored state and its context go together. */
    accepts?: (state: MachineState<Table>) => boolean
    watch?: MachineWatch | undefined
  }) {
    for (const [machine, { logic }] of Object.entries(machines)) refuseNested(machine, logic)
    this.#machines = machines
    this.#effects = effects
    this.#watch = watch
    this.#accepts = accepts
    this.#envelope = z.strictObject({
      machine: z.string(),
      version: z.int(),
      snapshot: z.strictObject({ status: z.literal('active'), value: z.string(), context }),
    })
  }

  begin(machine: keyof Table & string, input: InputFrom<LogicOf<Table>>): MachineStep<Table, Effects> {
    const [snapshot, actions] = initialTransitionOf(this.#logic(machine), input)
    this.#watch?.({ machine, state: String(snapshot.value) })
    return this.#step(machine, snapshot, actions)
  }

  advance(
    { machine, snapshot: before }: MachineState<Table>,
    event: EventFrom<LogicOf<Table>>,
  ): MachineStep<Table, Effects> {
    const logic = this.#logic(machine)
    const [snapshot, actions] = transitionOf(logic, before, event)
    this.#watch?.({
      machine,
      state: String(snapshot.value),
      transitions: takenOf(logic, before, event),
    })
    return this.#step(machine, snapshot, actions)
  }

  /** Performs an effect with what the room gives to each. */
  perform({ type, params }: EffectOf<Effects>, ...given: GivenOf<Effects>): ResultOf<Effects> {
    const work = this.#effects[type] as unknown as (...args: unknown[]) => ResultOf<Effects>
    return work(...given, params)
  }

  /** The stored form; null of a machine that is over. */
  pack({ machine, value, context, over }: MachineState<Table>): string | null {
    if (over) return null
    const { version } = this.#machines[machine] as Table[string]
    return JSON.stringify({ machine, version, snapshot: { status: 'active', value, context } })
  }

  /** A stored machine; undefined where another version wrote its envelope. */
  unpack(stored: string): MachineState<Table> | undefined {
    const known = this.#unpacked.get(stored)
    if (known) return known
    const state = this.#checked(stored)
    if (this.#unpacked.size >= mostUnpacked) this.#unpacked.clear()
    if (state) this.#unpacked.set(stored, state)
    return state
  }

  #checked(stored: string): MachineState<Table> | undefined {
    const parsed = this.#envelope.safeParse(parseJson(stored), untilHot(this.#envelope))
    if (!parsed.success) return undefined
    const { machine, version, snapshot } = parsed.data
    if (!Object.hasOwn(this.#machines, machine)) return undefined
    if (this.#machines[machine]?.version !== version) return undefined
    const logic = this.#logic(machine)
    if (!Object.hasOwn(logic.states, snapshot.value)) return undefined
    const { value, context } = snapshot
    const state = stateOf<Table>(machine, logic.resolveState({ value, context }))
    return !state.over && this.#accepts(state) ? state : undefined
  }

  #logic(machine: keyof Table & string): AnyStateMachine {
    return (this.#machines[machine] as Table[string]).logic
  }

  #step(
    machine: keyof Table & string,
    snapshot: AnyMachineSnapshot,
    actions: Action[],
  ): MachineStep<Table, Effects> {
    const effects = actions.map((action) => this.#effectOf(machine, action))
    return { machineState: stateOf(machine, snapshot), effects }
  }

  #effectOf(machine: string, { type, params, exec }: Action): EffectOf<Effects> {
    // An inline function may bear the name of an effect by chance.
    if (!Object.hasOwn(this.#effects, type) || exec !== undefined) {
      const names = Object.keys(this.#effects).join(', ')
      throw new MachineError(
        `The action ${type} of the machine ${machine} is no effect. Use one of these by its name: ${names}.`,
        { machine, type },
      )
    }
    return { type, params } as EffectOf<Effects>
  }
}

function stateOf<Table extends Machines>(
  machine: keyof Table & string,
  snapshot: AnyMachineSnapshot,
): MachineState<Table> {
  const { value, context, status } = snapshot
  return { machine, value, context, over: status !== 'active', snapshot }
}

/** The envelope has one name for where the machine is. */
function refuseNested(machine: string, { root }: AnyStateMachine): void {
  const states = [root, ...Object.values(root.states)]
  const nested = states.find(
    (node) => node.type === 'parallel' || (node !== root && node.type === 'compound'),
  )
  if (!nested) return
  throw new MachineError(
    `The machine ${machine} has states inside ${nested.id}, which cannot be stored. Make each a state of the machine itself, one at a time.`,
    { machine, state: nested.id },
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
