import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import {
  type Action,
  initialTransitionOf,
  type MachineWatch,
  PayersimError,
  takenOf,
  transitionOf,
} from '../kernel/index.ts'
import { menuMachine } from './machines/menu-machine.ts'
import { promptMachine } from './machines/prompt-machine.ts'
import type { EffectParams, Input, MachineEvent } from './machines/steps.ts'
import { type Context, envelopeSchema } from './schema.ts'

/** The machines that sessions run on. A version changes with any state or context that older snapshots lack. */
export const machines = {
  menu: { version: 2, logic: menuMachine },
  prompt: { version: 2, logic: promptMachine },
} as const
export type MachineName = keyof typeof machines
export type Machines = Readonly<
  Record<MachineName, { version: number; logic: typeof menuMachine | typeof promptMachine }>
>

/** The machines that sessions run on, and the watch that sees their transitions. */
export interface Shell {
  machines: Machines
  watch?: MachineWatch | undefined
  /** A cache: many sessions are in the same state, so their snapshot is checked only once. */
  unpacked: Map<string, MachineState>
}

/** The shell of all simulators in this process without replaced parts. */
const ownShell: Shell = { machines, unpacked: new Map() }

/** Tests replace the app's machines, to prove that a fault in one is found. */
export function shellOf(
  parts: { machines?: Machines | undefined; watch?: MachineWatch | undefined } = {},
): Shell {
  if (!parts.machines && !parts.watch) return ownShell
  return { machines: parts.machines ?? machines, watch: parts.watch, unpacked: new Map() }
}

/** The allowed actions: any other name is refused. */
const effectNames: ReadonlySet<string> = new Set<keyof EffectParams>([
  'loadHome',
  'loadApprovals',
  'loadAutoPayments',
  'openItem',
  'askPin',
  'approve',
  'reject',
  'cancelAutoPayment',
  'showBalance',
  'loadHistory',
  'setLanguage',
])

/** An action that the shell performs. */
export type Effect = {
  [Name in keyof EffectParams]: { type: Name; params: EffectParams[Name] }
}[keyof EffectParams]

/** The state of a session: the machine's state, its context, and whether it is over. */
export interface MachineState {
  machine: MachineName
  value: string
  context: Context
  over: boolean
  snapshot: AnyMachineSnapshot
}

export interface Step {
  machineState: MachineState
  effects: Effect[]
}

/** A machine asks for something that cannot commit with its hop. */
export class MachineError extends PayersimError {
  override readonly name = 'MachineError' as const
}

/** The first snapshot of a machine, and the effects it asks for. */
export function initialOf(
  logic: AnyStateMachine,
  input: Input,
): { snapshot: AnyMachineSnapshot; effects: Effect[] } {
  const [snapshot, actions] = initialTransitionOf(logic, input)
  return { snapshot, effects: actions.map((action) => named(logic, action)) }
}

/** The next snapshot, and the effects it asks for. */
function nextOf(
  logic: AnyStateMachine,
  before: AnyMachineSnapshot,
  event: MachineEvent,
): { snapshot: AnyMachineSnapshot; effects: Effect[] } {
  const [snapshot, actions] = transitionOf(logic, before, event)
  return { snapshot, effects: actions.map((action) => named(logic, action)) }
}

function named(logic: AnyStateMachine, { type, params, exec }: Action): Effect {
  const own = (logic.implementations.actions as Record<string, unknown>)[type]
  // An inline function may bear the name of an effect by chance.
  if (!effectNames.has(type) || exec !== own) {
    throw new MachineError(
      `The action ${type} is no effect of the payer's app. Use one of the named effects.`,
      {
        type,
      },
    )
  }
  return { type, params } as Effect
}

export function begin(machine: MachineName, input: Input, shell = ownShell): Step {
  const step = initialOf(shell.machines[machine].logic, input)
  shell.watch?.({ machine, state: String(step.snapshot.value) })
  return stepOf(machine, step)
}

export function advance({ machine, snapshot }: MachineState, event: MachineEvent, shell = ownShell): Step {
  const { logic } = shell.machines[machine]
  const step = nextOf(logic, snapshot, event)
  const state = String(step.snapshot.value)
  if (shell.watch) shell.watch({ machine, state, transitions: takenOf(logic, snapshot, event) })
  return stepOf(machine, step)
}

function stepOf(machine: MachineName, step: { snapshot: AnyMachineSnapshot; effects: Effect[] }): Step {
  return { machineState: machineStateOf(machine, step.snapshot), effects: step.effects }
}

function machineStateOf(machine: MachineName, snapshot: AnyMachineSnapshot): MachineState {
  const over = snapshot.status === 'done'
  return { machine, value: String(snapshot.value), context: snapshot.context as Context, over, snapshot }
}

/** The stored form of an open session. */
export function pack({ machine, value, context }: MachineState): string {
  const { version } = machines[machine]
  return JSON.stringify({ machine, version, snapshot: { status: 'active', value, context } })
}

const mostUnpacked = 500

/** A stored session; undefined where another version wrote its envelope. */
export function unpack(stored: string, shell = ownShell): MachineState | undefined {
  const { unpacked } = shell
  const known = unpacked.get(stored)
  if (known) return known
  const machineState = checked(stored, shell)
  if (unpacked.size >= mostUnpacked) unpacked.clear()
  if (machineState) unpacked.set(stored, machineState)
  return machineState
}

function checked(stored: string, { machines }: Shell): MachineState | undefined {
  const parsed = envelopeSchema.safeParse(parseJson(stored))
  if (!parsed.success) return undefined
  const { machine, version, snapshot } = parsed.data
  if (!isMachineName(machine) || machines[machine].version !== version) return undefined
  const { logic } = machines[machine]
  if (!Object.hasOwn(logic.states, snapshot.value)) return undefined
  if (needsItem.has(snapshot.value) && snapshot.context.item === null) return undefined
  const restored = logic.resolveState({
    value: snapshot.value as never,
    context: snapshot.context,
  }) as AnyMachineSnapshot
  return restored.status === 'active' ? machineStateOf(machine, restored) : undefined
}

const needsItem: ReadonlySet<string> = new Set(['approval', 'pin', 'autoPayment', 'cancelPin'])

function isMachineName(name: string): name is MachineName {
  return Object.hasOwn(machines, name)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
