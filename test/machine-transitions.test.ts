import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  initialTransition,
  StateMachine,
  transition,
} from 'xstate'
import { getAdjacencyMap } from 'xstate/graph'
import { graphOf, takenOf } from '../src/kernel/machine/machine-graph.ts'
import { initialTransitionOf, transitionOf } from '../src/kernel/machine/transition.ts'

const src = fileURLToPath(new URL('../src', import.meta.url))

/** Every machine that a file of the product exports. */
async function allMachines(): Promise<AnyStateMachine[]> {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.(test|fixture|d)\.ts$/.test(path))
    .map((path) => join(src, path))
    .filter((path) => readFileSync(path, 'utf8').includes('createMachine('))
  const modules = await Promise.all(files.map((path) => import(pathToFileURL(path).href)))
  return modules.flatMap((module) => Object.values(module).filter((value) => value instanceof StateMachine))
}

const machines = await allMachines()

const request = { kind: 'request-to-pay', id: 7, at: 0, amount: 1250, currency: 'EUR' }
const autoPayment = { kind: 'auto-payment', id: 8, at: 0, currency: 'EUR', validUntil: null }
/**
 * Values for every field that an event or an input of any machine has; a machine reads only its own. Their types come
 * from the machine. Add a value here when the test below names a transition that was not reached.
 */
const fields = {
  language: 'fr',
  prompted: { kind: request.kind, id: request.id },
  waiting: 1,
  offset: 3,
  item: request,
  items: [request, autoPayment],
  payments: [request],
  more: true,
  triesLeft: 2,
  ending: { kind: 'waits' },
  at: 0,
  lifeMs: 3,
  cooldownMs: 1,
  tries: 2,
  issues: 2,
  right: false,
  blocked: false,
}
const variants: object[] = [
  ...['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '7391', 'x'].map((text) => ({ text })),
  { text: '', more: false, offset: 0, items: [autoPayment], item: autoPayment },
  { text: '', at: 1 },
  { text: '', at: 4 },
  { text: '', item: { ...request, of: 'invoice' } },
  { text: '', right: true },
  { text: '', blocked: true },
]

/** The events that a state takes, each with every variant that its transitions can tell apart. */
function eventsIn({ machine, value }: AnyMachineSnapshot): EventObject[] {
  const { root } = machine
  const own = new Set([...root.events, ...(root.states[String(value)]?.events ?? [])])
  return [...own].flatMap((type) => variants.map((variant) => ({ ...fields, ...variant, type })))
}

/** The snapshots that the machine can come to with these events: one of all that take the same transitions. */
function snapshotsOf(logic: AnyStateMachine): AnyMachineSnapshot[] {
  const keys = new Map<string, string>()
  const keyOf = (snapshot: AnyMachineSnapshot) => {
    const { value, context } = snapshot
    const whole = JSON.stringify({ value, context })
    const known = keys.get(whole)
    if (known) return known
    const taken = eventsIn(snapshot).map((event) => takenOf(logic, snapshot, event))
    const key = JSON.stringify({ value, taken })
    keys.set(whole, key)
    return key
  }
  const map = getAdjacencyMap(logic, {
    input: fields,
    events: eventsIn as never,
    serializeState: (snapshot) => keyOf(snapshot as AnyMachineSnapshot),
  })
  return Object.values(map).map(({ state }) => state as AnyMachineSnapshot)
}

/** What the kernel uses of a transition. */
function outcome([snapshot, actions]: [AnyMachineSnapshot, Array<{ type: string; params: unknown }>]) {
  const { value, context, status } = snapshot
  return { value, context, status, actions: actions.map(({ type, params }) => ({ type, params })) }
}

it('the machines of all rooms are found', () => {
  expect(machines.map(({ id }) => id)).toEqual(expect.arrayContaining(['menu', 'prompt', 'otp-challenge']))
})

describe.each(machines.map((logic) => ({ id: logic.id, logic })))('the machine $id', ({ logic }) => {
  it('is stepped by the kernel as by XState, at every transition', () => {
    expect(outcome(initialTransitionOf(logic, fields))).toEqual(
      outcome(initialTransition(logic, fields as never)),
    )
    const missing = new Set(graphOf(logic.id, logic).transitions.map(({ id }) => id))
    for (const before of snapshotsOf(logic)) {
      for (const event of eventsIn(before)) {
        for (const id of takenOf(logic, before, event)) missing.delete(id)
        expect(outcome(transitionOf(logic, before, event))).toEqual(outcome(transition(logic, before, event)))
      }
    }
    expect([...missing]).toEqual([])
  }, 30_000)
})
