import dagre from '@dagrejs/dagre'
import type { MachineGraph, Seen, WalkedStep } from '../../terms/sim/machine.ts'
import { t } from '../words/words.ts'

type Transition = MachineGraph['transitions'][number]

/** A way from one screen to the next: what the payer types, and what the app does with it. */
export interface Way {
  from: string
  to: string
  /** The key; of other answers, what they are: `a PIN`. */
  typed: string
  /** The ids of its transitions. */
  transitions: string[]
}

/** The ways between screens. What the app passes through on the way is left out of a picture for people. */
export function waysOf(graph: MachineGraph): Way[] {
  return graph.transitions.flatMap((answer) => {
    if (answer.event !== 'answer' || isMalformedPin(graph, answer)) return []
    const typed = typedOf(answer)
    return endsOf(graph, answer.to, answer.from, [answer.id]).map(({ to, transitions }) => ({
      from: answer.from,
      to,
      typed,
      transitions,
    }))
  })
}

/** The screens that may follow, by the app's own steps. */
function endsOf(
  graph: MachineGraph,
  state: string,
  screen: string,
  transitions: string[],
): Array<{ to: string; transitions: string[] }> {
  if (graph.screens.includes(state)) return [{ to: state, transitions }]
  const own = graph.transitions.filter(({ from, event }) => from === state && event !== 'answer')
  const ends = own.flatMap(({ id, to }) => endsOf(graph, to, screen, [...transitions, id]))
  // What any state may do is told only where a state leads nowhere but back to the one screen that it comes from.
  const entered = graph.transitions.some(({ from, to }) => to === state && from !== screen)
  if (ends.length > 0 && (entered || ends.some(({ to }) => to !== screen))) return ends
  const any = graph.transitions.filter(({ from, event }) => from === '*' && event !== 'answer')
  return [...ends, ...any.map(({ id, to }) => ({ to, transitions: [...transitions, id] }))]
}

/** What is typed for a PIN is hidden, so nobody can say whether it had the form of one. */
function isMalformedPin({ transitions }: MachineGraph, { from, when }: Transition): boolean {
  return when === '' && transitions.some((other) => other.from === from && other.when === 'typedPin')
}

const backKey = '0'

const guards: Readonly<Record<string, string>> = {
  pressedMore: '9',
  pressedBackToPage: '0',
  pressedItem: '1–3',
  pressedOther: t('the last key'),
  typedPin: t('a PIN'),
}

function typedOf({ from, to, when }: Transition): string {
  if (when !== '') return guards[when] ?? when.replace(/^pressed /, '')
  return from === to ? t('a wrong key') : t('anything else')
}

/** The screens of a way in their order, one after the other. */
export function screensOn({ screens }: MachineGraph, steps: readonly WalkedStep[]): string[] {
  return steps.flatMap(({ through, state }) => [...through, state]).filter((state) => screens.includes(state))
}

/** What no session of this world has seen; nothing as long as that is not known. */
export function neverOf(graph: MachineGraph, seen: Seen | undefined) {
  if (!seen) return { states: new Set<string>(), lines: new Set<string>(), ways: [] }
  const states = new Set(graph.screens.filter((state) => !seen.states.includes(state)))
  const taken = new Set(seen.transitions)
  const [done, ways] = [true, false].map((wanted) =>
    waysOf(graph).filter(({ transitions }) => transitions.every((id) => taken.has(id)) === wanted),
  )
  const lines = new Set((ways ?? []).map(({ from, to }) => `${from} ${to}`))
  for (const { from, to } of done ?? []) lines.delete(`${from} ${to}`)
  return { states, lines, ways: ways ?? [] }
}

export interface Node {
  state: string
  /** Its words, in lines that fit. */
  lines: string[]
  x: number
  y: number
  width: number
  height: number
}

interface Edge {
  from: string
  to: string
  label: string
  path: string
  x: number
  y: number
}

/** A machine, placed. */
export interface Drawing {
  width: number
  height: number
  nodes: Node[]
  edges: Edge[]
}

