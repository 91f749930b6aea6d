import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { MachineGraph, Seen } from '../../terms/sim/machine.ts'
import { parts } from '../parts/parts.tsx'
import { t } from '../words/words.ts'
import { type Drawing, drawingOf, type Node, neverOf } from './graph.ts'
import styles from './machine.module.css'

/** No smaller, or the picture alone would be a thumbnail; and no larger than the text around it. */
const largest = 1.15
const zoomStep = 1.3
/** A whole machine that had to be smaller could not be read: the session alone is shown first. */
const readable = 0.75

/** The picture of a machine. It opens fitted to its frame; zoomed in, the frame scrolls. */
export function Diagram({
  graph,
  path,
  state,
  open,
  seen,
}: {
  graph: MachineGraph
  /** The screens that the session went through, in their order. */
  path: readonly string[]
  state: string | undefined
  open: boolean
  seen: Seen | undefined
}) {
  const frame = useRef<HTMLElement>(null)
  const { width, height } = useSize(frame)
  const [wanted, setWanted] = useState<boolean>()
  const [zoom, setZoom] = useState(1)
  const room = useMemo(() => ({ width, height }), [width, height])
  const whole = useMemo(() => fitting(graph, { path, only: false }, room), [graph, path, room])
  const own = useMemo(() => fitting(graph, { path, only: true }, room), [graph, path, room])
  const only = path.length > 0 && (wanted ?? fitOf(whole, room) < readable)
  const drawing = only ? own : whole
  const scale = fitOf(drawing, room) * zoom

  // biome-ignore lint/correctness/useExhaustiveDependencies: to the state in hand again, whatever moved it
  useEffect(() => {
    const lit = drawing.nodes.find((node) => node.state === state)
    if (!lit || !frame.current || zoom === 1) return
    frame.current.scrollTo({
      left: lit.x * scale - frame.current.clientWidth / 2,
      top: lit.y * scale - frame.current.clientHeight / 2,
    })
  }, [drawing, state, scale])

  return (
    <div className={styles.picture} data-wide={wanted === false}>
      <div className={styles.tools}>
        {path.length > 0 && (
          <label className={styles.only}>
            <input type="checkbox" checked={only} onChange={({ target }) => setWanted(target.checked)} />
            {t('Only this session')}
          </label>
        )}
        <button
          type="button"
          className={parts.button}
          disabled={zoom <= 1}
          onClick={() => setZoom(Math.max(1, zoom / zoomStep))}
        >
          {t('Smaller')}
        </button>
        <button
          type="button"
          className={parts.button}
          disabled={zoom >= 4}
          onClick={() => setZoom(zoom * zoomStep)}
        >
          {t('Larger')}
        </button>
        <button type="button" className={parts.button} disabled={zoom === 1} onClick={() => setZoom(1)}>
          {t('Fit')}
        </button>
      </div>
      <section
        ref={frame}
        className={styles.frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        aria-label={t('Diagram')}
      >
        {width > 0 && <Picture {...{ graph, drawing, path, state, open, seen, scale }} />}
      </section>
    </div>
  )
}

/** Across or down, whichever can be larger. */
function fitting(
  graph: MachineGraph,
  of: { path: readonly string[]; only: boolean },
  room: { width: number; height: number },
): Drawing {
  const across = drawingOf(graph, { ...of, direction: 'LR' })
  const down = drawingOf(graph, { ...of, direction: 'TB' })
  return fitOf(across, room) < fitOf(down, room) ? down : across
}

/** How much smaller a drawing must be to fit. */
function fitOf(drawing: Drawing, { width, height }: { width: number; height: number }): number {
  return Math.min(largest, width / drawing.width, height / drawing.height)
}

/** The room for a picture: the width of the frame, and two thirds of the window's height. */
function useSize(frame: React.RefObject<HTMLElement | null>) {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    if (!frame.current) return
    const watch = new ResizeObserver(([entry]) => {
      if (!entry) return
      const width = Math.floor(entry.contentRect.width)
      const height = Math.max(360, Math.round(innerHeight * 0.66))
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }))
    })
    watch.observe(frame.current)
    return () => watch.disconnect()
  }, [frame])
  return size
}

