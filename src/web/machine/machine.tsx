import { useEffect, useMemo, useRef, useState } from 'react'
import type { MachineGraph, Standing } from '../../terms/sim/machine.ts'
import type { PhoneView } from '../../terms/sim/phone.ts'
import { useLive } from '../live/use-live.ts'
import { Field, parts } from '../parts/parts.tsx'
import { drawingOf, wayBetween } from './graph.ts'
import styles from './machine.module.css'

/** The payer's app as a state machine: the current state of a session is highlighted, with the path to it. */
export default function Machine() {
  const machines = useLive<MachineGraph[]>('/machines')
  const phones = useLive<PhoneView[]>('/phones') ?? []
  const [chosen, setChosen] = useState<string>()
  const busy = phones.find(({ screen }) => screen?.status === 'open')
  const msisdn = chosen ?? busy?.msisdn ?? phones[0]?.msisdn
  const standing = useLive<Standing>(msisdn ? `/phones/${encodeURIComponent(msisdn)}/machine` : null)
  const graph = machines?.find(({ name }) => name === standing?.machine) ?? machines?.[0]
  const path = usePath(graph, standing ?? undefined)
  if (!graph) return <p className={parts.empty}>Reading the machines…</p>
  return (
    <div className={parts.panel}>
      <div className={parts.grid}>
        <Field label="Session on the phone">
          <select value={msisdn ?? ''} onChange={({ target }) => setChosen(target.value)}>
            {phones.map(({ msisdn: number, name }) => (
              <option key={number} value={number}>
                {name ? `${name}, ${number}` : number}
              </option>
            ))}
          </select>
        </Field>
        <p className={parts.lead} aria-live="polite">
          {standing ? `${graph.name}: ${standing.state}` : 'No session of the payer’s app is open there.'}
        </p>
      </div>
      <Diagram graph={graph} state={standing?.state} path={path} />
    </div>
  )
}

/** The states of a session since the page first saw it. */
function usePath(graph: MachineGraph | undefined, standing: Standing | undefined): string[] {
  const [path, setPath] = useState<{ sessionId: string; states: string[] }>({ sessionId: '', states: [] })
  useEffect(() => {
    if (!graph || !standing) return
    const { sessionId, state } = standing
    setPath((before) => {
      const known = before.sessionId === sessionId
      const last = known ? before.states.at(-1) : graph.initial
      if (known && last === state) return before
      const way = wayBetween(graph, last ?? graph.initial, state)
      return { sessionId, states: known ? [...before.states, ...way.slice(1)] : way }
    })
  }, [graph, standing])
  return standing?.sessionId === path.sessionId ? path.states : []
}

function Diagram({ graph, state, path }: { graph: MachineGraph; state: string | undefined; path: string[] }) {
  const drawing = useMemo(() => drawingOf(graph), [graph])
  const frame = useRef<HTMLElement>(null)
  const lit = drawing.nodes.find((node) => node.state === (state ?? graph.initial))
  useEffect(() => {
    if (!lit || !frame.current) return
    const { clientWidth, clientHeight } = frame.current
    frame.current.scrollTo({
      left: lit.x - clientWidth / 2,
      top: lit.y - clientHeight / 2,
      behavior: 'smooth',
    })
  }, [lit])
  const taken = new Set(path.slice(1).map((to, index) => `${path[index]} ${to}`))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section ref={frame} className={styles.frame} tabIndex={0} aria-label="Diagram">
      <svg
        width={drawing.width}
        height={drawing.height}
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        role="img"
        aria-label={`The machine ${graph.name}${state ? `, in the state ${state}` : ''}`}
      >
        <defs>
          <marker
            id="arrow"
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
        {drawing.edges.map((edge) => (
          <g
            key={`${edge.from} ${edge.to}`}
            className={styles.edge}
            data-taken={taken.has(`${edge.from} ${edge.to}`)}
          >
            <path d={edge.path} markerEnd="url(#arrow)" />
            {edge.label && (
              <text className={styles.label} x={edge.x} y={edge.y + 4} textAnchor="middle">
                {edge.label}
              </text>
            )}
          </g>
        ))}
        {drawing.nodes.map((node) => (
          <g
            key={node.state}
            className={styles.node}
            data-lit={node.state === state}
            data-taken={path.includes(node.state)}
            data-state={node.state}
          >
            <rect
              x={node.x - node.width / 2}
              y={node.y - node.height / 2}
              width={node.width}
              height={node.height}
              rx={graph.final.includes(node.state) ? node.height / 2 : 8}
            />
            <text x={node.x} y={node.y + 4.5} textAnchor="middle">
              {node.state}
            </text>
          </g>
        ))}
      </svg>
    </section>
  )
}