const lineHeight = 17
const idHeight = 16
const letter = 7.3
const mostLetters = 17

/**
 * Places screens and one line for all ways from one to another.
 *
 * @param path the screens that a session went through: each of its steps is drawn, also one that no definition tells
 * @param only leaves out all other screens
 */
export function drawingOf(
  graph: MachineGraph,
  { path, only, direction }: { path: readonly string[]; only: boolean; direction: 'TB' | 'LR' },
): Drawing {
  const layout = new dagre.graphlib.Graph()
  layout.setGraph({ rankdir: direction, nodesep: 16, ranksep: 34, edgesep: 8, marginx: 18, marginy: 20 })
  layout.setDefaultEdgeLabel(() => ({}))
  const lines = new Map<string, string[]>()
  // In a cycle, the states added first are at the top.
  for (const state of new Set([...path, ...graph.screens])) {
    if (only && !path.includes(state)) continue
    const wrapped = linesOf(graph.words[state] ?? state)
    lines.set(state, wrapped)
    const longest = Math.max(...wrapped.map(({ length }) => length), state.length * 0.92)
    layout.setNode(state, {
      width: longest * letter + 22,
      height: wrapped.length * lineHeight + idHeight + 14,
    })
  }
  for (const [key, label] of labelsOf(graph, path)) {
    const [from = '', to = ''] = key.split(' ')
    if (!lines.has(from) || !lines.has(to)) continue
    layout.setEdge(from, to, { label, width: label.length * 6.6 + 6, height: 16, labelpos: 'c' })
  }
  dagre.layout(layout)
  const { width = 0, height = 0 } = layout.graph() as { width?: number; height?: number }
  return {
    width,
    height,
    nodes: layout.nodes().map((state: string) => {
      const { x, y, width: wide, height: high } = layout.node(state)
      return { state, lines: lines.get(state) ?? [], x, y, width: wide, height: high }
    }),
    edges: layout.edges().map(({ v, w }: { v: string; w: string }) => {
      const edge = layout.edge(v, w) as unknown as {
        points: Array<{ x: number; y: number }>
        label: string
        x?: number
        y?: number
      }
      return { from: v, to: w, label: edge.label, x: edge.x ?? 0, y: edge.y ?? 0, path: smooth(edge.points) }
    }),
  }
}

/** What is typed for each line, by `from to`; a screen that only comes again has no line. */
function labelsOf(graph: MachineGraph, path: readonly string[]): Map<string, string> {
  const labels = new Map<string, Set<string>>()
  const add = (from: string, to: string, typed?: string) => {
    if (from === to) return
    const key = `${from} ${to}`
    const known = labels.get(key) ?? new Set<string>()
    labels.set(key, typed === undefined ? known : known.add(typed))
  }
  const steps = new Set(path.map((to, index) => `${path[index - 1]} ${to}`))
  // The key that goes back would double the lines.
  for (const { from, to, typed } of waysOf(graph))
    if (typed !== backKey || graph.final.includes(to) || steps.has(`${from} ${to}`)) add(from, to, typed)
  for (const [index, to] of path.entries()) add(path[index - 1] ?? to, to)
  return new Map([...labels].map(([key, typed]) => [key, [...typed].join(', ')]))
}

/** Breaks words at their blanks. */
function linesOf(words: string): string[] {
  const lines = ['']
  for (const word of words.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + 1 + word.length > mostLetters) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}

/** A Catmull-Rom curve through all the points. */
function smooth(points: Array<{ x: number; y: number }>): string {
  const [first, ...rest] = points
  if (!first) return ''
  const at = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`
  const steps = rest.map((to, index) => {
    const from = points[index] ?? first
    const before = points[index - 1] ?? from
    const after = points[index + 2] ?? to
    const one = at(from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6)
    const other = at(to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6)
    return `C ${one} ${other} ${at(to.x, to.y)}`
  })
  return `M ${at(first.x, first.y)} ${steps.join(' ')}`
}
