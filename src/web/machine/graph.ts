import dagre from '@dagrejs/dagre'
import type { MachineGraph } from '../../terms/sim/machine.ts'

/** A machine, from the control route. */
export interface Drawing {
  width: number
  height: number
  nodes: Array<{ state: string; x: number; y: number; width: number; height: number }>
  edges: Array<{ from: string; to: string; label: string; path: string; x: number; y: number }>
}

const nodeHeight = 34

/** Places the states in rows, with one line for all transitions from one to another. */
export function drawingOf({ states, initial, transitions }: MachineGraph): Drawing {
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'TB', nodesep: 26, ranksep: 46, marginx: 12, marginy: 12 })
  graph.setDefaultEdgeLabel(() => ({}))
  // In a cycle, the states added first are at the top.
  for (const state of new Set([initial, ...states]))
    graph.setNode(state, { width: state.length * 7.4 + 26, height: nodeHeight })
  for (const [key, words] of waysOf(transitions)) {
    const [from = '', to = ''] = key.split(' ')
    const label = words.join(', ')
    graph.setEdge(from, to, { label, width: label.length * 6 + 8, height: 14, labelpos: 'c' })
  }
  dagre.layout(graph)
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return {
    width,
    height,
    nodes: graph.nodes().map((state: string) => ({ state, ...sizeOf(graph.node(state)) })),
    edges: graph.edges().map(({ v, w }: { v: string; w: string }) => {
      const {
        points,
        label,
        x = 0,
        y = 0,
      } = graph.edge(v, w) as unknown as {
        points: Array<{ x: number; y: number }>
        label: string
        x?: number
        y?: number
      }
      return { from: v, to: w, label, x, y, path: smooth(points) }
    }),
  }
}

const sizeOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  x,
  y,
  width,
  height,
})

/** Transitions to another state; those of a wrong key, and those that every state has, would hide the rest. */
function waysOf(transitions: MachineGraph['transitions']): Map<string, string[]> {
  const ways = new Map<string, string[]>()
  for (const { from, to, when, event } of transitions) {
    if (from === to || from === '*') continue
    const key = `${from} ${to}`
    const words = when.replace(/^pressed /, '') || (event === 'answer' ? '' : event)
    ways.set(key, [...(ways.get(key) ?? []), words].filter(Boolean))
  }
  return ways
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

/** The shortest path between two states, both included: one hop may pass through several states. */
export function wayBetween({ transitions }: MachineGraph, from: string, to: string): string[] {
  const before = new Map<string, string>([[from, '']])
  const queue = [from]
  for (let state = queue.shift(); state !== undefined && !before.has(to); state = queue.shift()) {
    for (const way of transitions) {
      if ((way.from !== state && way.from !== '*') || before.has(way.to)) continue
      before.set(way.to, state)
      queue.push(way.to)
    }
  }
  if (!before.has(to)) return [to]
  const way = [to]
  for (let state = before.get(to); state; state = before.get(state)) way.unshift(state)
  return way
}
