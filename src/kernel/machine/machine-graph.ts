import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, EventObject } from 'xstate'
import type { MachineGraph } from '../../terms/sim/machine.ts'

/** Called with each state that a machine enters, and with the transitions that led there. */
export type MachineWatch = (seen: { machine: string; state: string; transitions?: string[] }) => void

/** The states of a machine and the transitions between them, from its definition. */
export function graphOf(name: string, { root }: AnyStateMachine): MachineGraph {
  const nodes = Object.values(root.states)
  return {
    name,
    initial: root.initial.target?.[0]?.key ?? '',
    final: nodes.filter(({ type }) => type === 'final').map(({ key }) => key),
    states: nodes.map(({ key }) => key),
    screens: nodes
      .filter(({ type, transitions }) => type === 'final' || transitions.has('answer'))
      .map(({ key }) => key),
    words: Object.fromEntries(nodes.map(({ key, description }) => [key, description ?? key])),
    transitions: [root, ...nodes].flatMap((node) => transitionsOf(node, node === root ? '*' : node.key)),
  }
}

function transitionsOf(node: AnyStateNode, from: string): MachineGraph['transitions'] {
  return [...node.transitions].flatMap(([event, definitions]) =>
    definitions.map(({ guard, target }, index) => ({
      id: idOf(from, event, index),
      from,
      event,
      when: guardText(guard),
      to: target?.[0]?.key ?? from,
    })),
  )
}

/** The transitions that an event takes. Guards are pure, so evaluating them twice changes nothing. */
export function takenOf(logic: AnyStateMachine, before: AnyMachineSnapshot, event: EventObject): string[] {
  return logic.getTransitionData(before, event).map((taken) => {
    const { source, eventType } = taken
    const index = source.transitions.get(eventType)?.indexOf(taken) ?? -1
    return idOf(source === logic.root ? '*' : source.key, eventType, index)
  })
}

function idOf(from: string, event: string, index: number): string {
  return `${from}: ${event} ${index}`
}

function guardText(guard: unknown): string {
  if (guard === undefined) return ''
  if (typeof guard !== 'object' || guard === null) return String(guard)
  const { type, params } = guard as { type: string; params?: unknown }
  return params === undefined ? type : `${type} ${String(params)}`
}

/** The graph as a Mermaid state diagram (https://mermaid.js.org/syntax/stateDiagram.html). */
export function mermaidOf({ name, initial, final, transitions }: MachineGraph): string {
  const any = transitions.some(({ from }) => from === '*')
  return [
    '---',
    `title: ${name}`,
    '---',
    'stateDiagram-v2',
    ...(any ? ['  state "any state" as any'] : []),
    `  [*] --> ${initial}`,
    ...transitions.map(
      ({ from, to, event, when }) =>
        `  ${from === '*' ? 'any' : from} --> ${to} : ${when === '' ? event : `${event} [${when}]`}`,
    ),
    ...final.map((state) => `  ${state} --> [*]`),
    '',
  ].join('\n')
}
