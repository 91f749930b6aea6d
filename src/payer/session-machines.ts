import { MachineShell, type MachineState, type MachineStep, type MachineWatch } from '../kernel/index.ts'
import { effects } from './effects.ts'
import { menuMachine } from './machines/menu-machine.ts'
import { promptMachine } from './machines/prompt-machine.ts'
import { contextSchema } from './schema.ts'

/**
 * The machines that sessions run on. A version changes where an older snapshot could not go on: not for a new state, nor for a
 * field of the context that may be absent.
 */
export const machines = {
  menu: { version: 2, logic: menuMachine },
  prompt: { version: 2, logic: promptMachine },
} as const
export type SessionMachines = Readonly<
  Record<keyof typeof machines, { version: number; logic: typeof menuMachine | typeof promptMachine }>
>

const needsItem: ReadonlySet<string> = new Set([
  'approval',
  'pin',
  'autoPayment',
  'cancelPin',
  'withdrawal',
  'invoice',
])

export type SessionShell = MachineShell<SessionMachines, typeof effects>
export type SessionState = MachineState<SessionMachines>
export type SessionStep = MachineStep<SessionMachines, typeof effects>

/** Tests replace the app's machines, to prove that a fault in one is found. */
export function shellOf(
  parts: { machines?: SessionMachines | undefined; watch?: MachineWatch | undefined } = {},
): SessionShell {
  if (!parts.machines && !parts.watch) return sessionShell
  return newShell(parts.machines, parts.watch)
}

/** The shell of all simulators in this process without replaced parts. */
export const sessionShell = newShell()

function newShell(replaced: SessionMachines = machines, watch?: MachineWatch): SessionShell {
  return new MachineShell({
    machines: replaced,
    effects,
    context: contextSchema,
    accepts: ({ value, context }) => !needsItem.has(value) || context.item !== null,
    watch,
  })
}
