import type { Way } from '../network/index.ts'
import { hidden } from '../safe-text/index.ts'
import type { MachineGraph, WalkedStep } from '../terms/sim/machine.ts'

/** Where a search arrived, and how. */
interface Found {
  state: string
  path: string[]
  transitions: string[]
}
type Transition = MachineGraph['transitions'][number]

/**
 * The way of a session through its machine. What is stored of a session are its answers and the labels of its screens; between
 * two of them it is the first way that fits both. A PIN is hidden, so one of the wrong form counts as a wrong one.
 */
export function walkOf(
  graph: MachineGraph,
  { typed, labels }: Way,
  labelOf: (state: string) => string | undefined,
): WalkedStep[] {
  const steps: WalkedStep[] = []
  let from: string | undefined
  for (const [index, label] of labels.entries()) {
    const answers: string[] = typed[index] ?? []
    const fits = (state: string) => labelOf(state) === label
    const found = search(graph, from ?? graph.initial, answers, fits)
    // Where the app ended the session without its machine.
    const state = found?.state ?? graph.final.find(fits)
    if (state === undefined) break
    const path = found?.path ?? [state]
    // The way to a first screen begins in the initial state.
    const through = path.slice(from === undefined ? 0 : 1, -1)
    steps.push({ typed: answers, through, transitions: found?.transitions ?? [], state })
    from = state
  }
  return steps
}

/** The first way, in the order in which the machine tries its transitions, that ends on the screen wanted. */
function search(
  graph: MachineGraph,
  state: string,
  answers: readonly string[],
  fits: (state: string) => boolean,
  passed: readonly string[] = [],
  /** Screens with so many answers left from which no way leads to it: else each key with two readings doubles the time. */
  dead: Set<string> = new Set(),
): Found | undefined {
  const waits = graph.screens.includes(state)
  const [answer, ...rest] = answers
  if (waits && (answer === undefined || graph.final.includes(state)))
    return fits(state) ? { state, path: [state], transitions: [] } : undefined
  const here = `${state} ${answers.length}`
  if (passed.includes(state) || dead.has(here)) return undefined
  const own = graph.transitions.filter(({ from }) => from === state)
  // What any state may do is rarer than what the state does itself.
  const any = graph.transitions.filter(({ from }) => from === '*')
  for (const way of waits ? answered(own, answer ?? '') : [...own, ...any]) {
    // Between two answers no state is passed twice.
    const found = search(graph, way.to, waits ? rest : answers, fits, waits ? [] : [...passed, state], dead)
    if (found) return { ...found, path: [state, ...found.path], transitions: [way.id, ...found.transitions] }
  }
  if (waits) dead.add(here)
  return undefined
}

/** The transitions that an answer may take: as far as the first that it surely takes. */
function answered(own: readonly Transition[], answer: string): Transition[] {
  const possible: Transition[] = []
  for (const way of own) {
    if (way.event !== 'answer') continue
    const taken = takes(way.when, answer.trim())
    if (taken !== 'no') possible.push(way)
    if (taken === 'yes') break
  }
  return possible
}

/** Whether a guard of the payer's app lets an answer pass; what it decides by the screen is not known here. */
function takes(when: string, answer: string): 'yes' | 'no' | 'maybe' {
  const key = /^pressed (.+)$/.exec(when)?.[1]
  if (when === '' || (when === 'typedPin' && answer === hidden)) return 'yes'
  if (answer === hidden) return 'maybe'
  if (key !== undefined) return key === answer ? 'yes' : 'no'
  if (when === 'pressedMore') return answer === '9' ? 'maybe' : 'no'
  if (when === 'pressedBackToPage') return answer === '0' ? 'maybe' : 'no'
  if (when === 'pressedItem' || when === 'pressedOther') return /^\d$/.test(answer) ? 'maybe' : 'no'
  return 'maybe'
}

/**
 * The machine that a session ran on, as far as its way tells: who dials without more sees the menu first, and a prompt never
 * does. Undefined where it shows one refusal alone.
 */
export function machineOf({ typed, labels }: Way): 'menu' | 'prompt' | undefined {
  if (typed[0]?.length || labels[0] === 'menu') return 'menu'
  return labels[0] === undefined || labels[0] === 'result' ? undefined : 'prompt'
}

/** What sessions have seen of a machine. */
export function seenIn(steps: readonly WalkedStep[]): { states: string[]; transitions: string[] } {
  return {
    states: [...new Set(steps.flatMap(({ through, state }) => [...through, state]))],
    transitions: [...new Set(steps.flatMap(({ transitions }) => transitions))],
  }
}