function Picture({
  graph,
  drawing,
  path,
  state,
  open,
  seen,
  scale,
}: {
  graph: MachineGraph
  drawing: Drawing
  path: readonly string[]
  state: string | undefined
  open: boolean
  seen: Seen | undefined
  scale: number
}) {
  const title = useId()
  const arrow = useId()
  const turns = useMemo(() => turnsOf(path), [path])
  const never = useMemo(() => neverOf(graph, seen), [graph, seen])
  return (
    <svg
      width={Math.floor(drawing.width * scale)}
      height={Math.floor(drawing.height * scale)}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      role="img"
      aria-labelledby={title}
    >
      <title id={title}>
        {path.length === 0
          ? t('The screens of the payer’s app, and the keys that lead from one to the next.')
          : t(
              'The screens of the payer’s app. Those of this session are numbered in their order, as in the list beside.',
            )}
      </title>
      <defs>
        <marker
          id={arrow}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path className={styles.arrow} d="M 0 0.500 L 8 4 L 0 7.500 z" />
        </marker>
      </defs>
      {drawing.edges.map((edge) => {
        const key = `${edge.from} ${edge.to}`
        return (
          <g
            key={key}
            className={styles.edge}
            data-taken={turns.lines.has(key)}
            data-never={never.lines.has(key)}
          >
            <path d={edge.path} markerEnd={`url(#${arrow})`} />
            {edge.label && (
              <text className={styles.label} x={edge.x} y={edge.y + 4} textAnchor="middle">
                {edge.label}
              </text>
            )}
          </g>
        )
      })}
      {drawing.nodes.map((node) => (
        <Box
          key={node.state}
          node={node}
          isFinal={graph.final.includes(node.state)}
          lit={node.state === state}
          open={open}
          never={never.states.has(node.state)}
          turns={turns.screens.get(node.state) ?? []}
        />
      ))}
    </svg>
  )
}

function Box({
  node,
  isFinal,
  lit,
  open,
  never,
  turns,
}: {
  node: Node
  isFinal: boolean
  lit: boolean
  open: boolean
  never: boolean
  /** Its places in the order of the session. */
  turns: readonly number[]
}) {
  const { x, y, width, height, lines, state } = node
  const top = y - height / 2
  const said = turns.length > 3 ? `${turns.slice(0, 2).join(', ')}…` : turns.join(', ')
  const wide = said.length * 7 + 12
  return (
    <g
      className={styles.node}
      data-lit={lit}
      data-open={open}
      data-taken={turns.length > 0}
      data-never={never}
      data-state={state}
    >
      <rect x={x - width / 2} y={top} width={width} height={height} rx={isFinal ? 22 : 8} />
      {lines.map((line, index) => (
        <text key={line} x={x} y={top + 21 + index * 17} textAnchor="middle">
          {line}
        </text>
      ))}
      <text className={styles.nodeId} x={x} y={top + height - 9} textAnchor="middle">
        {state}
      </text>
      {turns.length > 0 && (
        <g className={styles.turn}>
          <rect x={x - width / 2 - 6} y={top - 14} width={wide} height={19} rx={9.5} />
          <text x={x - width / 2 - 6 + wide / 2} y={top} textAnchor="middle">
            {said}
          </text>
        </g>
      )}
    </g>
  )
}

/** The places of each screen in the order of a session, from 1, and the lines between them as `from to`. */
function turnsOf(path: readonly string[]) {
  const screens = new Map<string, number[]>()
  const lines = new Set<string>()
  for (const [index, state] of path.entries()) {
    screens.set(state, [...(screens.get(state) ?? []), index + 1])
    lines.add(`${path[index - 1]} ${state}`)
  }
  return { screens, lines }
}
